import { constants } from 'node:fs';
import { access, link, open, rename, stat, statfs, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createAppender, writeAll } from './append-file.js';
import { identityOf, isSame, isUnchanged, type FileIdentity } from './file-identity.js';
import type { FoundFile } from './find-files.js';
import { isHeld, lockFile, unlockFile, type FileLock } from './leftovers.js';
import { BackupFault, systemCode, writingFault } from './problem.js';

/*
 * Replaces a file so that whoever looks, whenever the power fails, sees the old one or the new one, whole. The ready-made
 * libraries for this were measured to report success on a full disk, over a truncated file.
 */

/** New content, complete and on the disk, that waits beside the file it is for. Plain data: it may cross threads. */
export interface Replacement {
  /** All names of the file (hard links); the first is the one that was read. */
  readonly names: readonly string[];
  readonly identity: FileIdentity;
  /** One lock a name; the new content lies at `temporary` of the first. */
  readonly locks: readonly FileLock[];
}

/** Writes new content beside a file. */
export interface ReplacementWriter {
  /** Where the new content lies until it is committed. */
  readonly path: string;
  /** Appends; rejects unless every byte was written. */
  write(bytes: Uint8Array): Promise<void>;
  /** Writes over what was appended before, such as a length that is known only at the end. */
  writeAt(bytes: Uint8Array, position: number): Promise<void>;
  /** Bytes appended so far. */
  readonly position: () => number;
  /** Takes back all that was appended. */
  restart(): Promise<void>;
  /** Gives the new file mode, owner and times of the old one, and waits until the disk has it. */
  finish(): Promise<Replacement>;
  /** Takes everything back. */
  discard(): Promise<void>;
}

/** Room kept besides the new content itself: the folder grows, others write, too. */
const spareBytes = 1024n * 1024n;

async function checkReplaceable(file: FoundFile): Promise<void> {
  const { mode, nlink } = await stat(file.path, { bigint: true });
  const missing = Number(nlink) - 1 - file.alsoAt.length;
  // Other names keep the old content: whoever scrubs one of them only would be wrong to say that the data is gone.
  if (missing > 0) throw new BackupFault('hard_link', String(missing));
  if ((mode & 0o222n) === 0n) throw new BackupFault('read_only');
  for (const name of [file.path, ...file.alsoAt]) {
    await access(name, constants.W_OK).catch((cause: unknown) => {
      throw new BackupFault('read_only', systemCode(cause) ?? '', { cause });
    });
  }
}

async function checkSpace(path: string, size: bigint): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path), { bigint: true });
  const missing = size + spareBytes - bavail * bsize;
  if (missing > 0n) throw new BackupFault('no_space', String(missing));
}

async function takeOver(handle: FileHandle, path: string): Promise<void> {
  const old = await stat(path, { bigint: true });
  const mine = await handle.stat({ bigint: true });
  if (mine.uid !== old.uid || mine.gid !== old.gid) {
    await handle.chown(Number(old.uid), Number(old.gid)).catch((cause: unknown) => {
      throw new BackupFault('owner', '', { cause });
    });
  }
  // After the owner, for that takes set-user-id bits away.
  await handle.chmod(Number(old.mode & 0o7777n));
  await handle.utimes(Number(old.atimeNs) / 1e9, Number(old.mtimeNs) / 1e9);
}

async function lockAll(names: readonly string[]): Promise<FileLock[]> {
  const locks: FileLock[] = [];
  try {
    for (const name of names) locks.push(await lockFile(name));
    return locks;
  } catch (error) {
    await Promise.all(locks.map(unlockFile));
    throw error;
  }
}

/**
 * Begins the replacement of a file: takes its lock and opens a new file in the same folder.
 * @param room bytes the new content may need; there must be as many free
 * @throws BackupFault `busy`, `changed`, `hard_link`, `read_only`, `no_space`, `folder`
 */
export async function openReplacement(file: FoundFile, room: bigint): Promise<ReplacementWriter> {
  const names = [file.path, ...file.alsoAt];
  let locks: FileLock[] = [];
  try {
    await checkReplaceable(file);
    await checkSpace(file.path, room);
    locks = await lockAll(names);
    // Only now: whoever held the lock before may have replaced the file.
    if (!(await isUnchanged(file.path, file.identity))) throw new BackupFault('changed');
    const temporary = locks[0]?.temporary ?? '';
    return createWriter(await open(temporary, 'wx+', 0o600), { names, identity: file.identity, locks });
  } catch (error) {
    await Promise.all(locks.map(unlockFile));
    throw writingFault(error);
  }
}

function createWriter(handle: FileHandle, replacement: Replacement): ReplacementWriter {
  const [name = ''] = replacement.names;
  const appender = createAppender(handle);
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await handle.close();
  };
  const guarded = async <T>(work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw writingFault(error);
    }
  };
  return {
    path: replacement.locks[0]?.temporary ?? '',
    position: appender.position,
    write: async (bytes) => guarded(() => appender.append(bytes)),
    writeAt: async (bytes, at) =>
      guarded(() => {
        appender.flush();
        writeAll(handle, bytes, at);
      }),
    restart: async () => guarded(() => appender.restart()),
    finish: async () =>
      guarded(async () => {
        appender.flush();
        await takeOver(handle, name);
        await appender.sync();
        await close();
        return replacement;
      }),
    async discard() {
      await close().catch(() => undefined);
      await discardReplacement(replacement);
    },
  };
}

/** Takes a replacement back: the old file stays, nothing else. */
export async function discardReplacement({ locks }: Replacement): Promise<void> {
  await Promise.all(locks.map(unlockFile));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot: they are on their own there.
    if (systemCode(error) !== 'EINVAL' && systemCode(error) !== 'ENOTSUP') throw error;
  } finally {
    await handle.close();
  }
}

async function moveOver({ names, identity, locks }: Replacement): Promise<void> {
  for (const lock of locks) if (!(await isHeld(lock))) throw new BackupFault('busy');
  for (const name of names) if (!(await isUnchanged(name, identity))) throw new BackupFault('changed');
  for (const [at, name] of names.entries()) {
    const temporary = locks[at]?.temporary ?? '';
    // The other names get the new file as hard links, as they were of the old one.
    if (at > 0) await link(names[0] ?? '', temporary);
    await rename(temporary, name);
    await syncFolder(dirname(name));
  }
}

/**
 * Moves the new content over the old: the one moment in which the file changes. Looks before that whether the old file is
 * still what was read. Returns the identity of the new file.
 * @throws BackupFault `changed`, `busy`, `folder`: the old file stays
 */
export async function commitReplacement(replacement: Replacement): Promise<FileIdentity> {
  try {
    await moveOver(replacement);
    return identityOf(await stat(replacement.names[0] ?? '', { bigint: true }));
  } catch (error) {
    throw writingFault(error);
  } finally {
    await discardReplacement(replacement);
  }
}

/** Whether a file is still the one that was found, for whoever read it without replacing it. */
export async function checkUnchanged(handle: FileHandle, file: FoundFile): Promise<void> {
  const now = identityOf(await handle.stat({ bigint: true }));
  if (!isSame(now, file.identity) || !(await isUnchanged(file.path, file.identity))) throw new BackupFault('changed');
}
