/*
 * Hashes of 32 bits. They are made of what a value says and not of when it was met, so that blocks are the same in whatever
 * order an engine hands out the rows. 0 stands for no value.
 */

/** Spreads the bits (the finalizer of MurmurHash3, Austin Appleby, public domain). */
function spread(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** FNV-1a: what it starts with, and its multiplier. */
export const hashStart = 0x811c9dc5 | 0;
export const hashPrime = 0x01000193;

/** Hash of a text that is not empty, from its FNV-1a. */
export const finishHash = (sum: number): number => spread(sum) || 1;

/** Hash of a text (FNV-1a over its UTF-16 units, spread). */
export function hashText(text: string): number {
  if (text === '') return 0;
  let hash = hashStart;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), hashPrime);
  return finishHash(hash);
}

/** Hash of a number other than 0. */
export const hashNumber = (value: number): number => (value === 0 ? 0 : spread(value) || 1);

/** Hash of two hashes; 0 when one of them is. The order counts. */
export function hashBoth(a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  return spread(Math.imul(a, 0x9e3779b1) ^ ((b << 13) | (b >>> 19))) || 1;
}

/** The same whatever the order of the two. */
export const hashPair = (a: number, b: number): number => (a < b ? hashBoth(a, b) : hashBoth(b, a));
