import type { ColumnInfo } from './catalogue-types.js';
import type { Database, Row } from './database.js';
import { quote } from './dialect.js';

/** How SQLite compares values with a column, as a text that is the same for columns that compare alike; '' for a column that is not there. */
export type Comparison = (table: string, column: string) => string;

/** Columns asked about by one statement, which SQLite limits in length and depth. */
const atOnce = 50;

/** By declared type, first match wins (https://sqlite.org/datatype3.html); integers and fractions compare as numbers, all of them. */
function affinityOf(type: string): 'number' | 'text' | 'none' {
  if (type.includes('int')) return 'number';
  if (/char|clob|text/.test(type)) return 'text';
  return type === '' || type.includes('blob') ? 'none' : 'number';
}

/**
 * SQLite tells the collation of an index, not that of a column. A compound SELECT takes those texts for one that its first column does:
 * 'a' and 'A' by NOCASE, 'a' and 'a ' by RTRIM.
 */
async function readCollations(db: Database, table: string, columns: readonly string[]): Promise<Map<string, string>> {
  const from = (name: string): string =>
    `select ${quote('sqlite', name)} from ${quote('sqlite', table)} where 0 union select 'a' union select`;
  const found = new Map<string, string>();
  for (let at = 0; at < columns.length; at += atOnce) {
    const some = columns.slice(at, at + atOnce);
    const asked = some.map(
      (name, index) =>
        `select ${String(index)} as n, (select count(*) from (${from(name)} 'A')) as letters, (select count(*) from (${from(name)} 'a ')) as ends`,
    );
    for (const row of await db.all(asked.join(' union all '))) {
      const name = some[Number(row['n'])];
      if (name !== undefined) found.set(name, `${String(row['letters'])}${String(row['ends'])}`);
    }
  }
  return found;
}

/** @param list the tables' names with their CREATE TABLE; without COLLATE in it a table compares letter by letter */
export async function comparisonsOf(
  db: Database,
  list: readonly Row[],
  columns: ReadonlyMap<string, ReadonlyMap<string, ColumnInfo>>,
): Promise<Comparison> {
  const collations = new Map<string, ReadonlyMap<string, string>>();
  for (const { name, sql } of list) {
    if (typeof name !== 'string' || !/\bcollate\b/i.test(String(sql))) continue;
    collations.set(name, await readCollations(db, name, [...(columns.get(name)?.keys() ?? [])]));
  }
  return (table, column) => {
    const info = columns.get(table)?.get(column);
    return info === undefined ? '' : `${affinityOf(info.type)} ${collations.get(table)?.get(column) ?? '22'}`;
  };
}
