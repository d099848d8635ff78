import { readNulPattern } from './detect-encoding.js';
import { BackupFault, type ProblemCode } from './problem.js';

/** How a file wraps its text. */
export type Container = 'plain' | 'gzip' | 'zip';

/** Bytes of a file's beginning that are looked at. */
export const headLength = 65_536;

const starts = (head: Uint8Array, bytes: readonly number[]): boolean => bytes.every((byte, at) => head[at] === byte);

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];

/** Formats known by their first bytes that hold no text, and what they are to the user. */
const foreign: readonly (readonly [readonly number[], ProblemCode])[] = [
  // Excel before 2007 (OLE compound file)
  [[0xd0, 0xcf, 0x11, 0xe0], 'spreadsheet'],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'archive'], // 7z
  [ascii('Rar!'), 'archive'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'archive'], // xz
  [[0x28, 0xb5, 0x2f, 0xfd], 'archive'], // zstd
  [ascii('BZh'), 'archive'], // bzip2
  [ascii('SQLite format 3\0'), 'binary'],
  [ascii('%PDF-'), 'binary'],
  [[0x89, ...ascii('PNG')], 'binary'],
  [[0xff, 0xd8, 0xff], 'binary'], // JPEG
  [ascii('GIF8'), 'binary'],
  [ascii('PAR1'), 'binary'], // Parquet
];

/** The container a file's first bytes announce. */
export function containerOf(head: Uint8Array): Container {
  if (starts(head, [0x1f, 0x8b])) return 'gzip';
  // Local header, or the end record of an empty archive.
  if (starts(head, [0x50, 0x4b, 3, 4]) || starts(head, [0x50, 0x4b, 5, 6])) return 'zip';
  return 'plain';
}

/** Whether the zeros are those of UTF-16 or UTF-32, as the reading of the text will see it. */
function isWide(head: Uint8Array): boolean {
  return starts(head, [0xff, 0xfe]) || starts(head, [0xfe, 0xff]) || readNulPattern(head) !== null;
}

/** Whether zeros stand at every second place only, as in UTF-16, and more of them than stray ones. */
function isHalfWide(head: Uint8Array): boolean {
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at += 1) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const half = head.length / 2;
  return Math.max(...zeros) > half * 0.2 && Math.min(...zeros) < half * 0.05;
}

/** Control characters no text has; tab, line ends, form feed, Ctrl-Z (end of a DOS text) and escape are in some. */
function isControl(byte: number): boolean {
  return byte < 9 || (byte > 13 && byte < 32 && byte !== 26 && byte !== 27) || byte === 11;
}

/**
 * Makes sure that content, unpacked, is text. Single NUL bytes are: broken exports have them.
 * @param head its first `headLength` bytes, or all of it when it is shorter
 * @throws BackupFault `spreadsheet`, `archive`, `binary`
 */
export function checkIsText(head: Uint8Array): void {
  const known = foreign.find(([bytes]) => starts(head, bytes));
  if (known !== undefined) throw new BackupFault(known[1]);
  if (containerOf(head) !== 'plain') throw new BackupFault('archive');
  // tar has its mark in the middle of its first block.
  if (Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar') throw new BackupFault('archive');
  if (isWide(head)) return;
  // Read as bytes, nobody would be found in it.
  if (isHalfWide(head)) throw new BackupFault('binary');
  let controls = 0;
  let zeros = 0;
  for (const byte of head) {
    if (byte === 0) zeros += 1;
    else if (isControl(byte)) controls += 1;
  }
  // A stray one or two are met in text as well.
  if (controls > Math.max(4, head.length * 0.02) || zeros > head.length * 0.3) throw new BackupFault('binary');
}
