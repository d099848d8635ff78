import { foldTable, valueShift, charFlag } from './fold-table.js';
import { finishHash, hashPrime, hashStart } from './hashes.js';

/*
 * Keys by which likely candidates are found without comparing everything with everything: two records are compared when they
 * have two of them in common. They are looser than the comparison, so that it decides and not they.
 */

/**
 * Keys of a date: whole, with day and month swapped, and each two of its three parts, one of which a slip leaves alone. A slip
 * across the border of two parts (1984-10-23, 1984-12-03) is left to names and contacts.
 */
export function dateKeys(date: number): readonly number[] {
  if (date === 0) return [];
  const year = Math.trunc(date / 10000);
  const month = Math.trunc(date / 100) % 100;
  const day = date % 100;
  const swapped = year * 10000 + day * 100 + month;
  return [
    date,
    ...(swapped === date ? [] : [swapped]),
    -(year * 100 + month),
    -(year * 100 + day + 1e7),
    -(month * 100 + day + 2e7),
  ];
}

function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at);
  return units;
}

/** Letters of a street that are looked at. */
export const streetLetters = 5;

/** Letters and digits of a street that are looked at; more of it is no street. */
export const longestStreet = 80;

/** Of longer house numbers the last five digits count. */
const houseNumbers = 100_000;

/**
 * A number for a street and its house number (in the same text, or apart) that all its spellings share, made without reading it in
 * full: of the first letters but e, s and h (`foldTable`), and of the last digits.
 */
export function streetKey(text: string, houseNumber = ''): number {
  const { length } = text;
  return streetKeyIn(unitsOf(text + houseNumber), 0, length, length, length + houseNumber.length);
}

/** The same of a street and a house number that stand somewhere among UTF-16 units. */
function streetKeyIn(units: Uint16Array, start: number, end: number, houseStart: number, houseEnd: number): number {
  const fold = foldTable();
  const last = Math.min(end, start + longestStreet);
  const houseLast = Math.min(houseEnd, houseStart + longestStreet - (last - start));
  let sum = 0;
  let letters = 0;
  for (let turn = 0; turn < 2; turn += 1) {
    const stop = turn === 0 ? last : houseLast;
    for (let at = turn === 0 ? start : houseStart; at < stop && letters < streetLetters; at += 1) {
      const value = fold[units[at] ?? 0] ?? 0;
      if ((value & 7) === charFlag.event || value >> valueShift === 0) continue;
      sum = (sum + (value >> valueShift)) | 0;
      letters += 1;
    }
  }
  if (letters === 0) return 0;
  let house = lastNumber(fold, units, houseStart, houseLast);
  if (house < 0) house = Math.max(0, lastNumber(fold, units, start, last));
  return (Math.imul(sum, 31) + house) | 0;
}

/** The last digits that stand side by side, as a number; -1 when there are none. */
function lastNumber(fold: Int32Array, units: Uint16Array, start: number, end: number): number {
  let last = end - 1;
  while (last >= start && !isDigit(fold, units, last)) last -= 1;
  if (last < start) return -1;
  let first = last;
  while (first > start && isDigit(fold, units, first - 1)) first -= 1;
  let number = 0;
  for (let at = first; at <= last; at += 1)
    number = (number * 10 + ((fold[units[at] ?? 0] ?? 0) >> valueShift)) % houseNumbers;
  return number;
}

const isDigit = (fold: Int32Array, units: Uint16Array, at: number): boolean =>
  ((fold[units[at] ?? 0] ?? 0) & 7) === charFlag.event;

/** Digits at the end of a number that all its spellings share. */
export const tailDigits = 7;

/** The last seven digits of a phone cell as a number, 0 when it has fewer. Of two numbers in a cell it is the last one. */
export const phoneKey = (text: string): number => phoneKeyIn(unitsOf(text), 0, text.length);

/** The same of a phone number that stands somewhere among UTF-16 units. */
function phoneKeyIn(units: Uint16Array, start: number, end: number): number {
  let tail = 0;
  let digits = 0;
  for (let at = end - 1, scale = 1; at >= start && digits < tailDigits; at -= 1) {
    const code = units[at] ?? 0;
    if (code < 0x30 || code > 0x39) continue;
    tail += (code - 0x30) * scale;
    scale *= 10;
    digits += 1;
  }
  return digits === tailDigits ? tail + 1 : 0;
}

/** Digits of a number in whose last seven there is no trunk zero, and that is not two numbers. */
const wholePhone = { least: 9, most: 13 } as const;

/** Whether a phone cell is one number as most are written: then `phoneKey` of the cell is that of the number in E.164. */
export function isPlainPhone(units: Uint16Array, start: number, end: number): boolean {
  let digits = 0;
  for (let place = start; place < end; place += 1) {
    const unit = units[place] ?? 0;
    if (unit >= 0x30 && unit <= 0x39) digits += 1;
    else if (plainPhone[unit] !== 1) return false;
  }
  return digits >= wholePhone.least && digits <= wholePhone.most;
}

/** Which units beyond letters and digits may stand in what is in comparable form already. */
const unitsIn = (units: string): Uint8Array => {
  const allowed = new Uint8Array(128);
  for (const unit of units) allowed[unit.charCodeAt(0)] = 1;
  return allowed;
};
const digits = '0123456789';
const plainEmailUnits = unitsIn(`abcdefghijklmnopqrstuvwxyz${digits}._-`);
const plainNumberUnits = unitsIn(`ABCDEFGHIJKLMNOPQRSTUVWXYZ${digits}-`);
const plainPhone = unitsIn(' +-/().');
const at = '@'.charCodeAt(0);

/**
 * `hashText` of what stands before the @ of an address that `readEmail` would leave as it is: of ASCII in lower case, without a tag, and
 * not at Gmail. 0 for any other.
 */
export function plainLocal(units: Uint16Array, start: number, end: number): number {
  let sum: number = hashStart;
  let place = start;
  for (; place < end; place += 1) {
    const unit = units[place] ?? 0;
    if (unit === at) break;
    if (plainEmailUnits[unit] !== 1) return 0;
    sum = Math.imul(sum ^ unit, hashPrime);
  }
  const domain = place + 1;
  if (place === start || domain >= end) return 0;
  for (place = domain; place < end; place += 1) if (plainEmailUnits[units[place] ?? 0] !== 1) return 0;
  // gmail.com, googlemail.com, and others as long that end alike.
  const isGoogle = (end - domain === 9 || end - domain === 14) && units[domain] === 0x67 && units[end - 5] === 0x6c;
  return isGoogle ? 0 : finishHash(sum);
}

/** Whether a customer number is in comparable form as it stands. */
export function isPlainNumber(units: Uint16Array, start: number, end: number): boolean {
  for (let place = start; place < end; place += 1) if (plainNumberUnits[units[place] ?? 0] !== 1) return false;
  return true;
}
