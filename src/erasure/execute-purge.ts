import type { Transaction } from '../database/database.js';
import { isFatal, toFailure, type Failure } from '../errors.js';
import { applyRows, lazyMatcher } from './apply-rows.js';
import { sparedColumns, type DecidedRow } from './decide-rows.js';
import { stubRowId, type PurgePlan, type StubRow } from './plan-purge.js';
import type { ErasureSession } from './session.js';
import { settlePurge } from './settle-purge.js';

type PlannedStub = PurgePlan['stubs'][number];

/** What a purge has done. */
export interface PurgeOutcome {
  readonly stubs: number;
  readonly rows: number;
  /** Rows whose period is over, but that hang on documents of somebody else as well, with those they hang on: a later purge takes them. */
  readonly staying: number;
  /** Stubs of which nothing was purged, because something failed. */
  readonly failed: readonly Failure[];
  /** Stubs not begun, because the database was at fault. */
  readonly notBegun: readonly string[];
}

/** For each stub the rows of all that share rows with it, directly or by way of others. */
function rowsTogether(stubs: readonly PlannedStub[]): ReadonlyMap<PlannedStub, readonly StubRow[]> {
  const groups = new Map<PlannedStub, PlannedStub[]>(stubs.map((stub) => [stub, [stub]]));
  const first = new Map<string, PlannedStub>();
  for (const stub of stubs) {
    for (const row of stub.rows) {
      const other = first.get(stubRowId(row));
      if (other === undefined) first.set(stubRowId(row), stub);
      const [mine = [], theirs = []] = [groups.get(stub), groups.get(other ?? stub)];
      if (mine === theirs) continue;
      theirs.push(...mine);
      for (const each of mine) groups.set(each, theirs);
    }
  }
  return new Map([...groups].map(([stub, group]) => [stub, group.flatMap(({ rows }) => rows)]));
}

function decide(session: ErasureSession, rows: readonly StubRow[]): DecidedRow[] {
  return rows.flatMap(({ table: name, key, after }): DecidedRow[] => {
    const table = session.resolved.tables.find((each) => each.name === name);
    if (table === undefined) return [];
    // The references to the subject were cut when it was erased: those that are left are to others.
    const common = { table, key, detach: [], spared: sparedColumns(table, []), cascaded: false, retained: null };
    return after === 'delete'
      ? [{ ...common, action: 'delete', mask: 'none' }]
      : [{ ...common, action: 'keep', mask: 'after_retention' }];
  });
}

async function purgeStub(
  session: ErasureSession,
  trx: Transaction,
  stub: PlannedStub,
  together: readonly StubRow[],
): Promise<{ readonly rows: number; readonly staying: number }> {
  const { due, staying } = await settlePurge(session, trx, together);
  const nobody = { numbers: [], emails: [], phones: [], names: [], birthDates: [], streets: [] };
  const going = stub.rows.filter((row) => due.has(stubRowId(row)));
  await applyRows(session, trx, decide(session, going), lazyMatcher(session, nobody));
  const settled = stub.rows.filter((row) => !staying.has(stubRowId(row)));
  for (const { table, key } of settled)
    await trx.run('delete from belbo_erase_stub_rows where stub_id = ? and table_name = ? and row_key = ?', [
      stub.id,
      table,
      key.join('\u001f'),
    ]);
  const left = stub.rows.length - settled.length;
  if (stub.last && left === 0)
    await trx.run('update belbo_erase_stubs set base_data = null, purged_at = ? where id = ?', [
      session.now(),
      stub.id,
    ]);
  return { rows: going.length, staying: left };
}

/**
 * Erases what has expired, one transaction a stub, by the same path as an erasure; one that fails never stops the others. A stub of which
 * nothing is left loses its base data; its dates and laws stay as proof.
 */
export async function executePurge(session: ErasureSession, plan: PurgePlan): Promise<PurgeOutcome> {
  const tally = { stubs: 0, rows: 0, staying: 0 };
  const failed: Failure[] = [];
  const notBegun: string[] = [];
  const together = rowsTogether(plan.stubs);
  for (const stub of plan.stubs) {
    if (failed.some(({ cause }) => isFatal(cause))) {
      notBegun.push(String(stub.id));
      continue;
    }
    try {
      const done = await session.db.transaction(async (trx) =>
        purgeStub(session, trx, stub, together.get(stub) ?? stub.rows),
      );
      tally.stubs += done.staying === stub.rows.length ? 0 : 1;
      tally.rows += done.rows;
      tally.staying += done.staying;
    } catch (error) {
      failed.push(toFailure(String(stub.id), error));
    }
  }
  if (tally.stubs > 0) await session.db.file?.checkpoint();
  return { ...tally, failed, notBegun };
}
