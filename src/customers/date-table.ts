import { dateOf } from './date-value.js';
import type { CustomerRows } from './customer-rows.js';
import type { RowMemory } from './row-memory.js';

/** Years in the table; others are looked up by their text. */
const firstYear = 1880;
const years = 180;

/** Where a day stands in the table; -1 when it does not. */
function placeOf(year: number, month: number, day: number): number {
  if (year < firstYear || year >= firstYear + years || month < 1 || month > 12 || day < 1 || day > 31) return -1;
  return ((year - firstYear) * 12 + month - 1) * 31 + day - 1;
}

/**
 * What is found for dates written as `1984-05-03`, as databases do: by place instead of by text. Only those near one of few dates say
 * anything, so that these are looked up beforehand and no other ever.
 */
export class DateTable {
  private readonly values: Int32Array;

  constructor(memory: RowMemory) {
    this.values = memory.integers(years * 12 * 31);
  }

  /**
   * Looks up the dates that share two of their three parts with this one (YYYYMMDD), or have day and month swapped.
   * @param look finds a whole number for a date, YYYYMMDD; 0 when it says nothing
   */
  addNear(date: number, look: (date: number) => number): void {
    const [year, month, day] = [Math.trunc(date / 10_000), Math.trunc(date / 100) % 100, date % 100];
    const add = (otherYear: number, otherMonth: number, otherDay: number): void => {
      const place = placeOf(otherYear, otherMonth, otherDay);
      if (place >= 0) this.values[place] = look(dateOf(otherYear, otherMonth, otherDay));
    };
    for (let other = 1; other <= 31; other += 1) add(year, month, other);
    for (let other = 1; other <= 12; other += 1) add(year, other, day);
    for (let other = firstYear; other < firstYear + years; other += 1) add(other, month, day);
    add(year, day, month);
  }

  /**
   * What is found for a column of all rows, 0 for an empty cell.
   * @param other finds it for the cell of a row that is written in another way
   * @param found numbers in the memory of the rows
   */
  get(rows: CustomerRows, at: number, other: (row: number) => number, found: Int32Array): void {
    const { memory, misses, plane, count, units } = rows;
    const missed = memory.run.readDates(
      rows.column(at).starts.byteOffset,
      plane,
      count,
      units.byteOffset,
      this.values.byteOffset,
      firstYear,
      years,
      found.byteOffset,
      misses.byteOffset,
    );
    for (let miss = 0; miss < missed; miss += 1) {
      const row = misses[miss] ?? 0;
      found[row] = other(row);
    }
  }
}
