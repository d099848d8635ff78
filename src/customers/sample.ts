import type { CustomerRows } from './customer-rows.js';

/** Records kept of one sample. */
const mostKept = 10_000;
/** Units kept of a cell. */
const longestCell = 120;

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
  /** How many records are kept, and of each value: by hash, as a signed number, which takes less room. */
  private count = 0;
  private readonly counts = new Map<number, number>();
  /** Records added with a hash below the limit. Of a value of which too many are kept, further ones are left out. */
  private size = 0;

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

  add(hash: number, rows: CustomerRows, row: number, ...numbers: readonly number[]): void {
    const known = this.counts.get(hash | 0) ?? 0;
    if (known <= this.largest) {
      this.counts.set(hash | 0, known + 1);
      this.hashes[this.count] = hash;
      for (let at = 0; at < this.numberCount; at += 1)
        this.numbers[this.count * this.numberCount + at] = numbers[at] ?? 0;
      this.copyCells(rows, row);
      this.count += 1;
    }
    this.size += 1;
    while (this.size > mostKept) this.halve();
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
    const { hashes, ends, numbers, units, counts, limit, numberCount } = this;
    const { length } = this.columns;
    let kept = 0;
    let to = 0;
    let next = 0;
    for (let record = 0; record < this.count; record += 1) {
      const hash = hashes[record] ?? 0;
      const from = next;
      next = ends[(record + 1) * length - 1] ?? 0;
      if (hash >= limit) {
        counts.delete(hash | 0);
        continue;
      }
      hashes[kept] = hash;
      numbers.copyWithin(kept * numberCount, record * numberCount, (record + 1) * numberCount);
      for (let cell = 0; cell < length; cell += 1)
        ends[kept * length + cell] = (ends[record * length + cell] ?? 0) - from + to;
      units.copyWithin(to, from, next);
      to += next - from;
      kept += 1;
    }
    this.count = kept;
    this.size = kept;
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

  /** The records of each value that has not too many to say anything. */
  *kept(): Generator<readonly SampledRecord[]> {
    const groups = new Map<number, number[]>();
    for (let at = 0; at < this.count; at += 1) {
      const hash = (this.hashes[at] ?? 0) | 0;
      if ((this.counts.get(hash) ?? 0) > this.largest) continue;
      const group = groups.get(hash);
      if (group === undefined) groups.set(hash, [at]);
      else group.push(at);
    }
    for (const group of groups.values()) yield group.map((at) => this.record(at));
  }
}
