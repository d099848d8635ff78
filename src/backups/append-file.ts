import type { FileHandle } from 'node:fs/promises';
import { BackupFault } from './problem.js';

/** Appends to a file, from its beginning on. */
export interface Appender {
  /** Takes the bytes, which may be overwritten once the promise is fulfilled; they are on their way to the file then. */
  append(bytes: Uint8Array): Promise<void>;
  /** Waits until everything is written. Rejects unless every byte was, also for what `append` had taken before. */
  flush(): Promise<void>;
  /** Bytes taken so far. */
  readonly position: () => number;
}

/** Bytes gathered before they are written: rewritten files come in many small pieces. */
const gatherSize = 1024 * 1024;

/** Writes all bytes at a position; rejects when the disk takes fewer. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    if (bytesWritten === 0) throw new BackupFault('no_space');
    done += bytesWritten;
  }
}

/** Appends through two buffers: while one is written, the other is filled, and whoever fills it reads and hashes meanwhile. */
export function createAppender(handle: FileHandle): Appender {
  let filling = Buffer.allocUnsafeSlow(gatherSize);
  let spare = Buffer.allocUnsafeSlow(gatherSize);
  let waiting = 0;
  let written = 0;
  let writing: Promise<void> = Promise.resolve();
  const hand = async (): Promise<void> => {
    await writing;
    const full = filling.subarray(0, waiting);
    writing = writeAll(handle, full, written);
    // Whoever appends or flushes next gets to know; nobody may come, when something else has failed.
    writing.catch(() => undefined);
    written += waiting;
    waiting = 0;
    [filling, spare] = [spare, filling];
  };
  return {
    position: () => written + waiting,
    async append(bytes) {
      for (let at = 0; at < bytes.length;) {
        const part = bytes.subarray(at, at + gatherSize - waiting);
        filling.set(part, waiting);
        waiting += part.length;
        at += part.length;
        if (waiting === gatherSize) await hand();
      }
    },
    async flush() {
      await hand();
      await writing;
    },
  };
}
