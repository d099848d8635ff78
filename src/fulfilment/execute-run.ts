import { withLock, type LockOwner } from '../database/lock.js';
import { finishErasures } from '../erasure/finish-erasure.js';
import { planErasures } from '../erasure/plan-erasure.js';
import type { ErasureResult } from '../erasure/plan.js';
import type { ErasureSession } from '../erasure/session.js';
import { noteLeft } from '../requests/left-to-person.js';
import type { BackupsOutcome } from './backups-outcome.js';
import type { Failure } from '../errors.js';
import { eraseAll, portionsOf, reasonsAgainst } from './erase-all.js';
import { needsProgram, waitingForPerson, type Attention, type RunRules, type SortedQueue } from './run-rules.js';

/** Name of the lock that keeps two runs apart. */
const lockName = 'run';

/** A request a run has dealt with. */
export interface Processed {
  readonly id: string;
  readonly status: ErasureResult['status'];
  /** The request of the same customer whose erasure answered this one; null for that one itself. */
  readonly answeredBy: string | null;
}

/** What a run did, and what it left to a person. */
export interface RunOutcome {
  readonly processed: readonly Processed[];
  readonly attention: readonly Attention[];
  readonly failed: readonly Failure[];
  /** Not begun because the run was asked to stop; the next one takes them. */
  readonly notBegun: readonly string[];
  /** What came of the backups; null when none of them awaited a request, or the run was asked to stop before. */
  readonly backups: BackupsOutcome | null;
}

export interface RunOptions {
  readonly rules: RunRules;
  readonly owner: LockOwner;
  /** Aborted when the run is to end: what is under way is finished, nothing else begun. */
  readonly stopping: AbortSignal;
  /** Sorts the queue anew once the lock is held: another run may have worked on it meanwhile. */
  readonly readQueue: () => Promise<SortedQueue>;
  /** Most requests to erase. */
  readonly limit: number;
  /**
   * Scrubs the backups, in one pass for all erased requests whose backups are not settled. Called once, after the verification and while
   * the lock is held; never rejects: what it meets is part of its outcome.
   */
  readonly scrub: () => Promise<BackupsOutcome>;
}

/** What a dry run would do. */
export interface RunPreview {
  readonly planned: readonly string[];
  readonly attention: readonly Attention[];
  readonly failed: readonly Failure[];
}

/** Tells what a run would do; changes nothing. */
export async function previewRun(
  session: ErasureSession,
  queue: SortedQueue,
  { rules, limit }: Pick<RunOptions, 'rules' | 'limit'>,
): Promise<RunPreview> {
  const failed: Failure[] = [];
  const judged: Attention[] = [];
  for (const portion of portionsOf(queue.candidates.slice(0, limit).map(({ request }) => request.id))) {
    const plans = await planErasures(session, portion, {
      onFailure: (id, cause) => void failed.push({ id, error: 'FAILED', cause }),
    });
    for (const prepared of plans)
      judged.push({ id: prepared.plan.requestId, reasons: reasonsAgainst(prepared, rules) });
  }
  return {
    planned: judged.filter(({ reasons }) => reasons.length === 0).map(({ id }) => id),
    attention: [
      ...queue.attention,
      ...waitingForPerson(queue)
        .map(({ id, openSteps }) => ({ id, reasons: openSteps.filter((step) => step !== 'backups') }))
        .filter(({ reasons }) => reasons.length > 0),
      ...judged.filter(({ reasons }) => reasons.length > 0),
    ],
    failed,
  };
}

/** Verifies in one pass what was erased now, and what an earlier run left unverified. */
async function finish(
  session: ErasureSession,
  queue: SortedQueue,
  erased: readonly string[],
): Promise<readonly ErasureResult[]> {
  const unfinished = queue.unfinished.filter(needsProgram).map(({ request }) => request.id);
  const ids = [...erased, ...unfinished];
  return ids.length === 0 ? [] : finishErasures(session, ids);
}

/** Why a request that is erased is not done: its open steps, with what keeps the backups from being settled. */
function reasonsLeft(id: string, openSteps: readonly string[], backups: BackupsOutcome | null): readonly string[] {
  return openSteps.flatMap((step): readonly string[] => {
    if (step !== 'backups') return [step];
    // What a signal kept from being searched needs nobody: the next run does it.
    if (backups === null || backups.end === 'stopped' || backups.settled.has(id)) return [];
    return backups.end === 'failed' ? ['backups_failed'] : (backups.reasons.get(id) ?? [step]);
  });
}

/** What became of the requests that are erased: of this run, and of earlier ones. */
function tellErased(
  queue: SortedQueue,
  erased: readonly string[],
  results: readonly ErasureResult[],
  backups: BackupsOutcome | null,
): Pick<RunOutcome, 'processed' | 'attention'> {
  const done = backups?.done ?? new Set<string>();
  const answered = new Set(erased);
  const waiting = waitingForPerson(queue);
  return {
    processed: [
      ...results.map(({ requestId: id, status }) => ({ id, status: done.has(id) ? 'done' : status, answeredBy: null })),
      ...queue.along
        .filter(({ answeredBy }) => answered.has(answeredBy))
        .map(({ id, answeredBy }) => ({ id, status: 'done' as const, answeredBy })),
      ...waiting.filter(({ id }) => done.has(id)).map(({ id }) => ({ id, status: 'done' as const, answeredBy: null })),
    ],
    attention: [
      ...waiting.map(({ id, openSteps }) => ({ id, openSteps })),
      ...results.map(({ requestId: id, openSteps }) => ({ id, openSteps })),
    ]
      .map(({ id, openSteps }) => ({ id, reasons: reasonsLeft(id, openSteps, backups) }))
      .filter(({ reasons }) => reasons.length > 0),
  };
}

/** Keeps for `notify` what only the plans have found. A run that cannot note it reports it all the same. */
async function noteAttention({ db, now, who }: ErasureSession, attention: readonly Attention[]): Promise<void> {
  if (attention.length === 0) return;
  await db.transaction(async (trx) => noteLeft(trx, attention, { at: now(), who })).catch(() => undefined);
}

/**
 * Carries out what the rules allow without a person, under a lock that lets one run work at a time. Free text is searched once for each
 * portion of requests before (`portionsOf`), and once for all after; the backups once for all.
 * @throws BelboEraseError `LOCKED`, and what fails before anything was begun
 */
export async function executeRun(session: ErasureSession, options: RunOptions): Promise<RunOutcome> {
  const { rules, stopping, limit } = options;
  return withLock(session.db, lockName, options.owner, async (lock) => {
    const queue = await options.readQueue();
    const wanted = queue.candidates.slice(0, limit).map(({ request }) => request.id);
    const done = await eraseAll(session, wanted, { rules, lock, stopping });
    await noteAttention(session, done.attention);
    const results = await finish(session, queue, done.erased);
    const open = [...waitingForPerson(queue), ...results].some(({ openSteps }) => openSteps.includes('backups'));
    const backups = open && !stopping.aborted ? await options.scrub() : null;
    const { processed, attention } = tellErased(queue, done.erased, results, backups);
    return {
      processed,
      attention: [...queue.attention, ...done.attention, ...attention],
      failed: done.failed,
      notBegun: done.notBegun,
      backups,
    };
  });
}
