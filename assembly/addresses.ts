import {
  firstHalf,
  gmailDigit,
  holds,
  isDigit,
  isLetter,
  mixKey,
  saltGmail,
  saltNone,
  saltNumeric,
  sevenDigits,
} from './keys';
import {
  gmailAt,
  gmailOption,
  googlemailAt,
  keysAt,
  numericLocalsOption,
  optionsAt,
  parameter,
  weightOf,
} from './parameters';
import { wordEnds, words, wordsBefore } from './scratch';
import { isKnown, wordCount } from './words';

/* E-mail addresses: by the last two words and the digits before the @ and the first word behind it. */

/** Longest local part that is looked back over: 64 bytes by RFC 5321. */
const longestLocal: usize = 80;

/** Sum of the local part of a Gmail address that ends before `at`; see `gmailSum` in scan-values.ts. */
function gmailSum(at: usize, start: usize): i32 {
  let sum = 0;
  const last = at - start > longestLocal ? at - longestLocal : start;
  for (let index = at - 1; index >= last; index -= 1) {
    const unit = <i32>load<u8>(index);
    const lower = unit | 0x20;
    if (lower >= 0x61 && lower <= 0x7a) sum += weightOf(index);
    else if (unit >= 0x30 && unit <= 0x39) sum += (unit - 0x2f) * gmailDigit;
    else if (unit == 0x2b) sum = 0;
    else if (unit != 0x2e && unit != 0x2d && unit != 0x5f) break;
  }
  return sum;
}

/** Whether no address can be before the unit. */
function endsLocal(unit: u32): bool {
  return unit <= 0x20 || unit == 0x22 || unit == 0x2c || unit == 0x3b;
}

/** Whether the @ at `index` of the chunk may be that of an address searched for: by the words on both sides. */
export function mayBeAddress(index: usize): bool {
  const options = parameter(optionsAt);
  if ((options & numericLocalsOption) != 0) return true;
  const block = index >> 6;
  // An apostrophe may end a word here: bits up to this one.
  const earlier = ~(<u64>0) >> (63 - ((<u64>index) & 63));
  const behind =
    load<i32>(wordsBefore() + (block << 2)) + <i32>popcnt<u64>(load<u64>(wordEnds() + (block << 3)) & earlier);
  const word = words() + ((<isize>behind) << 2);
  if (isKnown(load<i32>(word - 4))) return true;
  if ((options & gmailOption) == 0) return false;
  if (<usize>behind >= wordCount) return true;
  const domain = load<i32>(word);
  return domain == parameter(gmailAt) || domain == parameter(googlemailAt);
}

/**
 * Whether the apostrophe at `place` stands in what may be an address, where it may be a quotation mark (u'anna@web.de'): the exact search
 * knows.
 */
export function isInAddress(place: usize, limit: usize): bool {
  const last = limit - place > longestLocal ? place + longestLocal : limit;
  for (let index = place + 1; index < last; index += 1) {
    const unit = <u32>load<u8>(index);
    if (unit == 0x40) return true;
    if (endsLocal(unit)) return false;
  }
  return false;
}

/** Looks closer at the @ at `at`. Returns 0, `hitIs` for an address that may be one, `oddIs` when the exact search has to tell. */
export function readAddress(at: usize, start: usize, limit: usize, hitIs: i32, oddIs: i32): i32 {
  let index = at;
  let digits = sevenDigits;
  let places = 0;
  const last = at - start > longestLocal ? at - longestLocal : start;
  // Digits behind the last word; those before it do not count.
  while (index > last && !isLetter(load<u8>(index - 1))) {
    const unit = <u32>load<u8>(index - 1);
    if (endsLocal(unit)) break;
    if (isDigit(unit) && places < 28) {
      digits = (digits & ~(15 << places)) | ((<i32>(unit - 0x30)) << places);
      places += 4;
    }
    index -= 1;
  }
  let word = saltNone;
  let before = saltNone;
  if (index > last && isLetter(load<u8>(index - 1))) {
    word = 0;
    while (index > last && (isLetter(load<u8>(index - 1)) || load<u8>(index - 1) == 0x27)) {
      index -= 1;
      if (load<u8>(index) >= 0x80) return oddIs;
      word += weightOf(index);
    }
    while (index > last && !isLetter(load<u8>(index - 1))) {
      if (endsLocal(load<u8>(index - 1))) break;
      index -= 1;
    }
    if (index > last && isLetter(load<u8>(index - 1))) {
      before = 0;
      while (index > last && (isLetter(load<u8>(index - 1)) || load<u8>(index - 1) == 0x27)) {
        index -= 1;
        if (load<u8>(index) >= 0x80) return oddIs;
        before += weightOf(index);
      }
    }
  }
  let end = at + 1;
  while (end < limit && !isLetter(load<u8>(end)) && load<u8>(end) > 0x20) end += 1;
  let domain = 0;
  while (end < limit && (isLetter(load<u8>(end)) || load<u8>(end) == 0x27)) {
    if (load<u8>(end) >= 0x80) return oddIs;
    domain += weightOf(end);
    end += 1;
  }
  const single = mixKey(word, digits);
  if (holds(keysAt, mixKey(single, domain))) return hitIs;
  if (holds(keysAt, mixKey(mixKey(single, firstHalf(before)), domain))) return hitIs;
  const options = parameter(optionsAt);
  if ((options & numericLocalsOption) != 0 && holds(keysAt, mixKey(mixKey(saltNumeric, digits & 15), domain)))
    return hitIs;
  if ((options & gmailOption) == 0 || (domain != parameter(gmailAt) && domain != parameter(googlemailAt))) return 0;
  return holds(keysAt, mixKey(saltGmail, gmailSum(at, start))) ? hitIs : 0;
}
