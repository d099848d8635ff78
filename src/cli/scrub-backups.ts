import { readBackupStatus, settledRequests, type BackupStatus } from '../backups/backup-status.js';
import { executeScrub, previewScrub } from '../backups/execute-scrub.js';
import { narrowPlan, planScrub, type ScrubScope, type ScrubSession } from '../backups/plan-scrub.js';
import type { ScrubResult } from '../backups/scrub-result.js';
import type { BackupSubject } from '../backups/scrub-task.js';
import { readErasedRequests, type ErasedRequest } from '../erasure/erased-requests.js';
import { readErasure } from '../erasure/erasure-record.js';
import { readSealed } from '../erasure/finish-erasure.js';
import { settleStep } from '../erasure/save-steps.js';
import { BelboEraseError } from '../errors.js';
import type { Session } from './session.js';

/*
 * Joins the erasure, which knows the persons, with the backups, which know the files. Used by `scrub`, and by whatever brings a
 * request to its end.
 */

/** The session of the backups on an open calendar. */
export async function scrubSession(session: Session): Promise<ScrubSession> {
  const { readKeyFile } = await import('./key-file.js');
  const { db, config, clock, who, onProgress } = session;
  return {
    db,
    country: config.country,
    key: await readKeyFile(config.keyFile),
    now: () => clock().toISOString(),
    who,
    onProgress,
  };
}

/**
 * The erased requests that are meant; null means all of them.
 * @throws BelboEraseError `REQUEST_NOT_ERASED`, `IDENTIFIERS_GONE` (it is done)
 */
export async function erasedRequests(session: Session, ids: readonly string[] | null): Promise<ErasedRequest[]> {
  const all = await readErasedRequests(session.db);
  if (ids === null) return all;
  const chosen: ErasedRequest[] = [];
  for (const id of new Set(ids)) {
    const found = all.find(({ requestId }) => requestId === id);
    if (found !== undefined) chosen.push(found);
    else if ((await readErasure(session.db, id)) !== null) throw new BelboEraseError('IDENTIFIERS_GONE', { id });
    else throw new BelboEraseError('REQUEST_NOT_ERASED', { id });
  }
  return chosen;
}

/** Of these requests, those that are not erased yet. */
export async function stillToErase(session: Session, ids: readonly string[]): Promise<string[]> {
  const waiting: string[] = [];
  for (const id of new Set(ids)) if ((await readErasure(session.db, id)) === null) waiting.push(id);
  return waiting;
}

/**
 * The persons of requests that are not erased yet, as their plans know them: for a look at what would go from the backups.
 * @throws BelboEraseError `REQUEST_NOT_FOUND`, `REQUEST_CLOSED`, `SUBJECT_GONE`
 */
export async function plannedSubjects(session: Session, ids: readonly string[]): Promise<BackupSubject[]> {
  if (ids.length === 0) return [];
  const { planErasures } = await import('../erasure/plan-erasure.js');
  // Whoever else may be the same person does not matter yet; what others hold as well does, and takes the pass over free text.
  const plans = await planErasures(await session.erasure(), ids, { duplicates: false });
  return plans.map(({ subject: { requestId, identifiers }, sharedIdentifiers }) => ({
    requestId,
    identifiers,
    shared: [...sharedIdentifiers],
  }));
}

/** The persons of erased requests, and the requests whose sealed identifiers cannot be opened any more. */
export async function subjectsOf(
  session: ScrubSession,
  requests: readonly ErasedRequest[],
): Promise<{ readonly subjects: readonly BackupSubject[]; readonly lost: readonly string[] }> {
  const subjects: BackupSubject[] = [];
  const lost: string[] = [];
  for (const { requestId } of requests) {
    const sealed = await readSealed(session, requestId);
    if (sealed === null) lost.push(requestId);
    else subjects.push({ requestId, identifiers: sealed.identifiers, shared: sealed.shared ?? [] });
  }
  return { subjects, lost };
}

/** How the backups stand for requests, and which of these need nothing more. Closes their step. */
export interface BackupsClosed {
  readonly statuses: readonly BackupStatus[];
  /** Requests for which every backup is settled. */
  readonly settled: readonly string[];
  /** Of these, the ones that are done with that. */
  readonly done: readonly string[];
}

/** Looks how all backups stand, and closes the step of every request for which all are settled. */
export async function closeBackups(session: Session, requests: readonly ErasedRequest[]): Promise<BackupsClosed> {
  const { db, map, config, clock, who } = session;
  const ids = requests.map(({ requestId }) => requestId);
  const statuses = await readBackupStatus(db, config.backups, ids);
  const settled = settledRequests(statuses, ids);
  const done: string[] = [];
  for (const { requestId, openSteps } of requests) {
    if (!settled.includes(requestId) || !openSteps.includes('backups')) continue;
    const left = await settleStep({ db, map, now: clock().toISOString(), who }, requestId, 'backups');
    if (left.length === 0) done.push(requestId);
  }
  return { statuses, settled, done };
}

/** Scrubs, or only looks; again for some files after decisions were made, for the files are others then. */
export async function scrubOnce(
  session: ScrubSession,
  scope: ScrubScope,
  options: { readonly dryRun: boolean; readonly only?: ReadonlySet<string> },
): Promise<ScrubResult> {
  const plan = await planScrub(session, scope);
  const narrowed = options.only === undefined ? plan : narrowPlan(plan, options.only);
  return options.dryRun ? previewScrub(session, narrowed) : executeScrub(session, narrowed);
}

/** The result of a run with that of a second look at some of its files. Removed in both is removed. */
export function joinResults(first: ScrubResult, second: ScrubResult, again: ReadonlySet<string>): ScrubResult {
  const rest = <T extends { readonly path: string }>(list: readonly T[]): T[] =>
    list.filter(({ path }) => !again.has(path));
  const documents = second.documents.map((document) => {
    const before = first.documents.find(({ path, member }) => path === document.path && member === document.member);
    if (before === undefined) return document;
    const { csv } = document;
    const sum = { removed: before.csv.removed + csv.removed, redacted: before.csv.redacted + csv.redacted };
    return {
      ...document,
      csv: { ...csv, ...sum, records: before.csv.records },
      sha256Before: before.sha256Before,
    };
  });
  return {
    documents: [...rest(first.documents), ...documents],
    problems: [...rest(first.problems), ...second.problems],
    reviews: [...rest(first.reviews), ...second.reviews],
    residue: [...rest(first.residue), ...second.residue],
    leftovers: first.leftovers + second.leftovers,
  };
}
