import { readSync } from 'node:fs';
import type { ByteSource } from './types.js';

/** A document in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    chunks: () => [bytes],
    readAt: (target, position) => {
      const part = bytes.subarray(position, position + target.length);
      target.set(part);
      return part.length;
    },
  };
}

const chunkSize = 1 << 20;

/** Reads bytes from a place on into a target; returns how many. */
type ReadAt = NonNullable<ByteSource['readAt']>;

/** A file that is open for reading, of the size it had when it was opened. */
export function fileSource(fd: number, size: number): ByteSource & { readonly readAt: ReadAt } {
  const readAt = (target: Uint8Array, position: number): number => {
    const wanted = Math.min(target.length, size - position);
    return wanted <= 0 ? 0 : readSync(fd, target, 0, wanted, position);
  };
  function* chunks(): Iterable<Uint8Array> {
    for (let position = 0; ;) {
      const target = new Uint8Array(chunkSize);
      const read = readAt(target, position);
      if (read === 0) return;
      position += read;
      yield target.subarray(0, read);
    }
  }
  return { size, chunks, readAt, fd };
}

/**
 * Bytes of memory to read a source through: at most `largest`; a smaller one fits in whole, with room behind it, by which its
 * end is seen. Most files of a folder are small, and memory has to be cleared.
 */
export function windowFor({ size }: ByteSource, largest: number): number {
  return size === null ? largest : Math.min(largest, size + 1);
}

/** Reads a source from its beginning on, as much at a time as the reader wants. */
export interface SourceReader {
  /** Fills the target as far as there are bytes; returns how many, fewer than it takes only at the end. */
  readonly fill: (target: Uint8Array) => number | Promise<number>;
}

/** Reads what can be read at any place, from `position` on. */
export function readFrom(readAt: ReadAt, position: number): SourceReader {
  let next = position;
  const fill = (target: Uint8Array): number => {
    let filled = 0;
    while (filled < target.length) {
      const read = readAt(filled === 0 ? target : target.subarray(filled), next);
      if (read === 0) break;
      filled += read;
      next += read;
    }
    return filled;
  };
  return { fill };
}

/** Starts reading a source anew. */
export function readSource(source: ByteSource): SourceReader {
  if (source.readAt !== undefined) return readFrom(source.readAt, 0);
  const chunks = source.chunks();
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let rest: Uint8Array = new Uint8Array(0);
  const fill = async (target: Uint8Array): Promise<number> => {
    let filled = 0;
    while (filled < target.length) {
      if (rest.length === 0) {
        const next = await iterator.next();
        if (next.done === true) break;
        rest = next.value;
        continue;
      }
      const part = rest.subarray(0, target.length - filled);
      target.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
    }
    return filled;
  };
  return { fill };
}
