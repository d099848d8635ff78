import { foldName } from './normalise.js';

/** What a UTF-16 unit is to the scanner: the low bits of its entry in the fold table; none of them for separators. */
export const charFlag = { letter: 1, event: 2, mark: 4 } as const;
/** Digits are events by themselves; marks are events that need a look around them. */
export const digitFlags = charFlag.event;
const markFlags = charFlag.event | charFlag.mark;
/** The weight of a letter, or the value of a digit, begins above the flags. */
export const valueShift = 3;

/**
 * Units that need a look around them: `@`, the quote that may open a JSON key, what starts an escape (backslash, percent,
 * ampersand). `rare` ones can be read in two ways (å is a or aa; U+D835 opens the mathematical letters).
 */
const marks = ['@', '＠', '"', '\\', '%', '&'];
export const rare = { smallRing: 0xe5, capitalRing: 0xc5, mathematical: 0xd835 } as const;

/** A well-spread number of 26 bits for a letter, so that ligatures of several fit the 29 bits of an entry (the multiplier is 2^32 divided by the golden ratio). */
function weight(codePoint: number): number {
  let mixed = Math.imul(codePoint, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >> 6;
}

/**
 * Letters without weight. e, s and h are what the spellings of one name differ by: Müller/Mueller, Strauß/Strauss,
 * Thora/Þóra, and the s of the genitive. Leaving them out gives all spellings one sum.
 */
const weightless = new Set(['e', 's', 'h'].map((letter) => letter.charCodeAt(0)));

// Part of a word, but without weight: accents, apostrophes, what is invisible.
const silent = /[\p{M}'`´ʹʼ‘’‛′＇\u00ad\u200b-\u200d\u2060\ufeff]/u;
const letter = /\p{L}/u;

/** Han, Hangul and other scripts in which every sign is its own letter and none folds to another. */
const unfolded = [
  [0x3400, 0x9fff],
  [0xac00, 0xd7ff],
] as const;
/** What is between these, and beyond: all else but U+0000 and surrogates. */
const folding = [
  [0x0001, 0x33ff],
  [0xa000, 0xabff],
  [0xe000, 0xffff],
] as const;

/** @param sum of the letters it folds to */
function entry(code: number, sum: number): number {
  const char = String.fromCharCode(code);
  if (code >= 0x30 && code <= 0x39) return ((code - 0x30) << valueShift) | digitFlags;
  if (code >= 0xff10 && code <= 0xff19) return ((code - 0xff10) << valueShift) | digitFlags;
  if (marks.includes(char)) return markFlags;
  if (silent.test(char)) return charFlag.letter;
  if (!letter.test(char)) return 0;
  const flags = code === rare.smallRing || code === rare.capitalRing ? markFlags : charFlag.letter;
  return (sum << valueShift) | flags;
}

/** The sums of the letters that these units fold to. */
function weighFolded(codes: readonly number[]): Int32Array {
  // Folded all at once, a NUL behind each: one by one takes twenty times as long.
  const units = new Uint16Array(codes.length * 2);
  codes.forEach((code, at) => (units[at * 2] = code));
  const folded = foldName(Buffer.from(units.buffer).toString('utf16le'));
  const sums = new Int32Array(codes.length);
  let at = 0;
  for (let index = 0; index < folded.length; index += 1) {
    const code = folded.charCodeAt(index);
    if (code === 0) at += 1;
    else if (!weightless.has(code)) sums[at] = ((sums[at] ?? 0) + weight(code)) | 0;
  }
  return sums;
}

function buildTable(): Int32Array {
  const built = new Int32Array(0x10000);
  const codes: number[] = [];
  for (const [first, last] of folding) for (let code = first; code <= last; code += 1) codes.push(code);
  const sums = weighFolded(codes);
  codes.forEach((code, at) => (built[code] = entry(code, sums[at] ?? 0)));
  for (const [first, last] of unfolded) {
    for (let code = first; code <= last; code += 1) {
      built[code] = letter.test(String.fromCharCode(code)) ? (weight(code) << valueShift) | charFlag.letter : 0;
    }
  }
  // Emoji divide words. So do, to the scanner, the rare Han letters beyond the basic plane: 0 stays for all surrogates.
  built[rare.mathematical] = markFlags;
  return built;
}

let table: Int32Array | undefined;

/** For each UTF-16 unit its flags and, above three bits, its weight (letters) or value (digits). Built on first use. */
export function foldTable(): Int32Array {
  table ??= buildTable();
  return table;
}

/** The sum of a word's letters as the scanner computes it: the same for all spellings of a name. */
export function hashWord(word: string): number {
  const fold = foldTable();
  let sum = 0;
  for (let index = 0; index < word.length; index += 1) {
    const value = fold[word.charCodeAt(index)] ?? 0;
    if ((value & 7) !== digitFlags) sum = (sum + (value >> valueShift)) | 0;
  }
  return sum;
}
