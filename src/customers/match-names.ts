import { hashWord } from './fold-table.js';
import type { PersonName } from './identifiers.js';
import { particles, titles } from './name-words.js';
import type { Found, KindMatcher, Subject } from './match-emails.js';
import { tokenise, type Token, type Tokens } from './name-tokens.js';
import { foldName, nameForms, spelledWords } from './normalise.js';
import { mixKey } from './scan-keys.js';

/** Spellings of one word, and their sums, which are compared first. */
interface Word {
  readonly forms: readonly string[];
  readonly hashes: readonly number[];
}

function toWord(text: string): Word {
  const forms = nameForms(text);
  return { forms, hashes: [...new Set(forms.map(hashWord))] };
}

/** A way to write the given names: all of them, only the first of several, in one word (Hans-Peter, Hanspeter). */
interface GivenWay {
  readonly words: readonly Word[];
  readonly onlyFirst: boolean;
}

/** A name ready to be searched for. */
interface Name {
  readonly subject: number;
  readonly value: number;
  readonly given: readonly GivenWay[];
  /** The words of the family name behind its particles. */
  readonly family: readonly Word[];
  /** von, zu, de la, with their abbreviations. They may be missing in a text. */
  readonly particles: ReadonlySet<string>;
  /** How many of them the name has. */
  readonly particleCount: number;
}

/** Names shorter than this are initials or placeholders ("N. N."); a single sign is a whole name only in CJK scripts. */
function isTooShort(words: readonly string[]): boolean {
  const letters = words.join('');
  return Array.from(letters).length < 2 && !/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/u.test(letters);
}

function letterWords(text: string): readonly string[] {
  return spelledWords(text.replace(/\p{N}+/gu, ' ')).filter((word) => foldName(word) !== '');
}

/** One column may hold the whole name: "Anna Müller" or "Müller, Anna". */
function inTwoParts({ given, family }: PersonName): PersonName | null {
  const whole = `${given} ${family}`;
  if (letterWords(given).length > 0 && letterWords(family).length > 0) return { given, family };
  const comma = whole.indexOf(',');
  if (comma !== -1) return { family: whole.slice(0, comma), given: whole.slice(comma + 1) };
  const words = whole.trim().split(/\s+/u);
  const untitled = words.filter((word) => !titles.has(foldName(word).replaceAll('.', '')));
  const first = untitled.findIndex((word, index) => index > 0 && particles.has(foldName(word)));
  const cut = first === -1 ? untitled.length - 1 : first;
  return cut < 1 ? null : { given: untitled.slice(0, cut).join(' '), family: untitled.slice(cut).join(' ') };
}

function givenForms(given: string): GivenWay[] {
  const parts = given
    .trim()
    .split(/\s+/u)
    .map(letterWords)
    .filter((words) => words.length > 0 && !isTitle(words));
  const all = parts.flat();
  const ways: GivenWay[] = [];
  const add = (words: readonly string[], onlyFirst: boolean): void => {
    ways.push({ words: words.map(toWord), onlyFirst });
    if (words.length > 1) ways.push({ words: [toWord(words.join(''))], onlyFirst });
  };
  add(all, false);
  // Of several given names the first is the one people are called by; a hyphenated one is not cut (Hans-Peter, Hans).
  const first = parts[0];
  if (parts.length > 1 && first !== undefined && !isTooShort(first)) add(first, true);
  return ways;
}

function isTitle(words: readonly string[]): boolean {
  return words.every((word) => titles.has(foldName(word)));
}

function toName(subject: number, value: number, stored: PersonName): Name | null {
  const parts = inTwoParts(stored);
  if (parts === null) return null;
  const given = letterWords(parts.given).filter((word) => !isTitle([word]));
  const family = letterWords(parts.family).filter((word, index, all) => index === all.length - 1 || !isTitle([word]));
  if (given.length === 0 || family.length === 0 || isTooShort(given) || isTooShort(family)) return null;
  let cut = family.findIndex((word) => !particles.has(foldName(word)));
  if (cut === -1) cut = family.length - 1;
  const own = family.slice(0, cut).map(foldName);
  const short = own.map((word) => word.slice(0, 1));
  return {
    subject,
    value,
    given: givenForms(parts.given),
    family: family.slice(cut).map(toWord),
    particleCount: own.length,
    particles: new Set([...own, ...short, short.join(''), own.join('')].filter((word) => word !== '')),
  };
}

function hashes(word: Word | undefined): readonly number[] {
  return word?.hashes ?? [];
}

function pairs(first: readonly number[], second: readonly number[]): number[] {
  return first.flatMap((one) => second.map((other) => mixKey(one, other)));
}

/** Pairs of neighbouring words, at most one word apart, of which every spelling of the name has at least one. */
function scanKeys(name: Name): Set<number> {
  const family = hashes(name.family[0]);
  const familyEnd = hashes(name.family.at(-1));
  const keys = new Set<number>();
  const add = (more: readonly number[]): void => more.forEach((key) => keys.add(key));
  for (const way of name.given) {
    add(pairs(hashes(way.words.at(-1)), family));
    add(pairs(familyEnd, hashes(way.words[0])));
  }
  for (const particle of name.particles) add(pairs([hashWord(particle)], family));
  return keys;
}

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
function readGivenFirst(tokens: Tokens, from: number, name: Name, acrossCells: boolean): number {
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
function readFamilyFirst(tokens: Tokens, from: number, name: Name, acrossCells: boolean): number {
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
function bounded(text: string, outer: number, step: 1 | -1): boolean {
  const next = text.charAt(outer);
  if (letterOrDigit.test(next) || next === '@') return false;
  return !(hyphens.test(next) && letterOrDigit.test(text.charAt(outer + step)));
}

function endsThere(tokens: Tokens, behind: number): boolean {
  const last = tokens.list[behind - 1];
  return last !== undefined && bounded(tokens.text, last.end, 1);
}

/** The words from `from` to before `behind`, in pieces where a JSON key or the border of a cell lies between them. */
function spanOf(tokens: Tokens, from: number, behind: number): Pick<Found, 'start' | 'end' | 'parts'> {
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

/** Most words a name can begin before the pair that gave it away. */
const longestName = 10;

/** Words a name may have before the word: the last two, and the one before a row of titles ("Müller, Frau Dr. Anna"). */
function placesBefore(tokens: Tokens, index: number): number[] {
  let before = index - 1;
  const isTitleAt = ({ start, end }: Token): boolean => titles.has(tokens.text.slice(start, end).toLowerCase());
  for (
    let token = tokens.list[before];
    token !== undefined && before > index - 4 && isTitleAt(token);
    token = tokens.list[before]
  )
    before -= 1;
  return before < index - 2 ? [index - 1, index - 2, before] : [index - 1, index - 2];
}

function findIn(tokens: Tokens, byPair: ReadonlyMap<number, readonly Name[]>, acrossCells: boolean): Found[] {
  const found: Found[] = [];
  const { list, text } = tokens;
  const tried = new Map<Name, number>();
  const attempt = (name: Name, pair: number): void => {
    for (let from = Math.max(tried.get(name) ?? 0, pair - longestName); from < pair; from += 1) {
      const first = list[from];
      if (first === undefined || !bounded(text, first.start - 1, -1)) continue;
      const ends = [readGivenFirst(tokens, from, name, acrossCells), readFamilyFirst(tokens, from, name, acrossCells)];
      const behind = Math.max(...ends.filter((end) => end !== -1 && endsThere(tokens, end)), -1);
      if (behind !== -1) found.push({ subject: name.subject, value: name.value, ...spanOf(tokens, from, behind) });
    }
    tried.set(name, Math.max(tried.get(name) ?? 0, pair));
  };
  for (let index = 1; index < list.length; index += 1) {
    for (const before of placesBefore(tokens, index)) {
      for (const one of list[before]?.hashes ?? []) {
        for (const other of list[index]?.hashes ?? []) {
          for (const name of byPair.get(mixKey(one, other)) ?? []) attempt(name, index);
        }
      }
    }
  }
  return found;
}

/** Given and family name next to each other in either order; one of them alone is never found. */
export function matchNames(subjects: readonly Subject[]): KindMatcher {
  const byPair = new Map<number, Name[]>();
  for (const { subject, identifiers } of subjects) {
    const known = new Set<string>();
    identifiers.names.forEach((stored, value) => {
      const spelling = `${foldName(stored.given)}\u001f${foldName(stored.family)}`;
      const name = known.has(spelling) ? null : toName(subject, value, stored);
      known.add(spelling);
      if (name === null) return;
      for (const key of scanKeys(name)) {
        const sharing = byPair.get(key);
        if (sharing === undefined) byPair.set(key, [name]);
        else sharing.push(name);
      }
    });
  }
  const find = (text: string, acrossCells: boolean): Found[] =>
    tokenise(text).flatMap((tokens) => findIn(tokens, byPair, acrossCells));
  return { keys: [...byPair.keys()], options: {}, find: byPair.size === 0 ? () => [] : find };
}
