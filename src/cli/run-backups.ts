import { readBackupStatus, type BackupStatus } from '../backups/backup-status.js';
import { reasonsOfBackups, type BackupsOutcome } from '../fulfilment/backups-outcome.js';
import { isInterruption } from './interruption.js';
import { closeBackups, erasedRequests, scrubOnce, scrubSession, subjectsOf } from './scrub-backups.js';
import type { Session } from './session.js';

/** How the backups stand before a run looks into any of them. */
export interface BackupsBefore {
  readonly statuses: readonly BackupStatus[];
  /** Whether a run can do something: search a file, or close a step for which nothing is left. */
  readonly due: boolean;
}

/** Looks how the backups stand for requests with that step open; reads no content. */
export async function backupsBefore(session: Session, ids: readonly string[]): Promise<BackupsBefore> {
  const statuses = await readBackupStatus(session.db, session.config.backups, ids);
  const awaiting = new Set(statuses.flatMap((status) => status.awaiting));
  return {
    statuses,
    due: statuses.some(({ searchable }) => searchable.length > 0) || !ids.every((id) => awaiting.has(id)),
  };
}

/** The backups that a run would search for these requests, once it has erased those of them that are not erased yet. */
export async function backupsAhead(session: Session, ids: readonly string[]): Promise<readonly string[]> {
  const statuses = await readBackupStatus(session.db, session.config.backups, ids);
  return statuses.filter(({ searchable }) => searchable.length > 0).map(({ path }) => path);
}

async function scrubAndClose(session: Session): Promise<BackupsOutcome> {
  const requests = await erasedRequests(session, null);
  const ids = requests.map(({ requestId }) => requestId);
  const statuses = await readBackupStatus(session.db, session.config.backups, ids);
  const backups = await scrubSession(session);
  const { subjects, lost: unreadable } = await subjectsOf(backups, requests);
  const lost = new Set(unreadable);
  const only = new Set(
    statuses.filter(({ searchable }) => searchable.some((id) => !lost.has(id))).map(({ path }) => path),
  );
  const scope = { subjects, paths: [], folders: session.config.backups, action: null };
  const result = only.size === 0 ? null : await scrubOnce(backups, scope, { dryRun: false, only });
  const closed = await closeBackups(session, requests);
  return {
    result,
    settled: new Set(closed.settled),
    done: new Set(closed.done),
    reasons: reasonsOfBackups(closed.statuses, lost),
    end: 'complete',
    error: null,
  };
}

/**
 * Scrubs the backups for all requests that are erased and not done, in one pass, and closes the step of those for which every backup is
 * settled. Files that only wait for a person are left out. Never rejects: the erasures before it stand, whatever happens here.
 */
export async function scrubForRun(session: Session): Promise<BackupsOutcome> {
  try {
    return await scrubAndClose(session);
  } catch (error) {
    const nothing = { result: null, settled: new Set<string>(), done: new Set<string>(), reasons: new Map() };
    return { ...nothing, end: isInterruption(error) ? 'stopped' : 'failed', error };
  }
}
