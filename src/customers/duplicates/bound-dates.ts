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

/**
 * Whether `dateLevel` certainly calls two dates (`digitsOf`) different: the year differs, so does day or month, and three digits or
 * more are others.
 */
function areOther(a: number, b: number): boolean {
  const differ = a ^ b;
  if (differ >>> 16 === 0 || (differ & 0xffff) === 0) return false;
  const digits = (differ | (differ >>> 1) | (differ >>> 2) | (differ >>> 3)) & 0x11111111;
  const allButOne = digits & (digits - 1);
  return (allButOne & (allButOne - 1)) !== 0;
}

const different = weightOf(dateLevels.different);

/** Makes the function that says what the birth dates of two records (by their rows) add to their score. */
export function boundDates({ records, rows, layout, birthDates }: Facts): (a: number, b: number) => number {
  const { stride, birthDate } = layout;
  const digits = new Uint32Array(records);
  for (let record = 0; record < records; record += 1) digits[record] = digitsOf(rows[record * stride + birthDate] ?? 0);
  const dates = [...birthDates.keys()];
  const weights = equalWeights('birth_date', dateLevels.exact.m, [...birthDates.values()], records);
  const equal = new Map(dates.map((date, at) => [digitsOf(date), weights[at] ?? 0]));
  return (a, b) => {
    const [left, right] = [digits[a] ?? 0, digits[b] ?? 0];
    if (left === 0 || right === 0) return 0;
    if (left === right) return equal.get(left) ?? 0;
    return areOther(left, right)
      ? different
      : dateWeight(rows[a * stride + birthDate] ?? 0, rows[b * stride + birthDate] ?? 0);
  };
}
