import type { Queries } from '../database/database.js';
import { keyValue, placeholders, quote } from '../database/dialect.js';
import { isForeign } from '../data-map/links.js';
import type { ResolvedTable } from '../data-map/resolve.js';
import type { MergeSession } from './session.js';

/** What hangs on one record, for whoever compares it with another. */
export interface Hanging {
  /** Rows in the tables the map wants shown, in its order. */
  readonly counts: readonly { readonly table: string; readonly rows: number }[];
  /** `YYYY-MM-DD HH:MM:SS` as stored; null when there was none. */
  readonly lastVisit: string | null;
}

/** The column that refers to the record itself and owns the row: of an appointment, the customer's, not the companion's. */
function ownerColumn(session: MergeSession, table: ResolvedTable | undefined): string | null {
  const link = table?.links
    .filter(isForeign)
    .find(
      (each) => each.to === session.resolved.subject.info.name && each.columns.length === 1 && each.when === undefined,
    );
  return link?.columns[0] ?? null;
}

/** Counts rows and finds the last visit of a record with a key of one column; of others nothing is told. */
export async function readHanging(session: MergeSession, key: string, queries: Queries = session.db): Promise<Hanging> {
  const { resolved, db, localNow } = session;
  const { show, last_visit: visit } = resolved.map.subject.merge;
  const q = (name: string): string => quote(db.engine, name);
  const tableOf = (name: string): ResolvedTable | undefined => resolved.tables.find((table) => table.name === name);
  const counts: { table: string; rows: number }[] = [];
  for (const name of show) {
    const table = tableOf(name);
    const column = ownerColumn(session, table);
    const info = column === null ? undefined : table?.info.columns.get(column);
    if (column === null || info === undefined) continue;
    const [row] = await queries.all(`select count(*) as n from ${q(name)} where ${q(column)} = ?`, [
      keyValue(info, key),
    ]);
    counts.push({ table: name, rows: Number(row?.['n']) });
  }
  const table = visit === undefined ? undefined : tableOf(visit.table);
  const column = ownerColumn(session, table);
  const info = column === null ? undefined : table?.info.columns.get(column);
  if (visit === undefined || column === null || info === undefined) return { counts, lastVisit: null };
  const sql = `select max(${q(visit.column)}) as v from ${q(visit.table)} where ${q(column)} in (${placeholders(1)}) and ${q(visit.column)} <= ?`;
  const [row] = await queries.all(sql, [keyValue(info, key), localNow]);
  return { counts, lastVisit: row?.['v'] === null || row?.['v'] === undefined ? null : String(row['v']) };
}
