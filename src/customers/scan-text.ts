import { charClass, foldTable, hashWord, rare } from './fold-table.js';
import { keySalt, mixKey, type KeySet } from './scan-keys.js';
import { decodeText } from './text-escapes.js';

/** Kinds of keys that are searched for only when a subject has an identifier of that kind. */
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

// Each text is split in blocks of this many units, so that the two arrays below stay in the first-level cache.
const block = 1024;
const sums = new Int32Array(block + 2);
const ends = new Int32Array(block + 2);

/** Weight of a digit in the sum of a Gmail local part. */
export const gmailDigit = 0x3c6ef372;

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
      return 'unrtbfU'.includes(String.fromCharCode(next));
    case 0x25:
      return isHex(next) && isHex(text.charCodeAt(index + 2));
    case 0x26:
      return next === 0x23 || ((next | 0x20) >= 0x61 && (next | 0x20) <= 0x7a);
    default:
      return false;
  }
}

/** Whether the quote at `index` ends a JSON key, and whether a bare literal (`null`) follows it. */
function afterKey(text: string, index: number): 'no' | 'value' | 'literal' {
  let next = index + 1;
  while (text.charCodeAt(next) === 0x20 && next < index + 4) next += 1;
  if (text.charCodeAt(next) !== 0x3a) return 'no';
  next += 1;
  while (text.charCodeAt(next) === 0x20 && next < index + 8) next += 1;
  return 'ntf'.includes(text.charAt(next)) && next < text.length ? 'literal' : 'value';
}

/**
 * Builds the quick test: false means that no identifier whose key is in `keys` is in the text; true that one may be.
 *
 * One pass over the units without a branch that depends on the text (a mispredicted branch costs as much as five
 * letters) writes the running sum of the letters wherever the class of the units changes; the second loop takes the
 * differences as words and looks neighbouring ones up: `Anna Müller` as the pair of the sums of Anna and Müller, an
 * address as the last word before and the first behind the @, a telephone number as its last seven digits.
 */
export function buildScanner(keys: KeySet, options: ScanOptions): (text: string) => boolean {
  const fold = foldTable();
  const { bits, shift, has } = keys;
  const { gmail, numericLocals, numberWords, shortNumbers } = options;
  const literals = ['null', 'true', 'false'].map(hashWord);
  const gmailWords = ['gmail', 'googlemail'].map(hashWord);

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
    const decoded = decodeText(text);
    return scan(decoded.text, true) || (decoded.ambiguous && scan(text, true));
  };

  const scan = (text: string, plain: boolean): boolean => {
    const length = text.length;
    let previous = 0;
    let sum = 0;
    // State of the second loop.
    let startSum = 0;
    let start = 0;
    let word: number = keySalt.none;
    let wordBefore: number = keySalt.none;
    let digits = 0;
    let at = -1;
    let atLocal = 0;
    let atDigits = 0;
    let quoteWord: number = keySalt.none;
    let quoteWordBefore: number = keySalt.none;
    let skipLiteral = false;

    for (let from = 0; from < length; from += block) {
      const to = Math.min(from + block, length);
      let count = 0;
      for (let index = from; index < to; index += 1) {
        const value = fold[text.charCodeAt(index)] ?? 0;
        const changed = (value ^ previous) & 3;
        sums[count] = sum;
        ends[count] = (index << 2) | (previous & 3);
        count += (changed | (changed >> 1)) & 1;
        sum = (sum + (value >> 2)) | 0;
        previous = value;
      }
      if (to === length) {
        sums[count] = sum;
        ends[count] = (length << 2) | (previous & 3);
        count += 1;
      }
      for (let token = 0; token < count; token += 1) {
        const packed = ends[token] ?? 0;
        const kind = packed & 3;
        const end = packed >>> 2;
        const endSum = sums[token] ?? 0;
        if (kind === charClass.letter) {
          const next = (endSum - startSum) | 0;
          if (skipLiteral && literals.includes(next)) {
            skipLiteral = false;
          } else {
            skipLiteral = false;
            const near = mixKey(word, next);
            const far = mixKey(wordBefore, next);
            const nearBit = near >>> shift;
            const farBit = far >>> shift;
            const seen = ((bits[nearBit >>> 5] ?? 0) >>> (nearBit & 31)) | ((bits[farBit >>> 5] ?? 0) >>> (farBit & 31));
            if ((seen & 1) !== 0 && (has(near) || has(far))) return true;
            if (at >= 0) {
              if (holdsAddress(text, at, atLocal, atDigits, next)) return true;
              at = -1;
            }
            if (numberWords && holdsNumberWord(next, digits)) return true;
            wordBefore = word;
            word = next;
          }
          digits = 0;
        } else if (kind === charClass.digit) {
          for (let index = start; index < end; index += 1) {
            digits = (digits << 4) | ((fold[text.charCodeAt(index)] ?? 0) >> 2);
          }
          digits &= sevenDigits;
          if (holds(mixKey(keySalt.digits, digits))) return true;
          if (shortNumbers && holds(mixKey(mixKey(word, digits), keySalt.digits))) return true;
        } else if (kind === charClass.mark) {
          for (let index = start; index < end; index += 1) {
            const code = text.charCodeAt(index);
            if (code === 0x40 || code === 0xff20) {
              at = index;
              atLocal = word;
              atDigits = digits;
            } else if (code === 0x22) {
              const key = afterKey(text, index);
              if (key === 'no') {
                quoteWord = word;
                quoteWordBefore = wordBefore;
              } else {
                word = quoteWord;
                wordBefore = quoteWordBefore;
                skipLiteral = key === 'literal';
              }
            } else if (code === rare.smallRing || code === rare.capitalRing || code === rare.mathematical) {
              return true;
            } else if (!plain && mayEscape(text, index)) {
              return scanDecoded(text);
            }
          }
        }
        startSum = endSum;
        start = end;
      }
    }
    return false;
  };

  return (text) => scan(text, false);
}
