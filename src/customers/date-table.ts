/** Years in the table; others are looked up by their text. */
const firstYear = 1880;
const years = 180;

const hyphen = 0x2d;

/** Two digits as a number; more than 99 when one of them is none. */
function twoDigits(units: Uint16Array, at: number): number {
  const [tens, ones] = [(units[at] ?? 0) - 0x30, (units[at + 1] ?? 0) - 0x30];
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? 100 : 10 * tens + ones;
}

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
  private readonly values = new Int32Array(years * 12 * 31);

  /** @param look finds a whole number for a date; 0 when it says nothing */
  constructor(private readonly look: (text: string) => number) {}

  /** Looks up the dates that share two of their three parts with this one (YYYYMMDD), or have day and month swapped. */
  addNear(date: number): void {
    const [year, month, day] = [Math.trunc(date / 10_000), Math.trunc(date / 100) % 100, date % 100];
    for (let other = 1; other <= 31; other += 1) this.add(year, month, other);
    for (let other = 1; other <= 12; other += 1) this.add(year, other, day);
    for (let other = firstYear; other < firstYear + years; other += 1) this.add(other, month, day);
    this.add(year, day, month);
  }

  private add(year: number, month: number, day: number): void {
    const place = placeOf(year, month, day);
    const two = (part: number): string => String(part).padStart(2, '0');
    if (place >= 0) this.values[place] = this.look(`${String(year)}-${two(month)}-${two(day)}`);
  }

  /** What is found for the date in a cell; -1 when it is written in another way. */
  get(units: Uint16Array, start: number, end: number): number {
    if (end - start !== 10 || units[start + 4] !== hyphen || units[start + 7] !== hyphen) return -1;
    const year = 100 * twoDigits(units, start) + twoDigits(units, start + 2);
    const place = placeOf(year, twoDigits(units, start + 5), twoDigits(units, start + 8));
    return place < 0 ? -1 : (this.values[place] ?? 0);
  }
}
