import { hashWord } from './fold-table.js';
import { nameForms } from './normalise.js';

/** A word of a text. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** Sums of its letters (`hashWord`); more than one where a letter is written in two ways (å, aa). */
  readonly hashes: readonly number[];
}

/** What stands between a word and the one before it. */
export type Gap = 'space' | 'hyphen' | 'comma' | 'dot' | 'cell' | 'json' | 'other';

/** Words of a text with what lies between them. */
export interface Tokens {
  readonly text: string;
  readonly list: readonly Token[];
  /** Gap before the token. */
  readonly gap: (index: number) => Gap;
  /** Spellings of the token, canonical first. */
  readonly forms: (index: number) => readonly string[];
}

const wordPattern = /\p{L}(?:[\p{L}\p{M}\u00ad\u200b-\u200d\u2060\ufeff]|['`´ʹʼ‘’‛′＇](?=\p{L}))*/gu;
/** Letters that are written in two ways: a word with one has several sums. */
export const twoWays = /[åÅ]|a\u030a|\ud835/i;

/** Longest distance between two parts of a name: JSON syntax with two keys in between. */
const longestGap = 160;

// `"Anna","last_name":"Müller"`, also with empty ones between (`"birth_name":"","title":null`) and when it is JSON in
// JSON (`\"`).
const jsonGap =
  /^\\{0,8}"\s{0,9},(?:\s{0,9}\\{0,8}"[\w .-]{1,60}\\{0,8}"\s{0,9}:\s{0,9}(?:null|true|false|\\{0,8}"\\{0,8}")\s{0,9},){0,4}\s{0,99}\\{0,8}"[\w .-]{1,60}\\{0,8}"\s{0,9}:\s{0,9}\\{0,8}"$/;

function classify(between: string): Gap {
  if (between === ' ') return 'space';
  if (/^\s{1,4}$/u.test(between)) return 'space';
  if (/^[-‐‑‒–]$/.test(between)) return 'hyphen';
  if (/^\s?,\s{0,4}$/u.test(between)) return 'comma';
  // Dipl.-Ing.
  if (/^\.(?:\s{0,3}|[-‐‑‒–])$/u.test(between)) return 'dot';
  // eslint-disable-next-line no-control-regex -- U+001F is what stands between the cells of a row
  if (/^\s{0,4}\u001f[\s\u001f]{0,8}$/u.test(between)) return 'cell';
  return jsonGap.test(between) ? 'json' : 'other';
}

function sumsOf(word: string): readonly number[] {
  return twoWays.test(word) ? [...new Set([hashWord(word), ...nameForms(word).map(hashWord)])] : [hashWord(word)];
}

function wordsOf(text: string): Token[] {
  const words: Token[] = [];
  // Few texts have such a letter at all.
  const oneWay = !twoWays.test(text);
  wordPattern.lastIndex = 0;
  // Not `matchAll`, which makes a copy of the pattern for each text.
  for (let match = wordPattern.exec(text); match !== null; match = wordPattern.exec(text)) {
    const [word] = match;
    words.push({
      start: match.index,
      end: match.index + word.length,
      hashes: oneWay ? [hashWord(word)] : sumsOf(word),
    });
  }
  return words;
}

function withGaps(text: string, list: readonly Token[]): Tokens {
  const forms: (readonly string[] | undefined)[] = [];
  const gaps: (Gap | undefined)[] = [];
  const formsOf = ({ start, end }: Token): readonly string[] => nameForms(text.slice(start, end));
  const gapBefore = (index: number): Gap => {
    const from = list[index - 1]?.end ?? 0;
    const to = list[index]?.start ?? 0;
    return index === 0 || to - from > longestGap ? 'other' : classify(text.slice(from, to));
  };
  return {
    text,
    list,
    gap: (index) => (gaps[index] ??= gapBefore(index)),
    forms: (index) => {
      const token = list[index];
      return token === undefined ? [] : (forms[index] ??= formsOf(token));
    },
  };
}

const jsonKey = /\\{0,8}"[\w .-]{1,60}\\{0,8}"\s{0,3}:(?:\s{0,3}(?:null|true|false))?/g;

/**
 * Splits a text into words. A text with JSON keys is split twice: as it stands, and without the keys, so that the values
 * on both sides of a key are neighbours.
 */
export function tokenise(text: string): readonly Tokens[] {
  const all = wordsOf(text);
  const plain = withGaps(text, all);
  if (!text.includes('"')) return [plain];
  const values: Token[] = [];
  let index = 0;
  for (const match of text.matchAll(jsonKey)) {
    const end = match.index + match[0].length;
    for (let token = all[index]; token !== undefined && token.start < match.index; token = all[++index])
      values.push(token);
    while ((all[index]?.start ?? Infinity) < end) index += 1;
  }
  if (index === values.length) return [plain];
  values.push(...all.slice(index));
  return [plain, withGaps(text, values)];
}
