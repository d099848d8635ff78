import type { Statement, Value } from './database.js';
import { placeholders, quote } from './dialect.js';

/*
 * The statements of the erasure on rows given by key, alike on both engines. Written here and not by knex, which takes longer to
 * compile one than SQLite to run it.
 */

/** SQLite takes a name between double quotes for a text where there is no such column; between these it fails. */
function q(name: string): string {
  return quote('mysql', name);
}

function list(names: readonly string[]): string {
  return names.map(q).join(', ');
}

/** Texts made so far. There are few, each for many rows, and a text that is the same object is found prepared at once. */
const made = new Map<string, string>();

/**
 * The text made for these parts before, else the one that `make` gives.
 * @param parts all that it depends on; no name of a table or column holds U+0000 or U+0001
 */
function text(parts: readonly (string | number | readonly string[])[], make: () => string): string {
  const id = parts.map((part) => (typeof part === 'object' ? part.join('\u0000') : part)).join('\u0001');
  let known = made.get(id);
  if (known === undefined) made.set(id, (known = make()));
  return known;
}

/** Values of the key columns of one row, in the order of the columns. */
export type Key = readonly Value[];

/** Most rows one statement may name. SQLite takes an expression 1,000 deep, and 32,766 placeholders. */
export const largestBucket = 512;

/**
 * The next power of two: an IN list is padded to it by repeating the last key, so that few different statements need
 * preparing.
 */
export function bucket(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, count)));
}

/** Bindings for `bucket(keys.length)` keys: the keys, the last one repeated. */
export function padKeys(keys: readonly Key[]): Value[] {
  const last = keys.at(-1);
  if (last === undefined) return [];
  const bindings = keys.flat();
  for (let at = keys.length; at < bucket(keys.length); at += 1) bindings.push(...last);
  return bindings;
}

function whereKeys(columns: readonly string[], count: number): string {
  const [only, ...more] = columns;
  if (only === undefined) throw new RangeError('no key columns');
  if (more.length === 0) return `${q(only)} in (${placeholders(count)})`;
  // Not `(a, b) in (...)`, for which MariaDB uses no index.
  const one = `(${columns.map((column) => `${q(column)} = ?`).join(' and ')})`;
  return Array.from({ length: count }, () => one).join(' or ');
}

/** The given columns of the rows with these keys; at most `largestBucket` keys, at least one. */
export function selectIn(
  table: string,
  columns: readonly string[],
  keyColumns: readonly string[],
  keys: readonly Key[],
): Statement {
  const count = bucket(keys.length);
  const sql = text(
    ['select', table, columns, keyColumns, count],
    () => `select ${list(columns)} from ${q(table)} where ${whereKeys(keyColumns, count)}`,
  );
  return { sql, bindings: padKeys(keys) };
}

/** Deletes the rows with these keys; at most `largestBucket` keys, at least one. */
export function deleteIn(table: string, keyColumns: readonly string[], keys: readonly Key[]): Statement {
  const count = bucket(keys.length);
  const sql = text(
    ['delete', table, keyColumns, count],
    () => `delete from ${q(table)} where ${whereKeys(keyColumns, count)}`,
  );
  return { sql, bindings: padKeys(keys) };
}

/**
 * Sets the same values in all rows with these keys; at most `largestBucket` keys, at least one. Columns in `still` are set
 * to themselves, which keeps ON UPDATE CURRENT_TIMESTAMP from moving them.
 */
export function updateIn(
  table: string,
  values: Readonly<Record<string, Value>>,
  keyColumns: readonly string[],
  keys: readonly Key[],
  still: readonly string[] = [],
): Statement {
  const columns = Object.keys(values);
  const count = bucket(keys.length);
  const sql = text(['update', table, columns, still, keyColumns, count], () => {
    const held = still.filter((column) => !columns.includes(column));
    const set = [
      ...columns.map((column) => `${q(column)} = ?`),
      ...held.map((column) => `${q(column)} = ${q(column)}`),
    ];
    return `update ${q(table)} set ${set.join(', ')} where ${whereKeys(keyColumns, count)}`;
  });
  return { sql, bindings: [...Object.values(values), ...padKeys(keys)] };
}

/** Inserts one row. */
export function insertInto(table: string, values: Readonly<Record<string, Value>>): Statement {
  return insertRows(table, Object.keys(values), [Object.values(values)]);
}

/** Inserts rows of the same columns in one statement. */
export function insertRows(table: string, columns: readonly string[], rows: readonly (readonly Value[])[]): Statement {
  const sql = text(['insert', table, columns, rows.length], () => {
    const row = `(${placeholders(columns.length)})`;
    return `insert into ${q(table)} (${list(columns)}) values ${rows.map(() => row).join(', ')}`;
  });
  return { sql, bindings: rows.flatMap((values) => columns.map((_, at) => values[at] ?? null)) };
}
