import type { Queries, Row } from './database.js';
import { selectIn, type Key } from './statements.js';

/** All columns of rows, by key, in chunks that keep the number of different statements small. */
export async function readRows(
  queries: Queries,
  table: string,
  columns: readonly string[],
  keyColumns: readonly string[],
  keys: readonly Key[],
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let at = 0; at < keys.length; at += 256) {
    const { sql, bindings } = selectIn(table, columns, keyColumns, keys.slice(at, at + 256));
    rows.push(...(await queries.all(sql, bindings)));
  }
  return rows;
}
