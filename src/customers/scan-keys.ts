/** A list of numbers of 32 bits. */
export type Numbers = Int32Array | readonly number[];

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

/** Lists of numbers of 32 bits, one behind the other. */
export function joined(lists: readonly Numbers[]): Int32Array {
  const all = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

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

/** Packs keys as `KeySet.slots`. */
export function packKeys(keys: Numbers): Int32Array {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(4, keys.length * 1.5))));
  const mask = slots.length - 1;
  for (const each of keys) {
    const key = each | 0;
    if (key === 0) continue;
    let slot = key & mask;
    while (slots[slot] !== 0 && slots[slot] !== key) slot = (slot + 1) & mask;
    slots[slot] = key;
  }
  return slots;
}

/** Builds the set; 32 bits of bitmap per key, at least 4 KiB, at most 512 KiB (a second-level cache). */
export function buildKeySet(keys: Numbers): KeySet {
  const log = Math.min(22, Math.max(15, Math.ceil(Math.log2(Math.max(1, keys.length) * 32))));
  const shift = 32 - log;
  const bits = new Int32Array(2 ** (log - 5));
  for (const each of keys) {
    const bit = each >>> shift;
    bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  return { bits, shift, slots: packKeys(keys) };
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
