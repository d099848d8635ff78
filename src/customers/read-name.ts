import type { Found } from './match-emails.js';
import type { Tokens } from './name-tokens.js';
import { titles } from './name-words.js';
import { foldName } from './normalise.js';
import { isTitle, type Name, type Word } from './searched-name.js';

/* Reads one name in a text, word for word, where the sums of its words have shown that it may stand. */

type Join = (tokens: Tokens, index: number) => boolean;

const joinsWords: Join = (tokens, index) => tokens.gap(index) === 'space' || tokens.gap(index) === 'hyphen';

/** Index behind the words, or -1. The first word is not asked what stands before it. */
function readWords(tokens: Tokens, from: number, words: readonly Word[], genitive: boolean): number {
  for (let index = 0; index < words.length; index += 1) {
    const wanted = words[index];
    const token = tokens.list[from + index];
    if (wanted === undefined || token === undefined || !token.hashes.some((hash) => wanted.hashes.includes(hash)))
      return -1;
    if (index > 0 && !joinsWords(tokens, from + index)) return -1;
    const forms = tokens.forms(from + index);
    const last = genitive && index === words.length - 1;
    if (!forms.some((form) => wanted.forms.some((word) => form === word || (last && form === `${word}s`)))) return -1;
  }
  return from + words.length;
}

/** Whether the parts may be divided by what stands before the token. */
function divides(tokens: Tokens, index: number, acrossCells: boolean, comma: boolean): boolean {
  const gap = tokens.gap(index);
  return gap === 'space' || gap === 'json' || (gap === 'cell' && acrossCells) || (gap === 'comma' && comma);
}

function skipWhile(tokens: Tokens, from: number, most: number, allowed: (form: string) => boolean): number {
  let index = from;
  while (index < from + most && index < tokens.list.length && allowed(tokens.forms(index)[0] ?? '')) {
    if (index > from && !['space', 'dot'].includes(tokens.gap(index))) break;
    index += 1;
  }
  return index;
}

const afterAbbreviation = (tokens: Tokens, index: number): boolean => ['space', 'dot'].includes(tokens.gap(index));

/** The family name with or without its particles from `from` on; -1 if it is not there. */
function readFamily(tokens: Tokens, from: number, name: Name, genitive: boolean): number {
  const core =
    name.particles.size === 0 ? from : skipWhile(tokens, from, name.particleCount, (form) => name.particles.has(form));
  for (let start = core; start >= from; start -= 1) {
    if (start > from && !afterAbbreviation(tokens, start)) continue;
    const end = readWords(tokens, start, name.family, genitive);
    if (end !== -1) return end;
  }
  return -1;
}

// Capitalised only because the whole line is: "ANNA UND MÜLLER".
const notNames = new Set(
  'und oder mit bei fuer von vom zu am im in an auf statt wegen kunde kundin termin and or with for'.split(' '),
);

/** One further given name that the record does not have, capitalised: "Anna Maria Müller", "Anna M. Müller". */
function middleName(tokens: Tokens, index: number): number[] {
  const token = tokens.list[index];
  if (token === undefined || tokens.gap(index) !== 'space') return [];
  const word = tokens.text.slice(token.start, token.end);
  const isName = /^\p{Lu}/u.test(word) && !isTitle([word]) && !notNames.has(foldName(word));
  return isName ? [index + 1] : [];
}

/** Behind the first of several given names only the initial of the second may stand: another name is another person. */
function initialOfSecond(tokens: Tokens, index: number, name: Name): number[] {
  const second = name.given[0]?.words[1]?.forms[0] ?? '';
  const fits =
    tokens.gap(index) === 'space' && isInitial(tokens, index) && second.startsWith(tokens.forms(index)[0] ?? '?');
  return fits ? [index + 1] : [];
}

/** "Anna Müller", "Anna Maria von Müller": index behind the name, or -1. */
export function readGivenFirst(tokens: Tokens, from: number, name: Name, acrossCells: boolean): number {
  let best = -1;
  for (const { words, onlyFirst } of name.given) {
    const given = readWords(tokens, from, words, false);
    if (given === -1) continue;
    const more = onlyFirst ? initialOfSecond(tokens, given, name) : middleName(tokens, given);
    for (const next of [given, ...more]) {
      const dotted = next > given && tokens.gap(next) === 'dot' && isInitial(tokens, next - 1);
      if (!dotted && !divides(tokens, next, acrossCells, false)) continue;
      best = Math.max(best, readFamily(tokens, next, name, true));
    }
  }
  return best;
}

function isInitial(tokens: Tokens, index: number): boolean {
  return (tokens.forms(index)[0] ?? '').length === 1;
}

/** "Müller, Dr. Anna", "von Müller Anna", "Müller, Anna von": index behind the name, or -1. */
export function readFamilyFirst(tokens: Tokens, from: number, name: Name, acrossCells: boolean): number {
  const family = readFamily(tokens, from, name, false);
  if (family === -1 || !divides(tokens, family, acrossCells, true)) return -1;
  const start = skipWhile(tokens, family, 4, (form) => titles.has(form));
  if (start > family && !afterAbbreviation(tokens, start)) return -1;
  let best = -1;
  for (const { words } of name.given) best = Math.max(best, readWords(tokens, start, words, true));
  if (best === -1 || name.particles.size === 0) return best;
  const behind =
    tokens.gap(best) === 'space'
      ? skipWhile(tokens, best, name.particleCount, (form) => name.particles.has(form))
      : best;
  return endsThere(tokens, behind) ? behind : best;
}

const letterOrDigit = /[\p{L}\p{M}\p{N}]/u;
const hyphens = /[-‐‑‒–]/;

/** Behind a hyphen comes another name (Müller-Schmidt is not Müller), before an @ stands an address. */
export function bounded(text: string, outer: number, step: 1 | -1): boolean {
  const next = text.charAt(outer);
  if (letterOrDigit.test(next) || next === '@') return false;
  return !(hyphens.test(next) && letterOrDigit.test(text.charAt(outer + step)));
}

/** Whether the name may end before the token `behind`. */
export function endsThere(tokens: Tokens, behind: number): boolean {
  const last = tokens.list[behind - 1];
  return last !== undefined && bounded(tokens.text, last.end, 1);
}

/** The words from `from` to before `behind`, in pieces where a JSON key or the border of a cell lies between them. */
export function spanOf(tokens: Tokens, from: number, behind: number): Pick<Found, 'start' | 'end' | 'parts'> {
  const parts: { start: number; end: number }[] = [];
  for (let index = from; index < behind; index += 1) {
    const { start = 0, end = 0 } = tokens.list[index] ?? {};
    const last = parts.at(-1);
    if (last === undefined || tokens.gap(index) === 'json' || tokens.gap(index) === 'cell') parts.push({ start, end });
    else last.end = end;
  }
  const whole = { start: parts[0]?.start ?? 0, end: parts.at(-1)?.end ?? 0 };
  return parts.length > 1 ? { ...whole, parts } : whole;
}
