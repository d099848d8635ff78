import type { Queries, Row } from '../database/database.js';
import { readRows } from '../database/read-rows.js';
import { isForeign } from '../data-map/links.js';
import type { ResolvedTable } from '../data-map/resolve.js';
import { decideRow } from '../retention/decide-row.js';
import { findPeriod } from '../retention/periods.js';
import { stubRowId, type StubRow } from './plan-purge.js';
import type { ErasureSession } from './session.js';
import { dateColumn } from './settle-soft-rows.js';

/** A document that a row shares the period of. */
interface Parent {
  readonly id: string;
  /** Whether deleting it would take the row along, or fail. */
  readonly binds: boolean;
}

interface Standing {
  readonly row: StubRow;
  readonly parents: readonly Parent[];
  stays: boolean;
}

function isStillKept({ country, today, timeZone }: ErasureSession, table: ResolvedTable, row: Row): boolean {
  const { retention } = table.mapped;
  if (retention === undefined || 'inherit' in retention) return false;
  const { column, encoding } = retention.date;
  const { keep, reason } = decideRow(row[column] ?? null, encoding, findPeriod(country, retention.class), {
    today,
    timeZone,
  });
  // A date nobody can read was counted from the day of the erasure, as the stub says.
  return keep && reason !== 'date_unreadable';
}

/** Rows of stubs that still exist and are still nobody's; the calendar may have deleted some itself. */
async function readOwnerless(
  session: ErasureSession,
  trx: Queries,
  table: ResolvedTable,
  rows: readonly StubRow[],
): Promise<ReadonlyMap<string, Row>> {
  const foreign = table.links.filter(isForeign);
  // Of a record that is deleted every reference was cut; a masked one stays, and what the law kept goes on referring to it.
  const { subject } = session.resolved.map;
  const owner = foreign.filter((link) => link.to === subject.table && subject.rows === 'delete');
  const columns = [...table.key, ...dateColumn(table), ...foreign.flatMap((link) => link.columns)];
  const keys = rows.map(({ key }) => key);
  const found = await readRows(trx, table.name, [...new Set(columns)], table.key, keys);
  // An engine may give the key of a row the calendar has deleted to another one, of somebody else or of a later year.
  const ownerless = found.filter(
    (row) =>
      owner.every((link) => link.columns.some((column) => row[column] === null)) && !isStillKept(session, table, row),
  );
  return new Map(
    ownerless.map((row) => [
      stubRowId({ table: table.name, key: table.key.map((column) => String(row[column])) }),
      row,
    ]),
  );
}

/** The documents whose period a row inherits. */
async function readParents(session: ErasureSession, trx: Queries, table: ResolvedTable, row: Row): Promise<Parent[]> {
  const { retention } = table.mapped;
  if (retention === undefined || !('inherit' in retention)) return [];
  const parents: Parent[] = [];
  for (const link of table.links.filter(isForeign)) {
    const parent = session.resolved.tables.find(({ name }) => name === link.to);
    const values = link.columns.map((column) => row[column] ?? null);
    if (parent?.mapped.retention === undefined || values.includes(null)) continue;
    const stored = await readRows(trx, parent.name, parent.key, link.on ?? parent.key, [values]);
    const binds = link.on_delete !== 'undeclared' && link.on_delete !== 'set_null';
    for (const each of stored) {
      const key = parent.key.map((column) => String(each[column]));
      parents.push({ id: stubRowId({ table: parent.name, key }), binds });
    }
  }
  return parents;
}

/**
 * What stays, stays with all it hangs on, and with all that hangs on it. A document that is only masked waits as well: without a stub
 * nobody could tell later on that it is not another customer's.
 */
function spread(standings: ReadonlyMap<string, Standing>): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const standing of standings.values()) {
      for (const { id, binds } of standing.parents) {
        const parent = standings.get(id);
        if (parent === undefined || parent.stays === standing.stays) continue;
        if (standing.stays && !binds && parent.row.after === 'delete') continue;
        changed = parent.stays = standing.stays = true;
      }
    }
  }
}

/**
 * Which rows of stubs are to go now, and which stay because another stub keeps them on, or because they hang on a document of somebody
 * else as well. A row in neither set is gone, or its key was given to another one since.
 * @param rows of all stubs that share rows with one another: each knows the documents of its own customer only
 */
export async function settlePurge(
  session: ErasureSession,
  trx: Queries,
  rows: readonly StubRow[],
): Promise<{ readonly due: ReadonlySet<string>; readonly staying: ReadonlySet<string> }> {
  const standings = new Map<string, Standing>();
  // Parents before children.
  for (const table of session.resolved.tables) {
    const mine = new Map(rows.filter((row) => row.table === table.name).map((row) => [stubRowId(row), row]));
    if (mine.size === 0) continue;
    for (const [id, stored] of await readOwnerless(session, trx, table, [...mine.values()])) {
      const row = mine.get(id);
      if (row === undefined) continue;
      const parents = await readParents(session, trx, table, stored);
      const others = parents.filter((parent) => !standings.has(parent.id));
      const isAnother = parents.length > 0 && others.length === parents.length;
      if (!isAnother || row.keptOn) standings.set(id, { row, parents, stays: row.keptOn || others.length > 0 });
    }
  }
  spread(standings);
  const ids = (stays: boolean): Set<string> =>
    new Set([...standings].flatMap(([id, standing]) => (standing.stays === stays ? [id] : [])));
  return { due: ids(false), staying: ids(true) };
}
