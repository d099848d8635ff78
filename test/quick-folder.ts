import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const memory = '/dev/shm';
const prefix = 'belbo-erase-tests-';
/** What the tests need there at most: databases of three servers, and backups of many megabytes. */
const needed = 2 * 1024 ** 3;

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= needed;
  } catch {
    return false;
  }
}

/**
 * Where the tests of this process put their files. In memory, where there is room: whatever is tested waits for the disk at every
 * COMMIT and at every file it replaces, which took longer than all the rest. (A container may have 64 MB there.)
 */
export function quickFolder(): string {
  return hasRoom() ? join(memory, `${prefix}${String(process.pid)}`) : tmpdir();
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Otherwise it is somebody else's.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Makes the folder for a run of vitest, and removes it; also those that were left behind, as they would fill the memory. */
export default function setup(): (() => void) | undefined {
  const folder = tmpdir();
  if (!basename(folder).startsWith(prefix)) return undefined;
  for (const name of readdirSync(dirname(folder)))
    if (name.startsWith(prefix) && !isRunning(Number(name.slice(prefix.length))))
      rmSync(join(dirname(folder), name), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
