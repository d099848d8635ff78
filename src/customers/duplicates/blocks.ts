import type { BlockKind, Keys, KeyKind } from './blocking-keys.js';

/** Keys that so many records share that they were not compared for it alone. */
export interface SkippedBlocks {
  readonly kind: BlockKind;
  readonly blocks: number;
  /** Records of the largest one. */
  readonly largest: number;
}

/** The blocks of one kind, one after the other. */
export interface Blocks {
  /** Slots (`record * stride + slot`) of the key rows, those of a block side by side, in parts of about so many pairs. */
  readonly parts: (pairs: number) => readonly Uint32Array[];
  /** How many pairs there are. */
  readonly pairs: number;
  readonly skipped: SkippedBlocks | null;
}

const radix = 1 << 16;

/** Sorts slots by what stands in them, equal ones in the order of the records. */
function sortSlots(slots: Uint32Array, rows: Uint32Array): Uint32Array {
  let from: Uint32Array = slots;
  let to: Uint32Array = new Uint32Array(slots.length);
  for (const shift of [0, 16]) {
    const starts = new Uint32Array(radix + 1);
    for (const slot of from) {
      const digit = ((rows[slot] ?? 0) >>> shift) & (radix - 1);
      starts[digit + 1] = (starts[digit + 1] ?? 0) + 1;
    }
    for (let digit = 0; digit < radix; digit += 1) starts[digit + 1] = (starts[digit + 1] ?? 0) + (starts[digit] ?? 0);
    for (const slot of from) {
      const digit = ((rows[slot] ?? 0) >>> shift) & (radix - 1);
      const at = starts[digit] ?? 0;
      to[at] = slot;
      starts[digit] = at + 1;
    }
    [from, to] = [to, from];
  }
  return from;
}

/**
 * Gathers the blocks of one kind. Keys of blocks that are too large are wiped: what comes later must not take its records for
 * compared.
 */
export function gatherBlocks(keys: Keys, { kind, from, to, largest }: KeyKind, records: number): Blocks {
  const { rows, stride } = keys;
  let count = 0;
  for (let record = 0; record < records; record += 1)
    for (let slot = from; slot < to; slot += 1) if (rows[record * stride + slot] !== 0) count += 1;
  const all = new Uint32Array(count);
  let next = 0;
  for (let record = 0; record < records; record += 1) {
    for (let slot = from; slot < to; slot += 1) {
      if (rows[record * stride + slot] === 0) continue;
      all[next] = record * stride + slot;
      next += 1;
    }
  }
  const sorted = sortSlots(all, rows);
  let kept = 0;
  let pairs = 0;
  let blocks = 0;
  let most = 0;
  const wiped: number[] = [];
  for (let start = 0; start < sorted.length;) {
    const key = rows[sorted[start] ?? 0];
    let end = start + 1;
    while (end < sorted.length && rows[sorted[end] ?? 0] === key) end += 1;
    const size = end - start;
    if (size > largest) {
      blocks += 1;
      most = Math.max(most, size);
      for (let at = start; at < end; at += 1) wiped.push(sorted[at] ?? 0);
    } else if (size > 1) {
      pairs += (size * (size - 1)) / 2;
      sorted.copyWithin(kept, start, end);
      kept += size;
    }
    start = end;
  }
  for (const slot of wiped) rows[slot] = 0;
  const slots = sorted.subarray(0, kept);
  return {
    parts: (most) => divide(slots, rows, most),
    pairs,
    skipped: blocks === 0 ? null : { kind, blocks, largest: most },
  };
}

/** Divides blocks into parts, between two blocks. */
function divide(slots: Uint32Array, rows: Uint32Array, mostPairs: number): Uint32Array[] {
  const parts: Uint32Array[] = [];
  let begin = 0;
  let pairs = 0;
  for (let start = 0; start < slots.length;) {
    const key = rows[slots[start] ?? 0];
    let end = start + 1;
    while (end < slots.length && rows[slots[end] ?? 0] === key) end += 1;
    pairs += ((end - start) * (end - start - 1)) / 2;
    start = end;
    if (pairs < mostPairs && start < slots.length) continue;
    parts.push(slots.slice(begin, start));
    begin = start;
    pairs = 0;
  }
  return parts;
}
