import type { CustomerRows } from './customer-rows.js';

/** Records kept of one sample. */
const mostKept = 10_000;
/** Units kept of a cell. */
const longestCell = 120;

/** More than twice as many as there are values. */
const tableSize = 1 << 15;

/** What is kept of a record. */
export interface SampledRecord {
  readonly cells: readonly string[];
  readonly numbers: readonly number[];
}

/**
 * Records by a value they share, of so many values as fit: those with the smallest hashes, whatever their order. As UTF-16 units, one
 * record behind the other: a million rows pass by, and strings and objects of those that come and go would fill the memory faster
 * than it is cleaned up.
 */
export class Sample {
  private limit = 2 ** 32;
  /** Of each record: hash, where in `units` its cells end, and its numbers. */
  private readonly hashes = new Uint32Array(mostKept + 1);
  private readonly ends: Int32Array;
  private readonly numbers: Uint32Array;
  private units = new Uint16Array(1 << 16);
  private count = 0;
  /** How many records are kept of each value: a table of hashes (0 where it is free), and what stands beside them. */
  private readonly values = new Uint32Array(tableSize);
  private readonly counts = new Uint16Array(tableSize);

  /**
   * @param largest of more records with one value nothing is learnt
   * @param columns kept of each record
   * @param numberCount how many numbers go with it
   */
  constructor(
    private readonly largest: number,
    private readonly columns: readonly number[],
    private readonly numberCount = 0,
  ) {
    this.ends = new Int32Array((mostKept + 1) * columns.length);
    this.numbers = new Uint32Array((mostKept + 1) * numberCount);
  }

  /** Whether records with this hash are still kept; 0 stands for no value. */
  takes(hash: number): boolean {
    return hash !== 0 && hash < this.limit;
  }

  /** The largest number of 32 bits of which it is not sure that it is not kept. */
  get largest32(): number {
    return Math.min(this.limit, 2 ** 32 - 1);
  }

  add(hash: number, rows: CustomerRows, row: number, ...numbers: readonly number[]): void {
    const place = this.placeOf(hash);
    const known = this.counts[place] ?? 0;
    // Of a value of which too many are kept further ones are left out, and count for nothing: or what is kept would depend on the order.
    if (known > this.largest) return;
    this.values[place] = hash;
    this.counts[place] = known + 1;
    this.hashes[this.count] = hash;
    for (let at = 0; at < this.numberCount; at += 1)
      this.numbers[this.count * this.numberCount + at] = numbers[at] ?? 0;
    this.copyCells(rows, row);
    this.count += 1;
    while (this.count > mostKept) this.halve();
  }

  /** Where a value stands in the table, or may be put. Of the bits of a hash the highest ones are 0 when few are kept. */
  private placeOf(hash: number): number {
    const { values } = this;
    let place = hash & (tableSize - 1);
    while (values[place] !== 0 && values[place] !== hash) place = (place + 1) & (tableSize - 1);
    return place;
  }

  /** Where the cells of a record begin. */
  private start(record: number): number {
    return record === 0 ? 0 : (this.ends[record * this.columns.length - 1] ?? 0);
  }

  private copyCells(rows: CustomerRows, row: number): void {
    const { columns, ends, count } = this;
    let to = this.start(count);
    if (to + columns.length * longestCell > this.units.length) {
      const larger = new Uint16Array(2 * this.units.length);
      larger.set(this.units);
      this.units = larger;
    }
    const { units } = this;
    for (let index = 0; index < columns.length; index += 1) {
      const { starts, ends: theirs } = rows.column(columns[index] ?? -1);
      const start = starts[row] ?? 0;
      const end = Math.min(theirs[row] ?? 0, start + longestCell);
      for (let from = start; from < end; from += 1, to += 1) units[to] = rows.units[from] ?? 0;
      ends[count * columns.length + index] = to;
    }
  }

  /** Of every value all or none is counted, so that what is left depends on the database alone. */
  private halve(): void {
    this.limit /= 2;
    const { hashes, ends, numbers, units, values, counts, limit, numberCount } = this;
    values.fill(0);
    counts.fill(0);
    const { length } = this.columns;
    let kept = 0;
    let to = 0;
    let next = 0;
    for (let record = 0; record < this.count; record += 1) {
      const hash = hashes[record] ?? 0;
      const from = next;
      next = ends[(record + 1) * length - 1] ?? 0;
      if (hash >= limit) continue;
      const place = this.placeOf(hash);
      values[place] = hash;
      counts[place] = (counts[place] ?? 0) + 1;
      hashes[kept] = hash;
      numbers.copyWithin(kept * numberCount, record * numberCount, (record + 1) * numberCount);
      for (let cell = 0; cell < length; cell += 1)
        ends[kept * length + cell] = (ends[record * length + cell] ?? 0) - from + to;
      units.copyWithin(to, from, next);
      to += next - from;
      kept += 1;
    }
    this.count = kept;
  }

  private record(at: number): SampledRecord {
    const { columns, ends, units, numbers, numberCount } = this;
    let start = this.start(at);
    const cells = columns.map((_, index) => {
      const end = ends[at * columns.length + index] ?? 0;
      const text = String.fromCharCode(...units.subarray(start, end));
      start = end;
      return text;
    });
    return { cells, numbers: [...numbers.subarray(at * numberCount, (at + 1) * numberCount)] };
  }

  /** The records of each value that more than one has, but not too many to say anything; and how many there are with the only ones. */
  kept(): { readonly records: number; readonly groups: readonly (readonly SampledRecord[])[] } {
    const groups = new Map<number, number[]>();
    let records = 0;
    for (let at = 0; at < this.count; at += 1) {
      const hash = this.hashes[at] ?? 0;
      const count = this.counts[this.placeOf(hash)] ?? 0;
      if (count > this.largest) continue;
      records += 1;
      if (count === 1) continue;
      const group = groups.get(hash);
      if (group === undefined) groups.set(hash, [at]);
      else group.push(at);
    }
    return { records, groups: [...groups.values()].map((group) => group.map((at) => this.record(at))) };
  }
}
