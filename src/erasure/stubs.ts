import { BelboEraseError } from '../errors.js';
import type { Row } from '../database/database.js';
import type { ErasureSession } from './session.js';

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
