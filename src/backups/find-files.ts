import type { BigIntStats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { identityOf, type FileIdentity } from './file-identity.js';
import { ignoredNames } from './ignored-names.js';
import { isOwnFile } from './leftovers.js';
import { readingFault, type BackupProblem } from './problem.js';

/** A file or folder to look into. */
export interface BackupRoot {
  /** Absolute. */
  readonly path: string;
  /** Names left out, with `*` and `?`, such as `*.png`; below a folder only. */
  readonly ignore: readonly string[];
}

/** A file that may be a backup. */
export interface FoundFile {
  /** Absolute, symbolic links resolved. */
  readonly path: string;
  /** Other names of the same file (hard links) that were found as well. */
  readonly alsoAt: readonly string[];
  readonly identity: FileIdentity;
  /** Path of the root it was found through. */
  readonly root: string;
}

/** What was found, and what could not be looked at. */
export interface FoundFiles {
  /** In the order of their paths. */
  readonly files: readonly FoundFile[];
  readonly problems: readonly BackupProblem[];
  /** Folders that were looked into. */
  readonly folders: readonly string[];
}

interface Search {
  readonly files: Map<string, FoundFile>;
  /** By device and inode. */
  readonly folders: Map<string, string>;
  readonly problems: BackupProblem[];
}

function addFile(search: Search, path: string, root: string, info: BigIntStats): void {
  const key = `${String(info.dev)}:${String(info.ino)}`;
  const known = search.files.get(key);
  if (known === undefined) {
    search.files.set(key, { path, alsoAt: [], identity: identityOf(info), root });
  } else if (known.path !== path && !known.alsoAt.includes(path)) {
    search.files.set(key, { ...known, alsoAt: [...known.alsoAt, path] });
  }
}

function note(search: Search, path: string, error: unknown): void {
  const { code, detail } = readingFault(error);
  search.problems.push({ path, member: null, code, detail });
}

async function look(search: Search, path: string, root: BackupRoot, top: boolean): Promise<void> {
  try {
    const real = await realpath(path);
    const info = await stat(real, { bigint: true });
    if (info.isFile()) addFile(search, real, root.path, info);
    else if (info.isDirectory()) await lookInto(search, real, root, info);
    else if (top) search.problems.push({ path, member: null, code: 'not_a_file', detail: '' });
  } catch (error) {
    note(search, path, error);
  }
}

async function lookInto(search: Search, folder: string, root: BackupRoot, info: BigIntStats): Promise<void> {
  const key = `${String(info.dev)}:${String(info.ino)}`;
  // Links may lead in circles.
  if (search.folders.has(key)) return;
  search.folders.set(key, folder);
  const isIgnored = ignoredNames(root.ignore);
  for (const name of (await readdir(folder)).sort()) {
    if (isIgnored(name)) continue;
    await look(search, join(folder, name), root, false);
  }
}

/**
 * Finds the files below the roots, each once, whatever links lead to it. What cannot be read is a problem, not an error.
 */
export async function findFiles(roots: readonly BackupRoot[]): Promise<FoundFiles> {
  const search: Search = { files: new Map(), folders: new Map(), problems: [] };
  for (const root of roots) await look(search, root.path, root, true);
  const files = [...search.files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    files: files.filter((file) => !isOwnFile(basename(file.path))),
    problems: search.problems,
    folders: [...search.folders.values()],
  };
}
