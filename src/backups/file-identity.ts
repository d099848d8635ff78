import { constants, type BigIntStats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { systemCode } from './problem.js';

/** What tells that a file is still the one that was read: nobody replaced it, and nobody wrote to it. */
export interface FileIdentity {
  readonly dev: bigint;
  readonly ino: bigint;
  /** Bytes. */
  readonly size: bigint;
  /** Nanoseconds since 1970. */
  readonly mtimeNs: bigint;
}

/** The part of `stat` that makes a file's identity. */
export function identityOf(info: BigIntStats): FileIdentity {
  return { dev: info.dev, ino: info.ino, size: info.size, mtimeNs: info.mtimeNs };
}

/** Whether two identities are of the same file with the same content. */
export function isSame(a: FileIdentity, b: FileIdentity): boolean {
  return a.dev === b.dev && a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs;
}

/** Whether the file at `path` is still the one with this identity. */
export async function isUnchanged(path: string, identity: FileIdentity): Promise<boolean> {
  try {
    return isSame(identityOf(await stat(path, { bigint: true })), identity);
  } catch {
    return false;
  }
}

/** Opens a file for reading, without leaving a trace of it in its access time where the system allows that. */
export async function openForReading(path: string): Promise<FileHandle> {
  // Linux only, and only for the owner of the file; absent elsewhere.
  const flags: Readonly<Record<string, number>> = constants;
  const quiet = flags['O_NOATIME'] ?? 0;
  try {
    return await open(path, constants.O_RDONLY | quiet);
  } catch (error) {
    if (systemCode(error) !== 'EPERM' || quiet === 0) throw error;
    return open(path, constants.O_RDONLY);
  }
}
