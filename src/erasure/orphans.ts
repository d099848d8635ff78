import { isUpward } from '../data-map/links.js';
import { quote, placeholders } from '../database/dialect.js';
import { rowKey } from '../database/catalogue.js';
import type { Queries } from '../database/database.js';
import type { Collection } from './collect.js';
import { actionsFor } from './apply-rows.js';
import type { DecidedRow } from './decide-rows.js';
import type { ErasureSession } from './session.js';
import { joinKey, type Subject } from './subject.js';

/** Whatever stays and still refers to a row afterwards goes on using it, such as a receipt kept by law with the address on it. */
function letsGo(row: DecidedRow, column: string): boolean {
  return row.action === 'delete' || row.detach.includes(column) || actionsFor(row)[column] === null;
}

/** As `letsGo`, for the subject's own records. */
function recordsLetGo({ resolved: { map } }: ErasureSession, column: string): boolean {
  return map.subject.rows === 'delete' || map.subject.columns[column] === null;
}

/**
 * Of the rows the subject refers to (an address), those that somebody else uses as well, as `table\u001fkey`. Asked
 * for each referring column the live catalogue declares or the map names; a composite reference counts as used.
 * @param decided what happens to the subject's rows; whether rows nobody else uses go does not matter here
 */
export async function findShared(
  session: ErasureSession,
  queries: Queries,
  subject: Subject,
  collection: Collection,
  decided: readonly DecidedRow[],
): Promise<Set<string>> {
  const shared = new Set<string>();
  const { resolved, db } = session;
  for (const table of resolved.tables) {
    const rows = [...(collection.rows.get(table.name)?.values() ?? [])];
    const upward = table.links.filter(isUpward);
    if (upward.length === 0 || rows.length === 0) continue;
    const q = (name: string): string => quote(db.engine, name);
    const references = new Map<string, { from: string; column: string }>();
    for (const link of upward) {
      const [column] = link.columns;
      if (column !== undefined) references.set(`${link.referenced_by}.${column}`, { from: link.referenced_by, column });
    }
    for (const from of resolved.catalogue.tables.values()) {
      for (const foreign of from.foreignKeys) {
        const [column] = foreign.columns;
        if (foreign.references.table === table.name && column !== undefined)
          references.set(`${from.name}.${column}`, { from: from.name, column });
      }
    }
    for (const { from, column } of references.values()) {
      const info = resolved.catalogue.tables.get(from);
      const own = from === resolved.subject.info.name ? resolved.subject.key : info === undefined ? [] : rowKey(info);
      const isOwn = from === resolved.subject.info.name;
      const going = new Set([
        ...(isOwn && recordsLetGo(session, column) ? subject.records : []).map(joinKey),
        ...decided.filter((row) => row.table.name === from && letsGo(row, column)).map((row) => joinKey(row.key)),
      ]);
      const keys = rows.map((row) => row.key[0] ?? '');
      const sql = `select ${[...own, column].map(q).join(', ')} from ${q(from)} where ${q(column)} in (${placeholders(keys.length)})`;
      for (const user of await queries.all(sql, keys)) {
        if (going.has(joinKey(own.map((each) => String(user[each]))))) continue;
        for (const row of rows)
          if (row.key[0] === String(user[column])) shared.add(`${table.name}\u001f${joinKey(row.key)}`);
      }
    }
  }
  return shared;
}
