/** One half of a key; the other half is mixed in by exclusive or. The order of the halves counts. */
export function firstHalf(value: number): number {
  return Math.imul(value, 0x85ebca6b);
}

/** See `firstHalf`. The multipliers carry every bit of the value up into the high bits, which choose the bit below. */
function secondHalf(value: number): number {
  return Math.imul(value + 0x7f4a7c15, 0xc2b2ae35);
}

/** The key of two values next to each other, 32 bits. */
export function mixKey(first: number, second: number): number {
  return firstHalf(first) ^ secondHalf(second);
}

/** First halves that say what kind of key it is. */
export const keySalt = {
  none: 0x2545f491,
  digits: 0x1b873593,
  numeric: 0x38495ab5,
  gmail: 0x52dce729,
  word: 0x6c8e9cf5,
  digitWord: 0x4cf5ad43,
  long: 0x3d4d51cb,
} as const;

/**
 * The keys of everything searched for: a bitmap that says "surely not" in one load, and behind it the full 32 bits, so
 * that the exact search is started by one text in a billion and not by every thirtieth.
 */
export interface KeySet {
  readonly bits: Int32Array;
  /** Shifts a key down to a bit of `bits`. */
  readonly shift: number;
  /** Open addressing: a `Set` of numbers costs several times as much per look-up. 0 is an empty slot. */
  readonly slots: Int32Array;
}

/** Builds the set; 32 bits of bitmap per key, at least 4 KiB, at most 512 KiB (a second-level cache) or what `largest` says. */
export function buildKeySet(keys: readonly number[] | Int32Array, largest = 22): KeySet {
  const log = Math.min(largest, Math.max(15, Math.ceil(Math.log2(Math.max(1, keys.length) * 32))));
  const shift = 32 - log;
  const bits = new Int32Array(2 ** (log - 5));
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(4, keys.length * 3))));
  const mask = slots.length - 1;
  for (const each of keys) {
    const key = each | 0;
    const bit = key >>> shift;
    bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
    if (key === 0) continue;
    let slot = key & mask;
    while (slots[slot] !== 0 && slots[slot] !== key) slot = (slot + 1) & mask;
    slots[slot] = key;
  }
  return { bits, shift, slots };
}

/** Whether the set has the key itself; the answer is needed only where its bit is set. */
export function hasKey({ slots }: KeySet, key: number): boolean {
  const mask = slots.length - 1;
  let slot = key & mask;
  let held = slots[slot] ?? 0;
  while (held !== key && held !== 0) {
    slot = (slot + 1) & mask;
    held = slots[slot] ?? 0;
  }
  // The empty slot answers for the key 0: one in four billion, and only a needless exact search.
  return held === key;
}
