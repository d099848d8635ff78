import type { Column, CustomerRows } from './customer-rows.js';

/** A text may stand in any of the entries of one set, which are side by side in one line of the processor's cache. */
const entriesOfSet = 4;
const setBits = 14;
/** Longer texts are looked up each time. */
const longest = 64;

/** Bits of an entry: all but the lowest two are a hash of its text. */
const Bit = { used: 2, says: 1 } as const;

/**
 * Remembers what was found for the texts of a column, in a memory of fixed size that keeps no text; a Map would cost more than
 * reading the row did. Texts are told by 44 bits of two hashes: that one of a million is taken for another is less likely than 1 %,
 * and it had to be one of the few that say anything. Of those that say nothing four bytes are kept, so that most of them are in the
 * processor's cache.
 */
export class TextMemory {
  private readonly entries = new Int32Array(entriesOfSet << setBits);
  /** What was found for the texts that say something. */
  private readonly values = new Int32Array(entriesOfSet << setBits);
  /** Of each row the entry its text is looked for first. */
  private seen = new Int32Array(0);

  /** @param look finds a whole number, not negative, for a text; 0 when it says nothing */
  constructor(private readonly look: (text: string) => number) {}

  /** What is found for a column of all rows; nothing is looked up for an empty cell (0). */
  get(rows: CustomerRows, at: number, found: Int32Array): void {
    const column = rows.column(at);
    const { starts, ends } = column;
    if (this.seen.length < rows.count) this.seen = new Int32Array(rows.count);
    this.readFirst(column, rows.count);
    const { seen } = this;
    for (let row = 0; row < rows.count; row += 1) {
      const length = (ends[row] ?? 0) - (starts[row] ?? 0);
      const entry = seen[row] ?? 0;
      found[row] = length === 0 || entry === entryOf(column, row) ? 0 : this.ofCell(rows, at, row);
    }
  }

  /** What is found for a cell that is not empty. */
  ofCell(rows: CustomerRows, at: number, row: number): number {
    const column = rows.column(at);
    if ((column.ends[row] ?? 0) - (column.starts[row] ?? 0) > longest) return this.look(rows.cell(row, at));
    return this.search(column, row) ?? this.remember(column, row, this.look(rows.cell(row, at)));
  }

  /** Without a branch, so that the processor waits for the memory of many rows at once. */
  private readFirst(column: Column, count: number): void {
    const { entries, seen } = this;
    for (let row = 0; row < count; row += 1) seen[row] = entries[placeOf(column, row)] ?? 0;
  }

  private search(column: Column, row: number): number | undefined {
    const { entries } = this;
    const wanted = entryOf(column, row);
    const begin = placeOf(column, row);
    let place = begin;
    do {
      const entry = entries[place] ?? 0;
      if (entry === 0) break;
      if (entry === wanted) return 0;
      if (entry === (wanted | Bit.says)) return this.values[place];
      place = nextPlace(place);
    } while (place !== begin);
    return undefined;
  }

  private remember(column: Column, row: number, found: number): number {
    const { entries } = this;
    const begin = placeOf(column, row);
    let place = begin;
    // In a full set the first one is overwritten.
    while (entries[place] !== 0) {
      place = nextPlace(place);
      if (place === begin) break;
    }
    entries[place] = entryOf(column, row) | (found === 0 ? 0 : Bit.says);
    this.values[place] = found;
    return found;
  }
}

/** The entry of a text that says nothing. */
function entryOf({ starts, ends, seconds }: Column, row: number): number {
  const check = (seconds[row] ?? 0) ^ ((ends[row] ?? 0) - (starts[row] ?? 0));
  return (check & ~3) | Bit.used;
}

/** Where in the memory the search for a text begins. */
function placeOf({ firsts, seconds }: Column, row: number): number {
  const first = firsts[row] ?? 0;
  const set = (first ^ (first >>> 15)) & ((1 << setBits) - 1);
  return set * entriesOfSet + ((seconds[row] ?? 0) & (entriesOfSet - 1));
}

/** The next entry of the same set, behind the last one the first. */
const nextPlace = (place: number): number => (place & ~(entriesOfSet - 1)) | ((place + 1) & (entriesOfSet - 1));
