import { createHash } from 'node:crypto';
import type { Database, Queries, Row, Value } from '../database/database.js';
import { placeholders } from '../database/dialect.js';
import type { FileIdentity } from './file-identity.js';
import type { ProblemCode } from './problem.js';

/**
 * How far a backup is for a request. `incomplete`: some of an archive's members could not be read; `by_hand`: a person has seen
 * to it; `replacing`: the new file was about to be moved over the old one.
 */
export type ScrubState = 'clean' | 'scrubbed' | 'review' | 'incomplete' | 'by_hand' | 'replacing';

/** A file the register knows. */
export interface KnownBackup {
  readonly id: number;
  readonly path: string;
  /** Content when it was last seen, lower-case hex; null when nobody could read it as it is. */
  readonly sha256: string | null;
  /** Bytes and nanoseconds, as text. */
  readonly size: string;
  readonly mtimeNs: string;
  /** Why it could not be scrubbed when it was last tried. */
  readonly problem: ProblemCode | null;
  /** When a person said that the file is gone for good. */
  readonly forgottenAt: string | null;
}

/** What was done to one backup for one request. */
export interface ScrubEntry {
  readonly backupId: number;
  readonly requestId: string;
  readonly state: ScrubState;
  readonly sha256Before: string;
  readonly sha256After: string;
  readonly records: number;
  readonly removed: number;
  readonly redacted: number;
  /** Records that wait for a decision. */
  readonly review: number;
}

/** Who writes, and when. */
export interface Scribe {
  /** ISO 8601 with zone. */
  readonly now: () => string;
  readonly who: string;
}

const keyOf = (path: string): string => createHash('sha256').update(path).digest('hex');

function text(value: Value | undefined): string | null {
  return value === undefined || value === null ? null : String(value);
}

function toBackup(row: Row): KnownBackup {
  return {
    id: Number(row['id']),
    path: String(row['path']),
    sha256: text(row['sha256']),
    size: String(row['size']),
    mtimeNs: String(row['mtime_ns']),
    // Written by this tool.
    problem: text(row['problem']) as ProblemCode | null,
    forgottenAt: text(row['forgotten_at']),
  };
}

/** All files the register knows, by path. */
export async function readBackups(db: Queries): Promise<Map<string, KnownBackup>> {
  const rows = await db.all('select * from belbo_erase_backups order by id');
  return new Map(rows.map((row) => [String(row['path']), toBackup(row)]));
}

/** Whether any file is known that may still be there. */
export async function knowsBackups(db: Queries): Promise<boolean> {
  return (await db.all('select id from belbo_erase_backups where forgotten_at is null limit 1')).length > 0;
}

/** What the register is told of a file that was looked at. */
export interface SeenBackup {
  readonly path: string;
  readonly identity: FileIdentity;
  /** Null: it could not be read. */
  readonly sha256: string | null;
  readonly problem: ProblemCode | null;
}

/**
 * Notes that a file was looked at; returns its number. A file that was given up for gone is known again. One that could not be read this
 * time keeps the content it was known with as long as it is the same file; else nobody knows what is in it.
 */
export async function noteBackup(db: Queries, { now }: Scribe, seen: SeenBackup): Promise<number> {
  const { path, identity, sha256, problem } = seen;
  const [known] = await db.all('select * from belbo_erase_backups where path_key = ?', [keyOf(path)]);
  const [size, mtimeNs] = [String(identity.size), String(identity.mtimeNs)];
  const before = known === undefined ? null : toBackup(known);
  const content = sha256 ?? (before?.size === size && before.mtimeNs === mtimeNs ? before.sha256 : null);
  const values = [content, size, mtimeNs, problem, now()];
  if (before === null) {
    return db.insert(
      'insert into belbo_erase_backups (sha256, size, mtime_ns, problem, seen_at, first_seen_at, path, path_key) values (?, ?, ?, ?, ?, ?, ?, ?)',
      [...values, now(), path, keyOf(path)],
    );
  }
  await db.run(
    'update belbo_erase_backups set sha256 = ?, size = ?, mtime_ns = ?, problem = ?, seen_at = ?, forgotten_at = null where id = ?',
    [...values, before.id],
  );
  return before.id;
}

/** Notes that known files are gone for good; returns how many of the paths the register knew. */
export async function forgetBackups(db: Queries, { now }: Scribe, paths: readonly string[]): Promise<number> {
  let forgotten = 0;
  for (const path of paths)
    forgotten += await db.run('update belbo_erase_backups set forgotten_at = ? where path_key = ?', [
      now(),
      keyOf(path),
    ]);
  return forgotten;
}

function toEntry(row: Row): ScrubEntry {
  return {
    backupId: Number(row['backup_id']),
    requestId: String(row['request_id']),
    state: String(row['state']) as ScrubState,
    sha256Before: String(row['sha256_before']),
    sha256After: String(row['sha256_after']),
    records: Number(row['records']),
    removed: Number(row['removed']),
    redacted: Number(row['redacted']),
    review: Number(row['review']),
  };
}

/** Most rows or ids one statement names. */
const largestBatch = 100;

const pair = (backupId: number, requestId: string): string => `${String(backupId)} ${requestId}`;

/** The last entry of each backup and request, by `entryKey`. */
export async function readScrubs(db: Queries, requestIds: readonly string[]): Promise<ReadonlyMap<string, ScrubEntry>> {
  const last = new Map<string, ScrubEntry>();
  for (let at = 0; at < requestIds.length; at += largestBatch) {
    const ids = requestIds.slice(at, at + largestBatch);
    const rows = await db.all(
      `select * from belbo_erase_scrubs where request_id in (${placeholders(ids.length)}) order by id`,
      ids,
    );
    for (const row of rows) last.set(pair(Number(row['backup_id']), String(row['request_id'])), toEntry(row));
  }
  return last;
}

export const entryKey = pair;

/** Adds entries, in their order. */
export async function noteScrubs(db: Queries, { now, who }: Scribe, entries: readonly ScrubEntry[]): Promise<void> {
  const row = '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
  for (let at = 0; at < entries.length; at += largestBatch) {
    const batch = entries.slice(at, at + largestBatch);
    await db.run(
      `insert into belbo_erase_scrubs (backup_id, request_id, state, sha256_before, sha256_after, records, removed, redacted, review, at, who) values ${batch.map(() => row).join(', ')}`,
      batch.flatMap((entry) => [
        entry.backupId,
        entry.requestId,
        entry.state,
        entry.sha256Before,
        entry.sha256After,
        entry.records,
        entry.removed,
        entry.redacted,
        entry.review,
        now(),
        who,
      ]),
    );
  }
}

/** Whether nothing more is to be done. */
export function isSettled(state: ScrubState): boolean {
  return state === 'clean' || state === 'scrubbed' || state === 'by_hand';
}

/** A file as it was just scrubbed, or found to need nothing. */
export interface Settlement {
  readonly seen: SeenBackup;
  readonly entries: readonly Omit<ScrubEntry, 'backupId'>[];
}

/** Whether an entry says nothing that the last one did not. */
function isNews(last: ScrubEntry | undefined, entry: ScrubEntry): boolean {
  if (last === undefined || last.state === 'replacing' || entry.removed > 0 || entry.redacted > 0) return true;
  return (
    last.sha256After !== entry.sha256After ||
    last.review !== entry.review ||
    isSettled(last.state) !== isSettled(entry.state)
  );
}

/**
 * Writes what was done to a file, in one transaction. Running again, with nothing to do, adds no entries.
 * @param more what else belongs into the same transaction
 */
export async function settleBackup(
  db: Database,
  scribe: Scribe,
  { seen, entries }: Settlement,
  known: ReadonlyMap<string, ScrubEntry>,
  more: (trx: Queries, backupId: number) => Promise<void>,
): Promise<void> {
  await db.transaction(async (trx) => {
    const backupId = await noteBackup(trx, scribe, seen);
    const added = entries
      .map((entry) => ({ ...entry, backupId }))
      .filter((entry) => isNews(known.get(pair(backupId, entry.requestId)), entry));
    await noteScrubs(trx, scribe, added);
    await more(trx, backupId);
  });
}
