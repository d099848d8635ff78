import { isUtf8 } from 'node:buffer';
import { readSource, windowFor } from './byte-source.js';
import type { ByteSource, Encoding } from './types.js';

/** Encoding of a file and the bytes of its byte order mark. */
export interface DetectedEncoding {
  readonly encoding: Encoding;
  readonly bom: number;
}

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  // Before UTF-16: the mark of UTF-32 begins with its mark.
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Encoding that a byte order mark declares. */
function readMark(sample: Uint8Array): DetectedEncoding | null {
  const found = marks.find(([, bytes]) => bytes.every((byte, index) => sample[index] === byte));
  return found === undefined ? null : { encoding: found[0], bom: found[1].length };
}

/** UTF-16 without a mark, by the first 4096 bytes: of the digits, delimiters and letters of a table every second byte is 0, and nearly no other. */
export function readNulPattern(sample: Uint8Array): DetectedEncoding | null {
  const pairs = Math.min(sample.length, 4096) >> 1;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < pairs; index += 1) {
    if (sample[2 * index] === 0) even += 1;
    if (sample[2 * index + 1] === 0) odd += 1;
  }
  if (pairs === 0) return null;
  if (odd > pairs * 0.6 && even < pairs * 0.1) return { encoding: 'utf-16le', bom: 0 };
  return even > pairs * 0.6 && odd < pairs * 0.1 ? { encoding: 'utf-16be', bom: 0 } : null;
}

/** Length of an incomplete UTF-8 character at the end of the bytes, 0 to 3. */
function openTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

// Only Windows-1252 has printable characters here; those of ISO-8859-15 beside letters are Š, š, Ž, ž, Œ, œ, Ÿ.
const windowsOnly = /[\x80-\x9f]/;
/*
 * In Windows-1252 these bytes are ¦ ¨ ´ ¸ ¼ ½ ¾. Not counted: ´, which many type for an apostrophe (O´Brien), ¨ behind a vowel it
 * may have been typed for, fractions that are not in the middle of a word, and whatever continues a character of UTF-8.
 */
const latin9Letters =
  /(?<![\xc2-\xf4])(?:(?<=[A-Za-z\xc0\xc1\xf5-\xff])[\xa6\xb8]|[\xa6\xb8][a-z\xe0-\xff]|(?<=[b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z])\xa8|(?<=[A-Za-z])[\xbc-\xbe](?=[A-Za-z])|\xa4\s?\d|(?<=\d\s?)\xa4)/;

/**
 * Detects the encoding over the whole document: a mark, the pattern of NUL bytes, UTF-8 if all of it is, else Windows-1252,
 * or ISO-8859-15 where bytes only make sense as its letters. A character cut off at the very end does not count.
 */
export async function detectEncoding(source: ByteSource): Promise<DetectedEncoding> {
  const reader = readSource(source);
  const memory = Buffer.alloc(windowFor(source, 1 << 20));
  let utf8 = true;
  let latin9 = false;
  let kept = 0;
  for (let first = true; ; first = false) {
    const read = await reader.fill(memory.subarray(kept));
    const bytes = memory.subarray(0, kept + read);
    const known = first ? (readMark(bytes) ?? readNulPattern(bytes)) : null;
    if (known !== null) return known;
    kept = read === 0 ? 0 : openTail(bytes);
    // At the very end an incomplete character is what a copy broke off.
    const whole = bytes.subarray(0, bytes.length - (read === 0 ? openTail(bytes) : kept));
    utf8 &&= isUtf8(whole);
    if (!utf8) {
      const text = bytes.toString('latin1');
      if (windowsOnly.test(text)) return { encoding: 'windows-1252', bom: 0 };
      latin9 ||= latin9Letters.test(text);
    }
    if (read === 0) break;
    memory.copyWithin(0, bytes.length - kept, bytes.length);
  }
  if (utf8) return { encoding: 'utf-8', bom: 0 };
  return { encoding: latin9 ? 'iso-8859-15' : 'windows-1252', bom: 0 };
}

/**
 * What the first bytes of a document say; null when all of it has to be read. UTF-8 is `assumed` until the rest has been seen (`Utf8Check`).
 * @param whole whether the sample is all there is
 */
export function readSampleEncoding(
  sample: Uint8Array,
  whole: boolean,
): (DetectedEncoding & { readonly assumed: boolean }) | null {
  const known = readMark(sample) ?? readNulPattern(sample);
  if (known !== null) return { ...known, assumed: false };
  const complete = sample.subarray(0, sample.length - openTail(sample));
  return isUtf8(complete) ? { encoding: 'utf-8', bom: 0, assumed: !whole } : null;
}

/** Looks whether a document is UTF-8 while something else reads it. */
export class Utf8Check {
  private tail = Buffer.alloc(0);

  /** Takes the next bytes; false when they are not UTF-8. What is incomplete at the very end does not count. */
  take(bytes: Uint8Array): boolean {
    let begun = 0;
    while (this.tail.length > 0 && begun < Math.min(3, bytes.length) && (bytes[begun] ?? 0) >> 6 === 2) begun += 1;
    const first = Buffer.concat([this.tail, bytes.subarray(0, begun)]);
    if (begun === bytes.length) return this.keep(first);
    return isUtf8(first) && this.keep(bytes.subarray(begun));
  }

  private keep(bytes: Uint8Array): boolean {
    const end = bytes.length - openTail(bytes);
    this.tail = Buffer.from(bytes.subarray(end));
    return isUtf8(bytes.subarray(0, end));
  }
}

/** The mark at the beginning, when it is the one of this encoding. */
export function markLength(sample: Uint8Array, encoding: Encoding): number {
  const mark = readMark(sample);
  return mark?.encoding === encoding ? mark.bom : 0;
}
