import type { Identifiers } from './identifiers.js';
import { charFlag, digitFlags, foldTable, valueShift } from './fold-table.js';
import { hashText } from './hashes.js';
import { Holders } from './holders.js';
import { normaliseEmail } from './normalise.js';
import { keySalt, mixKey, type Numbers } from './scan-keys.js';
import {
  areTitles,
  gmailSum,
  sevenDigits,
  severalWordLocal,
  singleWordLocal,
  type ScanOptions,
} from './scan-values.js';

/** Where an identifier stands in a text: units `start` to `end`, and whose it is. */
export interface Found {
  readonly subject: number;
  readonly value: number;
  readonly start: number;
  readonly end: number;
  /** Its pieces when other things stand in between (JSON syntax, the border of a cell). */
  readonly parts?: readonly { readonly start: number; readonly end: number }[];
}

export interface Subject {
  readonly subject: number;
  readonly identifiers: Identifiers;
}

/** What one kind of identifier adds to the quick test, and its exact search. */
export interface KindMatcher {
  readonly keys: Numbers;
  /** Keys that count only behind a label ("Kundennr."). */
  readonly labelledKeys?: Numbers;
  /** See `Sought`. */
  readonly words?: Numbers;
  readonly givenWords?: Numbers;
  readonly confirming?: Numbers;
  readonly options: Partial<ScanOptions>;
  /** Finds all, also overlapping ones; `text` has its escapes resolved. */
  readonly find: (text: string, acrossCells: boolean) => Found[];
}

interface Owner {
  readonly subject: number;
  readonly value: number;
}

/** What the scanner knows of an address when it has seen the first word of the domain. */
function scanKey(address: string): { readonly key: number; readonly word: number | null } {
  const fold = foldTable();
  const at = address.lastIndexOf('@');
  const words: number[] = [];
  let digits = sevenDigits;
  let inWord = false;
  for (let index = 0; index < at; index += 1) {
    const value = fold[address.charCodeAt(index)] ?? 0;
    const wasInWord = inWord;
    inWord = (value & charFlag.letter) !== 0;
    if (inWord) {
      words.push(((wasInWord ? (words.pop() ?? 0) : 0) + (value >> valueShift)) | 0);
      digits = sevenDigits;
    } else if ((value & 7) === digitFlags) {
      digits = ((digits << 4) | (value >> valueShift)) & sevenDigits;
    }
  }
  let domain = 0;
  for (let index = at + 1, begun = false; index < address.length; index += 1) {
    const value = fold[address.charCodeAt(index)] ?? 0;
    if ((value & charFlag.letter) !== 0) {
      domain = (domain + (value >> valueShift)) | 0;
      begun = true;
    } else if (begun) break;
  }
  return { key: mixKey(localKey(words, digits), domain), word: words.at(-1) ?? null };
}

function localKey(words: readonly number[], digits: number): number {
  const [before, last] = words.slice(-2);
  if (before === undefined) return mixKey(keySalt.numeric, digits & 15);
  return last === undefined || areTitles(before, last)
    ? singleWordLocal(last ?? before, digits)
    : severalWordLocal(before, last, digits);
}

const isGmail = (address: string): boolean => address.endsWith('@gmail.com');

/** Characters that make an address a longer one when they stand before it. */
const localCharacter = /[\p{L}\p{M}\p{N}._%+-]/u;
// RFC 5322 allows these as well; in a text they are quotation marks, parts of a link or of Markdown.
const oddCharacter = /[!#$&'*/=?^`{|}~]/;
const domainCharacter = /[\p{L}\p{M}\p{N}.-]/u;
/** RFC 5321: 64 octets before the @, 255 behind it. */
const longestLocal = 64;
const longestDomain = 255;

function localStarts(text: string, at: number): number[] {
  const starts: number[] = [];
  let start = at;
  while (start > 0 && at - start < longestLocal) {
    const before = text.charAt(start - 1);
    if (!localCharacter.test(before) && !oddCharacter.test(before)) break;
    start -= 1;
    if (oddCharacter.test(before)) starts.push(start + 1);
  }
  const cut = start > 0 && localCharacter.test(text.charAt(start - 1));
  if (!cut) starts.push(start);
  // A dash or dot before the address belongs to the sentence: "-anna@web.de".
  for (const each of [...starts]) {
    let inner = each;
    while (inner < at && '-.'.includes(text.charAt(inner))) inner += 1;
    if (inner !== each) starts.push(inner);
  }
  return starts.filter((each) => each < at).sort((a, b) => a - b);
}

function domainEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && end - at <= longestDomain && domainCharacter.test(text.charAt(end))) end += 1;
  while (end > at + 1 && '.-'.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

/** Finds e-mail addresses, in texts and as they are stored. */
export interface EmailMatcher extends KindMatcher {
  /** See `Matcher.mailed`. */
  readonly owners: (email: string) => readonly number[];
}

/** Whole addresses only: x@web.de is neither in ax@web.de nor in x@web.de.at. */
export function matchEmails(subjects: readonly Subject[]): EmailMatcher {
  const holders = new Holders();
  const keys: number[] = [];
  const words: number[] = [];
  const options = { gmail: false, numericLocals: false };
  subjects.forEach(({ identifiers }, index) => {
    identifiers.emails.forEach((email, value) => {
      const address = normaliseEmail(email);
      const at = address.lastIndexOf('@');
      if (at < 1 || at === address.length - 1) return;
      holders.add(hashText(address), index, value);
      if (isGmail(address)) {
        options.gmail = true;
        keys.push(mixKey(keySalt.gmail, gmailSum(address, at)));
      } else {
        const { key, word } = scanKey(address);
        if (word === null) options.numericLocals = true;
        else words.push(word);
        keys.push(key);
      }
    });
  });
  /** Each subject once: the same address may be stored in two spellings. */
  const ownersOf = (address: string): Owner[] => {
    const owners: Owner[] = [];
    for (const { at, value } of holders.of(hashText(address))) {
      const { subject = -1, identifiers } = subjects[at] ?? {};
      if (normaliseEmail(identifiers?.emails[value] ?? '') !== address) continue;
      if (!owners.some((each) => each.subject === subject)) owners.push({ subject, value });
    }
    return owners;
  };
  const find = (text: string): Found[] => {
    const found: Found[] = [];
    for (let at = text.search(/[@＠]/); at !== -1; at = nextAt(text, at + 1)) {
      const end = domainEnd(text, at);
      for (const start of localStarts(text, at)) {
        const owners = ownersOf(normaliseEmail(text.slice(start, end)));
        if (owners.length === 0) continue;
        for (const { subject, value } of owners) found.push({ subject, value, start, end });
        break;
      }
    }
    return found;
  };
  return {
    keys,
    words,
    options,
    find: holders.size === 0 ? () => [] : find,
    owners: (email) => ownersOf(normaliseEmail(email)).map(({ subject }) => subject),
  };
}

function nextAt(text: string, from: number): number {
  for (let index = from; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x40 || code === 0xff20) return index;
  }
  return -1;
}
