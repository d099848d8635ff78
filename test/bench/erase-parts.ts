import { createCalendar } from '../../fixtures/belbo/calendar.js';
import { databaseSink } from '../../fixtures/belbo/database-sink.js';
import { buildMatcher, type Matcher } from '../../src/customers/find-in-text.js';
import { readCatalogue } from '../../src/database/catalogue.js';
import { openDatabase } from '../../src/database/connect.js';
import type { Database } from '../../src/database/database.js';
import { quote } from '../../src/database/dialect.js';
import { migrate } from '../../src/database/migrate.js';
import { loadMap } from '../../src/data-map/load-map.js';
import { resolveMap } from '../../src/data-map/resolve.js';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import { mentionTargets, residueTargets, scanText, type ScanTarget } from '../../src/erasure/scan-text.js';
import type { ErasureSession } from '../../src/erasure/session.js';
import { isBelboEraseError } from '../../src/errors.js';
import { eraseByHand } from './erase-by-hand.js';
import { compare, timed, type Comparison } from './measure.js';

/* The parts of the bench of the erasure, each called in a process of its own (see `fresh-process.ts`). */

/** The day on which the reference calendar plays. */
export const referenceDate = '2026-11-24';

/** Builds the reference calendar and the tool's own tables. */
export async function buildCalendar(url: string, customers: number): Promise<number> {
  const db = await openDatabase(url);
  if (db.engine === 'sqlite') await db.run('PRAGMA synchronous = OFF');
  const made = await timed(async () =>
    createCalendar(db.engine, databaseSink(db), {
      customers,
      seed: 1,
      referenceDate,
      requests: Math.min(customers, 900),
    }),
  );
  await db.close();
  await migrate(url);
  return made.ms;
}

/** A session of the erasure on the reference calendar. */
export async function openSession(url: string): Promise<ErasureSession> {
  const db = await openDatabase(url);
  return {
    db,
    resolved: resolveMap(await loadMap('belbo'), await readCatalogue(db)),
    country: 'DE',
    matching: { match: 4, possible: -3 },
    timeZone: 'Europe/Berlin',
    today: referenceDate,
    now: () => new Date().toISOString(),
    localNow: `${referenceDate} 09:00:00`,
    key: Buffer.alloc(32, 1),
    who: 'bench',
  };
}

/** Counts its statements, and how long at least one of them was waited for. */
function metered(db: Database): { readonly db: Database; readonly spent: () => { ms: number; statements: number } } {
  let ms = 0;
  let statements = 0;
  let asked = 0;
  let since = 0;
  const meter = async <T>(query: () => Promise<T>): Promise<T> => {
    statements += 1;
    if (asked === 0) since = performance.now();
    asked += 1;
    return query().finally(() => {
      asked -= 1;
      if (asked === 0) ms += performance.now() - since;
    });
  };
  return {
    db: { ...db, all: async (...args) => meter(async () => db.all(...args)) },
    spent: () => ({ ms, statements }),
  };
}

export interface PlanOneResult {
  /** The first plan of the process: time in the database, and in all (with loading and compiling). */
  readonly cold: { readonly queries: number; readonly all: number; readonly statements: number };
  readonly warm: { readonly queries: number; readonly all: number };
  readonly connect: number;
  readonly missingIndexes: readonly string[];
}

/** Plans one subject without the pass over free text. */
export async function planOne(url: string): Promise<PlanOneResult> {
  const opened = await timed(async () => openSession(url));
  const session = opened.result;
  const requests = await session.db.all(
    "select id from erasure_requests where status = 'neu' and customer_id > 24 order by id desc limit 2",
  );
  const plan = async (id: string): Promise<{ queries: number; all: number; statements: number }> => {
    const { db, spent } = metered(session.db);
    const { ms } = await timed(async () => planErasures({ ...session, db }, [id], { scan: false }));
    return { queries: spent().ms, all: ms, statements: spent().statements };
  };
  const cold = await plan(String(requests[0]?.['id']));
  const warm = await plan(String(requests[1]?.['id']));
  await session.db.close();
  return { cold, warm, connect: opened.ms, missingIndexes: session.resolved.missingIndexes };
}

async function bareSelect(db: Database, targets: readonly ScanTarget[]): Promise<number> {
  let rows = 0;
  for (const { info, columns } of targets) {
    const q = (name: string): string => quote(db.engine, name);
    for await (const batch of db.batches(`select ${columns.map(q).join(', ')} from ${q(info.name)}`))
      rows += batch.length;
  }
  return rows;
}

async function matcherFor(session: ErasureSession, subjects: number): Promise<Matcher> {
  const records = await session.db.all(
    `select customer_no, first_name, last_name, email, phone from customers where email is not null and phone is not null order by id limit ${String(subjects)}`,
  );
  const identifiers = records.map((row, subject) => ({
    subject,
    identifiers: {
      numbers: [String(row['customer_no'])],
      emails: [String(row['email'])],
      phones: [String(row['phone'])],
      names: [{ given: String(row['first_name']), family: String(row['last_name']) }],
      birthDates: [],
      streets: [],
    },
  }));
  return buildMatcher(identifiers, { country: 'DE' });
}

export interface ScanResult {
  readonly comparison: Comparison;
  readonly hits: number;
}

/** One pass over the columns of a search for this many subjects, against a plain SELECT of the same columns. */
export async function scan(
  url: string,
  stage: 'mention-scan' | 'residue-scan',
  subjects: number,
  rounds: number,
): Promise<ScanResult> {
  const session = await openSession(url);
  const matcher = await matcherFor(session, subjects);
  const targets = (stage === 'mention-scan' ? mentionTargets : residueTargets)(session.resolved);
  let hits = 0;
  const comparison = await compare(
    rounds,
    async () => {
      hits = 0;
      await scanText(session.db, targets, matcher, stage, (found) => void (hits += found.length));
    },
    async () => bareSelect(session.db, targets),
  );
  await session.db.close();
  return { comparison, hits };
}

/** Requests that nothing stands in the way of, and as many customers for the peer, of the same making. */
async function pickSubjects(
  session: ErasureSession,
  subjects: number,
): Promise<{ requests: string[]; customers: number[] }> {
  const open = await session.db.all(
    "select r.id as id, r.customer_id as customer from erasure_requests r where r.status = 'neu' and r.customer_id > 24 and not exists (select 1 from erasure_requests o where o.customer_id = r.customer_id and o.id <> r.id) and not exists (select 1 from appointments a where a.customer_id = r.customer_id and a.starts_at > ?) and not exists (select 1 from appointments a where a.companion_customer_id = r.customer_id and a.starts_at > ?) and not exists (select 1 from vouchers v where v.buyer_customer_id = r.customer_id and v.balance > 0) order by r.id",
    [referenceDate, referenceDate],
  );
  return {
    requests: open
      .filter((_, at) => at % 2 === 0)
      .map((row) => String(row['id']))
      .slice(0, subjects),
    customers: open
      .filter((_, at) => at % 2 === 1)
      .map((row) => Number(row['customer']))
      .slice(0, subjects),
  };
}

export interface EraseResult {
  readonly erased: number;
  readonly stale: number;
  /** Milliseconds a subject: planned with all others, as `run` does; planned alone, as `erase` does; and the rest. */
  readonly planTogether: number;
  readonly planAlone: number;
  readonly execute: number;
  readonly peer: number;
}

/** Erases subjects one request at a time, each followed by one erased by hand, so that both meet the same machine. */
export async function eraseMany(url: string, subjects: number): Promise<EraseResult> {
  const session = await openSession(url);
  const { requests, customers } = await pickSubjects(session, subjects);
  // The pass over free text is measured by `scan`; here it is made once for all, beforehand.
  const scanned = await planErasures(session, requests);
  const able = scanned.filter((each) => each.plan.blockers.every((blocker) => blocker.code === 'uncertain_mentions'));
  const ids = able.map(({ plan }) => plan.requestId);
  const together = await timed(async () => planErasures(session, ids, { scan: false }));
  let [planAlone, execute, peer, stale, erased] = [0, 0, 0, 0, 0];
  for (const [at, prepared] of able.entries()) {
    const customer = customers[at];
    if (customer === undefined) break;
    const planned = await timed(async () => planErasures(session, [prepared.plan.requestId], { scan: false }));
    const executed = await timed(async () =>
      executeErasure(session, prepared, { uncertainMentions: 'keep' }).then(
        () => true,
        (error: unknown) => {
          // The erasure of one subject may touch another one's rows: that plan would have to be made again.
          if (!isBelboEraseError(error) || error.code !== 'PLAN_STALE') throw error;
          return false;
        },
      ),
    );
    const byHand = await timed(async () => eraseByHand(session.db, customer));
    if (!executed.result) {
      stale += 1;
      continue;
    }
    planAlone += planned.ms;
    execute += executed.ms;
    peer += byHand.ms;
    erased += 1;
  }
  await session.db.close();
  return {
    erased,
    stale,
    planTogether: together.ms / ids.length,
    planAlone: planAlone / erased,
    execute: execute / erased,
    peer: peer / erased,
  };
}
