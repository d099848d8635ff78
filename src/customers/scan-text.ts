import { charClass, foldTable, hashWord, rare } from './fold-table.js';
import { firstHalf, keySalt, mixKey, secondHalf, type KeySet } from './scan-keys.js';
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
    const kind = value & 3;
    if (kind === charClass.letter) sum = (sum + (value >> 2)) | 0;
    else if (kind === charClass.digit) sum = (sum + Math.imul((value >> 2) + 1, gmailDigit)) | 0;
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

function quoteAt(text: string, index: number): Quote {
  let next = index + 1;
  let code = text.charCodeAt(next);
  if (code !== 0x3a && code !== 0x20) return Quote.Other;
  while (code === 0x20 && next < index + 4) code = text.charCodeAt((next += 1));
  if (code !== 0x3a) return Quote.Other;
  code = text.charCodeAt((next += 1));
  while (code === 0x20 && next < index + 8) code = text.charCodeAt((next += 1));
  return code === 0x6e || code === 0x74 || code === 0x66 ? Quote.EndsKeyBeforeLiteral : Quote.EndsKey;
}

// Units are copied into typed arrays first: `charCodeAt` asks for the kind of string at each one, which takes as long as
// all the rest. Longer texts go through in blocks.
const block = 8192;
const memory = new ArrayBuffer(2 * block);
const bytes = Buffer.from(memory);
const units = new Uint16Array(memory);
const sums = new Int32Array(block + 2);
const ends = new Int32Array(block + 2);

// What the next word has to be asked besides its neighbours.
const pendingDomain = 1;
const pendingLiteral = 2;
const pendingNumber = 4;

/** Titles in a row count as one word: "Müller, Frau Prof. Dr. Anna". */
const titlePairs = ['frau', 'herr', 'prof', 'dr'].flatMap((title) => ['dr', 'prof', 'med'].map((next) => [title, next] as const));

/** Keys the scanner itself needs in the set. */
export function scannerKeys(): readonly number[] {
  return titlePairs.map(([title, next]) => mixKey(hashWord(title), hashWord(next)));
}

/**
 * Builds the quick test: false means that no identifier whose key is in `keys` is in the text; true that one may be.
 *
 * One pass over the units, without a branch that depends on the text (a mispredicted one costs as much as five letters),
 * notes the sum of the letters wherever the class of the units changes; a second one over these notes looks words up:
 * `Anna Müller` as the pair of the sums of Anna and Müller (neighbours, or one word apart), an address as the last word
 * before and the first behind the @, a telephone number as its last seven digits.
 */
export function buildScanner(keys: KeySet, options: ScanOptions): (text: string) => boolean {
  const fold = foldTable();
  const { bits, shift, has } = keys;
  const { gmail, numericLocals, shortNumbers } = options;
  const always = options.numberWords ? pendingNumber : 0;
  const literals = ['null', 'true', 'false'].map(hashWord);
  const gmailWords = ['gmail', 'googlemail'].map(hashWord);
  const titles = new Set(scannerKeys());

  const holds = (key: number): boolean => {
    const bit = key >>> shift;
    return (((bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) !== 0 && has(key);
  };

  const holdsAddress = (text: string, at: number, local: number, digits: number, domain: number): boolean =>
    holds(mixKey(mixKey(local, digits), domain)) ||
    (numericLocals && holds(mixKey(mixKey(keySalt.numeric, digits & 15), domain))) ||
    (gmail && gmailWords.includes(domain) && holds(mixKey(keySalt.gmail, gmailSum(text, at))));

  const holdsNumberWord = (word: number, digits: number): boolean =>
    holds(mixKey(keySalt.word, word)) || holds(mixKey(mixKey(keySalt.digitWord, digits & 15), word));

  const scanDecoded = (text: string): boolean => {
    const decoded = decodeOnly(text);
    return scan(decoded.text, true) || (decoded.ambiguous && scan(text, true));
  };

  const scan = (text: string, plain: boolean): boolean => {
    const length = text.length;
    let previous = 0;
    let sum = 0;
    // State of the second pass: the words before, multiplied already, and what was seen on the way.
    let word: number = keySalt.none;
    let first = firstHalf(word);
    let firstBefore = first;
    let quoteWord = word;
    let quoteFirst = first;
    let quoteFirstBefore = first;
    let digits = 0;
    let at = 0;
    let atLocal = 0;
    let atDigits = 0;
    let pending = always;

    for (let from = 0; from < length; from += block) {
      const size = Math.min(block, length - from);
      bytes.write(length <= block ? text : text.slice(from, from + size), 0, 'utf16le');
      let count = 0;
      for (let index = 0; index < size; index += 1) {
        const value = fold[units[index] ?? 0] ?? 0;
        const difference = value ^ previous;
        const changed = (difference | (difference >> 1)) & 1;
        sums[count] = sum;
        ends[count] = (index << 2) | (previous & 3);
        count += changed & (previous | (previous >> 1));
        sum = ((sum & (changed - 1)) + (value >> 2)) | 0;
        previous = value;
      }
      const atEnd = from + size === length;
      if (atEnd) {
        sums[count] = sum;
        ends[count] = (size << 2) | (previous & 3);
        count += 1;
      }
      for (let token = 0; token < count; token += 1) {
        const packed = ends[token] ?? 0;
        const kind = packed & 3;
        if (kind === charClass.letter) {
          const next = sums[token] ?? 0;
          const second = secondHalf(next);
          const near = first ^ second;
          const far = firstBefore ^ second;
          const nearBit = near >>> shift;
          const farBit = far >>> shift;
          const seen = ((bits[nearBit >>> 5] ?? 0) >>> (nearBit & 31)) | ((bits[farBit >>> 5] ?? 0) >>> (farBit & 31));
          if ((seen & 1) !== 0) {
            if (titles.has(near)) continue;
            if (has(near) || (has(far) && !titles.has(far))) return true;
          }
          if (pending !== 0) {
            if ((pending & pendingLiteral) !== 0 && literals.includes(next)) {
              pending ^= pendingLiteral;
              continue;
            }
            if ((pending & pendingDomain) !== 0 && holdsAddress(text, at, atLocal, atDigits, next)) return true;
            if ((pending & pendingNumber) !== 0 && holdsNumberWord(next, digits)) return true;
            pending = always;
          }
          firstBefore = first;
          first = firstHalf(next);
          word = next;
          digits = 0;
          continue;
        }
        const end = packed >>> 2;
        let index = end;
        if (kind === charClass.digit) {
          while (index > 0 && ((fold[units[index - 1] ?? 0] ?? 0) & 3) === charClass.digit) index -= 1;
          for (; index < end; index += 1) digits = (digits << 4) | ((fold[units[index] ?? 0] ?? 0) >> 2);
          digits &= sevenDigits;
          if (holds(mixKey(keySalt.digits, digits))) return true;
          if (shortNumbers && holds(mixKey(mixKey(word, digits), keySalt.digits))) return true;
        } else if (kind === charClass.mark) {
          while (index > 0 && ((fold[units[index - 1] ?? 0] ?? 0) & 3) === charClass.mark) index -= 1;
          for (; index < end; index += 1) {
            const code = units[index] ?? 0;
            if (code === 0x22) {
              const quote = quoteAt(text, from + index);
              if (quote === Quote.Other) {
                quoteWord = word;
                quoteFirst = first;
                quoteFirstBefore = firstBefore;
              } else {
                word = quoteWord;
                first = quoteFirst;
                firstBefore = quoteFirstBefore;
                if (quote === Quote.EndsKeyBeforeLiteral) pending |= pendingLiteral;
              }
            } else if (code === 0x40 || code === 0xff20) {
              at = from + index;
              atLocal = word;
              atDigits = digits;
              pending |= pendingDomain;
            } else if (code === rare.smallRing || code === rare.capitalRing || code === rare.mathematical) {
              return true;
            } else if (!plain && mayEscape(text, from + index)) {
              return scanDecoded(text);
            }
          }
        }
      }
    }
    return false;
  };

  return (text) => scan(text, false);
}
