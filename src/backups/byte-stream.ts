import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { ByteSink } from './types.js';

/** Bytes read at a time. */
export const chunkSize = 1024 * 1024;

/** The bytes of an open file from `start` up to `end`, in order; each chunk is an array of its own. */
export async function* readRange(
  handle: FileHandle,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let at = start;
  while (at < end) {
    const buffer = Buffer.allocUnsafeSlow(Math.min(chunkSize, end - at));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    // Shorter than it was: the check for changes tells.
    if (bytesRead === 0) return;
    at += bytesRead;
    yield bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead);
  }
}

/** Exactly the bytes from `start` to `end`; fewer when the file ends before. */
export async function readBytes(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, end - start));
  let done = 0;
  while (done < buffer.length) {
    const { bytesRead } = await handle.read(buffer, done, buffer.length - done, start + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}

/** The first bytes of a stream, at most `length`, without reading more of it than needed. */
export async function headOf(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    size += chunk.length;
    if (size >= length) break;
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** SHA-256 of a whole file, lower-case hex. */
export async function hashFile(handle: FileHandle, size: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readRange(handle, 0, size)) hash.update(chunk);
  return hash.digest('hex');
}

/** A sink that is opened by the first byte written to it: most files have nothing to be removed. */
export interface LazySink extends ByteSink {
  /** Whether it was opened. */
  readonly isOpen: () => boolean;
}

/** Opens a sink when it is first needed. */
export function lazySink(openSink: () => Promise<ByteSink>): LazySink {
  let sink: ByteSink | null = null;
  return {
    isOpen: () => sink !== null,
    async write(bytes) {
      sink ??= await openSink();
      await sink.write(bytes);
    },
  };
}
