import { chanceOf, type Agreement, type Chance, type Level } from './agreement.js';

type DateLevel = 'exact' | 'swapped' | 'digit' | 'year_digit' | 'part' | 'digits' | 'near' | 'generation' | 'different';

/*
 * u of the slips: how many of some 25,000 days lie one digit, or two of day, month and year away, checked by enumeration in
 * `compare-levels.test.ts`. h: twins and couples of one day are rare; most families differ in all three parts.
 */
const levels: Readonly<Record<DateLevel, Level>> = {
  exact: { level: 'exact', m: 0.9, u: 0, h: 0.015 },
  swapped: { level: 'swapped', m: 0.008, u: 2e-5, h: 2e-5 },
  digit: { level: 'digit', m: 0.05, u: 0.0009, h: 0.002 },
  year_digit: { level: 'year_digit', m: 0.005, u: 1.5e-4, h: 3e-4 },
  part: { level: 'part', m: 0.018, u: 0.003, h: 0.01 },
  digits: { level: 'digits', m: 0.01, u: 0.011, h: 0.012 },
  near: { level: 'near', m: 0.008, u: 0.012, h: 0.015 },
  generation: { level: 'generation', m: 0.006, u: 0.42, h: 0.42 },
  different: { level: 'different', m: 0.008, u: 0.56, h: 0.53 },
};

/**
 * h where the given names are the same: within a family that is father and son, mother and daughter, who are born a generation
 * apart and never on one day. That they share a birthday is rare, and yet a single digit of the year (`year_digit`) is too little to
 * tell them apart by: a person has to look.
 */
const namesakes: Readonly<Record<DateLevel, number>> = {
  exact: 1e-4,
  swapped: 1e-6,
  digit: 0.002,
  year_digit: 0.25,
  part: 0.005,
  digits: 0.005,
  near: 0.002,
  generation: 0.9,
  different: 0.08,
};

const parts = (date: number): readonly [year: number, month: number, day: number] => [
  Math.trunc(date / 10000),
  Math.trunc(date / 100) % 100,
  date % 100,
];

/** `digit`: one digit is another, or two neighbouring ones have changed places; `digits`: two are others, wherever they stand. */
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

/** How far apart in the year two days may be that somebody half remembered, or counted to from an age. */
const nearDays = 35;

const dayOfYear = (date: number): number => (Math.trunc(date / 100) % 100) * 30.4 + (date % 100);

/** A few weeks apart, in the same year, the next one, or another decade. */
function isNear(a: number, b: number): boolean {
  const years = Math.abs(Math.trunc(a / 10000) - Math.trunc(b / 10000));
  if (years > 1 && years !== 10) return false;
  return Math.abs(dayOfYear(a) - dayOfYear(b)) <= nearDays;
}

/** How two dates (YYYYMMDD) agree. */
export function dateLevel(a: number, b: number): DateLevel {
  if (a === b) return 'exact';
  const [year, month, day] = parts(a);
  const [otherYear, otherMonth, otherDay] = parts(b);
  if (year === otherYear && month === otherDay && day === otherMonth) return 'swapped';
  const digits = digitLevel(a, b);
  const apart = Math.abs(year - otherYear);
  const isGeneration = apart >= 16 && apart <= 45;
  if (digits === 'digit') return isGeneration ? 'year_digit' : 'digit';
  // Father and son of one name: that two digits of the year were mistyped is less likely.
  if (isGeneration) return 'generation';
  const same = Number(year === otherYear) + Number(month === otherMonth) + Number(day === otherDay);
  if (same === 2) return 'part';
  return digits ?? (isNear(a, b) ? 'near' : 'different');
}

/**
 * How two birth dates agree; null when one is missing (0).
 * @param sameGiven whether the given names are the same
 */
export function compareDates(a: number, b: number, chance: Chance, sameGiven = false): Agreement | null {
  if (a === 0 || b === 0) return null;
  const found = dateLevel(a, b);
  const level = levels[found];
  return {
    ...level,
    field: 'birth_date',
    u: level.u === 0 ? chanceOf('birth_date', String(a), chance) : level.u,
    h: sameGiven ? namesakes[found] : level.h,
  };
}

/** Weight of two dates that are not equal. */
export function dateWeight(a: number, b: number): number {
  const { m, u } = levels[dateLevel(a, b)];
  return Math.log2(m / u);
}

const weights = Object.fromEntries(Object.entries(levels).map(([name, { m, u }]) => [name, Math.log2(m / u)]));

/** The weight of what `compareDates` gives; 0 when one is missing. */
export function weighDates(a: number, b: number, chance: Chance): number {
  if (a === 0 || b === 0) return 0;
  if (a === b) return Math.log2(levels.exact.m / chanceOf('birth_date', String(a), chance));
  return weights[dateLevel(a, b)] ?? 0;
}

/* For bounds of a score, of which a pair is told to be different before it is compared in full. */
export { levels as dateLevels };
