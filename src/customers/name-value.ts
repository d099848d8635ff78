import { colognePhonetics } from './cologne-phonetics.js';
import { particles, titles } from './name-words.js';
import { shortestForm, spelledWords } from './normalise.js';
import { soundOf, transliterate } from './transliterate.js';

/** A name ready to be compared; the same object for all records that spell it the same way. */
export interface NameValue {
  /** Its words, folded, titles and particles left out. Never empty. */
  readonly words: readonly string[];
  /** All words in one, umlauts at their shortest: Müller, Mueller and Muller are `muller`, Hans-Peter and Hanspeter are equal. */
  readonly plain: string;
  /** Kölner Phonetik of the words in one. */
  readonly code: string;
  /** By sound, for names from other alphabets (`soundOf`). */
  readonly sound: string;
}

/** A name of 10,000 letters is none: more than this of it is not looked at. */
const longestName = 120;
const mostWords = 6;

function wordsOf(text: string): readonly string[] {
  const all = spelledWords(text.slice(0, longestName))
    .map((word) => transliterate(shortestForm(word)))
    .filter((word) => word !== '');
  const names = all.filter((word) => !titles.has(word));
  const bare = names.filter((word) => !particles.has(word));
  // "Van", "Al" and "Le" are names of their own when nothing else is there.
  return (bare.length > 0 ? bare : names).slice(0, mostWords);
}

/**
 * Reads a name column. Case, accents, the three umlaut spellings, hyphens, titles, salutations, particles ("von"), control
 * characters and direction marks do not count; Cyrillic letters become Latin ones. Null when no letter is left.
 */
export function readName(text: string): NameValue | null {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const plain = words.join('');
  return { words, plain, code: colognePhonetics(plain), sound: soundOf(plain) };
}

/** `plain` of a name column, '' when no letter is left. */
export const readPlainName = (text: string): string => wordsOf(text).join('');

/**
 * Reads a column that may hold a whole name: "Müller, Anna" in the family name's column is taken apart when the other one is
 * empty. Returns given and family name.
 */
export function readFullName(given: string, family: string): [NameValue | null, NameValue | null] {
  const [first, last] = [readName(given), readName(family)];
  if ((first === null) === (last === null)) return [first, last];
  const whole = (first === null ? family : given).slice(0, longestName);
  const comma = whole.indexOf(',');
  if (comma > 0) return [readName(whole.slice(comma + 1)), readName(whole.slice(0, comma))];
  const words = whole.trim().split(/\s+/u);
  const named = words.filter((word) => readName(word) !== null);
  if (named.length < 2) return [first, last];
  return [readName(named.slice(0, -1).join(' ')), readName(named.slice(-1).join(' '))];
}
