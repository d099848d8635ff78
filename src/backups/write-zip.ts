import type { FileHandle } from 'node:fs/promises';
import { readBytes, readRange } from './byte-stream.js';
import { deflateInto, type Packed } from './deflate.js';
import { extraFields, zip64Id, type ZipArchive, type ZipMember } from './read-zip.js';
import type { ReplacementWriter } from './replace-file.js';
import type { ByteSink } from './types.js';

const full = 0xffffffff;

/** From here on sizes are written in 64 bits: packing anew may make data a little longer. */
const nearlyFull = full - 64 * 1024 * 1024;

/** The version of the format that has 64-bit sizes. */
const version64 = 45;

interface Written {
  readonly offset: number;
  /** Null for a member that was copied. */
  readonly packed: Packed | null;
}

function withoutZip64(extra: Buffer): Buffer[] {
  return extraFields(extra).flatMap(({ id, bytes }) => (id === zip64Id ? [] : [bytes]));
}

function zip64(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + values.length * 8);
  field.writeUInt16LE(zip64Id, 0);
  field.writeUInt16LE(values.length * 8, 2);
  values.forEach((value, at) => field.writeBigUInt64LE(BigInt(value), 4 + at * 8));
  return field;
}

/** A member's local header for new content, whose sizes are filled in once they are known. */
async function newLocalHeader(old: FileHandle, member: ZipMember): Promise<{ bytes: Buffer; wide: boolean }> {
  const header = await readBytes(old, member.offset, member.dataStart);
  const nameEnd = 30 + header.readUInt16LE(26);
  const wide = member.size >= nearlyFull || member.packedSize >= nearlyFull;
  const extra = Buffer.concat([...(wide ? [zip64([0, 0])] : []), ...withoutZip64(header.subarray(nameEnd))]);
  const bytes = Buffer.concat([header.subarray(0, nameEnd), extra]);
  if (wide) bytes.writeUInt16LE(Math.max(version64, bytes.readUInt16LE(4)), 4);
  // No descriptor after the data: the sizes stand here.
  bytes.writeUInt16LE(bytes.readUInt16LE(6) & ~8, 6);
  bytes.writeUInt16LE(extra.length, 28);
  return { bytes, wide };
}

function fillSizes(header: Buffer, wide: boolean, { crc, size, packedSize }: Packed): void {
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(wide ? full : packedSize, 18);
  header.writeUInt32LE(wide ? full : size, 22);
  if (!wide) return;
  const at = 30 + header.readUInt16LE(26) + 4;
  header.writeBigUInt64LE(BigInt(size), at);
  header.writeBigUInt64LE(BigInt(packedSize), at + 8);
}

async function rewriteMember(
  old: FileHandle,
  member: ZipMember,
  writer: ReplacementWriter,
  produce: (sink: ByteSink) => Promise<void>,
): Promise<Packed> {
  const at = writer.position();
  const { bytes, wide } = await newLocalHeader(old, member);
  await writer.write(bytes);
  // Bits 1 and 2 say how hard the old program tried: 2 is fast, 1 is maximum.
  const effort = (member.flags >> 1) & 3;
  const packing = deflateInto(writer, member.method === 0 ? 0 : effort === 1 ? 9 : effort >= 2 ? 1 : 6);
  await produce(packing);
  const packed = await packing.end();
  fillSizes(bytes, wide, packed);
  await writer.writeAt(bytes, at);
  return packed;
}

/** A member's entry in the directory: the old bytes, but for where it lies and, when rewritten, what it came to. */
function newEntry(member: ZipMember, { offset, packed }: Written): Buffer {
  const { entry } = member;
  if (packed === null && offset === member.offset) return entry;
  const size = packed?.size ?? member.size;
  const packedSize = packed?.packedSize ?? member.packedSize;
  const nameEnd = 46 + entry.readUInt16LE(28);
  const extraEnd = nameEnd + entry.readUInt16LE(30);
  const oldExtra = entry.subarray(nameEnd, extraEnd);
  const wide = [size, packedSize, offset].filter((value) => value >= full);
  const extra = Buffer.concat([...(wide.length === 0 ? [] : [zip64(wide)]), ...withoutZip64(oldExtra)]);
  const bytes = Buffer.concat([entry.subarray(0, nameEnd), extra, entry.subarray(extraEnd)]);
  if (wide.length > 0) bytes.writeUInt16LE(Math.max(version64, bytes.readUInt16LE(6)), 6);
  if (packed !== null) {
    bytes.writeUInt16LE(bytes.readUInt16LE(8) & ~8, 8);
    bytes.writeUInt32LE(packed.crc, 16);
  }
  bytes.writeUInt32LE(Math.min(full, packedSize), 20);
  bytes.writeUInt32LE(Math.min(full, size), 24);
  bytes.writeUInt16LE(extra.length, 30);
  bytes.writeUInt32LE(Math.min(full, offset), 42);
  return bytes;
}

function endRecords(count: number, start: number, size: number, comment: Buffer): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(0xffff, count), 8);
  end.writeUInt16LE(Math.min(0xffff, count), 10);
  end.writeUInt32LE(Math.min(full, size), 12);
  end.writeUInt32LE(Math.min(full, start), 16);
  end.writeUInt16LE(comment.length, 20);
  if (count < 0xffff && start < full && size < full) return Buffer.concat([end, comment]);
  const end64 = Buffer.alloc(56 + 20);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(version64, 12);
  end64.writeUInt16LE(version64, 14);
  end64.writeBigUInt64LE(BigInt(count), 24);
  end64.writeBigUInt64LE(BigInt(count), 32);
  end64.writeBigUInt64LE(BigInt(size), 40);
  end64.writeBigUInt64LE(BigInt(start), 48);
  end64.writeUInt32LE(0x07064b50, 56);
  end64.writeBigUInt64LE(BigInt(start + size), 64);
  end64.writeUInt32LE(1, 72);
  return Buffer.concat([end64, end, comment]);
}

/**
 * Writes an archive anew: some members with other content, all others byte for byte as they lie in the old file, in the same
 * order.
 * @param rewritten what writes a member's new content, by member
 */
export async function writeZip(
  old: FileHandle,
  archive: ZipArchive,
  rewritten: ReadonlyMap<ZipMember, (sink: ByteSink) => Promise<void>>,
  writer: ReplacementWriter,
): Promise<void> {
  const written = new Map<ZipMember, Written>();
  for (const member of [...archive.members].sort((a, b) => a.offset - b.offset)) {
    const offset = writer.position();
    const produce = rewritten.get(member);
    if (produce === undefined) {
      for await (const chunk of readRange(old, member.offset, member.end)) await writer.write(chunk);
      written.set(member, { offset, packed: null });
    } else {
      written.set(member, { offset, packed: await rewriteMember(old, member, writer, produce) });
    }
  }
  const start = writer.position();
  for (const member of archive.members)
    await writer.write(newEntry(member, written.get(member) ?? { offset: member.offset, packed: null }));
  const size = writer.position() - start;
  await writer.write(endRecords(archive.members.length, start, size, archive.comment));
}
