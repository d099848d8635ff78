import { poolReader, sharedNumbers, type TextPool } from './text-pool.js';

/**
 * Signs of texts by which most pairs that are not alike are told at a glance, by number of the text. They err on one side only: what
 * they call unlike is unlike to `editDistance` and `jaroWinkler`.
 */
export interface TextSigns {
  /** For each of 32 groups of letters whether the text has an odd number of them. */
  readonly parity: Uint32Array;
  /** The first four letters, by their low eight bits. */
  readonly head: Uint32Array;
  readonly length: Uint8Array;
}

/** What the comparisons look at: no more letters than this. */
const longest = 64;

/** Makes the signs of all texts of a pool, or of a part of each. */
export function signTexts(pool: TextPool, partOf: (text: string) => string = (text) => text): TextSigns {
  const read = poolReader(pool);
  const size = pool.ends.length;
  const signs = {
    parity: sharedNumbers(size),
    head: sharedNumbers(size),
    length: new Uint8Array(new SharedArrayBuffer(size)),
  };
  for (let number = 1; number < size; number += 1) {
    const text = partOf(read(number));
    const length = Math.min(text.length, longest);
    let parity = 0;
    for (let at = 0; at < length; at += 1) parity ^= 1 << (text.charCodeAt(at) & 31);
    let head = 0;
    for (let at = 0; at < 4 && at < length; at += 1) head |= (text.charCodeAt(at) & 0xff) << (at * 8);
    signs.parity[number] = parity;
    signs.head[number] = head;
    signs.length[number] = length;
  }
  return signs;
}

/** How many bits are set. */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** False when two texts are certainly more than `limit` edits apart: an edit changes at most two letters' parity. */
export function mayBeSlip({ parity, length }: TextSigns, a: number, b: number, limit: number): boolean {
  const longer = (length[a] ?? 0) - (length[b] ?? 0);
  if (longer > limit || -longer > limit) return false;
  return bitsIn((parity[a] ?? 0) ^ (parity[b] ?? 0)) <= 2 * limit;
}

/** The most that the Jaro-Winkler similarity of two texts may be. */
export function mostAlike({ parity, head, length }: TextSigns, a: number, b: number): number {
  const [left, right] = [length[a] ?? 0, length[b] ?? 0];
  // Each letter group of which one text has one more costs a match.
  const matches = (left + right - bitsIn((parity[a] ?? 0) ^ (parity[b] ?? 0))) >> 1;
  if (matches <= 0) return 0;
  const jaro = Math.min(1, (matches / left + matches / right + 1) / 3);
  const differ = (head[a] ?? 0) ^ (head[b] ?? 0);
  const prefix = differ === 0 ? 4 : (31 - Math.clz32(differ & -differ)) >> 3;
  return jaro + prefix * 0.1 * (1 - jaro);
}
