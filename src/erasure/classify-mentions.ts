import { isSoft } from '../data-map/links.js';
import type { CollectedRow } from './collect.js';
import type { DecidedRow } from './decide-rows.js';
import { identifierKey, type Holders, type IdentifierKey } from './holders.js';
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
  /** Identifiers the subject shares with whom the row is about: there they are that person's. */
  readonly spared: ReadonlySet<IdentifierKey>;
}

function softRow(session: ErasureSession, row: FoundRow, column: string): CollectedRow | null {
  const table = session.resolved.tables.find((each) => each.name === row.table);
  // A column may hold one of several: the recipient of a message is an e-mail or a phone number.
  const indexes = table?.links.flatMap((link, index) => (isSoft(link) && link.column === column ? [index] : [])) ?? [];
  if (table === undefined || indexes.length === 0) return null;
  return { table, key: row.key, links: new Set(indexes), date: null, parents: new Map() };
}

function mentionsIn(session: ErasureSession, subject: Subject, row: FoundRow, holders: Holders): Mention[] {
  const columns = session.resolved.map.mentions[row.table] ?? [];
  return columns.flatMap((column) => {
    const hits = row.hits.filter((each) => each.column === column && each.lastColumn === column);
    if (hits.length === 0) return [];
    const rivals = hits.map((each) => holders.of(each.hit));
    // The rival's own row speaks of the rival.
    if (rivals.every((each) => row.owners.some((owner) => each.has(owner)))) return [];
    const spared = hits.filter((_, at) => row.owners.some((owner) => rivals[at]?.has(owner) === true));
    return [
      {
        table: row.table,
        column,
        key: row.key,
        uncertain: rivals.every((each) => each.size > 0),
        spared: new Set(spared.map(({ hit }) => identifierKey(subject.identifiers, hit, session.country))),
      },
    ];
  });
}

const idOf = (row: Pick<FoundRow, 'table' | 'key'>): string => `${row.table}\u001f${joinKey(row.key)}`;

function ownRecords(session: ErasureSession, subject: Subject): ReadonlySet<string> {
  return new Set(subject.records.map((key) => idOf({ table: session.resolved.subject.info.name, key })));
}

/**
 * Rows of soft-matched columns in which the search found the subject, among them those that no statement could find, such as an
 * e-mail with blanks around it; not yet compared exactly.
 */
export function softRowsIn(
  session: ErasureSession,
  subject: Subject,
  found: readonly FoundRow[],
): readonly CollectedRow[] {
  const own = ownRecords(session, subject);
  return found
    .filter((row) => !own.has(idOf(row)))
    .flatMap((row) =>
      [...new Set(row.hits.map((each) => each.column))].flatMap((column) => softRow(session, row, column) ?? []),
    );
}

/**
 * Mentions of the subject in rows that stay; uncertain where every hit may as well be a rival.
 * @param decided what happens to the subject's rows, once it is settled which are theirs
 */
export function findMentions(
  session: ErasureSession,
  subject: Subject,
  found: readonly FoundRow[],
  decided: readonly DecidedRow[],
  holders: Holders,
): readonly Mention[] {
  const own = ownRecords(session, subject);
  const idsOf = (rows: readonly DecidedRow[]): ReadonlySet<string> =>
    new Set(rows.map(({ table, key }) => idOf({ table: table.name, key })));
  const going = idsOf(decided.filter((row) => row.action === 'delete'));
  const staying = idsOf(decided.filter((row) => row.action !== 'delete'));
  return found
    .filter((row) => !own.has(idOf(row)) && !going.has(idOf(row)))
    .flatMap((row) => {
      const isOwn = staying.has(idOf(row)) || row.owners.some((owner) => own.has(owner));
      return mentionsIn(session, subject, row, holders).map((each) => (isOwn ? { ...each, uncertain: false } : each));
    });
}
