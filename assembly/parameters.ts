/** Where the parameters are, as 32-bit numbers; written by src/backups/wasm-scanner.ts, whose `Parameter` is this list. */
const parameters: usize = 0;

/** Weights of the 256 bytes, behind the parameters; for UTF-8 those from 0x80 on are the letters behind 0xC3. */
const weights: usize = 256;

export function weightOf(at: usize): i32 {
  return load<i32>((<usize>load<u8>(at)) << 2, weights);
}

export function parameter(index: i32): i32 {
  return load<i32>(parameters + ((<usize>index) << 2));
}

export function setParameter(index: i32, value: i32): void {
  store<i32>(parameters + ((<usize>index) << 2), value);
}

// What the caller sets.
export const delimiterAt = 0;
export const quoteAt = 1;
/** 1: UTF-8, 0: one byte a character. */
export const utf8At = 2;
/** UTF-8: weights of the letters behind 0xC4 and 0xC5. One-byte: 1 for each byte that needs the exact search. */
export const specialsAt = 4;
/** The keys: filter, shift, slots, mask of the slots. */
export const keysAt = 5;
/** The same of the numbers of digits only, which count behind a label. */
export const labelledAt = 9;
/** Customer numbers as whole cells. */
export const numbersAt = 13;
/** How many numbers of digits only there are. */
export const labelledCountAt = 17;
/** The last column that is one of customer numbers, -1 without one. */
export const lastNumberAt = 18;
/** Keys of two titles in a row, and how many. */
export const titlesAt = 19;
export const titleCountAt = 20;
/** Role of each of the first 256 columns: 1 for customer numbers. */
export const rolesAt = 21;
/** Bits: 1 gmail, 2 numeric locals, 4 number words, 8 short numbers. */
export const optionsAt = 22;
export const gmailAt = 23;
export const googlemailAt = 24;
/** Where candidates are listed: seven numbers each, and how many there is room for. */
export const outputAt = 25;
export const roomAt = 26;
export const longestQuotedAt = 27;
// What is handed back.
export const countAt = 28;
export const recordsAt = 29;
export const linesAt = 30;
/** 1: the list was full before the end of the window. */
export const fullAt = 31;
// What the caller sets as well.
/** Working space, see `scratch.ts`. */
export const scratchAt = 32;
/** Two bits a word, and the shift down to them: 1 when it is one of given names, 2 of family names or addresses. */
export const wordsAt = 33;
/** What the digits of a hit have to be confirmed by: filter, shift, slots, mask of the slots. */
export const confirmingAt = 35;

export const gmailOption = 1;
export const numericLocalsOption = 2;
export const numberWordsOption = 4;
export const shortNumbersOption = 8;
