import { keysAt, parameter, titleCountAt, titlesAt } from './parameters';

/* Keys of words, addresses and numbers: the rules of src/customers/scan-keys.ts and scan-values.ts. */

export const saltNone: i32 = 0x2545f491;
export const saltDigits: i32 = 0x1b873593;
export const saltNumeric: i32 = 0x38495ab5;
export const saltGmail: i32 = 0x52dce729;
export const saltWord: i32 = 0x6c8e9cf5;
export const saltDigitWord: i32 = 0x4cf5ad43;
export const saltLong: i32 = 0x3d4d51cb;
export const sevenDigits: i32 = 0xfffffff;
export const gmailDigit: i32 = 0x3c6ef372;

export function firstHalf(value: i32): i32 {
  return value * <i32>0x85ebca6b;
}

export function secondHalf(value: i32): i32 {
  return (value + 0x7f4a7c15) * <i32>0xc2b2ae35;
}

export function mixKey(first: i32, second: i32): i32 {
  return firstHalf(first) ^ secondHalf(second);
}

/** The three bits a key has in its number of a filter. */
function filterBits(key: i32): u32 {
  const mixed: u32 = <u32>key * 0x9e3779b1;
  return (1 << (mixed >> 27)) | (1 << ((mixed >> 22) & 31)) | (1 << ((mixed >> 17) & 31));
}

/** Whether a key may be one of those in a filter; false is certain. */
export function passes(filter: usize, shift: u32, key: i32): bool {
  const wanted = filterBits(key);
  return (load<u32>(filter + ((<usize>((<u32>key) >> shift)) << 2)) & wanted) == wanted;
}

function hasKey(slots: usize, mask: u32, key: i32): bool {
  let slot: u32 = (<u32>key) & mask;
  let held = load<i32>(slots + (slot << 2));
  while (held != key && held != 0) {
    slot = (slot + 1) & mask;
    held = load<i32>(slots + (slot << 2));
  }
  return held == key;
}

/** Looks a key up in the set described from parameter `at` on. */
export function holds(at: i32, key: i32): bool {
  if (!passes(parameter(at), parameter(at + 1), key)) return false;
  return hasKey(parameter(at + 2), parameter(at + 3), key);
}

/** Whether a pair of words is one of two titles; these are among the keys as well. */
export function isTitle(key: i32): bool {
  if (!passes(parameter(keysAt), parameter(keysAt + 1), key)) return false;
  const titles = <usize>parameter(titlesAt);
  for (let index = 0; index < parameter(titleCountAt); index += 1) {
    if (load<i32>(titles + ((<usize>index) << 2)) == key) return true;
  }
  return false;
}

export function isLetter(unit: u32): bool {
  return (unit | 0x20) - 0x61 < 26 || unit >= 0x80;
}

export function isDigit(unit: u32): bool {
  return unit - 0x30 < 10;
}
