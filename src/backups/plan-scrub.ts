import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PhoneCountry } from '../customers/normalise.js';
import type { Database } from '../database/database.js';
import type { ProgressListener } from '../progress.js';
import { holds, type BackupFolder } from './backup-folder.js';
import { findFiles, type FoundFile } from './find-files.js';
import type { BackupProblem } from './problem.js';
import { readBackups, type Scribe } from './register.js';
import type { BackupSubject, FileTask } from './scrub-task.js';
import type { ScrubOptions } from './scrub-options.js';

/** What a scrub works with. Made once per run of the program. */
export interface ScrubSession extends Scribe {
  readonly db: Database;
  readonly country: PhoneCountry;
  /** Key of the digests; 32 bytes. */
  readonly key: Buffer;
  readonly onProgress?: ProgressListener;
}

/** What is to be scrubbed. */
export interface ScrubScope {
  readonly subjects: readonly BackupSubject[];
  /** Absolute paths that were named; empty: the backups of the configuration, and those known from before. */
  readonly paths: readonly string[];
  /** The backups of the configuration. */
  readonly folders: readonly BackupFolder[];
  /** Wins over what the configuration says of a folder. */
  readonly action: ScrubOptions['action'] | null;
}

/** Which files a scrub will look at, and how. Holds identifiers: must stay in memory. */
export interface ScrubPlan {
  readonly subjects: readonly BackupSubject[];
  readonly tasks: readonly Omit<FileTask, 'write'>[];
  readonly problems: readonly BackupProblem[];
  /** Folders the files lie in, where killed runs may have left something. */
  readonly places: readonly string[];
}

/** The folder of the configuration a file belongs to: the innermost, when one lies in another. */
function folderOf(folders: readonly BackupFolder[], { root, path }: FoundFile): BackupFolder | undefined {
  return folders
    .filter((each) => holds(each.path, path) || holds(each.path, root))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

/** Files known from earlier runs, still there, that lie outside of what the configuration names. */
async function knownPaths(db: Database, folders: readonly BackupFolder[]): Promise<string[]> {
  const known = [...(await readBackups(db)).values()].filter(
    ({ path, forgottenAt }) => forgottenAt === null && !folders.some((each) => holds(each.path, path)),
  );
  const there = await Promise.all(
    known.map(async ({ path }) =>
      access(path).then(
        () => [path],
        () => [],
      ),
    ),
  );
  return there.flat();
}

/** Finds the files a scrub is about; reads no content and changes nothing. */
export async function planScrub(session: ScrubSession, scope: ScrubScope): Promise<ScrubPlan> {
  const { paths, folders, subjects } = scope;
  const ignoring = (path: string): readonly string[] => folders.find((each) => holds(each.path, path))?.ignore ?? [];
  const roots =
    paths.length > 0
      ? paths.map((path) => ({ path, ignore: ignoring(path) }))
      : [...folders, ...(await knownPaths(session.db, folders)).map((path) => ({ path, ignore: [] }))];
  const found = await findFiles(roots);
  const tasks = found.files.map((file) => {
    const folder = folderOf(folders, file);
    return {
      file,
      ignore: folder?.ignore ?? [],
      mapping: folder?.mapping ?? {},
      action: scope.action ?? folder?.action ?? 'remove',
    };
  });
  const places = new Set(found.files.flatMap((file) => [file.path, ...file.alsoAt].map((path) => dirname(path))));
  return { subjects, tasks, problems: found.problems, places: [...places, ...found.folders] };
}

/** The part of a plan that is about these files; for a second look after a person has decided. */
export function narrowPlan(plan: ScrubPlan, paths: ReadonlySet<string>): ScrubPlan {
  return { ...plan, tasks: plan.tasks.filter(({ file }) => paths.has(file.path)), problems: [] };
}
