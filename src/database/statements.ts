import type { Engine, Statement, Value } from './database.js';
import { sqlCompiler, whole, type SqlCompiler, type SqlQuery } from './sql-compiler.js';

/*
 * The statements of the erasure on rows given by key, written by knex. Their text is kept by shape, since compiling
 * takes knex longer than running takes SQLite.
 */

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

const kept = new Map<string, string>();

async function shaped(
  engine: Engine,
  shape: readonly unknown[],
  write: (compiler: SqlCompiler) => SqlQuery,
): Promise<string> {
  const id = JSON.stringify([engine, ...shape]);
  let sql = kept.get(id);
  if (sql === undefined) {
    sql = write(await sqlCompiler(engine))
      .toSQL()
      .toNative().sql;
    kept.set(id, sql);
  }
  return sql;
}

function whereKeys(query: SqlQuery, columns: readonly string[], count: number): SqlQuery {
  const [only, ...more] = columns;
  if (only === undefined) throw new RangeError('no key columns');
  // Any value: the text alone is of interest, bindings are added by the caller.
  if (more.length === 0)
    return query.whereIn(
      whole(only),
      Array.from({ length: count }, () => 0),
    );
  // Not `(a, b) in (...)`, for which MariaDB uses no index.
  return query.where((either) => {
    for (let at = 0; at < count; at += 1) {
      void either.orWhere((one) => {
        for (const column of columns) void one.where(whole(column), 0);
      });
    }
  });
}

/** The given columns of the rows with these keys; at most `largestBucket` keys, at least one. */
export async function selectIn(
  engine: Engine,
  table: string,
  columns: readonly string[],
  keyColumns: readonly string[],
  keys: readonly Key[],
): Promise<Statement> {
  const count = bucket(keys.length);
  const sql = await shaped(engine, ['select', table, columns, keyColumns, count], (compiler) =>
    whereKeys(compiler.from(whole(table)).select(columns.map(whole)), keyColumns, count),
  );
  return { sql, bindings: padKeys(keys) };
}

/** Deletes the rows with these keys; at most `largestBucket` keys, at least one. */
export async function deleteIn(
  engine: Engine,
  table: string,
  keyColumns: readonly string[],
  keys: readonly Key[],
): Promise<Statement> {
  const count = bucket(keys.length);
  const sql = await shaped(engine, ['delete', table, keyColumns, count], (compiler) =>
    whereKeys(compiler.from(whole(table)), keyColumns, count).delete(),
  );
  return { sql, bindings: padKeys(keys) };
}

function placeholdersFor(columns: readonly string[]): Record<string, number> {
  return Object.fromEntries(columns.map((column) => [whole(column), 0]));
}

/**
 * Sets the same values in all rows with these keys; at most `largestBucket` keys, at least one. Columns in `still` are set
 * to themselves, which keeps ON UPDATE CURRENT_TIMESTAMP from moving them.
 */
export async function updateIn(
  engine: Engine,
  table: string,
  values: Readonly<Record<string, Value>>,
  keyColumns: readonly string[],
  keys: readonly Key[],
  still: readonly string[] = [],
): Promise<Statement> {
  const columns = Object.keys(values);
  const held = still.filter((column) => !columns.includes(column));
  const count = bucket(keys.length);
  const sql = await shaped(engine, ['update', table, columns, held, keyColumns, count], (compiler) =>
    whereKeys(compiler.from(whole(table)), keyColumns, count).update({
      ...placeholdersFor(columns),
      ...Object.fromEntries(held.map((column) => [whole(column), compiler.ref(whole(column))])),
    }),
  );
  return { sql, bindings: [...Object.values(values), ...padKeys(keys)] };
}

/** Inserts one row. */
export async function insertInto(
  engine: Engine,
  table: string,
  values: Readonly<Record<string, Value>>,
): Promise<Statement> {
  return insertRows(engine, table, Object.keys(values), [Object.values(values)]);
}

/** Inserts rows of the same columns in one statement. */
export async function insertRows(
  engine: Engine,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
): Promise<Statement> {
  // knex writes the columns in alphabetical order, so that is the order of the bindings.
  const order = columns.map((_, at) => at).sort((a, b) => (whole(columns[a] ?? '') < whole(columns[b] ?? '') ? -1 : 1));
  const sql = await shaped(engine, ['insert', table, columns, rows.length], (compiler) =>
    compiler.from(whole(table)).insert(rows.map(() => placeholdersFor(columns))),
  );
  return { sql, bindings: rows.flatMap((row) => order.map((at) => row[at] ?? null)) };
}
