import { createHash } from 'node:crypto';
import type { Identifiers } from '../customers/identifiers.js';
import { identifiersOf, joinIdentifiers } from '../customers/read-identifiers.js';
import type { Queries, Row } from '../database/database.js';
import { readRows } from '../database/read-rows.js';
import type { Collection } from './collect.js';
import type { ErasureSession } from './session.js';
import type { RowKey } from './plan.js';
import { joinKey, type Subject } from './subject.js';

/** The subject's customer records, all columns; fewer than asked for when the calendar has deleted some. */
export async function readRecords(
  session: ErasureSession,
  queries: Queries,
  records: readonly RowKey[],
): Promise<Row[]> {
  const { info, key } = session.resolved.subject;
  return readRows(session, queries, info.name, [...info.columns.keys()], key, records);
}

/**
 * Identifiers that other rows of the subject add, such as the e-mail of an online account; null when nothing is new.
 */
export async function furtherIdentifiers(
  session: ErasureSession,
  subject: Subject,
  collection: Collection,
): Promise<Identifiers | null> {
  let { identifiers } = subject;
  for (const table of session.resolved.tables) {
    const columns = table.mapped.identifiers;
    const keys = [...(collection.rows.get(table.name)?.values() ?? [])].map((row) => row.key);
    if (columns === undefined || keys.length === 0) continue;
    const names = Object.values(columns).flatMap((value) => value ?? []);
    const rows = await readRows(session, session.db, table.name, [...new Set(names)], table.key, keys);
    identifiers = joinIdentifiers(identifiers, identifiersOf(rows, columns));
  }
  return JSON.stringify(identifiers) === JSON.stringify(subject.identifiers) ? null : identifiers;
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
  const hash = createHash('sha256');
  for (const record of [...records].sort((a, b) => (keyOfRecord(session, a) < keyOfRecord(session, b) ? -1 : 1))) {
    for (const column of columns) {
      const value = record[column] ?? null;
      hash.update(
        value === null ? '\u0000' : `\u0001${Buffer.isBuffer(value) ? value.toString('base64') : String(value)}`,
      );
    }
  }
  return hash.digest('hex');
}
