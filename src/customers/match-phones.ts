import type { Found, KindMatcher, Subject } from './match-emails.js';
import { Holders } from './holders.js';
import { callingCode, phonesIn, type PhoneCountry } from './normalise.js';
import { keySalt, mixKey } from './scan-keys.js';
import { sevenDigits } from './scan-values.js';

/** A number searched for: calling code (empty when unknown) and the digits behind it. */
interface Phone {
  readonly subject: number;
  readonly value: number;
  readonly code: string;
  readonly national: string;
  /** Whether it is also met without its calling code, with a trunk zero. */
  readonly domestic: boolean;
}

/** Calling codes that are split off; numbers of other countries are only found with their code in front. */
const knownCodes = ['49', '43', '41'];

/** National digits of a German number with a long area code; what would be longer is two numbers. */
const longestNational = 11;

const between = /[ \u00a0\u2007-\u200b\u202f/\-.()‐-―−·\\]/;
/** " / " and ") - " are the longest that is written between two digits of one number. */
const longestGap = 4;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

const digitAt = (text: string, index: number): boolean => isDigit(text.charCodeAt(index));

/** Position of the digit before `index`, over separators of one number; -1 if there is none. */
function digitBefore(text: string, index: number): number {
  for (let at = index - 1; at >= 0 && at >= index - 1 - longestGap; at -= 1) {
    if (digitAt(text, at)) return at;
    if (!between.test(text.charAt(at))) return -1;
  }
  return -1;
}

function digitAfter(text: string, index: number): number {
  for (let at = index; at < text.length && at <= index + longestGap; at += 1) {
    if (digitAt(text, at)) return at;
    if (!between.test(text.charAt(at))) return -1;
  }
  return -1;
}

/** Reads `digits` backwards from the digit at `last`; position of the first one, or -1. */
function readBack(text: string, last: number, digits: string): number {
  let at = last;
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    if (at < 0 || text.charAt(at) !== digits[index]) return -1;
    if (index > 0) at = digitBefore(text, at);
  }
  return at;
}

/** A calling code right before: what follows is a number of that country, whatever it begins with. */
const otherCode = /(?:\+|(?<!\d)00)[1-9]\d{0,2}[ \u00a0/\-.()‐-―−]{1,4}$/;

/** Opening bracket and plus before the first digit belong to the number: "(0171", "+49". */
function withOpening(text: string, start: number): number {
  let at = start;
  if (text.charAt(at - 1) === '+') at -= 1;
  if (text.charAt(at - 1) === '(') at -= 1;
  return at;
}

/**
 * Whether a number may begin at `start`. Directly behind a digit it is the tail of a longer one; behind a hyphen or dot
 * it is its continuation; behind a space, slash or comma it stands beside another number.
 */
function beginsThere(text: string, start: number): boolean {
  const first = withOpening(text, start);
  if (first < start && text.charAt(start - 1) === '+') return true;
  const before = text.charAt(first - 1);
  if (digitAt(text, first - 1) || otherCode.test(text.slice(Math.max(0, first - 12), first))) return false;
  return !(/[-.‐-―]/.test(before) && digitAt(text, first - 2));
}

/** A zero alone in brackets, with digits before: they are a calling code, and not one that was looked for. */
function isBracketed(text: string, zero: number): boolean {
  return text.charAt(zero - 1) === '(' && text.charAt(zero + 1) === ')' && digitBefore(text, zero) !== -1;
}

/** A bracket that closes behind the number opens before it: "(0171 3920058)". */
function withoutStrayBracket(text: string, start: number, end: number): number {
  const number = text.slice(start, end);
  return number.startsWith('(') && number.split('(').length > number.split(')').length ? start + 1 : start;
}

/** Where the number begins whose national digits begin at `start`, by any of the ways to write what comes before. */
function beginning(text: string, start: number, phone: Phone): number {
  const prefixed = (prefix: string): number => {
    const before = digitBefore(text, start);
    return before === -1 ? -1 : readBack(text, before, prefix);
  };
  const plausible = (at: number): boolean => at !== -1 && beginsThere(text, at);
  const { code } = phone;
  const plus = prefixed(code);
  const trunk = prefixed(`${code}0`);
  for (const at of [trunk, plus]) if (at !== -1 && text.charAt(at - 1) === '+') return withOpening(text, at);
  for (const prefix of [`00${code}0`, `00${code}`]) {
    const at = prefixed(prefix);
    if (plausible(at)) return withOpening(text, at);
  }
  if (plausible(trunk)) return withOpening(text, trunk);
  if (phone.domestic) {
    const typo = code === '49' ? prefixed(`0${code}`) : -1;
    if (plausible(typo) && code.length + 1 + phone.national.length >= 13) return typo;
    const zero = prefixed('0');
    if (plausible(zero) && !isBracketed(text, zero)) return withOpening(text, zero);
  }
  if (plausible(plus) && code.length + phone.national.length >= 11) return withOpening(text, plus);
  // Without any prefix, as a spreadsheet leaves it: one run of digits, long enough to be nothing else.
  const bare =
    phone.domestic && phone.national.length >= 9 && digitBefore(text, start) === -1 && beginsThere(text, start);
  return bare && /^\d+$/.test(text.slice(start, start + phone.national.length)) ? start : -1;
}

/** Words behind a number that make it a number of its own: a time, an amount. */
const unit = /^\d{1,4}(?:\s?(?:uhr|h\b|x\b|€|eur|%|min|mal\b|st[üu])|[.:]\d|\.\s|,)/i;

/** Whether digits that follow at a distance belong to the same, longer number. */
function continues(text: string, end: number, phone: Phone): boolean {
  const next = digitAfter(text, end);
  if (next === -1) return false;
  if (next === end) return true;
  const gap = text.slice(end, next);
  // A zero, plus or bracket begins a number of its own: "0171 3920058 / 0176 4069024".
  if (text.charAt(next) === '0' && /[\s/(\\]/.test(gap)) return false;
  if (/\s/.test(gap) && unit.test(text.slice(next, next + 16))) return false;
  let digits = 0;
  while (digits <= longestNational && digitAt(text, next + digits)) digits += 1;
  return phone.national.length + digits <= longestNational;
}

function split(number: string, country: PhoneCountry): Pick<Phone, 'code' | 'national' | 'domestic'> {
  const code = knownCodes.find((each) => number.startsWith(each));
  return code === undefined
    ? { code: '', national: number, domestic: false }
    : { code, national: number.slice(code.length), domestic: code === callingCode(country) };
}

/** Last seven digits as the scanner sees them; a six-digit number has its trunk zero or calling code before it. */
function scanKeys({ code, national }: Phone): number[] {
  const tail = (digits: string): number => Number.parseInt(digits.slice(-7), 16);
  return national.length >= 7 ? [tail(national)] : [tail(`0${national}`), tail(`${code}${national}`)];
}

/** In `Sought.confirming`: a telephone number of less than nine digits. */
const short = 0xff;

/** The same with the two digits before them, where the number has these. */
function confirmingKeys(phone: Phone): number[] {
  const { national } = phone;
  const more = national.length < 9 ? short : Number.parseInt(national.slice(-9, -7), 16);
  return scanKeys(phone).map((key) => mixKey(mixKey(keySalt.long, key), more));
}

function foreign(text: string, start: number): number {
  if (text.charAt(start - 1) === '+') return withOpening(text, start);
  const before = digitBefore(text, start);
  const zeros = before === -1 ? -1 : readBack(text, before, '00');
  if (zeros !== -1) return beginsThere(text, zeros) ? withOpening(text, zeros) : -1;
  return before === -1 && beginsThere(text, start) ? withOpening(text, start) : -1;
}

/** A short number in the middle of letters is part of a code; a long one is a number that lacks a space ("Tel0171..."). */
function isInToken(text: string, start: number, end: number, phone: Phone): boolean {
  if (phone.national.length >= 8) return false;
  return /\p{L}/u.test(text.charAt(start - 1)) || /\p{L}/u.test(text.charAt(end));
}

/** Telephone numbers in any spelling, whole ones only. */
export function matchPhones(subjects: readonly Subject[], country: PhoneCountry): KindMatcher {
  const holders = new Holders();
  const confirming: number[] = [];
  const toPhone = (at: number, value: number, number: string): Phone => ({
    subject: subjects[at]?.subject ?? -1,
    value,
    ...split(number, country),
  });
  subjects.forEach(({ identifiers }, at) => {
    const known = new Set<string>();
    identifiers.phones.forEach((text, value) => {
      for (const number of phonesIn(text, country)) {
        if (known.has(number)) continue;
        known.add(number);
        const phone = toPhone(at, value, number);
        confirming.push(...confirmingKeys(phone));
        for (const key of scanKeys(phone)) holders.add(key, at, value);
      }
    });
  });
  /** The numbers with these last digits, read once more: most are met in no text. */
  const phonesOf = (tail: number): Phone[] =>
    holders
      .of(tail)
      .flatMap(({ at, value }) =>
        phonesIn(subjects[at]?.identifiers.phones[value] ?? '', country).map((number) => toPhone(at, value, number)),
      )
      .filter((phone) => scanKeys(phone).includes(tail));
  const find = (text: string): Found[] => {
    const found: Found[] = [];
    let digits = sevenDigits;
    for (let index = 0; index < text.length; index += 1) {
      if (!digitAt(text, index)) continue;
      digits = ((digits << 4) | (text.charCodeAt(index) - 0x30)) & sevenDigits;
      if (digitAt(text, index + 1)) continue;
      for (const phone of phonesOf(digits)) {
        const first = readBack(text, index, phone.national);
        if (first === -1 || continues(text, index + 1, phone)) continue;
        const opening = phone.code === '' ? foreign(text, first) : beginning(text, first, phone);
        const start = opening === -1 ? -1 : withoutStrayBracket(text, opening, index + 1);
        if (start !== -1 && !isInToken(text, start, index + 1, phone))
          found.push({ subject: phone.subject, value: phone.value, start, end: index + 1 });
      }
    }
    return found;
  };
  const keys = holders.allKeys().map((tail) => mixKey(keySalt.digits, tail));
  return { keys, confirming, options: {}, find: holders.size === 0 ? () => [] : find };
}
