import { createHash } from 'node:crypto';
import type { Identifiers } from '../customers/identifiers.js';
import { identifiersOf, joinIdentifiers } from '../customers/read-identifiers.js';
import type { Queries, Row } from '../database/database.js';
import { readRows } from '../database/read-rows.js';
import { isForeign, owns } from '../data-map/links.js';
import type { CollectedRow, Collection } from './collect.js';
import type { ErasureSession } from './session.js';
import type { RowKey } from './plan.js';
import { joinKey, splitKey, type Subject } from './subject.js';

/** The subject's customer records, all columns; fewer than asked for when the calendar has deleted some. */
export async function readRecords(
  session: ErasureSession,
  queries: Queries,
  records: readonly RowKey[],
): Promise<Row[]> {
  const { info, key } = session.resolved.subject;
  return readRows(queries, info.name, [...info.columns.keys()], key, records);
}

/**
 * Identifiers that other rows of the subjects add, such as the e-mail of an online account: by the subject's place in the list, those to
 * whom anything new was added.
 */
export async function furtherIdentifiers(
  session: ErasureSession,
  drafts: readonly { readonly subject: Subject; readonly collection: Collection }[],
): Promise<Map<number, Identifiers>> {
  const all = drafts.map(({ subject }) => subject.identifiers);
  for (const table of session.resolved.tables) {
    const columns = table.mapped.identifiers;
    if (columns === undefined) continue;
    // Sorted, so that the identifiers come in the same order whatever the engine and however many are asked for.
    // Not of a row that is only let go, or found by a value: that may be somebody else's.
    const isOwn = ({ links }: CollectedRow): boolean =>
      table.links.some((link, at) => links.has(at) && isForeign(link) && owns(link, table.mapped));
    const keys = drafts.map(({ collection }) =>
      [...(collection.rows.get(table.name) ?? [])].flatMap(([key, row]) => (isOwn(row) ? [key] : [])).sort(),
    );
    const wanted = [...new Set(keys.flat())].map(splitKey);
    if (wanted.length === 0) continue;
    const names = Object.values(columns).flatMap((value) => value ?? []);
    const rows = new Map<string, Row>();
    for (const row of await readRows(session.db, table.name, [...new Set([...table.key, ...names])], table.key, wanted))
      rows.set(joinKey(table.key.map((column) => String(row[column]))), row);
    keys.forEach((own, index) => {
      const before = all[index];
      const found = own.map((key) => rows.get(key)).filter((row) => row !== undefined);
      if (before !== undefined && found.length > 0)
        all[index] = joinIdentifiers(before, identifiersOf(found, columns, session.country));
    });
  }
  const added = new Map<number, Identifiers>();
  drafts.forEach(({ subject }, index) => {
    const now = all[index];
    if (now !== undefined && JSON.stringify(now) !== JSON.stringify(subject.identifiers)) added.set(index, now);
  });
  return added;
}

/** Key of a record out of its row. */
export function keyOfRecord(session: ErasureSession, row: Row): string {
  return joinKey(session.resolved.subject.key.map((column) => String(row[column])));
}

/**
 * Digest of what of the records decides who the subject is and what the stub keeps: a plan is stale when the calendar has
 * changed it since. Notes and the like are left out: they go with the record, whatever they say by then.
 */
export function recordsDigest(session: ErasureSession, records: readonly Row[]): string {
  const { identifiers, stub, filter, key } = session.resolved.map.subject;
  const named = Object.values(identifiers).flatMap((value) => value ?? []);
  const columns = [...new Set([...key, ...named, ...stub, ...filter.map((each) => each.column)])];
  let text = '';
  for (const record of [...records].sort((a, b) => (keyOfRecord(session, a) < keyOfRecord(session, b) ? -1 : 1))) {
    for (const column of columns) {
      const value = record[column] ?? null;
      text += value === null ? '\u0000' : `\u0001${Buffer.isBuffer(value) ? value.toString('base64') : String(value)}`;
    }
  }
  return createHash('sha256').update(text).digest('hex');
}
