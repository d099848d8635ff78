import type { FileIdentity } from './file-identity.js';
import type { ScrubbedFile } from './file-work.js';
import type { ScrubPlan, ScrubSession } from './plan-scrub.js';
import { BackupFault, type BackupProblem } from './problem.js';
import {
  entryKey,
  noteBackup,
  noteScrubs,
  settleBackup,
  type KnownBackup,
  type ScrubEntry,
  type SeenBackup,
} from './register.js';
import { commitReplacement, discardReplacement } from './replace-file.js';
import { noteReviews } from './reviews.js';
import type { FinishedTask } from './run-tasks.js';
import { reviewsOf } from './scrub-result.js';
import type { FileTask } from './scrub-task.js';

/** What is known before the run, so that running again writes nothing. */
export interface KnownBefore {
  readonly backups: Map<string, KnownBackup>;
  readonly scrubs: ReadonlyMap<string, ScrubEntry>;
}

type Entry = Omit<ScrubEntry, 'backupId'>;

/** One entry a request: what was found of its person in all documents of the file. */
function entriesOf(plan: ScrubPlan, scrubbed: ScrubbedFile, sha256After: string): Entry[] {
  const records = scrubbed.parts.reduce((sum, { csv }) => sum + csv.records, 0);
  return plan.subjects.map(({ requestId }, subject) => {
    const counts = scrubbed.parts.flatMap(({ csv }) => csv.perSubject.filter((each) => each.subject === subject));
    const sum = (key: 'removed' | 'redacted' | 'review'): number => counts.reduce((all, each) => all + each[key], 0);
    const [removed, redacted, review] = [sum('removed'), sum('redacted'), sum('review')];
    return {
      requestId,
      state:
        scrubbed.problems.length > 0
          ? 'incomplete'
          : review > 0
            ? 'review'
            : removed + redacted > 0
              ? 'scrubbed'
              : 'clean',
      sha256Before: scrubbed.sha256Before,
      sha256After,
      records,
      removed,
      redacted,
      review,
    };
  });
}

/** A run that was killed between moving the new file into place and saying so is told here: its counts are not lost. */
function finishInterrupted(known: KnownBefore, path: string, entry: Entry): Entry[] {
  const backup = known.backups.get(path);
  const last = backup === undefined ? undefined : known.scrubs.get(entryKey(backup.id, entry.requestId));
  if (last?.state !== 'replacing' || last.sha256After !== entry.sha256Before) return [entry];
  const done: Entry = { ...last, state: last.review > 0 ? 'review' : 'scrubbed' };
  return entry.state === 'clean' ? [done] : [done, entry];
}

/**
 * A person's word on the parts that cannot be read holds as long as these are the same, and nothing of the person turned up in the
 * others.
 */
function keepWord(known: KnownBefore, path: string, entry: Entry): Entry {
  const backup = known.backups.get(path);
  const last = backup === undefined ? undefined : known.scrubs.get(entryKey(backup.id, entry.requestId));
  const same = last?.state === 'by_hand' && last.sha256After === entry.sha256Before;
  const found = entry.removed + entry.redacted + entry.review > 0;
  return same && entry.state === 'incomplete' && !found ? { ...entry, state: 'by_hand' } : entry;
}

/** Says in the register what is about to happen, moves the new file over the old one. Returns the new file's identity. */
async function replace(
  session: ScrubSession,
  { file }: FileTask,
  scrubbed: ScrubbedFile,
  entries: readonly Entry[],
): Promise<FileIdentity> {
  if (scrubbed.replacement === null) return file.identity;
  const { replacement, sha256Before } = scrubbed;
  try {
    await session.db.transaction(async (trx) => {
      const seen: SeenBackup = { path: file.path, identity: file.identity, sha256: sha256Before, problem: null };
      const backupId = await noteBackup(trx, session, seen);
      const touched = entries.filter(({ removed, redacted }) => removed + redacted > 0);
      await noteScrubs(
        trx,
        session,
        touched.map((entry) => ({ ...entry, backupId, state: 'replacing' as const })),
      );
    });
  } catch (error) {
    await discardReplacement(replacement);
    throw error;
  }
  return commitReplacement(replacement);
}

async function noteProblem(session: ScrubSession, { file }: FileTask, problem: BackupProblem): Promise<void> {
  await noteBackup(session.db, session, {
    path: file.path,
    identity: file.identity,
    sha256: null,
    problem: problem.code,
  });
}

/** Settles one file: moves the new content into place and writes the register. Returns the problem that prevented it. */
export async function settleFile(
  session: ScrubSession,
  plan: ScrubPlan,
  known: KnownBefore,
  finished: FinishedTask,
): Promise<BackupProblem | null> {
  const { task, outcome } = finished;
  const { path } = task.file;
  if (!('scrubbed' in outcome)) {
    const problem = { path, member: null, ...outcome.problem };
    await noteProblem(session, task, problem);
    return problem;
  }
  const { scrubbed } = outcome;
  const sha256 = scrubbed.sha256After ?? scrubbed.sha256Before;
  const entries = entriesOf(plan, scrubbed, sha256).map((entry) => keepWord(known, path, entry));
  let identity: FileIdentity;
  try {
    identity = await replace(session, task, scrubbed, entries);
  } catch (error) {
    if (!(error instanceof BackupFault)) throw error;
    const problem = { path, member: null, code: error.code, detail: error.detail };
    await noteProblem(session, task, problem);
    return problem;
  }
  const seen: SeenBackup = { path, identity, sha256, problem: scrubbed.problems[0]?.code ?? null };
  const told = entries.flatMap((entry) => finishInterrupted(known, path, entry));
  await settleBackup(session.db, session, { seen, entries: told }, known.scrubs, async (trx, backupId) =>
    noteReviews(trx, backupId, {
      requestIds: plan.subjects.map(({ requestId }) => requestId),
      reviews: reviewsOf(session, plan, finished),
      rewritten: sha256 !== scrubbed.sha256Before,
      renamed: outcome.renamed,
    }),
  );
  return null;
}
