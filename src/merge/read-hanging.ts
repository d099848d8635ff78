import type { ColumnInfo } from '../database/catalogue.js';
import type { Queries, Value } from '../database/database.js';
import { keyValue, quote } from '../database/dialect.js';
import { isForeign } from '../data-map/links.js';
import type { MergeSession } from './session.js';

/** What hangs on one record, for whoever compares it with another. */
export interface Hanging {
  /** Rows in the tables the map wants shown, in its order. */
  readonly counts: readonly { readonly table: string; readonly rows: number }[];
  /** `YYYY-MM-DD HH:MM:SS` as stored; null when there was none. */
  readonly lastVisit: string | null;
}

/** The columns that refer to the record itself and own the row: of an appointment, the customer's, not the companion's. */
function ownerOf(
  session: MergeSession,
  name: string,
): { readonly where: string; readonly columns: ColumnInfo[] } | null {
  const { resolved, db } = session;
  const table = resolved.tables.find((each) => each.name === name);
  const link = table?.links
    .filter(isForeign)
    .find(({ to, when }) => to === resolved.subject.info.name && when === undefined);
  const columns = (link?.columns ?? []).flatMap((column) => table?.info.columns.get(column) ?? []);
  if (columns.length === 0) return null;
  return { where: columns.map((column) => `${quote(db.engine, column.name)} = ?`).join(' and '), columns };
}

/** Counts rows and finds the last visit of a record. */
export async function readHanging(session: MergeSession, key: string, queries: Queries = session.db): Promise<Hanging> {
  const { resolved, db, localNow } = session;
  const { show, last_visit: visit } = resolved.map.subject.merge;
  const q = (name: string): string => quote(db.engine, name);
  const parts = key.split('\u001f');
  const bind = (columns: readonly ColumnInfo[]): Value[] =>
    columns.map((column, at) => keyValue(column, parts[at] ?? ''));
  const counts: { table: string; rows: number }[] = [];
  for (const name of show) {
    const owner = ownerOf(session, name);
    if (owner === null) continue;
    const sql = `select count(*) as n from ${q(name)} where ${owner.where}`;
    const [row] = await queries.all(sql, bind(owner.columns));
    counts.push({ table: name, rows: Number(row?.['n']) });
  }
  const owner = visit === undefined ? null : ownerOf(session, visit.table);
  if (visit === undefined || owner === null) return { counts, lastVisit: null };
  const sql = `select max(${q(visit.column)}) as v from ${q(visit.table)} where ${owner.where} and ${q(visit.column)} <= ?`;
  const [row] = await queries.all(sql, [...bind(owner.columns), localNow]);
  return { counts, lastVisit: row?.['v'] === null || row?.['v'] === undefined ? null : String(row['v']) };
}
