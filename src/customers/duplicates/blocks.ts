import type { BlockKind, KeyKind } from './blocking-keys.js';

/** Keys that so many records share that they were not compared for it alone. */
export interface SkippedBlocks {
  readonly kind: BlockKind;
  readonly blocks: number;
  /** Records of the largest one. */
  readonly largest: number;
}

/** The blocks of one kind, one after the other. */
export interface Blocks {
  /** The blocks in parts of about so many pairs; see `BlockPart`. */
  readonly parts: (pairs: number) => readonly BlockPart[];
  /** How many pairs there are. */
  readonly pairs: number;
  readonly skipped: SkippedBlocks | null;
}

/** Some whole blocks. */
export interface BlockPart {
  /** Records (by their rows), those of a block side by side. */
  readonly records: Uint32Array;
  /** Where each block ends. */
  readonly ends: Uint32Array;
}

/** Keys with the record of each. */
interface Keyed {
  keys: Uint32Array;
  records: Uint32Array;
}

const digitBits = 11;
const radix = 1 << digitBits;

/** Sorts by keys; equal ones stay in the order of the records. */
function sortByKey(keyed: Keyed): Keyed {
  const { length } = keyed.keys;
  let from = keyed;
  let to: Keyed = { keys: new Uint32Array(length), records: new Uint32Array(length) };
  for (let shift = 0; shift < 32; shift += digitBits) {
    const starts = new Uint32Array(radix + 1);
    const { keys, records } = from;
    for (let at = 0; at < length; at += 1) {
      const next = (((keys[at] ?? 0) >>> shift) & (radix - 1)) + 1;
      starts[next] = (starts[next] ?? 0) + 1;
    }
    for (let digit = 0; digit < radix; digit += 1) starts[digit + 1] = (starts[digit + 1] ?? 0) + (starts[digit] ?? 0);
    for (let at = 0; at < length; at += 1) {
      const key = keys[at] ?? 0;
      const digit = (key >>> shift) & (radix - 1);
      const place = starts[digit] ?? 0;
      to.keys[place] = key;
      to.records[place] = records[at] ?? 0;
      starts[digit] = place + 1;
    }
    [from, to] = [to, from];
  }
  return from;
}

function keysOfAll({ width, keysOf }: KeyKind, records: number): Keyed {
  const keys = new Uint32Array(records * width);
  const owners = new Uint32Array(records * width);
  let count = 0;
  for (let record = 0; record < records; record += 1) {
    const own = keysOf(record);
    for (let at = 0; at < own.length; at += 1) {
      const key = own[at] ?? 0;
      // Once a record, or it would be compared with itself.
      if (key === 0 || own.indexOf(key) < at) continue;
      keys[count] = key;
      owners[count] = record;
      count += 1;
    }
  }
  return { keys: keys.subarray(0, count), records: owners.subarray(0, count) };
}

/** Gathers the blocks of one kind. */
export function gatherBlocks(kind: KeyKind, records: number): Blocks {
  const sorted = sortByKey(keysOfAll(kind, records));
  const { keys } = sorted;
  const ends: number[] = [];
  let kept = 0;
  let pairs = 0;
  let blocks = 0;
  let most = 0;
  for (let start = 0; start < keys.length;) {
    let end = start + 1;
    while (end < keys.length && keys[end] === keys[start]) end += 1;
    const size = end - start;
    if (size > kind.largest) {
      blocks += 1;
      most = Math.max(most, size);
    } else if (size > 1) {
      pairs += (size * (size - 1)) / 2;
      sorted.records.copyWithin(kept, start, end);
      kept += size;
      ends.push(kept);
    }
    start = end;
  }
  return {
    parts: (mostPairs) => divide(sorted.records, ends, mostPairs),
    pairs,
    skipped: blocks === 0 ? null : { kind: kind.kind, blocks, largest: most },
  };
}

/** Divides blocks into parts, between two blocks. */
function divide(records: Uint32Array, ends: readonly number[], mostPairs: number): BlockPart[] {
  const parts: BlockPart[] = [];
  let begin = 0;
  let own: number[] = [];
  let pairs = 0;
  ends.forEach((end, at) => {
    const size = end - (ends[at - 1] ?? 0);
    own.push(end - begin);
    pairs += (size * (size - 1)) / 2;
    if (pairs < mostPairs && at < ends.length - 1) return;
    parts.push({ records: records.slice(begin, end), ends: Uint32Array.from(own) });
    begin = end;
    own = [];
    pairs = 0;
  });
  return parts;
}
