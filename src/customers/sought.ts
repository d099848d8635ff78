import type { ScanOptions } from './scan-values.js';

/** Keys of the quick test (`scan-text.ts` says how they are made); some may be there more than once. */
export interface Sought {
  readonly keys: Int32Array;
  /** Keys of customer numbers of digits only, which count behind a label ("Kundennr."). */
  readonly labelled: Int32Array;
  /** Sums of family names, as far as names are found by them, and of the last word before the @ of each address that has one. */
  readonly words: Int32Array;
  /** Sums of what stands next to a family name: given names, particles. */
  readonly givenWords: Int32Array;
  /**
   * Seven digits alone are often those of something else. A telephone number is confirmed by the two before them, a customer number
   * by the word in front: keys of these.
   */
  readonly confirming: Int32Array;
  readonly options: ScanOptions;
}
