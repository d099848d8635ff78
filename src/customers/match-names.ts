import { hashWord } from './fold-table.js';
import type { Found, KindMatcher, Subject } from './match-emails.js';
import { particles, titles } from './name-words.js';
import { tokenise, twoWays, type Tokens } from './name-tokens.js';
import { Holders, type Holder } from './holders.js';
import type { PersonName } from './identifiers.js';
import { foldName } from './normalise.js';
import { bounded, endsThere, readFamilyFirst, readGivenFirst, spanOf } from './read-name.js';
import { mixKey } from './scan-keys.js';
import { soughtName, toName, type Name } from './searched-name.js';

/** Most words a name can begin before the pair that gave it away. */
const longestName = 10;

let titleSums: ReadonlySet<number> | undefined;

/** Whether a sum is that of a title. Made on first use: a program that searches no text need not wait for the weights of the letters. */
function isTitleSum(sum: number): boolean {
  titleSums ??= new Set([...titles].map(hashWord));
  return titleSums.has(sum);
}

/** A name searched for. */
interface StoredName {
  readonly subject: number;
  readonly value: number;
  readonly stored: PersonName;
}

/** One that is read in texts. Of ten thousand most are met in none: what it takes is made at the first, to save memory. */
interface Stored extends StoredName {
  name: Name | null;
}

/** The names that have a pair of words, by its key. */
type ByPair<T> = (key: number) => readonly T[];

function nameOf(kept: Stored): Name | null {
  return (kept.name ??= toName(kept.subject, kept.value, kept.stored));
}

/** Whether a word of a text is a title. The sum first: it is there already, the word has to be cut out. */
function isTitleAt({ text, list }: Tokens, index: number): boolean {
  const token = list[index];
  if (token === undefined || !isTitleSum(token.hashes[0] ?? 0)) return false;
  return titles.has(text.slice(token.start, token.end).toLowerCase());
}

/** The word before a row of titles that stands before the word ("Müller, Frau Dr. Anna"). */
function placeBeforeTitles(tokens: Tokens, index: number): number {
  let before = index - 1;
  while (before > index - 4 && isTitleAt(tokens, before)) before -= 1;
  return before;
}

const nameless: PersonName = { given: '', family: '' };

/** Of whom most pairs of words are. */
const nobody: readonly Stored[] = [];

const oneWord = /^\p{L}+$/u;

/** A single word with one sum. */
function isPlainWord(text: string): boolean {
  return oneWord.test(text) && !twoWays.test(text);
}

/** Whether two cells hold a name as it is stored, a word each: most that are found do, and need not be read any closer. */
function isStored({ text, list }: Tokens, { stored: { given, family } }: Stored): boolean {
  if (list.length !== 2 || text.length !== given.length + family.length + 1) return false;
  return text === `${given}\u001f${family}` && oneWord.test(given) && oneWord.test(family);
}

function findIn(tokens: Tokens, storedAs: ByPair<Stored>, acrossCells: boolean): Found[] {
  const found: Found[] = [];
  const { list, text } = tokens;
  const tried = new Map<Name, number>();
  const whole = new Set<Stored>();
  const attempt = (name: Name, pair: number): void => {
    for (let from = Math.max(tried.get(name) ?? 0, pair - longestName); from < pair; from += 1) {
      const first = list[from];
      if (first === undefined || !first.hashes.some((hash) => name.firsts.has(hash))) continue;
      if (!bounded(text, first.start - 1, -1)) continue;
      const ends = [readGivenFirst(tokens, from, name, acrossCells), readFamilyFirst(tokens, from, name, acrossCells)];
      const behind = Math.max(...ends.filter((end) => end !== -1 && endsThere(tokens, end)), -1);
      if (behind !== -1) found.push({ subject: name.subject, value: name.value, ...spanOf(tokens, from, behind) });
    }
    tried.set(name, Math.max(tried.get(name) ?? 0, pair));
  };
  const tryPair = (before: number, index: number): void => {
    for (const one of list[before]?.hashes ?? []) {
      for (const other of list[index]?.hashes ?? []) {
        for (const stored of storedAs(mixKey(one, other))) {
          if (acrossCells && isStored(tokens, stored)) {
            if (!whole.has(stored))
              found.push({ subject: stored.subject, value: stored.value, ...spanOf(tokens, 0, 2) });
            whole.add(stored);
            continue;
          }
          const name = nameOf(stored);
          if (name !== null) attempt(name, index);
        }
      }
    }
  };
  // A name may have one word more in between, or a row of titles.
  for (let index = 1; index < list.length; index += 1) {
    tryPair(index - 1, index);
    tryPair(index - 2, index);
    // Each of the titles may be somebody's name: Herr, Mag.
    for (let before = index - 3, first = placeBeforeTitles(tokens, index); before >= first; before -= 1)
      tryPair(before, index);
  }
  return found;
}

/** What the spellings of a word have in common: `hashWord` leaves out the same letters. */
function skeleton(word: string): string {
  return foldName(word).replace(/[esh]/g, '');
}

function isSpelledAlike(a: PersonName, b: PersonName): boolean {
  return skeleton(a.given) === skeleton(b.given) && skeleton(a.family) === skeleton(b.family);
}

/** The words of a cell, when they are plain ones joined by hyphens; titles and particles (von) are read in other ways. */
function hyphenated(text: string): readonly string[] | null {
  const words = text.split('-');
  const isPlain = (word: string): boolean =>
    word.length > 2 && isPlainWord(word) && !isTitleSum(hashWord(word)) && !particles.has(foldName(word));
  return words.every(isPlain) ? words : null;
}

/** The same as `namedIn` for a double name: whoever else has two of its three words takes a closer look. */
function doublyNamedIn(storedAs: ByPair<StoredName>, given: string, family: string): number[] | null {
  const [own, behind] = [hyphenated(given), hyphenated(family)];
  if (own === null || behind === null || own.length + behind.length !== 3) return null;
  const [first = 0, second = 0, third = 0] = [...own, ...behind].map(hashWord);
  const named = new Set<number>();
  for (const key of [mixKey(first, second), mixKey(second, third), mixKey(first, third)]) {
    for (const { subject, stored } of storedAs(key)) {
      if (stored.given !== given || stored.family !== family) return null;
      named.add(subject);
    }
  }
  return [...named].sort((a, b) => a - b);
}

/** See `NameMatcher.named`. */
function namedIn(storedAs: ByPair<StoredName>, given: string, family: string): number[] | null {
  if (!isPlainWord(given) || !isPlainWord(family)) return doublyNamedIn(storedAs, given, family);
  const named: number[] = [];
  for (const { subject, stored } of storedAs(mixKey(hashWord(given), hashWord(family)))) {
    if (stored.given === given && stored.family === family) {
      named.push(subject);
      continue;
    }
    if (!isPlainWord(stored.given) || !isPlainWord(stored.family)) return null;
    const turned = { given: stored.family, family: stored.given };
    if ([stored, turned].some((each) => isSpelledAlike(each, { given, family }))) return null;
  }
  return named.sort((a, b) => a - b);
}

/** Finds names, in texts and as they are stored. */
export interface NameMatcher extends KindMatcher {
  /** See `Matcher.named`; null also where the words have to be read. */
  readonly named: (given: string, family: string) => readonly number[] | null;
}

/** Given and family name next to each other in either order; one of them alone is never found. */
export function matchNames(subjects: readonly Subject[]): NameMatcher {
  const holders = new Holders();
  const givenWords = new Set<number>();
  const words = new Set<number>();
  subjects.forEach(({ identifiers }, at) => {
    const known = new Set<string>();
    identifiers.names.forEach((stored, value) => {
      // The same once more in another case.
      if (identifiers.names.length > 1) {
        const spelling = `${foldName(stored.given)}\u001f${foldName(stored.family)}`;
        if (known.has(spelling)) return;
        known.add(spelling);
      }
      const sought = soughtName(stored);
      if (sought === null) return;
      for (const word of sought.given) givenWords.add(word);
      for (const word of sought.family) words.add(word);
      for (const key of sought.keys) holders.add(key, at, value);
    });
  });
  /** What was met of a subject's names. */
  const met = new Map<number, Stored[]>();
  const nameAt = ({ at, value }: Holder): StoredName => {
    const { subject = -1, identifiers } = subjects[at] ?? {};
    return { subject, value, stored: identifiers?.names[value] ?? nameless };
  };
  const storedAt = (holder: Holder): Stored => {
    const own = met.get(holder.at) ?? [];
    met.set(holder.at, own);
    return (own[holder.value] ??= { ...nameAt(holder), name: null });
  };
  const storedAs: ByPair<Stored> = (key) => {
    const held = holders.of(key);
    return held.length === 0 ? nobody : held.map(storedAt);
  };
  const find = (text: string, acrossCells: boolean): Found[] =>
    tokenise(text).flatMap((tokens) => findIn(tokens, storedAs, acrossCells));
  return {
    keys: holders.allKeys(),
    words: [...words],
    givenWords: [...givenWords],
    options: {},
    find: holders.size === 0 ? () => [] : find,
    named: (given, family) => namedIn((key) => holders.of(key).map(nameAt), given, family),
  };
}
