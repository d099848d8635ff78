import { hashWord } from './fold-table.js';
import type { PersonName } from './identifiers.js';
import { particles, titles } from './name-words.js';
import { foldName, nameForms, spelledWords } from './normalise.js';
import { mixKey } from './scan-keys.js';

/** Spellings of one word, and their sums, which are compared first. */
export interface Word {
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
export interface Name {
  readonly subject: number;
  readonly value: number;
  readonly given: readonly GivenWay[];
  /** Sums of the words that it may begin with, in whatever order and spelling. */
  readonly firsts: ReadonlySet<number>;
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

/** Whether all the words are titles or salutations. */
export function isTitle(words: readonly string[]): boolean {
  return words.every((word) => titles.has(foldName(word)));
}

/** A stored name ready to be searched for; null when it is none (an initial, a placeholder). */
export function toName(subject: number, value: number, stored: PersonName): Name | null {
  const parts = inTwoParts(stored);
  if (parts === null) return null;
  const given = letterWords(parts.given).filter((word) => !isTitle([word]));
  const family = letterWords(parts.family).filter((word, index, all) => index === all.length - 1 || !isTitle([word]));
  if (given.length === 0 || family.length === 0 || isTooShort(given) || isTooShort(family)) return null;
  let cut = family.findIndex((word) => !particles.has(foldName(word)));
  if (cut === -1) cut = family.length - 1;
  const own = family.slice(0, cut).map(foldName);
  const short = own.map((word) => word.slice(0, 1));
  const ways = givenForms(parts.given);
  const words = family.slice(cut).map(toWord);
  const ofFamily = new Set([...own, ...short, short.join(''), own.join('')].filter((word) => word !== ''));
  const firsts = [...ways.map((way) => way.words[0]), words[0]].flatMap(hashes);
  return {
    subject,
    value,
    firsts: new Set([...firsts, ...[...ofFamily].map(hashWord)]),
    given: ways,
    family: words,
    particleCount: own.length,
    particles: ofFamily,
  };
}

function hashes(word: Word | undefined): readonly number[] {
  return word?.hashes ?? [];
}

/** What the quick test has to know of a name. */
interface SoughtName {
  /** Pairs of neighbouring words, at most one word apart, of which every spelling of the name has at least one. */
  readonly keys: ReadonlySet<number>;
  /** Sums of the words in them; each pair is one of both. */
  readonly given: readonly number[];
  readonly family: readonly number[];
}

/** A word of Latin letters that all have one spelling by their sum, and are one letter each to Unicode's compatibility forms. */
const plainWord = /^[a-zA-ZÀ-ÄÆ-ÖØ-äæ-öø-ľŁ-ňŊ-ſ]{2,}$/;

/** The same as by way of `toName`, for the many names that are one plain word each. */
function ofPlainWords({ given, family }: PersonName): SoughtName | null {
  if (!plainWord.test(given) || !plainWord.test(family) || titles.has(foldName(given))) return null;
  const [first, last] = [hashWord(given), hashWord(family)];
  return { keys: new Set([mixKey(first, last), mixKey(last, first)]), given: [first], family: [last] };
}

function ofAnyWords(name: Name): SoughtName {
  const { given, family, particles: ofFamily } = name;
  const ofGiven = given.flatMap(({ words }) => [words[0], words.at(-1)]).flatMap(hashes);
  return {
    keys: scanKeys(name),
    given: [...ofGiven, ...[...ofFamily].map(hashWord)],
    family: [family[0], family.at(-1)].flatMap(hashes),
  };
}

/** What the quick test has to know of a stored name; null when it is none. */
export function soughtName(stored: PersonName): SoughtName | null {
  const plain = ofPlainWords(stored);
  if (plain !== null) return plain;
  const name = toName(0, 0, stored);
  return name === null ? null : ofAnyWords(name);
}

function pairs(first: readonly number[], second: readonly number[]): number[] {
  return first.flatMap((one) => second.map((other) => mixKey(one, other)));
}

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
