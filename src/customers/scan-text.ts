import { digitFlags, rare } from './fold-table.js';
import { firstHalf, hasKey, keySalt, mixKey } from './scan-keys.js';
import { singleWordLocal } from './scan-values.js';
import { holds, holdsAddress, holdsNumberWord, type Scanner } from './scanner.js';
import { decodeOnly, mayEscape } from './text-escapes.js';

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

/** `sevenDigits`. */
const enum Digits {
  Seven = 0xfffffff,
}

/** The multipliers of `firstHalf` and `secondHalf`. */
const enum Half {
  First = 0x85ebca6b,
  Second = 0xc2b2ae35,
  Addend = 0x7f4a7c15,
}

/** What a hit of the quick test may be, one bit each. Digits alone are those of a telephone or of a customer number. */
export const suspected = { name: 1, email: 2, number: 4, digits: 8 } as const;

/** What the next word has to be asked besides its neighbours. */
const enum Pending {
  Domain = 1,
  Literal = 2,
  Number = 4,
  /** Words before are titles, unless one of them is a name: the sum of "Dr" is that of Eder. */
  Title = 8,
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

/**
 * Both passes over a text that fits the arrays; true at the first hit.
 * @param plain escapes have been seen to
 */
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
  let digits: number = Digits.Seven;
  let at = 0;
  let atSingle = 0;
  let atSeveral = 0;
  let atDigits: number = Digits.Seven;
  /** Titles passed over, multiplied like the words before. */
  const passed: number[] = [];
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
      if (pending !== 0) {
        if ((pending & Pending.Literal) !== 0 && scanner.literals.includes(next)) counts = false;
        if ((pending & Pending.Domain) !== 0 && holdsAddress(scanner, text, at, [atSingle, atSeveral, atDigits], next))
          return true;
        if ((pending & Pending.Number) !== 0 && holdsNumberWord(scanner, next, digits)) return true;
        if ((pending & Pending.Title) !== 0) {
          for (const title of passed) if (holds(keys, title ^ second) && !titles.has(title ^ second)) return true;
          if (!titles.has(near)) passed.length = 0;
        }
        pending = always;
      }
      if ((seen & 1) !== 0) {
        if (titles.has(near)) {
          before = firstBefore;
          passed.push(first);
          pending |= Pending.Title;
        } else if (hasKey(keys, near) || (hasKey(keys, far) && !titles.has(far))) return true;
      }
      if (counts) {
        firstBefore = before;
        first = Math.imul(next, Half.First);
        word = next;
      }
      digits = Digits.Seven;
    }
    const code = units[place] ?? 0;
    const value = fold[code] ?? 0;
    if ((value & Flag.Event) === 0) continue;
    if ((value & Flag.Mark) === 0) {
      digits = ((digits << 4) | (value >> Shift.Value)) & Digits.Seven;
      if (((fold[units[place + 1] ?? 0] ?? 0) & Flag.All) === digitFlags) continue;
      const key = digitsFirst ^ Math.imul(digits + Half.Addend, Half.Second);
      const bit = key >>> shift;
      if (
        ((((bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) !== 0 && hasKey(keys, key)) ||
        (options.shortNumbers && holds(keys, mixKey(mixKey(word, digits), keySalt.digits)))
      )
        return true;
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

// A soft hyphen, or an apostrophe as printers set it, may stand inside a word or between two; of two apostrophes, one beside what is
// invisible, and one inside of what may be an address (u'anna@web.de') only the exact search knows whether they are quotation marks. They
// are rare.
const hiding = ['\u00ad', '\u2019'];
const apostrophes = ["'", '`', '´', 'ʹ', 'ʼ', '‘', '‛', '′', '＇'];
const doubtful =
  /['`´ʹʼ‘‛′＇\u200b-\u200d\u2060\ufeff]['`´ʹʼ‘‛′＇]|['`´ʹʼ‘‛′＇][\u200b-\u200d\u2060\ufeff]|[\p{L}\p{M}]['`´ʹʼ‘‛′＇][^\s",;]{0,80}@/u;

function mayHide(text: string): boolean {
  if (hiding.some((sign) => text.includes(sign))) return true;
  // Looking for single letters is quick.
  return apostrophes.some((sign) => text.includes(sign)) && doubtful.test(text);
}

/**
 * The quick test: false means that no identifier whose key the scanner has is in the text; true that one may be.
 *
 * The second pass looks words up: `Anna Müller` as the pair of the sums of Anna and Müller (neighbours, or one word
 * apart), an address as the last word before and the first behind the @, a telephone number as its last seven digits.
 */
export function mayContain(scanner: Scanner, text: string): boolean {
  return mayHide(text) || scan(scanner, text, false);
}
