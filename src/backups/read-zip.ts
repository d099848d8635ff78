import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { readBytes, readRange } from './byte-stream.js';
import { inflate } from './deflate.js';
import { BackupFault, systemCode } from './problem.js';

/*
 * Zip archives by their directory (PKWARE APPNOTE 6.3.10). Read here, and not with a library, because what is not rewritten
 * must come out byte for byte, local headers, descriptors and extra fields included.
 */

const signature = { local: 0x04034b50, entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 };

/** Length of the fixed parts of the records. */
const fixed = { local: 30, entry: 46, end: 22, end64: 56, locator64: 20 };

/** A 32-bit field that says: look into the zip64 extra field. */
const full = 0xffffffff;

/** A member as the directory tells of it. Sizes and offsets in bytes. */
export interface ZipMember {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where its local header begins, its data begins and ends, and the next member or the directory begins. */
  readonly offset: number;
  readonly dataStart: number;
  readonly dataEnd: number;
  readonly end: number;
  /** Its entry in the directory, as it stands there. */
  readonly entry: Buffer;
}

export interface ZipArchive {
  /** In the order of the directory. */
  readonly members: readonly ZipMember[];
  readonly comment: Buffer;
}

const damaged = (): BackupFault => new BackupFault('damaged_zip');

/** A 64-bit number that fits; no disk is larger. */
function long(bytes: Buffer, at: number): number {
  const value = bytes.readBigUInt64LE(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged();
  return Number(value);
}

/** The parts of an extra field, each with its id and its whole bytes. */
export function extraFields(extra: Buffer): { readonly id: number; readonly bytes: Buffer }[] {
  const fields: { id: number; bytes: Buffer }[] = [];
  for (let at = 0; at + 4 <= extra.length;) {
    const length = 4 + extra.readUInt16LE(at + 2);
    fields.push({ id: extra.readUInt16LE(at), bytes: extra.subarray(at, at + length) });
    at += length;
  }
  return fields;
}

/** Id of the extra field that holds what does not fit into 32 bits. */
export const zip64Id = 1;

interface Directory {
  readonly start: number;
  readonly size: number;
  readonly count: number;
  readonly comment: Buffer;
}

async function findDirectory(handle: FileHandle, size: number): Promise<Directory> {
  const tailStart = Math.max(0, size - fixed.end - 0xffff);
  const tail = await readBytes(handle, tailStart, size);
  for (let at = tail.length - fixed.end; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== signature.end || at + fixed.end + tail.readUInt16LE(at + 20) !== tail.length)
      continue;
    const comment = tail.subarray(at + fixed.end);
    const end = tailStart + at;
    const directory = (await readEnd64(handle, end)) ?? {
      start: tail.readUInt32LE(at + 16),
      size: tail.readUInt32LE(at + 12),
      count: tail.readUInt16LE(at + 10),
      end,
      disk: tail.readUInt16LE(at + 4),
    };
    // Parts of an archive on several disks, or something in front of it, are nothing this can read safely.
    if (directory.disk !== 0 || directory.start + directory.size !== directory.end) throw damaged();
    return { start: directory.start, size: directory.size, count: directory.count, comment };
  }
  throw damaged();
}

async function readEnd64(
  handle: FileHandle,
  end: number,
): Promise<{ start: number; size: number; count: number; end: number; disk: number } | null> {
  const locator = await readBytes(handle, end - fixed.locator64, end);
  if (locator.length < fixed.locator64 || locator.readUInt32LE(0) !== signature.locator64) return null;
  const at = long(locator, 8);
  const record = await readBytes(handle, at, at + fixed.end64);
  if (record.length < fixed.end64 || record.readUInt32LE(0) !== signature.end64) throw damaged();
  return {
    start: long(record, 48),
    size: long(record, 40),
    count: long(record, 32),
    end: at,
    disk: record.readUInt32LE(16),
  };
}

type Entry = Omit<ZipMember, 'dataStart' | 'dataEnd' | 'end'>;

function readEntry(bytes: Buffer): Entry {
  const nameLength = bytes.readUInt16LE(28);
  const extraLength = bytes.readUInt16LE(30);
  const flags = bytes.readUInt16LE(8);
  const extra = bytes.subarray(fixed.entry + nameLength, fixed.entry + nameLength + extraLength);
  const wide = extraFields(extra).find(({ id }) => id === zip64Id)?.bytes;
  let at = 4;
  const wideOr = (value: number): number => {
    if (value !== full || wide === undefined) return value;
    if (at + 8 > wide.length) throw damaged();
    at += 8;
    return long(wide, at - 8);
  };
  // In this order, and only those that do not fit.
  const size = wideOr(bytes.readUInt32LE(24));
  const packedSize = wideOr(bytes.readUInt32LE(20));
  const offset = wideOr(bytes.readUInt32LE(42));
  const name = bytes.subarray(fixed.entry, fixed.entry + nameLength);
  return {
    name: name.toString((flags & 0x800) !== 0 ? 'utf8' : 'latin1'),
    flags,
    method: bytes.readUInt16LE(10),
    crc: bytes.readUInt32LE(16),
    packedSize,
    size,
    offset,
    entry: bytes,
  };
}

function readEntries(bytes: Buffer, count: number): Entry[] {
  const entries: Entry[] = [];
  let at = 0;
  while (at + fixed.entry <= bytes.length && bytes.readUInt32LE(at) === signature.entry) {
    const length =
      fixed.entry + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (at + length > bytes.length) throw damaged();
    entries.push(readEntry(bytes.subarray(at, at + length)));
    at += length;
  }
  if (at !== bytes.length || entries.length !== count) throw damaged();
  return entries;
}

async function locate(handle: FileHandle, entry: Entry, end: number): Promise<ZipMember> {
  const header = await readBytes(handle, entry.offset, entry.offset + fixed.local);
  if (header.length < fixed.local || header.readUInt32LE(0) !== signature.local) throw damaged();
  const dataStart = entry.offset + fixed.local + header.readUInt16LE(26) + header.readUInt16LE(28);
  const dataEnd = dataStart + entry.packedSize;
  // After the data at most a descriptor. Other bytes are what deleted members leave behind: they may hold anything.
  const descriptor = (entry.flags & 8) === 0 ? [0] : [0, 12, 16, 20, 24];
  if (!descriptor.includes(end - dataEnd)) throw new BackupFault('damaged_zip', 'gap');
  return { ...entry, dataStart, dataEnd, end };
}

/**
 * Reads an archive's directory.
 * @throws BackupFault `damaged_zip`; also for split archives and for bytes between members that belong to none
 */
export async function readZip(handle: FileHandle, size: number): Promise<ZipArchive> {
  const directory = await findDirectory(handle, size);
  const bytes = await readBytes(handle, directory.start, directory.start + directory.size);
  const entries = readEntries(bytes, directory.count);
  const byOffset = [...entries].sort((a, b) => a.offset - b.offset);
  if ((byOffset[0]?.offset ?? directory.start) !== 0) throw new BackupFault('damaged_zip', 'gap');
  const located = new Map<Entry, ZipMember>();
  for (const [at, entry] of byOffset.entries())
    located.set(entry, await locate(handle, entry, byOffset[at + 1]?.offset ?? directory.start));
  return { members: entries.flatMap((entry) => located.get(entry) ?? []), comment: directory.comment };
}

/** Whether a member is only a folder's name. */
export function isFolder(member: ZipMember): boolean {
  return member.name.endsWith('/') && member.size === 0;
}

/** Whether the archive is a document of an office program, which is a zip inside. */
export function isOfficeDocument({ members }: ZipArchive): boolean {
  return members.some(({ name }) => name === '[Content_Types].xml') || members[0]?.name === 'mimetype';
}

/** Encrypted, or its sizes and names are; AES stands as a method of its own. */
function isEncrypted(member: ZipMember): boolean {
  return (member.flags & 0x2041) !== 0 || member.method === 99;
}

/**
 * The unpacked bytes of a member.
 * @throws BackupFault `encrypted`, `archive` (a packing this cannot read), `damaged_zip`
 */
export async function* unpackMember(
  handle: FileHandle,
  member: ZipMember,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (isEncrypted(member)) throw new BackupFault('encrypted');
  if (member.method !== 0 && member.method !== 8) throw new BackupFault('archive');
  const packed = readRange(handle, member.dataStart, member.dataEnd);
  let crc = 0;
  let size = 0;
  try {
    for await (const chunk of member.method === 0 ? packed : inflate(packed, member.packedSize)) {
      crc = crc32(chunk, crc);
      size += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (systemCode(error)?.startsWith('Z_') === true) throw new BackupFault('damaged_zip', '', { cause: error });
    throw error;
  }
  if (crc !== member.crc || size !== member.size) throw damaged();
}
