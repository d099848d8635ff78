import { isSoft } from '../data-map/links.js';
import type { CollectedRow } from './collect.js';
import type { DecidedRow } from './decide-rows.js';
import type { Holders } from './holders.js';
import type { RowKey } from './plan.js';
import type { FoundRow } from './scan-subjects.js';
import type { ErasureSession } from './session.js';
import { joinKey, type Subject } from './subject.js';

/** A free-text cell in which the subject is mentioned. */
export interface Mention {
  readonly table: string;
  readonly column: string;
  readonly key: RowKey;
  /** Another living record holds all that was found here: a person must decide. */
  readonly uncertain: boolean;
}

export interface Classified {
  readonly mentions: readonly Mention[];
  /** Rows matched by value that only the search could find, such as an e-mail with blanks around it; not yet compared exactly. */
  readonly soft: readonly CollectedRow[];
}

function softRow(session: ErasureSession, row: FoundRow, column: string): CollectedRow | null {
  const table = session.resolved.tables.find((each) => each.name === row.table);
  // A column may hold one of several: the recipient of a message is an e-mail or a phone number.
  const indexes = table?.links.flatMap((link, index) => (isSoft(link) && link.column === column ? [index] : [])) ?? [];
  if (table === undefined || indexes.length === 0) return null;
  return { table, key: row.key, links: new Set(indexes), date: null, parents: new Set() };
}

function mentionsIn(session: ErasureSession, row: FoundRow, holders: Holders): Mention[] {
  const columns = session.resolved.map.mentions[row.table] ?? [];
  return columns.flatMap((column) => {
    const hits = row.hits.filter((each) => each.column === column && each.lastColumn === column);
    if (hits.length === 0) return [];
    const rivals = hits.map((each) => holders.of(each.hit));
    // The rival's own row speaks of the rival.
    if (rivals.every((each) => row.owners.some((owner) => each.has(owner)))) return [];
    return [{ table: row.table, column, key: row.key, uncertain: rivals.every((each) => each.size > 0) }];
  });
}

/**
 * Sorts what the search found of one subject: rows that go anyway are left out; free text of others becomes mentions,
 * uncertain where every hit may as well be a rival; whole cells of soft-matched columns become rows of the subject.
 */
export function classifyMentions(
  session: ErasureSession,
  subject: Subject,
  found: readonly FoundRow[],
  decided: readonly DecidedRow[],
  holders: Holders,
): Classified {
  const own = new Set(subject.records.map((record) => `${session.resolved.subject.info.name}\u001f${joinKey(record)}`));
  const going = new Set(
    decided.filter((row) => row.action === 'delete').map((row) => `${row.table.name}\u001f${joinKey(row.key)}`),
  );
  const staying = new Set(
    decided.filter((row) => row.action !== 'delete').map((row) => `${row.table.name}\u001f${joinKey(row.key)}`),
  );
  const mentions: Mention[] = [];
  const soft: CollectedRow[] = [];
  for (const row of found) {
    const id = `${row.table}\u001f${joinKey(row.key)}`;
    if (own.has(id) || going.has(id)) continue;
    const isOwn = staying.has(id) || row.owners.some((owner) => own.has(owner));
    mentions.push(...mentionsIn(session, row, holders).map((each) => (isOwn ? { ...each, uncertain: false } : each)));
    for (const column of new Set(row.hits.map((each) => each.column))) {
      const match = softRow(session, row, column);
      if (match !== null) soft.push(match);
    }
  }
  return { mentions, soft };
}
