import { charFlag, digitFlags, foldTable, hashWord, rare, valueShift } from './fold-table.js';
import { buildKeySet, firstHalf, hasKey, keySalt, mixKey, type KeySet } from './scan-keys.js';
import { decodeOnly } from './text-escapes.js';

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

/** Last seven digits, one per four bits: the key of telephone and customer numbers. */
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

function isHex(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
}

/** Whether the mark at `index` may begin an escape that `decodeText` resolves. */
function mayEscape(text: string, index: number): boolean {
  const next = text.charCodeAt(index + 1);
  switch (text.charCodeAt(index)) {
    case 0x5c:
      return 'unrtbfUNRTBF'.includes(String.fromCharCode(next));
    case 0x25:
      return isHex(next) && isHex(text.charCodeAt(index + 2));
    case 0x26:
      return next === 0x23 || ((next | 0x20) >= 0x61 && (next | 0x20) <= 0x7a);
    default:
      return false;
  }
}

const enum Quote {
  Other,
  EndsKey,
  /** The value is no string: `null`, `true`. */
  EndsKeyBeforeLiteral,
}

function quoteAt(units: Uint16Array, index: number): Quote {
  let next = index + 1;
  let code = units[next] ?? 0;
  if (code !== 0x3a && code !== 0x20) return Quote.Other;
  while (code === 0x20 && next < index + 4) code = units[(next += 1)] ?? 0;
  if (code !== 0x3a) return Quote.Other;
  code = units[(next += 1)] ?? 0;
  while (code === 0x20 && next < index + 8) code = units[(next += 1)] ?? 0;
  return code === 0x6e || code === 0x74 || code === 0x66 ? Quote.EndsKeyBeforeLiteral : Quote.EndsKey;
}

// Units are copied into typed arrays first: `charCodeAt` asks for the kind of string at each one, which takes as long as
// all the rest. Up to this length copying one by one is faster than the call that does it at once.
const shortText = 32;
// Longer texts go through in overlapping windows, so that the arrays stay small; nothing searched for is longer than the
// overlap.
const window = 8192;
const overlap = 512;
const memory = new ArrayBuffer(2 * (window + 2));
const bytes = Buffer.from(memory);

/**
 * Working space. The functions take it as parameters: reached through the module, each access would look it up again,
 * which costs half as much as all the rest.
 */
const space = {
  /** The text, with a separator in front and one behind. */
  units: new Uint16Array(memory),
  sums: new Int32Array(window + 2),
  places: new Int32Array(window + 2),
};

type Space = typeof space;

// The format of the fold table once more (see `charFlag`): constants of this file are compiled in, those of another are
// looked up at each use. `test/customers/scan-text.test.ts` compares.
const enum Flag {
  Letter = 1,
  Event = 2,
  Mark = 4,
  All = 7,
}
const enum Shift {
  Value = 3,
}

/** The multipliers of `firstHalf` and `secondHalf`. */
const enum Half {
  First = 0x85ebca6b,
  Second = 0xc2b2ae35,
  Addend = 0x7f4a7c15,
}

/** What the next word has to be asked besides its neighbours. */
const enum Pending {
  Domain = 1,
  Literal = 2,
  Number = 4,
}

/**
 * Titles in a row: of "Müller, Frau Prof. Dr. Anna" only the last counts, so that Müller is one word from Anna. Only these
 * pairs: without e, s and h the sum of "Dr" is that of the name Eder, which must not be passed over.
 */
const titlePairs = [
  ['frau', 'prof'],
  ['frau', 'dr'],
  ['herr', 'prof'],
  ['herr', 'dr'],
  ['prof', 'dr'],
  ['dr', 'med'],
] as const;

function titleKeys(): number[] {
  return titlePairs.map(([title, next]) => mixKey(hashWord(title), hashWord(next)));
}

/** Whether the scanner takes the two words for a title behind a title. */
export function areTitles(title: number, next: number): boolean {
  return titleKeys().includes(mixKey(title, next));
}

/** What the scanner looks for. */
export interface Scanner {
  readonly fold: Int32Array;
  readonly keys: KeySet;
  readonly options: ScanOptions;
  /** Keys of two titles in a row; they are in `keys` as well. */
  readonly titles: ReadonlySet<number>;
  readonly literals: readonly number[];
  readonly gmail: readonly number[];
}

/** A scanner for these keys, together with those it needs itself. */
export function buildScanner(keys: ReadonlySet<number>, options: ScanOptions): Scanner {
  const titles = new Set(titleKeys().filter((key) => !keys.has(key)));
  return {
    fold: foldTable(),
    keys: buildKeySet(new Set([...keys, ...titles])),
    options,
    titles,
    literals: ['null', 'true', 'false'].map(hashWord),
    gmail: ['gmail', 'googlemail'].map(hashWord),
  };
}

function holds(keys: KeySet, key: number): boolean {
  const bit = key >>> keys.shift;
  return (((keys.bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) !== 0 && hasKey(keys, key);
}

/** Half of the key of an address whose local part ends in this word and these digits, and has no other word. */
export function singleWordLocal(word: number, digits: number): number {
  return mixKey(word, digits);
}

/** The same for a local part of several words: the one before the last counts as well (anna.mueller, peter.mueller). */
export function severalWordLocal(wordBefore: number, word: number, digits: number): number {
  return mixKey(mixKey(word, digits), firstHalf(wordBefore));
}

function holdsAddress(
  scanner: Scanner,
  text: string,
  at: number,
  local: readonly [number, number, number],
  domain: number,
): boolean {
  const { keys, options } = scanner;
  const [single, several, digits] = local;
  if (holds(keys, mixKey(single, domain)) || holds(keys, mixKey(several, domain))) return true;
  if (options.numericLocals && holds(keys, mixKey(mixKey(keySalt.numeric, digits & 15), domain))) return true;
  return options.gmail && scanner.gmail.includes(domain) && holds(keys, mixKey(keySalt.gmail, gmailSum(text, at)));
}

function holdsNumberWord({ keys }: Scanner, word: number, digits: number): boolean {
  return holds(keys, mixKey(keySalt.word, word)) || holds(keys, mixKey(mixKey(keySalt.digitWord, digits & 15), word));
}

/** Copies a text to `units` from 1 on; returns where it ends. */
function copyUnits({ units }: Space, text: string): number {
  const end = text.length + 1;
  if (end > shortText) bytes.write(text, 2, 'utf16le');
  else for (let index = 1; index < end; index += 1) units[index] = text.charCodeAt(index - 1);
  units[end] = 0;
  return end;
}

/**
 * First pass: notes where each word ends, with the sum of its letters, and where each digit and mark is; returns how
 * many. No branch depends on the text: a mispredicted one costs as much as five letters.
 */
function notePlaces({ units, sums, places }: Space, fold: Int32Array, end: number): number {
  let previous = 0;
  let sum = 0;
  let count = 0;
  for (let index = 1; index <= end; index += 1) {
    const value = fold[units[index] ?? 0] ?? 0;
    sums[count] = sum;
    places[count] = index;
    count += ((previous & ~value) | (value >> 1)) & 1;
    sum = ((sum & -(previous & 1)) + (value >> Shift.Value)) | 0;
    previous = value;
  }
  return count;
}

/** Both passes over a text that fits the arrays. `plain`: escapes have been seen to. */
function scanWindow(scanner: Scanner, text: string, plain: boolean): boolean {
  const { fold, keys, titles, options } = scanner;
  const { bits, shift } = keys;
  const always = options.numberWords ? Pending.Number : 0;
  const { units, sums, places } = space;
  const count = notePlaces(space, fold, copyUnits(space, text));
  // The words before, multiplied already, and what was seen on the way.
  let word: number = keySalt.none;
  let first = firstHalf(word);
  let firstBefore = first;
  let quoteWord = word;
  let quoteFirst = first;
  let quoteFirstBefore = first;
  const digitsFirst = firstHalf(keySalt.digits);
  let digits = 0;
  let at = 0;
  let atSingle = 0;
  let atSeveral = 0;
  let atDigits = 0;
  let pending = always;
  for (let note = 0; note < count; note += 1) {
    const place = places[note] ?? 0;
    if (((fold[units[place - 1] ?? 0] ?? 0) & Flag.Letter) !== 0) {
      const next = sums[note] ?? 0;
      const second = Math.imul(next + Half.Addend, Half.Second);
      const near = first ^ second;
      const far = firstBefore ^ second;
      const nearBit = near >>> shift;
      const farBit = far >>> shift;
      const seen = ((bits[nearBit >>> 5] ?? 0) >>> (nearBit & 31)) | ((bits[farBit >>> 5] ?? 0) >>> (farBit & 31));
      let before = first;
      let counts = true;
      if ((seen & 1) !== 0) {
        if (titles.has(near)) before = firstBefore;
        else if (hasKey(keys, near) || (hasKey(keys, far) && !titles.has(far))) return true;
      }
      if (pending !== 0) {
        if ((pending & Pending.Literal) !== 0 && scanner.literals.includes(next)) counts = false;
        if ((pending & Pending.Domain) !== 0 && holdsAddress(scanner, text, at, [atSingle, atSeveral, atDigits], next))
          return true;
        if ((pending & Pending.Number) !== 0 && holdsNumberWord(scanner, next, digits)) return true;
        pending = always;
      }
      if (counts) {
        firstBefore = before;
        first = Math.imul(next, Half.First);
        word = next;
      }
      digits = 0;
    }
    const code = units[place] ?? 0;
    const value = fold[code] ?? 0;
    if ((value & Flag.Event) === 0) continue;
    if ((value & Flag.Mark) === 0) {
      digits = ((digits << 4) | (value >> Shift.Value)) & 0xfffffff;
      if (((fold[units[place + 1] ?? 0] ?? 0) & Flag.All) === digitFlags) continue;
      const key = digitsFirst ^ Math.imul(digits + Half.Addend, Half.Second);
      const bit = key >>> shift;
      if ((((bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) !== 0 && hasKey(keys, key)) return true;
      if (options.shortNumbers && holds(keys, mixKey(mixKey(word, digits), keySalt.digits))) return true;
    } else if (code === 0x22) {
      const quote = quoteAt(units, place);
      if (quote === Quote.Other) {
        quoteWord = word;
        quoteFirst = first;
        quoteFirstBefore = firstBefore;
      } else {
        word = quoteWord;
        first = quoteFirst;
        firstBefore = quoteFirstBefore;
        if (quote === Quote.EndsKeyBeforeLiteral) pending |= Pending.Literal;
      }
    } else if (code === 0x40 || code === 0xff20) {
      at = place - 1;
      atSingle = singleWordLocal(word, digits);
      atSeveral = mixKey(atSingle, firstBefore);
      atDigits = digits;
      pending |= Pending.Domain;
    } else if (code === rare.smallRing || code === rare.capitalRing || code === rare.mathematical) {
      return true;
    } else if (!plain && mayEscape(text, place - 1)) {
      const decoded = decodeOnly(text);
      return scan(scanner, decoded.text, true) || (decoded.ambiguous && scan(scanner, text, true));
    }
  }
  return false;
}

function scan(scanner: Scanner, text: string, plain: boolean): boolean {
  if (text.length <= window) return scanWindow(scanner, text, plain);
  for (let from = 0; from + overlap < text.length; from += window - overlap) {
    if (scanWindow(scanner, text.slice(from, from + window), plain)) return true;
  }
  return false;
}

/**
 * The quick test: false means that no identifier whose key the scanner has is in the text; true that one may be.
 *
 * The second pass looks words up: `Anna Müller` as the pair of the sums of Anna and Müller (neighbours, or one word
 * apart), an address as the last word before and the first behind the @, a telephone number as its last seven digits.
 */
export function mayContain(scanner: Scanner, text: string): boolean {
  // A soft hyphen, or an apostrophe as printers set it, may stand inside a word or between two: which of them, the exact search
  // decides. They are rare.
  return text.includes('\u00ad') || text.includes('\u2019') || scan(scanner, text, false);
}
