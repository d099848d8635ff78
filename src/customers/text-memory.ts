import type { CustomerRow } from './customer-row.js';

/** Numbers of one entry: a hash of the text, and what was found for it, plus 1. */
const width = 2;
/** A text may stand in any of the entries of one set, which are side by side in one line of the processor's cache. */
const entriesOfSet = 4;
const setNumbers = width * entriesOfSet;
const setBits = 14;
/** Longer texts are looked up each time. */
const longest = 64;

/**
 * Remembers what was found for the texts of a column, in a memory of fixed size that keeps no text; a Map would cost more than
 * reading the row did. Texts are told by 46 bits of two hashes: that one of a million is taken for another is less likely than 1 %,
 * and it had to be one of the few that say anything.
 */
export class TextMemory {
  private readonly entries = new Int32Array(setNumbers << setBits);

  /** @param look finds a whole number, not negative, for a text */
  constructor(private readonly look: (text: string) => number) {}

  /** What is found for the text of a cell; nothing is looked up for an empty one (0). */
  get(row: CustomerRow, at: number): number {
    const length = row.end(at) - row.start(at);
    if (length === 0) return 0;
    if (length > longest) return this.look(row.cell(at));
    const first = row.first(at);
    const check = row.second(at) ^ length;
    const { entries } = this;
    const set = ((first ^ (first >>> 15)) & ((1 << setBits) - 1)) * setNumbers;
    let place = set;
    for (; place < set + setNumbers; place += width) {
      const found = entries[place + 1] ?? 0;
      if (found === 0) break;
      if (entries[place] === check) return found - 1;
    }
    const found = this.look(row.cell(at));
    // In a full set one of them is overwritten.
    if (place === set + setNumbers) place = set + (check & (entriesOfSet - 1)) * width;
    entries[place] = check;
    entries[place + 1] = found + 1;
    return found;
  }
}
