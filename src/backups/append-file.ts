import { writeSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { BackupFault } from './problem.js';

/** Appends to a file, from its beginning on. */
export interface Appender {
  /** Takes the bytes; they may be overwritten afterwards. Throws when they, or some taken before, could not be written. */
  append(bytes: Uint8Array): void;
  /** Writes what waits. Throws unless every byte taken was written. */
  flush(): void;
  /** The same, and waits until the disk has it all. */
  sync(): Promise<void>;
  /** Bytes taken so far. */
  readonly position: () => number;
  /** Takes back all that was appended. */
  restart(): Promise<void>;
}

/**
 * Bytes written at a time. Rewritten files come in many small pieces; in larger ones than this a new file's pages are allotted
 * as large blocks of memory, which Linux was seen to take five times as long for.
 */
const writeSize = 64 * 1024;

/** Pieces of this many bytes are written as they are: copying them first takes longer than a write of its own. */
const ownWriteSize = 16 * 1024;

/** Bytes after which the disk is made to begin with them: it would have nothing to do until the end, and all of it then. */
const syncSize = 64 * 1024 * 1024;

/**
 * Writes all bytes at a position; throws when the disk takes fewer. It does not return before: a write goes to memory, and takes
 * less time than to have another thread do it.
 */
export function writeAll({ fd }: FileHandle, bytes: Uint8Array, position: number): void {
  let done = 0;
  while (done < bytes.length) {
    const written = writeSync(fd, bytes, done, Math.min(writeSize, bytes.length - done), position + done);
    if (written === 0) throw new BackupFault('no_space');
    done += written;
  }
}

/** Appends through a buffer that small pieces are gathered in. */
export function createAppender(handle: FileHandle): Appender {
  const gathered = Buffer.allocUnsafeSlow(writeSize);
  let waiting = 0;
  let written = 0;
  let handedOver = 0;
  let syncing: Promise<void> = Promise.resolve();
  const write = (bytes: Uint8Array): void => {
    writeAll(handle, bytes, written);
    written += bytes.length;
    if (written - handedOver < syncSize) return;
    handedOver = written;
    syncing = syncing.then(async () => handle.datasync());
    // The system tells of a fault once: `sync` does not succeed after that.
    syncing.catch(() => undefined);
  };
  const flush = (): void => {
    write(gathered.subarray(0, waiting));
    waiting = 0;
  };
  return {
    position: () => written + waiting,
    append(bytes) {
      const byItself = bytes.length >= ownWriteSize;
      if (byItself || waiting + bytes.length > writeSize) flush();
      if (byItself) {
        write(bytes);
        return;
      }
      gathered.set(bytes, waiting);
      waiting += bytes.length;
    },
    flush,
    async sync() {
      flush();
      await syncing;
      await handle.sync();
    },
    async restart() {
      await handle.truncate(0);
      written = 0;
      waiting = 0;
      handedOver = 0;
    },
  };
}
