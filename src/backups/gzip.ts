import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { chunkSize, readBytes, readRange } from './byte-stream.js';
import { deflateInto, type PackingSink } from './deflate.js';
import { BackupFault, systemCode } from './problem.js';
import type { ByteSink } from './types.js';

/** Flags of a member's header (RFC 1952, 2.3.1). */
const flag = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 32 } as const;

/** Longest header that is looked at: names and comments are short. */
const longestHeader = 70_000;

/**
 * The unpacked bytes of all members of a gzip file.
 * @throws BackupFault `damaged_gzip` at the place of the damage: what came before must not be used
 */
export async function* gunzip(handle: FileHandle, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = createGunzip({ chunkSize });
  const source = Readable.from(readRange(handle, 0, size), { objectMode: false });
  source.on('error', (error) => stream.destroy(error));
  source.pipe(stream);
  try {
    for await (const chunk of stream) yield chunk as Buffer;
    await checkPadding(handle, stream.bytesWritten, size);
  } catch (error) {
    if (systemCode(error)?.startsWith('Z_') === true) throw new BackupFault('damaged_gzip', '', { cause: error });
    throw error;
  } finally {
    source.destroy();
    stream.destroy();
  }
}

/** zlib stops at the first zero after a member: tapes are padded with them. Anything else there is data nobody has read. */
async function checkPadding(handle: FileHandle, start: number, size: number): Promise<void> {
  for await (const chunk of readRange(handle, start, size))
    if (chunk.some((byte) => byte !== 0)) throw new BackupFault('damaged_gzip');
}

/** What each member begins with: the magic number, and deflate (RFC 1952, 2.3.1). */
const magic = Buffer.from([0x1f, 0x8b, 0x08]);

async function* memberStarts(handle: FileHandle, size: number): AsyncGenerator<number, void, undefined> {
  let before = Buffer.alloc(0);
  let at = 0;
  for await (const chunk of readRange(handle, 0, size)) {
    const bytes = Buffer.concat([before, chunk]);
    const start = at - before.length;
    for (let found = bytes.indexOf(magic); found !== -1; found = bytes.indexOf(magic, found + 1)) yield start + found;
    at += chunk.length;
    before = bytes.subarray(Math.max(0, bytes.length - magic.length + 1));
  }
}

/**
 * Names and comments of what was packed, from the headers of all members. Where one begins shows only by unpacking the one before: what
 * looks like a header is read as one, and packed data that does so by chance has no name in it.
 */
export async function* readLabels(handle: FileHandle, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  yield (await readHeader(handle)).subarray(10);
  for await (const start of memberStarts(handle, size)) {
    if (start === 0) continue;
    const header = await readHeader(handle, start).catch(() => null);
    if (header !== null && (header[3] ?? 0) < flag.reserved) yield header.subarray(10);
  }
}

/** The first member's header without its checksum: it has the name, the time and the comment of what was packed. */
async function readHeader(handle: FileHandle, start = 0): Promise<Buffer> {
  const bytes = await readBytes(handle, start, start + longestHeader);
  const flags = bytes[3] ?? 0;
  let end = 10;
  if ((flags & flag.extra) !== 0) end += 2 + bytes.readUInt16LE(end);
  for (const each of [flag.name, flag.comment]) if ((flags & each) !== 0) end = bytes.indexOf(0, end) + 1;
  if (end < 10 || end > bytes.length) throw new BackupFault('damaged_gzip');
  const header = Buffer.from(bytes.subarray(0, end));
  header[3] = flags & ~flag.headerCrc;
  return header;
}

/** What the packing program said of its effort (XFL), as a level of zlib. */
function levelOf(header: Buffer): number {
  return header[8] === 2 ? 9 : header[8] === 4 ? 1 : 6;
}

/**
 * Packs into one gzip member with the header of the old file's first. Several members come out as one: to every reader they
 * are the same.
 */
export async function gzipInto(sink: ByteSink, old: FileHandle): Promise<PackingSink> {
  const header = await readHeader(old);
  await sink.write(header);
  const packing = deflateInto(sink, levelOf(header));
  return {
    write: async (bytes) => packing.write(bytes),
    async end() {
      const packed = await packing.end();
      const trailer = Buffer.alloc(8);
      trailer.writeUInt32LE(packed.crc, 0);
      trailer.writeUInt32LE(packed.size % 2 ** 32, 4);
      await sink.write(trailer);
      return packed;
    },
  };
}
