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
  const names: string[] = [];
  const bare: string[] = [];
  for (const spelled of spelledWords(text.slice(0, longestName))) {
    const word = transliterate(shortestForm(spelled));
    if (word === '' || titles.has(word)) continue;
    names.push(word);
    if (!particles.has(word)) bare.push(word);
  }
  // "Van", "Al" and "Le" are names of their own when nothing else is there.
  const words = bare.length > 0 ? bare : names;
  return words.length > mostWords ? words.slice(0, mostWords) : words;
}

/**
 * Reads a name column. Case, accents, the three umlaut spellings, hyphens, titles, salutations, particles ("von"), control
 * characters and direction marks do not count; Cyrillic letters become Latin ones. Null when no letter is left.
 */
export function readName(text: string): NameValue | null {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const plain = words.length === 1 ? (words[0] ?? '') : words.join('');
  return { words, plain, code: colognePhonetics(plain), sound: soundOf(plain) };
}

/** `plain` of a name column, '' when no letter is left. */
export const readPlainName = (text: string): string => wordsOf(text).join('');

/**
 * Reads a column that may hold a whole name: "Müller, Anna" in the family name's column is taken apart when the other one is
 * empty. Returns given and family name.
 * @param read reads a name; by default `readName`
 */
export function readFullName(given: string, family: string, read = readName): [NameValue | null, NameValue | null] {
  const [first, last] = [read(given), read(family)];
  if ((first === null) === (last === null)) return [first, last];
  const whole = (first === null ? family : given).slice(0, longestName);
  const comma = whole.indexOf(',');
  if (comma > 0) return [readName(whole.slice(comma + 1)), readName(whole.slice(0, comma))];
  const words = whole.trim().split(/\s+/u);
  const named = words.filter((word) => readName(word) !== null);
  if (named.length < 2) return [first, last];
  return [readName(named.slice(0, -1).join(' ')), readName(named.slice(-1).join(' '))];
}

/** Names remembered, and how long they are at most. */
const mostRemembered = 16_384;
const longestRemembered = 40;

/** `readName`, with the names read last remembered: few names are those of many records. */
export function rememberedNames(): (text: string) => NameValue | null {
  const known = new Map<string, NameValue | null>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const name = readName(text);
    if (known.size >= mostRemembered) known.clear();
    if (text.length <= longestRemembered) known.set(text, name);
    return name;
  };
}
