import { createHash } from 'node:crypto';
import type { Identifiers, PersonName } from '../customers/identifiers.js';
import type { Queries, Row, Value } from '../database/database.js';
import { selectIn } from '../database/statements.js';
import type { IdentifierColumns } from '../data-map/schema.js';
import type { Collection } from './collect.js';
import type { ErasureSession } from './session.js';
import type { RowKey } from './plan.js';
import { joinKey, type Subject } from './subject.js';

/** Text of a cell without the blanks around it; null when there is nothing. */
function textOf(value: Value | undefined): string | null {
  const text = value === undefined || value === null ? '' : String(value).trim();
  return text === '' ? null : text;
}

function distinct<T>(values: readonly T[]): T[] {
  const seen = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...seen.values()];
}

function namesOf(row: Row, columns: IdentifierColumns): PersonName[] {
  const cell = (column: string | undefined): string | null => (column === undefined ? null : textOf(row[column]));
  const given = cell(columns.given_name);
  if (given === null) return [];
  return [cell(columns.family_name), cell(columns.birth_name)].flatMap((family) =>
    family === null ? [] : [{ given, family }],
  );
}

/** The identifiers that rows hold in these columns, each spelling once. */
export function identifiersOf(rows: readonly Row[], columns: IdentifierColumns): Identifiers {
  const cells = (names: readonly (string | undefined)[]): string[] =>
    distinct(rows.flatMap((row) => names.flatMap((name) => (name === undefined ? [] : (textOf(row[name]) ?? [])))));
  return {
    numbers: cells([columns.number]),
    emails: cells(columns.emails ?? []),
    phones: cells(columns.phones ?? []),
    names: distinct(rows.flatMap((row) => namesOf(row, columns))),
    birthDates: cells([columns.birth_date]),
    streets: cells([columns.street]),
  };
}

/** Both sets of identifiers, each once. */
export function joinIdentifiers(a: Identifiers, b: Identifiers): Identifiers {
  return {
    numbers: distinct([...a.numbers, ...b.numbers]),
    emails: distinct([...a.emails, ...b.emails]),
    phones: distinct([...a.phones, ...b.phones]),
    names: distinct([...a.names, ...b.names]),
    birthDates: distinct([...a.birthDates, ...b.birthDates]),
    streets: distinct([...a.streets, ...b.streets]),
  };
}

/** All columns of rows, by key, in chunks that keep the number of different statements small. */
export async function readRows(
  session: Pick<ErasureSession, 'db'>,
  queries: Queries,
  table: string,
  columns: readonly string[],
  keyColumns: readonly string[],
  keys: readonly RowKey[],
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let at = 0; at < keys.length; at += 256) {
    const { sql, bindings } = await selectIn(session.db.engine, table, columns, keyColumns, keys.slice(at, at + 256));
    rows.push(...(await queries.all(sql, bindings)));
  }
  return rows;
}

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
