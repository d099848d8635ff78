import { foldTable, hashWord } from './fold-table.js';
import { buildKeySet, hasKey, joined, keySalt, mixKey, type KeySet } from './scan-keys.js';
import { gmailSum, titleKeys, type ScanOptions } from './scan-values.js';

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

/** Keys of two titles in a row that are not among those searched for. */
export function titlesBeside(keys: Int32Array): ReadonlySet<number> {
  const titles = new Set(titleKeys());
  for (const key of keys) titles.delete(key);
  return titles;
}

/** Sums of the domains of Google's addresses. */
export function gmailDomains(): readonly number[] {
  return ['gmail', 'googlemail'].map(hashWord);
}

/** A scanner for these keys, together with those it needs itself. */
export function buildScanner(keys: Int32Array, options: ScanOptions): Scanner {
  const titles = titlesBeside(keys);
  return {
    fold: foldTable(),
    keys: buildKeySet(joined([keys, [...titles]])),
    options,
    titles,
    literals: ['null', 'true', 'false'].map(hashWord),
    gmail: gmailDomains(),
  };
}

/** Whether one of the keys is this one. */
export function holds(keys: KeySet, key: number): boolean {
  const bit = key >>> keys.shift;
  return (((keys.bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) !== 0 && hasKey(keys, key);
}

/**
 * Whether an address searched for may end in this domain; `local` are its keys by the last word alone and with the word before, and its
 * digits.
 */
export function holdsAddress(
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

/** Whether a customer number that ends in letters may end in this word. */
export function holdsNumberWord({ keys }: Scanner, word: number, digits: number): boolean {
  return holds(keys, mixKey(keySalt.word, word)) || holds(keys, mixKey(mixKey(keySalt.digitWord, digits & 15), word));
}
