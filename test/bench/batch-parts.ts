import { createCalendar } from '../../fixtures/belbo/calendar.js';
import { databaseSink } from '../../fixtures/belbo/database-sink.js';
import { lockOwner } from '../../src/database/lock.js';
import { openDatabase } from '../../src/database/connect.js';
import { migrate } from '../../src/database/migrate.js';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import { readErasedRequests } from '../../src/erasure/erased-requests.js';
import type { ErasureSession } from '../../src/erasure/session.js';
import { readConfig } from '../../src/config.js';
import { scrubForRun } from '../../src/cli/run-backups.js';
import { scrubSession, subjectsOf } from '../../src/cli/scrub-backups.js';
import { openSession, type Session } from '../../src/cli/session.js';
import { executeRun } from '../../src/fulfilment/execute-run.js';
import { defaultRunRules, sortQueue, type RunRules } from '../../src/fulfilment/run-rules.js';
import { holidayCalendar } from '../../src/requests/holidays.js';
import { readQueue } from '../../src/requests/read-queue.js';
import { referenceDate } from './erase-parts.js';
import { keepSubjects } from './batch-backups.js';
import { timed } from './measure.js';

/* The parts of the bench of the batch run, each called in a process of its own (see `fresh-process.ts`). */

const rules: RunRules = { ...defaultRunRules, uncertainMentions: 'keep' };

/** Builds a calendar with a long queue, everybody verified. */
export async function buildQueue(url: string, customers: number, requests: number): Promise<void> {
  const db = await openDatabase(url);
  if (db.engine === 'sqlite') await db.run('PRAGMA synchronous = OFF');
  await createCalendar(db.engine, databaseSink(db), { customers, seed: 1, referenceDate, requests });
  await db.run("update erasure_requests set channel = 'online', received_at = '2026-11-01 10:00:00'");
  await db.close();
  await migrate(url);
}

/** The session of the program in a folder with its configuration, on the day on which the reference calendar plays. */
async function sessionIn(folder: string): Promise<Session> {
  const config = await readConfig({ config: null, database: null, map: null, passwordFile: null }, folder);
  return openSession({
    config,
    password: async () => Promise.resolve(null),
    onProgress: () => undefined,
    signal: new AbortController().signal,
    clock: () => new Date(`${referenceDate}T08:00:00Z`),
    who: 'bench',
  });
}

async function candidates(session: ErasureSession): ReturnType<typeof readQueue> {
  return readQueue(
    {
      db: session.db,
      map: session.resolved.map,
      timeZone: session.timeZone,
      today: session.today,
      holiday: holidayCalendar({ country: 'DE', state: null }),
    },
    { closed: false },
  );
}

/** Ids of requests that nothing stands in the way of, the last of the queue first, so that a run meets others. */
async function able(session: ErasureSession, wanted: number): Promise<string[]> {
  const { candidates: queue } = sortQueue(await candidates(session), rules, session);
  const ids = queue.slice(-2 * wanted).map(({ request }) => request.id);
  const plans = await planErasures(session, ids, { scan: false, duplicates: true });
  return plans
    .filter(({ plan }) => plan.blockers.length === 0)
    .slice(0, wanted)
    .map(({ plan }) => plan.requestId);
}

/** Milliseconds a request of `erase` alone: plan with its search, erasure, verification. */
export async function eraseAlone(folder: string, count: number): Promise<number> {
  const opened = await sessionIn(folder);
  const session = await opened.erasure();
  const ids = await able(session, count);
  const { ms } = await timed(async () => {
    for (const id of ids) {
      const [prepared] = await planErasures(session, [id]);
      if (prepared === undefined) continue;
      await executeErasure(session, prepared, { uncertainMentions: 'keep' });
      await finishErasures(session, [id]);
    }
  });
  await opened.close();
  return ms / ids.length;
}

/** Milliseconds a request of planning without search and executing, one after the other: what no batch can save. */
export async function eraseBare(folder: string, count: number): Promise<number> {
  const opened = await sessionIn(folder);
  const session = await opened.erasure();
  const ids = await able(session, count);
  const planned = await planErasures(session, ids);
  const unscanned = await timed(async () => planErasures(session, ids, { scan: false }));
  let erased = 0;
  const executed = await timed(async () => {
    for (const prepared of planned)
      await executeErasure(session, prepared, { uncertainMentions: 'keep' })
        .then(() => (erased += 1))
        // Gone stale by another one's erasure: not what is measured.
        .catch(() => undefined);
  });
  await finishErasures(
    session,
    (await session.db.all("select request_id from belbo_erase_erasures where open_steps like '%residue%'")).map((row) =>
      String(row['request_id']),
    ),
  );
  await opened.close();
  return unscanned.ms / ids.length + executed.ms / erased;
}

export interface BatchResult {
  readonly ms: number;
  /** Of `ms`, what the searches before and after took. */
  readonly searches: number;
  /** Of `ms`, what the backups took. */
  readonly scrub: number;
  readonly processed: number;
  readonly attention: number;
  readonly failed: number;
  /** Files searched, and records taken out of them. */
  readonly files: number;
  readonly removed: number;
  readonly review: number;
}

/**
 * One run over at most so many requests, with its scrub.
 * @param subjects where the persons who are looked for in the backups are kept, for a pass without the run
 */
export async function runBatch(folder: string, limit: number, subjects: string): Promise<BatchResult> {
  const opened = await sessionIn(folder);
  const erasure = await opened.erasure();
  let searches = 0;
  let scrub = 0;
  let since: { readonly stage: string; readonly at: number } | null = null;
  const mark = (stage: string): void => {
    const now = performance.now();
    if (since !== null && !['erase', 'scrub', 'kept'].includes(since.stage)) searches += now - since.at;
    since = { stage, at: now };
  };
  const session: ErasureSession = { ...erasure, onProgress: ({ stage }) => mark(stage) };
  // Looking at who is looked for is not part of the run.
  let kept = 0;
  const keep = async (): Promise<void> => {
    const backups = await scrubSession(opened);
    keepSubjects(subjects, (await subjectsOf(backups, await readErasedRequests(opened.db))).subjects);
  };
  const { ms, result } = await timed(async () =>
    executeRun(session, {
      rules,
      limit,
      owner: lockOwner('bench'),
      stopping: opened.signal,
      readQueue: async () => sortQueue(await candidates(session), rules, session),
      scrub: async () => {
        mark('kept');
        kept += (await timed(keep)).ms;
        const done = await timed(async () => scrubForRun(opened));
        scrub += done.ms;
        if (done.result.end !== 'complete')
          throw new Error('the backups were not scrubbed', { cause: done.result.error });
        return done.result;
      },
    }),
  );
  await opened.close();
  const documents = result.backups?.result?.documents ?? [];
  return {
    ms: ms - kept,
    searches,
    scrub,
    processed: result.processed.length,
    attention: result.attention.length,
    failed: result.failed.length,
    files: documents.length,
    removed: documents.reduce((sum, { csv }) => sum + csv.removed, 0),
    review: result.backups?.result?.reviews.length ?? 0,
  };
}

/** Closes what is left of the queue, so that a run has nothing to do. */
export async function emptyQueue(url: string): Promise<void> {
  const db = await openDatabase(url);
  await db.run("update erasure_requests set status = 'abgelehnt' where status in ('neu', 'in Bearbeitung')");
  await db.run("update belbo_erase_erasures set open_steps = '', completed_at = erased_at where completed_at is null");
  await db.close();
}
