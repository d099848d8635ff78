import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { BackupFault, systemCode } from './problem.js';

/*
 * While a backup is being replaced, two files lie beside it: `.belbo-erase-<file>.lock`, which says who is at it, and
 * `.belbo-erase-<file>-<nonce>.tmp`, the new content. The lock comes first and goes last, so a temporary file without a
 * living lock of its nonce was left behind by a run that was killed. Names are hashes: a file may be called after a person.
 */

const pattern = /^\.belbo-erase-([0-9a-f]{16})(?:-([0-9a-f]{16}))?\.(lock|tmp)$/;

/** Milliseconds after which a lock of another computer, whose processes cannot be asked, counts as left behind. */
const foreignAge = 24 * 60 * 60 * 1000;

/** A lock file that is empty belongs to a run that is just writing it, or was killed in that moment. */
const emptyAge = 10_000;

/** Whether a name is that of a file which this tool puts beside a backup while it replaces it. */
export function isOwnFile(name: string): boolean {
  return pattern.test(name);
}

function startOf(pid: number): string {
  try {
    // Field 22 of /proc/PID/stat: a process that got the number later started later. The name before may hold blanks.
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    // Not Linux: the number alone must do.
    return '';
  }
}

interface Owner {
  readonly host: string;
  readonly pid: number;
  readonly start: string;
  readonly nonce: string;
}

function isAlive({ host, pid, start }: Owner): boolean | null {
  if (host !== hostname()) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (systemCode(error) !== 'EPERM') return false;
  }
  return startOf(pid) === start;
}

function parseOwner(text: string): Owner | null {
  const [host, pid, start, nonce] = text.trimEnd().split('\t');
  if (host === undefined || pid === undefined || start === undefined || nonce === undefined) return null;
  return { host, pid: Number(pid), start, nonce };
}

/** The living owner of a lock file; null when there is none, or it is dead. */
async function livingOwner(path: string): Promise<Owner | null> {
  try {
    const [text, info] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const owner = parseOwner(text);
    const age = Date.now() - info.mtimeMs;
    if (owner === null) return age < emptyAge ? { host: '', pid: 0, start: '', nonce: '' } : null;
    const alive = isAlive(owner) ?? age < foreignAge;
    return alive ? owner : null;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Takes a dead run's lock away; false when it turned out to be somebody else's, who was quicker. */
async function removeDead(path: string): Promise<boolean> {
  // Moved first: between looking and deleting, another run may have put its own there.
  const aside = `${path.slice(0, -'.lock'.length)}-${randomBytes(8).toString('hex')}.tmp`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return true;
    throw error;
  }
  if ((await livingOwner(aside)) === null) {
    await unlink(aside);
    return true;
  }
  await rename(aside, path);
  return false;
}

/** A file's lock while it is held by this process. */
export interface FileLock {
  /** The lock file. */
  readonly path: string;
  /** Where the new content goes; nobody else uses this name. */
  readonly temporary: string;
  readonly nonce: string;
}

/**
 * Makes a lock file with its content in one step, so that a run killed in that moment leaves none that says nothing. Where links
 * are not to be had, such as on a memory stick, it is made first and written then.
 * @param aside a name nobody else uses, in the same folder
 */
async function createLock(path: string, text: string, aside: string): Promise<void> {
  try {
    await writeFile(aside, text, { flag: 'wx', mode: 0o644 });
    await link(aside, path);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error;
    await writeFile(path, text, { flag: 'wx', mode: 0o644 });
  } finally {
    await unlink(aside).catch(() => undefined);
  }
}

/**
 * Takes the lock of a file that is about to be replaced; a dead run's lock is taken over.
 * @throws BackupFault `busy` while another run holds it
 */
export async function lockFile(path: string): Promise<FileLock> {
  const name = createHash('sha256').update(basename(path)).digest('hex').slice(0, 16);
  const lock = join(dirname(path), `.belbo-erase-${name}.lock`);
  const nonce = randomBytes(8).toString('hex');
  const temporary = join(dirname(path), `.belbo-erase-${name}-${nonce}.tmp`);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const text = `${hostname()}\t${String(process.pid)}\t${startOf(process.pid)}\t${nonce}\n`;
      await createLock(lock, text, temporary);
      return { path: lock, temporary, nonce };
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    if ((await livingOwner(lock)) !== null) break;
    if (!(await removeDead(lock))) break;
  }
  throw new BackupFault('busy');
}

/** Whether the lock is still this one; a run that thought us dead may have taken it. */
export async function isHeld(lock: FileLock): Promise<boolean> {
  const text = await readFile(lock.path, 'utf8').catch(() => '');
  return parseOwner(text)?.nonce === lock.nonce;
}

/** Gives the lock back and removes what is left of the new content; safe to call twice. */
export async function unlockFile(lock: FileLock): Promise<void> {
  const held = await isHeld(lock);
  await unlink(lock.temporary).catch(() => undefined);
  if (held) await unlink(lock.path).catch(() => undefined);
}

/** Removes from a folder what runs that were killed left there; returns how many files. Files of living runs stay. */
export async function cleanLeftovers(folder: string): Promise<number> {
  let removed = 0;
  const names = (await readdir(folder)).filter(isOwnFile);
  for (const name of names) {
    const [, file = '', nonce] = pattern.exec(name) ?? [];
    const owner = await livingOwner(join(folder, `.belbo-erase-${file}.lock`));
    // An owner without nonce is just writing its lock: its temporary file does not exist yet, but the next look is soon enough.
    if (owner !== null && (nonce === undefined || owner.nonce === nonce || owner.nonce === '')) continue;
    const gone = await (name.endsWith('.lock')
      ? removeDead(join(folder, name))
      : unlink(join(folder, name)).then(
          () => true,
          () => false,
        ));
    if (gone) removed += 1;
  }
  return removed;
}
