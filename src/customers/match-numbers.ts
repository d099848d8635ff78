import { charFlag, digitFlags, foldTable, valueShift } from './fold-table.js';
import type { Found, KindMatcher, Subject } from './match-emails.js';
import { hashText } from './hashes.js';
import { Holders } from './holders.js';
import { normaliseCustomerNumber } from './normalise.js';
import { keySalt, mixKey } from './scan-keys.js';
import { sevenDigits } from './scan-values.js';

interface Owner {
  readonly subject: number;
  readonly value: number;
}

/** A number of letters and digits is recognised by itself from this length on. */
const shortestMixed = 4;
/** Plain digits are a price or a postal code as well: they need this many and a word in front that says what they are. */
const shortestDigits = 5;

const label =
  /(?:kund(?:en?|in(?:nen)?)?|kd|customer|client|kto|konto|karten?)[\s.\-_]{0,3}(?:nr|nummer|no|num|number|id)[\s.:#"'=_-]{0,6}$/i;
const longestLabel = 40;

/** The key the scanner computes where the number ends. */
function scanKey(number: string): {
  readonly key: number;
  readonly needs: 'numberWords' | 'shortNumbers' | null;
  /** See `Sought.confirming`. */
  readonly confirming?: number;
} {
  const fold = foldTable();
  let word = 0;
  let inWord = false;
  let words = 0;
  let digits = sevenDigits;
  let before = sevenDigits;
  let digitsBefore = false;
  let anyDigits = false;
  let kindAtEnd = 0;
  for (let index = 0; index < number.length; index += 1) {
    const value = fold[number.charCodeAt(index)] ?? 0;
    const kind = value & 7;
    if (kind === charFlag.letter) {
      if (!inWord) {
        words += 1;
        before = digits;
        digitsBefore = anyDigits;
      }
      word = inWord ? (word + (value >> valueShift)) | 0 : value >> valueShift;
      digits = sevenDigits;
    } else if (kind === digitFlags) {
      digits = ((digits << 4) | (value >> valueShift)) & sevenDigits;
      anyDigits = true;
    }
    inWord = kind === charFlag.letter;
    if (kind === charFlag.letter || kind === digitFlags) kindAtEnd = kind;
  }
  if (kindAtEnd === digitFlags) {
    // A few digits alone are in every second text (12 Uhr): the word before them has to fit as well.
    const short = words > 0 && digits >>> 16 === sevenDigits >>> 16;
    const withWord = mixKey(mixKey(word, digits), keySalt.digits);
    return short
      ? { key: withWord, needs: 'shortNumbers' }
      : { key: mixKey(keySalt.digits, digits), needs: null, confirming: withWord };
  }
  const known = digitsBefore || words > 1;
  const key = known ? mixKey(mixKey(keySalt.digitWord, before & 15), word) : mixKey(keySalt.word, word);
  return { key, needs: 'numberWords' };
}

const joined = /[\p{L}\p{M}\p{N}]/u;
const joint = /[-_./\\+]/;

/** Whether a token could go on at `outer`: a letter, a digit, or one of these behind a hyphen (K-100234-5). */
function goesOn(text: string, outer: number, step: 1 | -1): boolean {
  const next = text.charAt(outer);
  if (next === '') return false;
  if (joined.test(next)) return true;
  const behind = text.charAt(outer + step);
  return (
    behind !== '' && joined.test(behind) && joint.test(next) && !(next === '.' && /\p{L}/u.test(behind)) && next !== '/'
  );
}

/** Whether a unit is a letter or a digit. */
function isJoined(code: number): boolean {
  if (code < 0x80) return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
  return ((foldTable()[code] ?? 0) & 7) !== 0 && joined.test(String.fromCharCode(code));
}

function isLabelled(text: string, start: number): boolean {
  return label.test(text.slice(Math.max(0, start - longestLabel), start));
}

/** Already as it is compared: most are. */
const plainNumber = /^[0-9A-Z](?:[0-9A-Z-]*[0-9A-Z])?$/;

/** A customer number as it is compared, without signs around it. */
function bare(text: string): string {
  if (plainNumber.test(text)) return text;
  return normaliseCustomerNumber(text).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

/** Customer numbers as whole tokens, in any case; plain digits only behind "Kundennr." and its like. */
export function matchNumbers(subjects: readonly Subject[]): KindMatcher {
  const holders = new Holders();
  const keys: number[] = [];
  const labelledKeys: number[] = [];
  const confirmed: number[] = [];
  const lengths = new Set<number>();
  /** What a number begins with: most words of a text begin with something else. */
  const starts = new Set<number>();
  const options = { numberWords: false, shortNumbers: false };
  subjects.forEach(({ identifiers }, at) => {
    identifiers.numbers.forEach((text, value) => {
      const number = bare(text);
      const digitsOnly = /^\d+$/.test(number);
      if (digitsOnly ? number.length < shortestDigits : number.length < shortestMixed || !/\p{L}/u.test(number)) return;
      holders.add(hashText(number), at, value);
      lengths.add(number.length);
      starts.add(number.charCodeAt(0));
      const { key, needs, confirming } = scanKey(number);
      if (confirming !== undefined) confirmed.push(confirming);
      (digitsOnly ? labelledKeys : keys).push(key);
      if (needs !== null) options[needs] = true;
    });
  });
  /** Each subject once: the same number may be stored in two spellings. */
  const ownersOf = (number: string): Owner[] => {
    const owners: Owner[] = [];
    for (const { at, value } of holders.of(hashText(number))) {
      const { subject = -1, identifiers } = subjects[at] ?? {};
      if (bare(identifiers?.numbers[value] ?? '') !== number) continue;
      if (!owners.some((each) => each.subject === subject)) owners.push({ subject, value });
    }
    return owners;
  };
  const find = (text: string): Found[] => {
    const found: Found[] = [];
    const upper = text.toUpperCase();
    // A letter that grows in upper case (ß) would shift every position behind it.
    const searched = upper.length === text.length ? upper : text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
    for (let start = 0, inToken = false; start < searched.length; start += 1) {
      const before = inToken;
      const code = searched.charCodeAt(start);
      inToken = isJoined(code);
      if (!inToken || before || !starts.has(code)) continue;
      for (const length of lengths) {
        const end = start + length;
        const owners = end > searched.length ? [] : ownersOf(searched.slice(start, end));
        if (owners.length === 0 || goesOn(searched, start - 1, -1) || goesOn(searched, end, 1)) continue;
        if (/^\d+$/.test(searched.slice(start, end)) && !isLabelled(searched, start)) continue;
        for (const { subject, value } of owners) found.push({ subject, value, start, end });
      }
    }
    return found;
  };
  return { keys, labelledKeys, confirming: confirmed, options, find: holders.size === 0 ? () => [] : find };
}
