import { executeErasure } from '../erasure/execute-erasure.js';
import { planErasures } from '../erasure/plan-erasure.js';
import type { PreparedErasure } from '../erasure/prepared.js';
import type { ErasureSession } from '../erasure/session.js';
import { isBelboEraseError, isFatal, toFailure, type Failure } from '../errors.js';
import type { HeldLock } from '../database/lock.js';
import type { Attention, RunRules } from './run-rules.js';

/** What came of the erasures of a run, before their verification. */
export interface Erasures {
  readonly erased: readonly string[];
  readonly attention: readonly Attention[];
  readonly failed: readonly Failure[];
  /** Requests that a signal kept from being begun. */
  readonly notBegun: readonly string[];
}

export interface EraseAllOptions {
  readonly rules: RunRules;
  readonly lock: HeldLock;
  /** Aborted when the run is to end: the erasure under way is finished, no other one begun. */
  readonly stopping: AbortSignal;
  /** Most requests planned together. */
  readonly together?: number;
}

/** How often plans gone stale are made again: one erasure may touch rows of another one's. */
const mostRounds = 4;

/** Requests that are planned together, in one pass over the database: what is found of them is kept until they are erased. */
const requestsPerPass = 200;

/** The requests in the portions in which they are planned, so that memory does not grow with the queue. */
export function* portionsOf(ids: readonly string[], size = requestsPerPass): Generator<readonly string[]> {
  for (let at = 0; at < ids.length; at += size) yield ids.slice(at, at + size);
}

/** Why a plan needs a person; empty when it may be carried out. */
export function reasonsAgainst({ plan }: PreparedErasure, rules: RunRules): string[] {
  const decided = rules.uncertainMentions === 'ask' ? [] : ['uncertain_mentions'];
  return [...new Set(plan.blockers.map(({ code }) => code))].filter((code) => !decided.includes(code));
}

/** What a run has done so far, request by request. */
interface Tally {
  readonly erased: string[];
  readonly attention: Attention[];
  readonly failed: Failure[];
  readonly notBegun: string[];
  stale: string[];
  /** The database is at fault: no further request is begun. */
  broken: boolean;
}

/** The session without progress: one request is no progress to tell, and nothing is to be interrupted inside of it. */
function silent(session: ErasureSession): ErasureSession {
  const copy: { -readonly [K in keyof ErasureSession]: ErasureSession[K] } = { ...session };
  delete copy.onProgress;
  return copy;
}

async function eraseOne(
  session: ErasureSession,
  prepared: PreparedErasure,
  { rules, lock }: EraseAllOptions,
  tally: Tally,
): Promise<boolean> {
  const id = prepared.plan.requestId;
  const { uncertainMentions } = rules;
  try {
    await executeErasure(silent(session), prepared, {
      ...(uncertainMentions === 'ask' ? {} : { uncertainMentions }),
      // Nothing is committed under a lock that was lost.
      within: async (trx) => lock.renew(trx),
    });
    tally.erased.push(id);
    return true;
  } catch (error) {
    if (isBelboEraseError(error) && error.code === 'PLAN_STALE') tally.stale.push(id);
    else if (isBelboEraseError(error) && error.code === 'BLOCKED') tally.attention.push({ id, reasons: ['hold'] });
    else tally.failed.push(toFailure(id, error));
    if (isFatal(error)) tally.broken = true;
    return false;
  }
}

/**
 * E-mails and phones of a subject that somebody else holds as well. When that was one who has just been erased, what was left alone
 * is the subject's by now: it is to be planned again.
 */
function contactsOf({ sharedIdentifiers }: PreparedErasure): string[] {
  return [...sharedIdentifiers].filter((key) => key.startsWith('email:') || key.startsWith('phone:'));
}

/** The session with a search that ends when the run is to stop. */
function stoppable(session: ErasureSession, stopping: AbortSignal): ErasureSession {
  return {
    ...session,
    onProgress: (event) => {
      if (event.stage === 'mention-scan') stopping.throwIfAborted();
      session.onProgress?.(event);
    },
  };
}

/**
 * Plans requests; null when the run is to stop meanwhile and has erased something before, which is to be told. Before that stopping
 * at once leaves nothing half done.
 */
async function planUnlessStopped(
  session: ErasureSession,
  ids: readonly string[],
  stopping: AbortSignal,
  tally: Tally,
): Promise<PreparedErasure[] | null> {
  try {
    return await planErasures(stoppable(session, stopping), ids, {
      onFailure: (id, error) => void tally.failed.push(toFailure(id, error)),
    });
  } catch (error) {
    if (!stopping.aborted || error !== stopping.reason || tally.erased.length === 0) throw error;
    return null;
  }
}

/** Plans these requests in one pass over free text, and carries out what nothing stands in the way of. */
async function eraseRound(
  session: ErasureSession,
  ids: readonly string[],
  options: EraseAllOptions,
  tally: Tally,
): Promise<void> {
  const plans = await planUnlessStopped(session, ids, options.stopping, tally);
  if (plans === null) {
    tally.notBegun.push(...ids);
    return;
  }
  // E-mails and phones that the erased of this round shared with somebody.
  const settled = new Set<string>();
  let done = 0;
  const tell = (): void => session.onProgress?.({ stage: 'erase', done, total: plans.length, unit: 'requests' });
  tell();
  for (const prepared of plans) {
    const { requestId } = prepared.plan;
    const reasons = reasonsAgainst(prepared, options.rules);
    if (reasons.length > 0) tally.attention.push({ id: requestId, reasons });
    else if (options.stopping.aborted || tally.broken) tally.notBegun.push(requestId);
    else if (contactsOf(prepared).some((contact) => settled.has(contact))) tally.stale.push(requestId);
    else if (await eraseOne(session, prepared, options, tally))
      for (const contact of contactsOf(prepared)) settled.add(contact);
    done += 1;
    // SQLite works without waiting for anything: a signal arrives only when the event loop gets its turn.
    await new Promise((resolve) => setImmediate(resolve));
    tell();
  }
}

/** Erases the requests of one portion; plans gone stale are made again. */
async function erasePortion(
  session: ErasureSession,
  ids: readonly string[],
  options: EraseAllOptions,
  tally: Tally,
  stopped: () => boolean,
): Promise<void> {
  let pending = ids;
  for (let round = 0; round < mostRounds && pending.length > 0 && !stopped(); round += 1) {
    tally.stale = [];
    await eraseRound(session, pending, options, tally);
    pending = tally.stale;
  }
  if (stopped()) tally.notBegun.push(...pending);
  else for (const id of pending) tally.failed.push({ id, error: 'PLAN_STALE', cause: null });
}

/**
 * Erases the given requests, one transaction each; a failing one never stops the others. Verification comes afterwards, for all in
 * one pass.
 */
export async function eraseAll(
  session: ErasureSession,
  ids: readonly string[],
  options: EraseAllOptions,
): Promise<Erasures> {
  const tally: Tally = { erased: [], attention: [], failed: [], notBegun: [], stale: [], broken: false };
  const stopped = (): boolean => options.stopping.aborted || tally.broken;
  for (const portion of portionsOf(ids, options.together))
    await erasePortion(session, portion, options, tally, stopped);
  return tally;
}
