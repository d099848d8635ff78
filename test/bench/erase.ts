import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCalendar } from '../../fixtures/belbo/calendar.js';
import { databaseSink } from '../../fixtures/belbo/database-sink.js';
import { buildMatcher } from '../../src/customers/find-in-text.js';
import { readCatalogue } from '../../src/database/catalogue.js';
import { openDatabase } from '../../src/database/connect.js';
import type { Database, Queries, Value } from '../../src/database/database.js';
import { quote } from '../../src/database/dialect.js';
import { isBelboEraseError } from '../../src/errors.js';
import { migrate } from '../../src/database/migrate.js';
import { loadMap } from '../../src/data-map/load-map.js';
import { resolveMap } from '../../src/data-map/resolve.js';
import { createCollector } from '../../src/erasure/collect.js';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import { mentionTargets, residueTargets, scanText, type ScanTarget } from '../../src/erasure/scan-text.js';
import type { ErasureSession } from '../../src/erasure/session.js';

const referenceDate = '2026-11-24';
const subjects = 200;

/** What somebody would write by hand for the reference calendar: the same deletes, one transaction a subject. */
const byHand: readonly string[] = [
  'update customers set recommended_by = null where recommended_by = ?',
  'update appointments set companion_customer_id = null where companion_customer_id = ?',
  'update vouchers set buyer_customer_id = null where buyer_customer_id = ?',
  'delete from online_accounts where customer_id = ?',
  "delete from custom_field_values where entity_type = 'customer' and entity_id = ?",
  'delete from waiting_list where customer_id = ?',
  'delete from colour_formulas where customer_id = ?',
  'delete from documents where customer_id = ?',
  'delete from bonus_cards where customer_id = ?',
  'delete from message_log where customer_id = ?',
  'delete from message_log where recipient = ?',
  'delete from newsletter_subscribers where email = ?',
  'delete from appointment_services where appointment_id in (select id from appointments where customer_id = ?)',
  'delete from reviews where customer_id = ?',
  "delete from receipt_items where receipt_id in (select id from receipts where customer_id = ? and issued_at < '2018-01-01')",
  "delete from change_log where table_name = 'customers' and row_key = ?",
  "delete from receipts where customer_id = ? and issued_at < '2018-01-01'",
  'update receipts set customer_id = null, note = null where customer_id = ?',
  'delete from appointments where customer_id = ?',
  "update erasure_requests set customer_name = null, customer_email = null, note = null, status = 'fertig' where customer_id = ?",
  'delete from customers where id = ?',
];

/** MariaDB 10.11 runs an IN subquery of a DELETE row by row; by hand one would write a join there. */
function forEngine(sql: string, db: Database): string {
  if (db.engine === 'sqlite') return sql;
  return sql.replace(
    /^delete from (\w+) where (\w+) in \(select id from (\w+) where (.*)\)$/,
    'delete x from $1 x join $3 p on p.id = x.$2 where p.$4',
  );
}

/** The id, as text where it is compared with one, or the e-mail: what makes use of the indexes. */
function bindingFor(sql: string, id: number, email: Value): Value {
  if (sql.includes('recipient = ?') || sql.includes('email = ?')) return email;
  return sql.includes('row_key') ? String(id) : id;
}

async function handWritten(db: Database, ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    await db.transaction(async (trx: Queries) => {
      const [customer] = await trx.all('select email from customers where id = ?', [id]);
      for (const sql of byHand) await trx.run(forEngine(sql, db), [bindingFor(sql, id, customer?.['email'] ?? null)]);
    });
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

async function openSession(url: string): Promise<ErasureSession> {
  const db = await openDatabase(url);
  return {
    db,
    resolved: resolveMap(await loadMap('belbo'), await readCatalogue(db)),
    country: 'DE',
    timeZone: 'Europe/Berlin',
    today: referenceDate,
    now: () => new Date().toISOString(),
    localNow: `${referenceDate} 09:00:00`,
    key: Buffer.alloc(32, 1),
    who: 'bench',
  };
}

function report(label: string, text: string): void {
  process.stdout.write(`${label.padEnd(44)} ${text}\n`);
}

/** Requests that nothing stands in the way of, and as many customers for the peer, of the same making. */
async function pickSubjects(session: ErasureSession): Promise<{ requests: string[]; customers: number[] }> {
  const open = await session.db.all(
    "select r.id as id, r.customer_id as customer from erasure_requests r where r.status = 'neu' and r.customer_id > 24 and not exists (select 1 from erasure_requests o where o.customer_id = r.customer_id and o.id <> r.id) and not exists (select 1 from appointments a where (a.customer_id = r.customer_id or a.companion_customer_id = r.customer_id) and a.starts_at > ?) and not exists (select 1 from vouchers v where v.buyer_customer_id = r.customer_id and v.balance > 0) order by r.id",
    [referenceDate],
  );
  return {
    requests: open.slice(0, subjects).map((row) => String(row['id'])),
    customers: open.slice(subjects, 2 * subjects).map((row) => Number(row['customer'])),
  };
}

async function benchWork(session: ErasureSession): Promise<void> {
  const { requests, customers } = await pickSubjects(session);
  const planned = await timed(async () => planErasures(session, requests));
  const able = planned.result.filter((each) =>
    each.plan.blockers.every((blocker) => blocker.code === 'uncertain_mentions'),
  );
  const unscanned = await timed(async () =>
    planErasures(
      session,
      able.map((each) => each.plan.requestId),
      { scan: false },
    ),
  );
  const collector = createCollector(session.db, session.resolved);
  const executed = await timed(async () => {
    let stale = 0;
    for (const each of able) {
      await executeErasure(session, each, { uncertainMentions: 'keep' }, collector).catch((error: unknown) => {
        // The erasure of one subject may touch another one's rows: that plan would have to be made again.
        if (!isBelboEraseError(error) || error.code !== 'PLAN_STALE') throw error;
        stale += 1;
      });
    }
    return stale;
  });
  const peer = await timed(async () => handWritten(session.db, customers));
  const own = (unscanned.ms + executed.ms) / able.length;
  const other = peer.ms / customers.length;
  report(
    'erase, plan and execute, a subject',
    `${own.toFixed(2)} ms (plan ${(unscanned.ms / able.length).toFixed(2)}, execute ${(executed.ms / able.length).toFixed(2)}; ${String(able.length)} subjects, ${String(executed.result)} of them stale)`,
  );
  report('hand-written SQL, a subject', `${other.toFixed(2)} ms (${String(customers.length)} subjects)`);
  report('ratio', `${(own / other).toFixed(2)} (execute alone ${(executed.ms / able.length / other).toFixed(2)})`);
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

async function benchScan(session: ErasureSession): Promise<void> {
  const records = await session.db.all(
    'select first_name, last_name, email, phone from customers where email is not null and phone is not null order by id limit 100',
  );
  const identifiers = records.map((row, subject) => ({
    subject,
    identifiers: {
      numbers: [],
      emails: [String(row['email'])],
      phones: [String(row['phone'])],
      names: [{ given: String(row['first_name']), family: String(row['last_name']) }],
      birthDates: [],
      streets: [],
    },
  }));
  for (const [label, targets] of [
    ['mention scan', mentionTargets(session.resolved)],
    ['residue scan', residueTargets(session.resolved)],
  ] as const) {
    for (const count of [1, 100]) {
      const matcher = buildMatcher(identifiers.slice(0, count), { country: 'DE' });
      const bare = await timed(async () => bareSelect(session.db, targets));
      let hits = 0;
      const own = await timed(async () =>
        scanText(session.db, targets, matcher, 'residue-scan', (found) => void (hits += found.length)),
      );
      const again = await timed(async () => bareSelect(session.db, targets));
      const limit = (bare.ms + again.ms) / 2;
      report(
        `${label}, ${String(count)} subjects`,
        `${own.ms.toFixed(0)} ms; bare SELECT ${limit.toFixed(0)} ms (${String(bare.result)} rows); speed ${(100 * (limit / own.ms)).toFixed(0)} % of it; ${String(hits)} hits`,
      );
    }
  }
}

async function benchPlanOne(session: ErasureSession): Promise<void> {
  const [open] = await session.db.all(
    "select id from erasure_requests where status = 'neu' and customer_id > 24 order by id desc limit 1",
  );
  const id = String(open?.['id']);
  await planErasures(session, [id], { scan: false });
  const one = await timed(async () => planErasures(session, [id], { scan: false }));
  report(
    'plan of one subject, without text search',
    `${one.ms.toFixed(1)} ms; missing indexes: ${session.resolved.missingIndexes.join(', ') || 'none'}`,
  );
}

async function benchEngine(label: string, url: string, customers: number): Promise<void> {
  process.stdout.write(`\n${label}, ${String(customers)} customers\n`);
  const db = await openDatabase(url);
  if (db.engine === 'sqlite') await db.run('PRAGMA synchronous = OFF');
  await createCalendar(db.engine, databaseSink(db), {
    customers,
    seed: 1,
    referenceDate,
    requests: Math.min(customers, 900),
  });
  await db.close();
  await migrate(url);
  const session = await openSession(url);
  await benchPlanOne(session);
  await benchScan(session);
  await benchWork(session);
  await session.db.close();
}

/** Benchmark of the erasure; see `run.ts`. */
export async function benchErase([size = '20000', mysql]: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-bench-'));
  const file = join(folder, 'calendar.sqlite');
  closeSync(openSync(file, 'wx'));
  try {
    await benchEngine('SQLite', `sqlite:${file}`, Number(size));
    if (mysql !== undefined) await benchEngine('MariaDB', mysql, Number(size));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(
    `\npeak memory of this process: ${String(Math.round(process.resourceUsage().maxRSS / 1024))} MiB\n`,
  );
}
