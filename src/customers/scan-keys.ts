/** One half of a key; the other half is mixed in by exclusive or. The order of the halves counts. */
export function firstHalf(value: number): number {
  return Math.imul(value, 0x85ebca6b);
}

/** See `firstHalf`. The multipliers carry every bit of the value up into the high bits, which choose the bit below. */
export function secondHalf(value: number): number {
  return Math.imul(value + 0x7f4a7c15, 0xc2b2ae35);
}

/** The key of two values next to each other, 32 bits. */
export function mixKey(first: number, second: number): number {
  return firstHalf(first) ^ secondHalf(second);
}

/** First halves that say what kind of key it is. */
export const keySalt = { none: 0x2545f491, digits: 0x1b873593, numeric: 0x38495ab5, gmail: 0x52dce729, word: 0x6c8e9cf5, digitWord: 0x4cf5ad43 } as const;

/**
 * The keys of everything searched for: a bitmap that says "surely not" in one load, and behind it the full 32 bits, so
 * that the exact search is started by one text in a billion and not by every thirtieth.
 */
export interface KeySet {
  readonly bits: Int32Array;
  /** Shifts a key down to a bit of `bits`. */
  readonly shift: number;
  readonly has: (key: number) => boolean;
}

/** Builds the set; 32 bits of bitmap per key, at least 4 KiB, at most 512 KiB (a second-level cache). */
export function buildKeySet(keys: ReadonlySet<number>): KeySet {
  const log = Math.min(22, Math.max(15, Math.ceil(Math.log2(Math.max(1, keys.size) * 32))));
  const shift = 32 - log;
  const bits = new Int32Array(2 ** (log - 5));
  for (const key of keys) {
    const bit = key >>> shift;
    bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  return { bits, shift, has: exactSet(keys) };
}

/** Open addressing in one typed array: a `Set` of numbers costs several times as much per look-up. */
function exactSet(keys: ReadonlySet<number>): (key: number) => boolean {
  const mask = 2 ** Math.ceil(Math.log2(Math.max(4, keys.size * 3))) - 1;
  const slots = new Int32Array(mask + 1);
  let zero = false;
  for (const key of keys) {
    if (key === 0) {
      zero = true;
      continue;
    }
    let slot = key & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = key;
  }
  return (key) => {
    if (key === 0) return zero;
    for (let slot = key & mask; ; slot = (slot + 1) & mask) {
      const held = slots[slot];
      if (held === key) return true;
      if (held === 0) return false;
    }
  };
}
