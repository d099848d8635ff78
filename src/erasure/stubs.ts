import { BelboEraseError } from '../errors.js';
import type { Queries, Row } from '../database/database.js';
import { readRows } from '../database/read-rows.js';
import { isForeign } from '../data-map/links.js';
import type { ResolvedTable } from '../data-map/resolve.js';
import { decideRow } from '../retention/decide-row.js';
import { findPeriod } from '../retention/periods.js';
import { applyRows, lazyMatcher } from './apply-rows.js';
import type { DecidedRow } from './decide-rows.js';
import type { ErasureSession } from './session.js';
import { dateColumn } from './settle-soft-rows.js';
import { joinKey } from './subject.js';

/** For whom the base data of a stub may be shown (Art. 18 GDPR: restricted to whom the law obliges). */
export const stubReaders = ['owner', 'accountant'] as const;

/** A retention stub without its base data. */
export interface StubSummary {
  readonly id: number;
  readonly requestId: string;
  readonly visibleTo: readonly string[];
  readonly until: string;
  readonly createdAt: string;
  readonly purgedAt: string | null;
  /** Rows it keeps, by table and law. */
  readonly rows: readonly {
    readonly table: string;
    readonly basis: string;
    readonly until: string;
    readonly rows: number;
  }[];
}

/** What a purge would erase: rows whose period is over. */
export interface PurgePlan {
  readonly stubs: readonly { readonly id: number; readonly rows: readonly StubRow[]; readonly last: boolean }[];
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
}

interface StubRow {
  readonly table: string;
  readonly key: readonly string[];
  readonly after: 'delete' | 'mask';
}

async function summaries(
  session: Pick<ErasureSession, 'db'>,
  where: string,
  bindings: readonly (string | number)[],
): Promise<StubSummary[]> {
  const stubs = await session.db.all(
    `select id, request_id, visible_to, retained_until, created_at, purged_at from belbo_erase_stubs ${where} order by id`,
    bindings,
  );
  const counts = await session.db.all(
    'select stub_id, table_name, basis, max(retained_until) as until, count(*) as n from belbo_erase_stub_rows group by stub_id, table_name, basis',
  );
  return stubs.map((stub) => ({
    id: Number(stub['id']),
    requestId: String(stub['request_id']),
    visibleTo: String(stub['visible_to']).split(','),
    until: String(stub['retained_until']),
    createdAt: String(stub['created_at']),
    purgedAt: stub['purged_at'] === null || stub['purged_at'] === undefined ? null : String(stub['purged_at']),
    rows: counts
      .filter((row) => row['stub_id'] === stub['id'])
      .map((row) => ({
        table: String(row['table_name']),
        basis: String(row['basis']),
        until: String(row['until']),
        rows: Number(row['n']),
      })),
  }));
}

/** All stubs, without base data. */
export async function listStubs(db: ErasureSession['db']): Promise<StubSummary[]> {
  return summaries({ db }, '', []);
}

/**
 * One stub with its base data, for owner and accountant (Art. 18 GDPR: restricted). Every look is an event in the request's
 * history.
 * @throws BelboEraseError `STUB_NOT_FOUND`
 */
export async function showStub(
  session: ErasureSession,
  id: string,
  role: (typeof stubReaders)[number] | null,
): Promise<{ readonly stub: StubSummary; readonly baseData: readonly Row[] | null }> {
  const [stub] = /^\d+$/.test(id) ? await summaries(session, 'where id = ?', [id]) : [];
  if (stub === undefined) throw new BelboEraseError('STUB_NOT_FOUND', { id });
  if (role === null || !stub.visibleTo.includes(role) || stub.purgedAt !== null) return { stub, baseData: null };
  const [row] = await session.db.all('select base_data from belbo_erase_stubs where id = ?', [id]);
  await session.db.run('insert into belbo_erase_events (request_id, at, who, event, details) values (?, ?, ?, ?, ?)', [
    stub.requestId,
    session.now(),
    session.who,
    'stub_shown',
    role,
  ]);
  return { stub, baseData: JSON.parse(String(row?.['base_data'] ?? '[]')) as Row[] };
}

/** Plans the purge of what has expired before today; reads only. */
export async function planPurge(session: ErasureSession): Promise<PurgePlan> {
  const due = await session.db.all(
    'select stub_id, table_name, row_key, after_expiry from belbo_erase_stub_rows where retained_until < ? order by stub_id',
    [session.today],
  );
  const open = await session.db.all(
    'select stub_id, count(*) as n from belbo_erase_stub_rows where retained_until >= ? group by stub_id',
    [session.today],
  );
  const running = new Set(open.map((row) => Number(row['stub_id'])));
  const byStub = new Map<number, StubRow[]>();
  const byTable = new Map<string, number>();
  for (const row of due) {
    const id = Number(row['stub_id']);
    const table = String(row['table_name']);
    byStub.set(id, [
      ...(byStub.get(id) ?? []),
      { table, key: String(row['row_key']).split('\u001f'), after: row['after_expiry'] === 'mask' ? 'mask' : 'delete' },
    ]);
    byTable.set(table, (byTable.get(table) ?? 0) + 1);
  }
  return {
    stubs: [...byStub].map(([id, rows]) => ({ id, rows, last: !running.has(id) })),
    tables: [...byTable].map(([table, rows]) => ({ table, rows })),
  };
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

/** Whether a row that inherits its period hangs on one whose period is not over: then its key was given to another one since. */
async function hangsOnOther(
  session: ErasureSession,
  trx: Queries,
  table: ResolvedTable,
  row: Row,
  due: readonly DecidedRow[],
): Promise<boolean> {
  const { retention } = table.mapped;
  if (retention === undefined || !('inherit' in retention)) return false;
  for (const link of table.links.filter(isForeign)) {
    const parent = session.resolved.tables.find(({ name }) => name === link.to);
    const values = link.columns.map((column) => row[column] ?? null);
    if (parent?.mapped.retention === undefined || values.includes(null)) continue;
    const stored = await readRows(session, trx, parent.name, parent.key, link.on ?? parent.key, [values]);
    const keys = stored.map((each) => joinKey(parent.key.map((column) => String(each[column]))));
    if (keys.some((key) => !due.some((each) => each.table === parent && joinKey(each.key) === key))) return true;
  }
  return false;
}

/** Rows of a stub that still exist, as the engine wants them; the calendar may have deleted some itself. */
async function existing(session: ErasureSession, trx: Queries, rows: readonly StubRow[]): Promise<DecidedRow[]> {
  const decided: DecidedRow[] = [];
  for (const table of session.resolved.tables) {
    const mine = rows.filter((row) => row.table === table.name);
    if (mine.length === 0) continue;
    // Of a record that is deleted every reference was cut; a masked one stays, and what the law kept goes on referring to it.
    const owner = table.links
      .filter(isForeign)
      .filter(
        (link) => link.to === session.resolved.map.subject.table && session.resolved.map.subject.rows === 'delete',
      );
    const dated = dateColumn(table);
    const found = await readRows(
      session,
      trx,
      table.name,
      [...new Set([...table.key, ...dated, ...table.links.filter(isForeign).flatMap((link) => link.columns)])],
      table.key,
      mine.map((row) => row.key),
    );
    // An engine may give the key of a row the calendar has deleted to another one, of somebody else or of a later year.
    const due = found.filter(
      (row) =>
        owner.every((link) => link.columns.some((column) => row[column] === null)) && !isStillKept(session, table, row),
    );
    const present = new Set<string>();
    for (const row of due)
      if (!(await hangsOnOther(session, trx, table, row, decided)))
        present.add(table.key.map((column) => String(row[column])).join('\u001f'));
    for (const { key, after } of mine) {
      if (!present.has(key.join('\u001f'))) continue;
      const common = { table, key, detach: [], cascaded: false, retained: null };
      decided.push(
        after === 'delete'
          ? { ...common, action: 'delete', mask: 'none' }
          : { ...common, action: 'keep', mask: 'after_retention' },
      );
    }
  }
  return decided;
}

/**
 * Erases what has expired, one transaction a stub, by the same path as an erasure. A stub of which nothing is left loses its
 * base data; its dates and laws stay as proof.
 */
export async function executePurge(
  session: ErasureSession,
  plan: PurgePlan,
): Promise<{ readonly stubs: number; readonly rows: number }> {
  let rows = 0;
  const matcher = lazyMatcher(session, { numbers: [], emails: [], phones: [], names: [], birthDates: [], streets: [] });
  for (const stub of plan.stubs) {
    await session.db.transaction(async (trx) => {
      const decided = await existing(session, trx, stub.rows);
      await applyRows(session, trx, decided, matcher);
      for (const row of stub.rows) {
        await trx.run('delete from belbo_erase_stub_rows where stub_id = ? and table_name = ? and row_key = ?', [
          stub.id,
          row.table,
          row.key.join('\u001f'),
        ]);
      }
      if (stub.last)
        await trx.run('update belbo_erase_stubs set base_data = null, purged_at = ? where id = ?', [
          session.now(),
          stub.id,
        ]);
      rows += decided.length;
    });
  }
  await session.db.file?.checkpoint();
  return { stubs: plan.stubs.length, rows };
}
