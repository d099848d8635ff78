import { Readable } from 'node:stream';
import { crc32, createDeflateRaw, createInflateRaw } from 'node:zlib';
import { chunkSize } from './byte-stream.js';
import type { ByteSink } from './types.js';

/** What a packed stream came to. Sizes in bytes. */
export interface Packed {
  readonly crc: number;
  readonly size: number;
  readonly packedSize: number;
}

/** A sink that packs what it gets. `end` must be awaited: only then everything has been written. */
export interface PackingSink extends ByteSink {
  end(): Promise<Packed>;
}

/** Passes bytes on as they are, and counts. */
function storeInto(sink: ByteSink): PackingSink {
  let crc = 0;
  let size = 0;
  return {
    async write(bytes) {
      crc = crc32(bytes, crc);
      size += bytes.length;
      await sink.write(bytes);
    },
    end: async () => ({ crc, size, packedSize: size }),
  };
}

/**
 * Packs with raw deflate, as gzip and zip do.
 * @param level 0 (stored as it is) to 9
 */
export function deflateInto(sink: ByteSink, level: number): PackingSink {
  if (level === 0) return storeInto(sink);
  const deflate = createDeflateRaw({ level, chunkSize: 256 * 1024 });
  let crc = 0;
  let size = 0;
  let packedSize = 0;
  const drained = (async () => {
    for await (const chunk of deflate) {
      const bytes = chunk as Buffer;
      packedSize += bytes.length;
      await sink.write(bytes);
    }
  })();
  // A stream that is destroyed while it waits for room never answers the write it is at: the sink's fault ends that too.
  let giveUp: () => void = () => undefined;
  drained.catch(() => {
    giveUp();
  });
  return {
    async write(bytes) {
      crc = crc32(bytes, crc);
      size += bytes.length;
      // Until the bytes are taken in, not until there is room: the caller may use the array again.
      const taken = new Promise<void>((resolve, reject) => {
        giveUp = reject;
        deflate.write(bytes, (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
      try {
        await taken;
      } catch (error) {
        // The stream is destroyed when the sink fails: the sink's own fault says why.
        await drained;
        throw error;
      }
    },
    async end() {
      deflate.end();
      await drained;
      return { crc, size, packedSize };
    },
  };
}

/** Unpacks raw deflate. Rejects when the data is damaged, ends early, or goes on after its end. */
export async function* inflate(
  packed: AsyncIterable<Uint8Array>,
  packedSize: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = createInflateRaw({ chunkSize });
  const source = Readable.from(packed, { objectMode: false });
  source.on('error', (error) => stream.destroy(error));
  source.pipe(stream);
  try {
    for await (const chunk of stream) yield chunk as Buffer;
    if (stream.bytesWritten !== packedSize) throw Object.assign(new Error('trailing data'), { code: 'Z_DATA_ERROR' });
  } finally {
    source.destroy();
    stream.destroy();
  }
}
