import { setImmediate as nextTurn } from 'node:timers/promises';
import { BelboEraseError } from '../errors.js';
import { forgetDecisions } from '../customers/decisions.js';
import { forgetMerges } from '../customers/merged-records.js';
import type { Queries, Row, Transaction } from '../database/database.js';
import { deleteRows } from '../database/write-rows.js';
import { applyRows, lazyMatcher, maskRows, type AppliedRows } from './apply-rows.js';
import { collect } from './collect.js';
import { masksOf } from './mask-values.js';
import { decisionsHold } from './gate-duplicates.js';
import { areKeptAsPlanned } from './kept-elsewhere.js';
import { findShared } from './orphans.js';
import { digestFound } from './settle-soft-rows.js';
import { joinKey } from './subject.js';
import type { ErasurePlan, PlanBlocker } from './plan.js';
import type { PreparedErasure } from './prepared.js';
import { readRecords, recordsDigest } from './read-subject.js';
import { redactAll, type RedactedCells } from './redact-mentions.js';
import type { ErasureSession } from './session.js';
import { closeRequests, isHeld, openStatuses, readRequestsOf, type StoredState } from './close-requests.js';
import { readStanding, type Standing } from './standing.js';
import { settleCommit } from './settle-commit.js';
import { writeRecords, writeStub, type Done, type StubReference } from './write-records.js';

export interface ExecuteOptions {
  /** Login the subject owns and that the caller names on purpose. */
  readonly forceLogin?: string;
  /** What to do where a mention may as well be of somebody else. Without a decision such plans are refused. */
  readonly uncertainMentions?: 'redact' | 'keep';
  /** Done first inside the transaction, such as renewing a lock; when it rejects nothing is erased. */
  readonly within?: (trx: Queries) => Promise<void>;
}

/** What was done, once it is committed. */
export interface ExecutedErasure {
  readonly prepared: PreparedErasure;
  readonly erased: readonly AppliedRows[];
  readonly redacted: readonly RedactedCells[];
  readonly stub: StubReference | null;
}

/** The refusal of a plan while records that may be the same person are undecided. */
export function undecidedDuplicates(id: string, { rows, detail }: PlanBlocker): BelboEraseError {
  return new BelboEraseError('UNDECIDED_DUPLICATES', {
    id,
    records: rows,
    keys: detail['keys'] ?? '',
    more: Number(detail['more']),
  });
}

/** The refusal of a plan for what neither the caller nor the tool can lift. */
export function blockedBy(id: string, blockers: readonly PlanBlocker[]): BelboEraseError {
  return new BelboEraseError('BLOCKED', {
    id,
    codes: blockers.map(({ code }) => code).join(', '),
    texts: Object.fromEntries(blockers.map(({ code, detail }) => [code, detail])),
  });
}

/** Refuses a plan that has a blocker nobody decided. */
function guard(plan: ErasurePlan, options: ExecuteOptions): void {
  const remaining: PlanBlocker[] = [];
  for (const blocker of plan.blockers) {
    const login = blocker.detail['login'] ?? '';
    if (blocker.code === 'undecided_duplicates') throw undecidedDuplicates(plan.requestId, blocker);
    if (blocker.code === 'last_owner_login') throw new BelboEraseError('LAST_OWNER_LOGIN', { login });
    if (blocker.code === 'staff_login') {
      if (options.forceLogin !== login) throw new BelboEraseError('STAFF_LOGIN', { login });
    } else if (blocker.code === 'ceiling') {
      const ceiling = Number(blocker.detail['ceiling']);
      throw new BelboEraseError('CEILING_EXCEEDED', { table: blocker.table ?? '', rows: blocker.rows, ceiling });
    } else if (blocker.code !== 'uncertain_mentions' || options.uncertainMentions === undefined) {
      remaining.push(blocker);
    }
  }
  if (remaining.length > 0) throw blockedBy(plan.requestId, remaining);
}

/** What the transaction found when it looked again. */
interface Rechecked {
  readonly requests: readonly StoredState[];
  readonly standing: Standing;
  /** The subject's records, all columns. */
  readonly records: readonly Row[];
}

/**
 * Inside the transaction: is everything still as planned? Returns the person's requests and records. Throws `PLAN_STALE` when
 * anything has moved.
 */
async function recheck(session: ErasureSession, trx: Queries, prepared: PreparedErasure): Promise<Rechecked> {
  const stale = (): BelboEraseError => new BelboEraseError('PLAN_STALE', { id: prepared.plan.requestId });
  const { personDigest, subject } = prepared;
  const keys = subject.records.map(joinKey);
  const now = { date: session.today, datetime: session.localNow };
  const [requests, standingThen, records, keptAsPlanned, collection] = await Promise.all([
    readRequestsOf(session, trx, subject),
    readStanding(trx, prepared.requests, keys),
    readRecords(session, trx, subject.records),
    areKeptAsPlanned(session, trx, prepared),
    collect(session, trx, subject, now),
  ]);
  const request = requests.find((each) => each.id === prepared.plan.requestId);
  if (request === undefined || !openStatuses(session).includes(request.status)) throw stale();
  const ids = requests.map(({ id }) => id);
  // A request that has come since the plan was made is answered by it as well.
  const standing = ids.every((id) => prepared.requests.includes(id))
    ? standingThen
    : await readStanding(trx, ids, keys);
  if (isHeld(session, requests, standing.held))
    throw new BelboEraseError('BLOCKED', { id: prepared.plan.requestId, codes: 'hold', texts: {} });
  if (!(await decisionsHold(session, trx, { records: subject.records, personDigest }, standing.decided))) throw stale();
  if (recordsDigest(session, records) !== prepared.recordsDigest) throw stale();
  if (collection.digest !== prepared.digest) throw stale();
  if (!keptAsPlanned) throw stale();
  if ((await digestFound(trx, prepared.foundOnly)) !== prepared.foundDigest) throw stale();
  const shared = await findShared(session, trx, prepared.subject, collection, prepared.rows);
  if (shared.size !== prepared.sharedRows.size || [...shared].some((row) => !prepared.sharedRows.has(row)))
    throw stale();
  return { requests, standing, records };
}

/** What was decided and merged of the person goes with them: the undo snapshots hold what is being erased. */
async function forgetPerson(
  trx: Queries,
  { subject, formerRecords }: PreparedErasure,
  { decided, merged }: Standing,
): Promise<void> {
  const keys = subject.records.map(joinKey);
  if (decided.size > 0) await forgetDecisions(trx, keys);
  if (merged.size > 0 || formerRecords.length > 0) await forgetMerges(trx, keys, formerRecords);
}

async function eraseRecords(
  session: ErasureSession,
  trx: Transaction,
  prepared: PreparedErasure,
  matcher: ReturnType<typeof lazyMatcher>,
): Promise<AppliedRows> {
  const { subject, map } = session.resolved;
  const target = { info: subject.info, key: subject.key };
  if (map.subject.rows === 'delete') {
    return {
      table: subject.info.name,
      action: 'delete',
      rows: await deleteRows(trx, target, prepared.subject.records),
    };
  }
  const masks = masksOf(map.subject.columns, subject.info, matcher);
  return {
    table: subject.info.name,
    action: 'mask',
    rows: await maskRows(trx, target, masks, [], prepared.subject.records),
  };
}

/**
 * The last moment to turn back: whoever listens to progress may throw here, on Ctrl-C, and everything is rolled back. SQLite's
 * work is synchronous, so that a signal that came meanwhile is noticed only after a turn of the event loop.
 */
async function lastCall(session: ErasureSession): Promise<void> {
  await nextTurn();
  session.onProgress?.({ stage: 'erase', done: 1, total: 1, unit: 'requests' });
}

/**
 * Carries out a plan in ONE transaction: re-checks it, changes and deletes rows, redacts mentions, writes the retention stub,
 * seals what later steps need, minimises the request and sets its status, and leaves a marker. Any error leaves everything
 * as it was.
 * @throws BelboEraseError `PLAN_STALE`, `COUNT_MISMATCH`, `COMMIT_UNCERTAIN`, the refusals of `guard`, and what the database says
 */
export async function executeErasure(
  session: ErasureSession,
  prepared: PreparedErasure,
  options: ExecuteOptions = {},
): Promise<ExecutedErasure> {
  guard(prepared.plan, options);
  const { gate } = prepared;
  if (gate === null) throw new BelboEraseError('INTERNAL', { detail: 'plan without search for duplicates' });
  if (!prepared.scanned) throw new BelboEraseError('INTERNAL', { detail: 'plan without text search' });
  const mentions = prepared.mentions.filter((mention) => !mention.uncertain || options.uncertainMentions === 'redact');
  let done: ExecutedErasure | null = null;
  const erase = async (trx: Transaction): Promise<ExecutedErasure> => {
    await options.within?.(trx);
    const { requests, standing, records } = await recheck(session, trx, prepared);
    if (!(await gate.isClear(session))) throw new BelboEraseError('PLAN_STALE', { id: prepared.plan.requestId });
    const matcher = lazyMatcher(session, prepared.subject.identifiers);
    const change = async (): Promise<Done> => {
      const redacted = await redactAll(session, trx, mentions, prepared.subject, matcher);
      await closeRequests(session, trx, prepared, requests, standing.handled, matcher);
      const erased = await applyRows(session, trx, prepared.rows, matcher, {
        going: session.resolved.map.subject.rows === 'delete' ? records : [],
        erase: async () => eraseRecords(session, trx, prepared, matcher),
      });
      await forgetPerson(trx, prepared, standing);
      return { erased, redacted };
    };
    const [stub, { erased, redacted }] = await Promise.all([writeStub(session, trx, prepared), change()]);
    await writeRecords(session, trx, prepared, { erased, redacted, stub });
    done = { prepared, erased, redacted, stub };
    await lastCall(session);
    return done;
  };
  return settleCommit(
    session,
    prepared.plan.requestId,
    () => session.db.transaction(erase),
    () => done,
  );
}
