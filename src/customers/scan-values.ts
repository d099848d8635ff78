import { charFlag, digitFlags, foldTable, hashWord, valueShift } from './fold-table.js';
import { titles } from './name-words.js';
import { firstHalf, mixKey } from './scan-keys.js';

/* Keys of what is more than a pair of words or a run of digits: as the scanner computes them on its way through a text, and as the
 * searches for each kind compute them beforehand. */

/** Kinds of keys that are looked up only when a subject has an identifier of that kind. */
export interface ScanOptions {
  /** Gmail addresses: dots and tags have to be taken out before comparing. */
  readonly gmail: boolean;
  /** Addresses whose local part has no letter. */
  readonly numericLocals: boolean;
  /** Customer numbers that end in a letter. */
  readonly numberWords: boolean;
  /** Customer numbers of letters and up to four digits. */
  readonly shortNumbers: boolean;
}

/**
 * Last seven digits, one per four bits: the key of telephone and customer numbers. Where there are fewer the places in front are 15, so that
 * 15 minutes are not taken for a number that ends in 0000015; without any digit it is this very value.
 */
export const sevenDigits = 0xfffffff;

/** Weight of a digit in the sum of a Gmail local part. */
const gmailDigit = 0x3c6ef372;

/** Sum of the letters and digits of the local part that ends before `at`, dots skipped, from a plus on ignored. */
export function gmailSum(text: string, at: number): number {
  const fold = foldTable();
  let sum = 0;
  for (let index = at - 1; index >= 0 && index >= at - 80; index -= 1) {
    const code = text.charCodeAt(index);
    const value = fold[code] ?? 0;
    // What has no weight is e, s or h, or no part of an address: an apostrophe, an emoji.
    if (value === charFlag.letter && !'eshESH'.includes(String.fromCharCode(code))) break;
    if ((value & charFlag.letter) !== 0) sum = (sum + (value >> valueShift)) | 0;
    else if ((value & 7) === digitFlags) sum = (sum + Math.imul((value >> valueShift) + 1, gmailDigit)) | 0;
    else if (code === 0x2b) sum = 0;
    else if (code !== 0x2e && code !== 0x2d && code !== 0x5f) break;
  }
  return sum;
}

let titlePairs: ReadonlySet<number> | undefined;

/**
 * Keys of two titles in a row: in "Müller, Mag. Dr. Anna" all of them count as one word, so that Müller is one word from Anna. By its
 * sum a title may as well be a name (without e, s and h, "Dr" is Eder): whoever passes over titles has to try each of them as one.
 */
export function titleKeys(): ReadonlySet<number> {
  if (titlePairs === undefined) {
    const sums = [...new Set([...titles].map(hashWord))];
    titlePairs = new Set(sums.flatMap((title) => sums.map((next) => mixKey(title, next))));
  }
  return titlePairs;
}

/** Whether the scanner takes the two words for a title behind a title. */
export function areTitles(title: number, next: number): boolean {
  return titleKeys().has(mixKey(title, next));
}

/** Half of the key of an address whose local part ends in this word and these digits, and has no other word. */
export function singleWordLocal(word: number, digits: number): number {
  return mixKey(word, digits);
}

/** The same for a local part of several words: the one before the last counts as well (anna.mueller, peter.mueller). */
export function severalWordLocal(wordBefore: number, word: number, digits: number): number {
  return mixKey(mixKey(word, digits), firstHalf(wordBefore));
}
