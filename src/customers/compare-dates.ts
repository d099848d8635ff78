import { chanceOf, type Agreement, type Chance, type Level } from './agreement.js';

type DateLevel = 'exact' | 'swapped' | 'digit' | 'part' | 'digits' | 'different';

/*
 * u of the slips: how many of some 25,000 days lie one digit, or two of day, month and year away, checked by enumeration in
 * `compare-dates.test.ts`. h: twins and couples of one day are rare; most families differ in all three parts.
 */
const levels: Readonly<Record<DateLevel, Level>> = {
  exact: { level: 'exact', m: 0.9, u: 0, h: 0.015 },
  swapped: { level: 'swapped', m: 0.008, u: 2e-5, h: 2e-5 },
  digit: { level: 'digit', m: 0.05, u: 0.0009, h: 0.002 },
  part: { level: 'part', m: 0.018, u: 0.003, h: 0.01 },
  digits: { level: 'digits', m: 0.01, u: 0.011, h: 0.012 },
  different: { level: 'different', m: 0.014, u: 0.985, h: 0.96 },
};

const parts = (date: number): readonly [year: number, month: number, day: number] => [
  Math.trunc(date / 10000),
  Math.trunc(date / 100) % 100,
  date % 100,
];

/** `digit`: one digit is another, or two neighbouring ones have changed places; `digits`: any two are others. */
function digitLevel(a: number, b: number): 'digit' | 'digits' | null {
  const left = String(a).padStart(8, '0');
  const right = String(b).padStart(8, '0');
  const wrong: number[] = [];
  for (let at = 0; at < 8; at += 1) if (left.charAt(at) !== right.charAt(at)) wrong.push(at);
  if (wrong.length === 1) return 'digit';
  if (wrong.length !== 2) return null;
  const [first = 0, second = 0] = wrong;
  const swapped =
    second === first + 1 && left.charAt(first) === right.charAt(second) && left.charAt(second) === right.charAt(first);
  return swapped ? 'digit' : 'digits';
}

/** How two dates (YYYYMMDD) agree. */
export function dateLevel(a: number, b: number): DateLevel {
  if (a === b) return 'exact';
  const [year, month, day] = parts(a);
  const [otherYear, otherMonth, otherDay] = parts(b);
  if (year === otherYear && month === otherDay && day === otherMonth) return 'swapped';
  const digits = digitLevel(a, b);
  if (digits === 'digit') return 'digit';
  // Father and son of one name: that two digits of the year were mistyped is less likely.
  const apart = Math.abs(year - otherYear);
  if (apart >= 16 && apart <= 45) return 'different';
  const same = Number(year === otherYear) + Number(month === otherMonth) + Number(day === otherDay);
  return same === 2 ? 'part' : (digits ?? 'different');
}

/** How two birth dates agree; null when one is missing (0). */
export function compareDates(a: number, b: number, chance: Chance): Agreement | null {
  if (a === 0 || b === 0) return null;
  const level = levels[dateLevel(a, b)];
  return { ...level, field: 'birth_date', u: level.u === 0 ? chanceOf('birth_date', String(a), chance) : level.u };
}

/** Weight of two dates that are not equal. */
export function dateWeight(a: number, b: number): number {
  const { m, u } = levels[dateLevel(a, b)];
  return Math.log2(m / u);
}

/* For bounds of a score, of which a pair is told to be different before it is compared in full. */
export { levels as dateLevels };
