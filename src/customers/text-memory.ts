import type { Column, CustomerRows } from './customer-rows.js';
import type { RowMemory } from './row-memory.js';

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
  private readonly entries: Int32Array;
  /** What was found for the texts that say something. */
  private readonly values: Int32Array;

  /** @param look finds a whole number, not negative, for a text; 0 when it says nothing */
  constructor(
    memory: RowMemory,
    private readonly look: (text: string) => number,
  ) {
    this.entries = memory.integers(entriesOfSet << setBits);
    this.values = memory.integers(entriesOfSet << setBits);
  }

  /**
   * What is found for a column of all rows; nothing is looked up for an empty cell (0).
   * @param found numbers in the memory of the rows
   */
  get(rows: CustomerRows, at: number, found: Int32Array): void {
    const { memory, misses, plane, count } = rows;
    const missed = memory.run.recall(
      rows.column(at).starts.byteOffset,
      plane,
      count,
      this.entries.byteOffset,
      this.values.byteOffset,
      setBits,
      longest,
      found.byteOffset,
      misses.byteOffset,
    );
    for (let miss = 0; miss < missed; miss += 1) {
      const row = misses[miss] ?? 0;
      found[row] = this.ofCell(rows, at, row);
    }
  }

  /** What is found for a cell that is not empty. */
  ofCell(rows: CustomerRows, at: number, row: number): number {
    const column = rows.column(at);
    if ((column.ends[row] ?? 0) - (column.starts[row] ?? 0) > longest) return this.look(rows.cell(row, at));
    return this.search(column, row) ?? this.remember(column, row, this.look(rows.cell(row, at)));
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
