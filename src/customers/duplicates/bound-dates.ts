import { dateLevels, dateWeight } from '../compare-dates.js';
import { equalWeights, weightOf } from './bound-weights.js';
import type { Facts } from './facts.js';

/** The digits of a date as hexadecimal ones, four bits each. */
function digitsOf(date: number): number {
  let digits = 0;
  for (let rest = date, shift = 0; rest > 0; shift += 4) {
    const tens = Math.trunc(rest / 10);
    digits |= (rest - tens * 10) << shift;
    rest = tens;
  }
  return digits;
}

/** Whether two dates may be near each other in the sense of `dateLevel`. */
function mayBeNear(a: number, b: number): boolean {
  const apart = Math.abs(Math.trunc(a / 10000) - Math.trunc(b / 10000));
  return apart <= 1 || apart === 10;
}

/**
 * Whether `dateLevel` certainly calls two dates (`digitsOf`) different, unless they are near: the year differs, so does day or month, and three digits or
 * more are others.
 */
function areOther(a: number, b: number): boolean {
  const differ = a ^ b;
  if (differ >>> 16 === 0 || (differ & 0xffff) === 0) return false;
  const digits = (differ | (differ >>> 1) | (differ >>> 2) | (differ >>> 3)) & 0x11111111;
  const allButOne = digits & (digits - 1);
  return (allButOne & (allButOne - 1)) !== 0;
}

const different = Math.max(weightOf(dateLevels.different), weightOf(dateLevels.generation));
const alike = Math.max(...Object.values(dateLevels).map((level) => (level.u === 0 ? -Infinity : weightOf(level))));

/** Says what the birth dates of two records (by their rows) add to their score. */
export interface DateBounds {
  /** The most it is, told without looking at slips. */
  readonly most: (a: number, b: number) => number;
  readonly weight: (a: number, b: number) => number;
}

export function boundDates(facts: Facts): DateBounds {
  const { records, rows, layout, birthDates } = facts;
  const { stride, birthDate } = layout;
  const dates = new Uint32Array(records);
  const digits = new Uint32Array(records);
  for (let record = 0; record < records; record += 1) {
    const date = rows[record * stride + birthDate] ?? 0;
    dates[record] = date;
    digits[record] = digitsOf(date);
  }
  const counts = Uint32Array.from(dates, (date) => birthDates.get(date) ?? 0);
  const equal = equalWeights('birth_date', dateLevels.exact.m, counts, facts);
  const bound = (slip: (a: number, b: number) => number) => (a: number, b: number) => {
    const [left, right] = [digits[a] ?? 0, digits[b] ?? 0];
    if (left === 0 || right === 0) return 0;
    if (left === right) return equal[a] ?? 0;
    return areOther(left, right) && !mayBeNear(dates[a] ?? 0, dates[b] ?? 0) ? different : slip(a, b);
  };
  return { most: bound(() => alike), weight: bound((a, b) => dateWeight(dates[a] ?? 0, dates[b] ?? 0)) };
}
