import type { BackupStatus } from '../backups/backup-status.js';
import type { ScrubResult } from '../backups/scrub-result.js';

/** What the scrub of a run came to. */
export interface BackupsOutcome {
  /** What was done to which file; null when nothing was to be searched, or the scrub ended early. */
  readonly result: ScrubResult | null;
  /** Requests whose backups are all settled; their step is closed. */
  readonly settled: ReadonlySet<string>;
  /** Of these, the ones that are done with that. */
  readonly done: ReadonlySet<string>;
  /** Why the backups of the others are not settled, by request: codes. */
  readonly reasons: ReadonlyMap<string, readonly string[]>;
  /**
   * How it ended: `complete`; `stopped` by a signal, the next run goes on; `failed`. What was erased stays erased in any case, and a
   * file is as it was or scrubbed.
   */
  readonly end: 'complete' | 'stopped' | 'failed';
  /** What made it fail, for whoever tells about it; null when nothing did. */
  readonly error: unknown;
}

/** Why a backup still awaits a request. */
function reasonOf({ state, problem, review }: BackupStatus): string {
  if (state === 'vanished') return 'backup_vanished';
  if (problem !== null) return 'backup_problem';
  return review > 0 ? 'backup_review' : 'backups';
}

/**
 * Why the backups of requests are not settled, by request.
 * @param lost requests whose sealed identifiers cannot be opened any more
 */
export function reasonsOfBackups(
  statuses: readonly BackupStatus[],
  lost: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const reasons = new Map<string, Set<string>>();
  const add = (id: string, reason: string): void => {
    reasons.set(id, (reasons.get(id) ?? new Set()).add(reason));
  };
  for (const status of statuses)
    for (const id of status.awaiting) add(id, lost.has(id) ? 'identifiers_lost' : reasonOf(status));
  return new Map([...reasons].map(([id, found]) => [id, [...found].sort()]));
}
