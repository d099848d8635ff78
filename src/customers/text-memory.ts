/** Numbers of one entry: two hashes and the length of a text, and what was found for it, plus 1. */
const width = 4;
/** A text may stand in any of the entries of one set, which are side by side: one line of the processor's cache. */
const entriesOfSet = 4;
const setNumbers = width * entriesOfSet;
const setBits = 15;
/** Longer texts are looked up each time. */
const longest = 64;

/**
 * Remembers what was found for the texts of a column, in a memory of fixed size that keeps no text. Texts are told by 64 bits of
 * hashes and their length; a Map would cost more than reading the row did.
 */
export class TextMemory {
  private readonly entries = new Int32Array(setNumbers << setBits);

  /** @param look finds a whole number, not negative, for a text */
  constructor(private readonly look: (text: string) => number) {}

  get(text: string): number {
    const { length } = text;
    if (length > longest) return this.look(text);
    // FNV-1a, and the same with another multiplier and start.
    let first = 0x811c9dc5 | 0;
    let second = length;
    for (let at = 0; at < length; at += 1) {
      const unit = text.charCodeAt(at);
      first = Math.imul(first ^ unit, 0x01000193);
      second = Math.imul(second ^ unit, 0x5bd1e995) ^ (second >>> 15);
    }
    const { entries } = this;
    const set = ((first ^ (first >>> 15)) & ((1 << setBits) - 1)) * setNumbers;
    for (let at = set; at < set + setNumbers; at += width) {
      const found = entries[at + 3] ?? 0;
      if (found !== 0 && entries[at] === first && entries[at + 1] === second && entries[at + 2] === length)
        return found - 1;
    }
    const found = this.look(text);
    let place = set;
    while (place < set + setNumbers && entries[place + 3] !== 0) place += width;
    // In a full set one of them is overwritten.
    if (place === set + setNumbers) place = set + (second & (entriesOfSet - 1)) * width;
    entries[place] = first;
    entries[place + 1] = second;
    entries[place + 2] = length;
    entries[place + 3] = found + 1;
    return found;
  }
}
