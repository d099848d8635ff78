import { stat } from 'node:fs/promises';
import type { Database } from '../database/database.js';
import { identityOf } from './file-identity.js';
import { findFiles, type BackupRoot } from './find-files.js';
import type { ProblemCode } from './problem.js';
import { entryKey, isSettled, readBackups, readScrubs, type KnownBackup, type ScrubEntry } from './register.js';
import { readUndecided } from './reviews.js';

/**
 * How a backup stands.
 * - `present`: there, and as it was when it was last looked at
 * - `changed`: written to since
 * - `new`: never looked at
 * - `vanished`: known, but not there any more
 */
export type BackupState = 'present' | 'changed' | 'new' | 'vanished';

export interface BackupStatus {
  readonly path: string;
  readonly state: BackupState;
  /** Requests whose person may still be in it. */
  readonly awaiting: readonly string[];
  /** Of these, the ones for which searching it (again) may settle something; the others wait for a person. */
  readonly searchable: readonly string[];
  /** Why it could not be scrubbed when that was last tried. */
  readonly problem: ProblemCode | null;
  /** Records in it that wait for a decision. */
  readonly review: number;
}

async function stateOf({ path, size, mtimeNs }: KnownBackup): Promise<BackupState> {
  try {
    const identity = identityOf(await stat(path, { bigint: true }));
    return String(identity.size) === size && String(identity.mtimeNs) === mtimeNs ? 'present' : 'changed';
  } catch {
    return 'vanished';
  }
}

/** Problems that lie in what the file holds: as long as it does not change, trying again finds the same. */
const lasting: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'encrypted',
  'damaged_zip',
  'damaged_gzip',
  'spreadsheet',
  'archive',
  'binary',
]);

/** Whether another search may settle a file for a request, or would only find again what waits for a person. */
function isSearchable(
  { problem, sha256 }: KnownBackup,
  state: BackupState,
  entry: ScrubEntry | undefined,
  undecided: boolean,
): boolean {
  if (state !== 'present') return state !== 'vanished';
  if (problem !== null && !lasting.has(problem)) return true;
  // Nothing of it could be read.
  if (problem !== null && sha256 === null) return false;
  // Only a part of it could not be read: the rest was searched for the requests of then, and not for later ones.
  if (entry === undefined || entry.sha256After !== sha256) return true;
  return (problem === null && entry.state !== 'review') || (entry.review > 0 && !undecided);
}

/** What a vanished file was settled for stays settled: nothing of the person was in it when it was last there. */
function awaitingOf(
  backup: KnownBackup,
  state: BackupState,
  requestIds: readonly string[],
  scrubs: ReadonlyMap<string, ScrubEntry>,
): string[] {
  return requestIds.filter((id) => {
    const entry = scrubs.get(entryKey(backup.id, id));
    if (entry === undefined || !isSettled(entry.state)) return true;
    return state === 'changed' || entry.sha256After !== backup.sha256;
  });
}

/**
 * How all known backups, and those of the configuration nobody has looked at yet, stand for these requests. Reads no content:
 * a file counts as changed when its size or time has.
 */
export async function readBackupStatus(
  db: Database,
  roots: readonly BackupRoot[],
  requestIds: readonly string[],
): Promise<BackupStatus[]> {
  const [found, known, scrubs, waiting] = await Promise.all([
    findFiles(roots),
    readBackups(db),
    readScrubs(db, requestIds),
    readUndecided(db),
  ]);
  const undecided = new Set(waiting.map(({ backupId, requestId }) => entryKey(backupId, requestId)));
  const statuses: BackupStatus[] = [];
  const missing = (path: string, problem: ProblemCode | null, state: BackupState): void => {
    const awaiting = [...requestIds];
    statuses.push({ path, state, awaiting, searchable: state === 'new' ? awaiting : [], problem, review: 0 });
  };
  for (const { path, code } of found.problems) missing(path, code, code === 'vanished' ? 'vanished' : 'new');
  for (const { path } of found.files) if (!known.has(path)) missing(path, null, 'new');
  for (const backup of known.values()) {
    const state = await stateOf(backup);
    if (backup.forgottenAt !== null && state === 'vanished') continue;
    const review = requestIds.reduce((sum, id) => sum + (scrubs.get(entryKey(backup.id, id))?.review ?? 0), 0);
    const { path, problem } = backup;
    const awaiting = awaitingOf(backup, state, requestIds, scrubs);
    const searchable = awaiting.filter((id) => {
      const key = entryKey(backup.id, id);
      return isSearchable(backup, state, scrubs.get(key), undecided.has(key));
    });
    statuses.push({ path, state, awaiting, searchable, problem, review });
  }
  return statuses.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The requests for which every backup is settled. */
export function settledRequests(statuses: readonly BackupStatus[], requestIds: readonly string[]): string[] {
  const awaiting = new Set(statuses.flatMap((each) => each.awaiting));
  return requestIds.filter((id) => !awaiting.has(id));
}
