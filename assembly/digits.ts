import { digitEndCount } from './classify';
import { holds, isDigit, isLetter, mixKey, passes, saltDigits, saltLong, sevenDigits } from './keys';
import {
  confirmingAt,
  keysAt,
  labelledAt,
  labelledCountAt,
  optionsAt,
  parameter,
  shortNumbersOption,
  weightOf,
} from './parameters';
import { digitEnds, digitHits, divisions, divisionsBefore, hit, numberHits } from './scratch';

/* The step over the numbers of a chunk: telephone and customer numbers, by their last seven digits. */

/**
 * Whether the digits that end before `end` may stand behind a label such as "Kunden-Nr.:": the word before ends like one
 * of those that `match-numbers.ts` knows (Nr, Nummer, number, num, no, ID).
 */
function isLabelled(end: usize, start: usize): bool {
  let at = end;
  while (at > start && isDigit(load<u8>(at - 1))) at -= 1;
  const furthest = at - start > 12 ? at - 12 : start;
  while (at > furthest && !isLetter(load<u8>(at - 1))) at -= 1;
  if (at - start < 2) return false;
  // A no-break space, or a letter: the exact search knows.
  if (load<u8>(at - 1) >= 0x80) return true;
  const pair = (((<i32>load<u8>(at - 2)) | 0x20) << 8) | ((<i32>load<u8>(at - 1)) | 0x20);
  // nr er um no id
  return pair == 0x6e72 || pair == 0x6572 || pair == 0x756d || pair == 0x6e6f || pair == 0x6964;
}

/**
 * Whether the word before the digits that end before `end`, and the digits, may be a customer number (`K-12`). Bytes of other signs
 * look like letters here: the word is tried without what stands before them as well.
 */
function holdsNumber(keys: i32, end: usize, start: usize, digits: i32): bool {
  let at = end;
  while (at > start && !isLetter(load<u8>(at - 1))) at -= 1;
  let sum = 0;
  while (at > start && (isLetter(load<u8>(at - 1)) || load<u8>(at - 1) == 0x27)) {
    at -= 1;
    const unit = <u32>load<u8>(at);
    if (unit >= 0xc4) return true;
    if (unit >= 0x80 && holds(keys, mixKey(mixKey(sum, digits), saltDigits))) return true;
    sum += weightOf(at);
  }
  return holds(keys, mixKey(mixKey(sum, digits), saltDigits));
}

/** More than may stand between two digits of one telephone number. */
const longestGap: usize = 16;

/**
 * Whether a telephone number may end before `end`, by the two digits more that most have. Digits that have nothing to do with it
 * may be taken for these: then there are too many hits, never too few.
 */
function holdsPhone(end: usize, start: usize, digits: i32): bool {
  if (holds(confirmingAt, mixKey(mixKey(saltLong, digits), 0xff))) return true;
  let more = 0;
  let count = 0;
  let gap: usize = 0;
  for (let at = end; at > start && count < 9 && gap <= longestGap;) {
    at -= 1;
    const unit = <u32>load<u8>(at);
    if (!isDigit(unit)) {
      gap += 1;
      continue;
    }
    if (count == 7) more = <i32>(unit - 0x30);
    if (count == 8) more |= (<i32>(unit - 0x30)) << 4;
    count += 1;
    gap = 0;
  }
  return count == 9 && holds(confirmingAt, mixKey(mixKey(saltLong, digits), more));
}

/** The last seven digits so far, four bits each; 15 where there is none. */
let digits: i32 = sevenDigits;
/** How many divisions there were before them. */
let divisionsAtDigits: i32 = 0;

/** The digits that end before `end`, appended to those before, four bits each; at most seven are kept. */
function appendDigits(before: i32, end: usize): i32 {
  const units = load<u64>(end - 8) ^ 0x3030303030303030;
  const others = (((units & 0x7f7f7f7f7f7f7f7f) + 0x7676767676767676) | units) & 0x8080808080808080;
  // Without others the count of zeros is 64, eight digits.
  const run = min<i32>(<i32>(clz<u64>(others) >> 3), 7);
  const pairs = ((units & 0x000f000f000f000f) << 4) | ((units >> 8) & 0x000f000f000f000f);
  const fours = ((pairs & 0x000000ff000000ff) << 8) | ((pairs >> 16) & 0x000000ff000000ff);
  const packed = <i32>(((fours & 0xffff) << 16) | ((fours >> 32) & 0xffff));
  const shift = run << 2;
  return ((before << shift) | (packed & ((1 << shift) - 1))) & sevenDigits;
}

/** Finds the numbers. What stands before `start` is no longer in memory. */
export function readDigits(chunk: usize, start: usize): void {
  const filter = <usize>parameter(keysAt);
  const shift: u32 = parameter(keysAt + 1);
  const hasLabelled = parameter(labelledCountAt) != 0;
  const hasShort = (parameter(optionsAt) & shortNumbersOption) != 0;
  const rarely = hasLabelled || hasShort;
  const count = digitEndCount;
  const ends = digitEnds();
  const allDivisions = divisions();
  const before = divisionsBefore();
  let last = divisionsAtDigits;
  let seven = digits;
  for (let number = 0; number < count; number += 1) {
    const index = <usize>load<i32>(ends + ((<usize>number) << 2));
    const block = index >> 6;
    const earlier = ((<u64>1) << ((<u64>index) & 63)) - 1;
    const passed =
      load<i32>(before + (block << 2)) + <i32>popcnt<u64>(load<u64>(allDivisions + (block << 3)) & earlier);
    seven = appendDigits(passed == last ? seven : sevenDigits, chunk + index);
    last = passed;
    const key = mixKey(saltDigits, seven);
    if (passes(filter, shift, key) && holds(keysAt, key)) {
      const end = chunk + index;
      if (holdsPhone(end, start, seven) || holdsNumber(confirmingAt, end, start, seven)) hit(digitHits(), index);
    }
    if (rarely) {
      const end = chunk + index;
      if (hasLabelled && holds(labelledAt, key) && isLabelled(end, start)) hit(numberHits(), index);
      if (hasShort && holdsNumber(keysAt, end, start, seven)) hit(numberHits(), index);
    }
  }
  digits = seven;
  divisionsAtDigits = last;
}
