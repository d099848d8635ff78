/*
 * The scanner for files of one-byte units (UTF-8, Windows-1252, ISO-8859-15), in AssemblyScript: TypeScript's syntax for
 * WebAssembly. It divides a window of a file into records (the rules of src/backups/read-record.ts) and looks up every word,
 * address and number in the keys of the search (the rules of src/customers/scan-text.ts). Records with a hit are listed.
 * It may list too many, never too few: each one listed is searched exactly afterwards.
 *
 * 64 bytes at a time: SIMD sorts them into letters, digits and signs that need a look, one bit each; the sums of letter
 * weights run along; then only the ends of words and digits and the signs are visited.
 */

/** Where the parameters are, as 32-bit numbers; written by src/backups/wasm-scanner.ts, whose `Parameter` is this list. */
const parameters: usize = 0;

function parameter(index: i32): i32 {
  return load<i32>(parameters + ((<usize>index) << 2));
}

function setParameter(index: i32, value: i32): void {
  store<i32>(parameters + ((<usize>index) << 2), value);
}

// What the caller sets.
const delimiterAt = 0;
const quoteAt = 1;
/** 1: UTF-8, 0: one byte a character. */
const utf8At = 2;
/** Weights of the 256 bytes; for UTF-8 those from 0x80 on are the letters behind 0xC3. */
const weightsAt = 3;
/** UTF-8: weights of the letters behind 0xC4 and 0xC5. One-byte: 1 for each byte that needs the exact search. */
const specialsAt = 4;
/** The keys: bitmap, shift, slots, mask of the slots. */
const keysAt = 5;
/** The same of the numbers of digits only, which count behind a label. */
const labelledAt = 9;
/** Customer numbers as whole cells. */
const numbersAt = 13;
/** Keys of two titles in a row, and how many. */
const titlesAt = 19;
const titleCountAt = 20;
/** How many numbers of digits only there are. */
const labelledCountAt = 17;
/** Role of each of the first 256 columns: 1 for customer numbers. */
const rolesAt = 21;
/** Bits: 1 gmail, 2 numeric locals, 4 number words, 8 short numbers. */
const optionsAt = 22;
const gmailAt = 23;
const googlemailAt = 24;
/** Where candidates are listed: four numbers each, and how many there is room for. */
const outputAt = 25;
const roomAt = 26;
const longestQuotedAt = 27;
// What is handed back.
const countAt = 28;
const recordsAt = 29;
const linesAt = 30;
/** 1: the list was full before the end of the window. */
const fullAt = 31;
const sumsAt = 32;

const saltNone: i32 = 0x2545f491;
const saltDigits: i32 = 0x1b873593;
const saltNumeric: i32 = 0x38495ab5;
const saltGmail: i32 = 0x52dce729;
const saltWord: i32 = 0x6c8e9cf5;
const saltDigitWord: i32 = 0x4cf5ad43;
const sevenDigits: i32 = 0xfffffff;
const gmailDigit: i32 = 0x3c6ef372;

// What a record may hold: see `Flag` in src/backups/wasm-scanner.ts.
const nameFlag: i32 = 1;
const oddFlag: i32 = 2;
const emailFlag: i32 = 4;
const digitsFlag: i32 = 8;
const numberFlag: i32 = 16;

const lf: i32 = 0x0a;
const cr: i32 = 0x0d;

function firstHalf(value: i32): i32 {
  return value * <i32>0x85ebca6b;
}

function secondHalf(value: i32): i32 {
  return (value + 0x7f4a7c15) * <i32>0xc2b2ae35;
}

function mixKey(first: i32, second: i32): i32 {
  return firstHalf(first) ^ secondHalf(second);
}

function bit(bits: usize, index: u32): i32 {
  return (load<u32>(bits + ((index >> 5) << 2)) >> (index & 31)) & 1;
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
function holds(at: i32, key: i32): bool {
  if (bit(parameter(at), (<u32>key) >> parameter(at + 1)) == 0) return false;
  return hasKey(parameter(at + 2), parameter(at + 3), key);
}

function isTitle(key: i32): bool {
  const titles = <usize>parameter(titlesAt);
  for (let index = 0; index < parameter(titleCountAt); index += 1) {
    if (load<i32>(titles + ((<usize>index) << 2)) == key) return true;
  }
  return false;
}

/**
 * Whether the digits that end before `end` may stand behind a label such as "Kunden-Nr.:": the word before ends like one
 * of those that `match-numbers.ts` knows (Nr, Nummer, number, num, no, ID).
 */
function isLabelled(end: usize, start: usize): bool {
  let at = end;
  while (at > start && <u32>load<u8>(at - 1) - 0x30 < 10) at -= 1;
  const furthest = at - start > 12 ? at - 12 : start;
  while (at > furthest && !isLetter(load<u8>(at - 1))) at -= 1;
  if (at - start < 2) return false;
  // A no-break space, or a letter: the exact search knows.
  if (load<u8>(at - 1) >= 0x80) return true;
  const pair = (((<i32>load<u8>(at - 2)) | 0x20) << 8) | ((<i32>load<u8>(at - 1)) | 0x20);
  // nr er um no id
  return pair == 0x6e72 || pair == 0x6572 || pair == 0x756d || pair == 0x6e6f || pair == 0x6964;
}

function isLetter(unit: u32): bool {
  return (unit | 0x20) - 0x61 < 26 || unit >= 0x80;
}

/** The digits that end before `end`, appended to those before, four bits each; at most seven are kept. */
function appendDigits(digits: i32, end: usize): i32 {
  const units = load<u64>(end - 8) ^ 0x3030303030303030;
  const others = (((units & 0x7f7f7f7f7f7f7f7f) + 0x7676767676767676) | units) & 0x8080808080808080;
  const run = others == 0 ? 8 : <i32>(clz<u64>(others) >> 3);
  const pairs = ((units & 0x000f000f000f000f) << 4) | ((units >> 8) & 0x000f000f000f000f);
  const fours = ((pairs & 0x000000ff000000ff) << 8) | ((pairs >> 16) & 0x000000ff000000ff);
  const packed = ((fours & 0xffff) << 16) | ((fours >> 32) & 0xffff);
  if (run >= 7) return (<i32>packed) & sevenDigits;
  const shift = run << 2;
  return ((digits << shift) | ((<i32>packed) & ((1 << shift) - 1))) & sevenDigits;
}

/** Sum of the local part of a Gmail address that ends before `at`; see `gmailSum` in scan-text.ts. */
function gmailSum(at: usize, start: usize): i32 {
  const weights = <usize>parameter(weightsAt);
  let sum = 0;
  const last = at - start > 80 ? at - 80 : start;
  for (let index = at - 1; index >= last; index -= 1) {
    const unit = <i32>load<u8>(index);
    const lower = unit | 0x20;
    if (lower >= 0x61 && lower <= 0x7a) sum += load<i32>(weights + ((<usize>unit) << 2));
    else if (unit >= 0x30 && unit <= 0x39) sum += (unit - 0x2f) * gmailDigit;
    else if (unit == 0x2b) sum = 0;
    else if (unit != 0x2e && unit != 0x2d && unit != 0x5f) break;
  }
  return sum;
}

/** Longest local part that is looked back over: 64 bytes by RFC 5321. */
const longestLocal: usize = 80;

/**
 * Whether the address around the @ at `at` may be one that is searched for: by the last two words and the digits before it
 * and the first word behind it.
 */
function readAddress(at: usize, start: usize, limit: usize): i32 {
  const weights = <usize>parameter(weightsAt);
  let index = at;
  let digits = sevenDigits;
  let places = 0;
  const last = at - start > longestLocal ? at - longestLocal : start;
  // Digits behind the last word; those before it do not count.
  while (index > last && !isLetter(load<u8>(index - 1))) {
    const unit = <u32>load<u8>(index - 1);
    if (unit <= 0x20 || unit == 0x22 || unit == 0x2c || unit == 0x3b) break;
    if (unit - 0x30 < 10 && places < 28) {
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
      if (load<u8>(index) >= 0x80) return oddFlag;
      word += load<i32>(weights + ((<usize>load<u8>(index)) << 2));
    }
    while (index > last && !isLetter(load<u8>(index - 1))) {
      const unit = <u32>load<u8>(index - 1);
      if (unit <= 0x20 || unit == 0x22 || unit == 0x2c || unit == 0x3b) break;
      index -= 1;
    }
    if (index > last && isLetter(load<u8>(index - 1))) {
      before = 0;
      while (index > last && (isLetter(load<u8>(index - 1)) || load<u8>(index - 1) == 0x27)) {
        index -= 1;
        if (load<u8>(index) >= 0x80) return oddFlag;
        before += load<i32>(weights + ((<usize>load<u8>(index)) << 2));
      }
    }
  }
  let end = at + 1;
  while (end < limit && !isLetter(load<u8>(end)) && load<u8>(end) > 0x20) end += 1;
  let domain = 0;
  while (end < limit && (isLetter(load<u8>(end)) || load<u8>(end) == 0x27)) {
    if (load<u8>(end) >= 0x80) return oddFlag;
    domain += load<i32>(weights + ((<usize>load<u8>(end)) << 2));
    end += 1;
  }
  const single = mixKey(word, digits);
  if (holds(keysAt, mixKey(single, domain))) return emailFlag;
  if (holds(keysAt, mixKey(mixKey(single, firstHalf(before)), domain))) return emailFlag;
  const options = parameter(optionsAt);
  if ((options & 2) != 0 && holds(keysAt, mixKey(mixKey(saltNumeric, digits & 15), domain))) return emailFlag;
  if ((options & 1) == 0 || (domain != parameter(gmailAt) && domain != parameter(googlemailAt))) return 0;
  return holds(keysAt, mixKey(saltGmail, gmailSum(at, start))) ? emailFlag : 0;
}

/** The digits before the word that ends before `end`, as far as they matter; see `scanKey` in match-numbers.ts. */
function holdsNumberWord(word: i32, end: usize, start: usize): bool {
  let at = end;
  while (at > start && (isLetter(load<u8>(at - 1)) || load<u8>(at - 1) == 0x27)) at -= 1;
  while (at > start && !isLetter(load<u8>(at - 1)) && <u32>load<u8>(at - 1) - 0x30 >= 10) at -= 1;
  const digit = at > start && <u32>load<u8>(at - 1) - 0x30 < 10 ? <i32>load<u8>(at - 1) - 0x30 : 15;
  return holds(keysAt, mixKey(saltWord, word)) || holds(keysAt, mixKey(mixKey(saltDigitWord, digit), word));
}

/**
 * Whether the word before the digits that end before `end`, and the digits, may be a short customer number (`K-12`). Bytes
 * of other signs look like letters here: the word is tried without what stands before them as well.
 */
function holdsShortNumber(end: usize, start: usize, digits: i32): bool {
  const weights = <usize>parameter(weightsAt);
  let at = end;
  while (at > start && !isLetter(load<u8>(at - 1))) at -= 1;
  let sum = 0;
  while (at > start && (isLetter(load<u8>(at - 1)) || load<u8>(at - 1) == 0x27)) {
    at -= 1;
    const unit = <u32>load<u8>(at);
    if (unit >= 0xc4) return true;
    if (unit >= 0x80 && holds(keysAt, mixKey(mixKey(sum, digits), saltDigits))) return true;
    sum += load<i32>(weights + (unit << 2));
  }
  return holds(keysAt, mixKey(mixKey(sum, digits), saltDigits));
}

/** Whether the sign may begin an escape: `\u00fc`, `%40`, `&uuml;`. */
function mayEscape(unit: i32, at: usize): bool {
  const next = (<i32>load<u8>(at + 1)) | 0x20;
  if (unit == 0x5c) return next == 0x75 || next == 0x6e || next == 0x72 || next == 0x74 || next == 0x62 || next == 0x66;
  if (unit == 0x25) return isHex(next) && isHex((<i32>load<u8>(at + 2)) | 0x20);
  return <i32>load<u8>(at + 1) == 0x23 || (next >= 0x61 && next <= 0x7a);
}

function isHex(lowered: i32): bool {
  return (lowered >= 0x30 && lowered <= 0x39) || (lowered >= 0x61 && lowered <= 0x66);
}

/** A quote that ends the key of a JSON object: a colon follows, perhaps behind blanks. */
function endsJsonKey(at: usize): bool {
  let next = at + 1;
  while (next < at + 4 && load<u8>(next) == 0x20) next += 1;
  return load<u8>(next) == 0x3a;
}

/** Length of the sign of UTF-8 at `at` when it is one that divides words (`„`, `€`, an emoji), 0 when it needs a look. */
function dividing(at: usize): i32 {
  const unit = load<u8>(at);
  const second = load<u8>(at + 1);
  const third = load<u8>(at + 2);
  if (unit == 0xc2) {
    // Not the soft hyphen, the acute accent as apostrophe, µ and the ordinal letters.
    return second == 0xad || second == 0xb4 || second == 0xb5 || second == 0xaa || second == 0xba ? 0 : 2;
  }
  if (unit == 0xe2) {
    if (second == 0x80) {
      const plain =
        (third >= 0x90 && third <= 0x97) ||
        third == 0x9a ||
        (third >= 0x9c && third <= 0x9e) ||
        third == 0xa2 ||
        third == 0xa6;
      return plain ? 3 : 0;
    }
    return (second == 0x82 && third == 0xac) || (second >= 0x98 && second <= 0x9e) ? 3 : 0;
  }
  return unit == 0xf0 && second == 0x9f ? 4 : 0;
}

/** Whether a cell may be a customer number that is searched for. Quotes, blanks around and the case of letters do not count. */
function isNumberCell(field: i32, start: usize, end: usize): bool {
  if (field > 255 || load<u8>(<usize>parameter(rolesAt) + <usize>field) == 0) return false;
  let from = start;
  let to = end;
  const quote = <u8>parameter(quoteAt);
  while (from < to && (load<u8>(from) <= 0x20 || load<u8>(from) == quote)) from += 1;
  while (to > from && (load<u8>(to - 1) <= 0x20 || load<u8>(to - 1) == quote)) to -= 1;
  let sum: i32 = <i32>0x811c9dc5;
  for (let at = from; at < to; at += 1) {
    const unit = <i32>load<u8>(at);
    if (unit >= 0x80) return true;
    sum = (sum ^ (unit >= 0x61 && unit <= 0x7a ? unit - 0x20 : unit)) * 0x01000193;
  }
  return holds(numbersAt, sum);
}

// What becomes of a quote inside a quoted cell.
const closes = 1;
const doubled = 2;
const literal = 3;
const strayOpening = 4;
const unknown = 5;

function judgeQuote(at: usize, limit: usize, complete: bool, broken: bool, delimiter: i32, quote: i32): i32 {
  if (at + 1 < limit && <i32>load<u8>(at + 1) == quote) return doubled;
  let next = at + 1;
  while (next < limit) {
    const unit = <i32>load<u8>(next);
    if (unit != 0x20 && (unit != 0x09 || delimiter == 0x09)) break;
    next += 1;
  }
  if (next >= limit) return complete ? closes : unknown;
  const unit = <i32>load<u8>(next);
  if (unit == delimiter || unit == lf || unit == cr) return closes;
  return broken ? strayOpening : literal;
}

/** The bits of 16 bytes: whether they are letters, digits, signs that need a look. */
function lettersOf(classes: v128, letters: v128): u64 {
  return <u64>i8x16.bitmask(v128.or(i8x16.ne(v128.and(classes, i8x16.splat(7)), i8x16.splat(0)), letters));
}

// Which bytes are what, by the low and the high half: both have the bit.
// 1, 2: A-O, P-Z; 4: the apostrophe; 8: digits; 16: " % &; 32: line breaks; 64: @ `; 128: \ |
const byLow = i8x16(74, 11, 27, 11, 11, 27, 27, 15, 11, 11, 35, 1, -127, 33, 1, 1);
const byHigh = i8x16(32, 0, 20, 8, 65, -126, 65, -126, 0, 0, 0, 0, 0, 0, 0, 0);

function flagsOf(names: u64, digits: u64, numbers: u64): i32 {
  return (names != 0 ? nameFlag : 0) | (digits != 0 ? digitsFlag : 0) | (numbers != 0 ? numberFlag : 0);
}

/** Lists a candidate: its bytes, the records and lines before it, and why. */
function list(output: usize, count: i32, start: usize, end: usize, records: i32, lines: i32, flags: i32): void {
  const entry = output + <usize>count * 20;
  store<i32>(entry, <i32>start);
  store<i32>(entry, <i32>end, 4);
  store<i32>(entry, records, 8);
  store<i32>(entry, lines, 12);
  store<i32>(entry, flags, 16);
}

/** Bytes of a window that may be read twice because of stray quotes, before long quoted cells are given up. */
const mostRewound: usize = 1 << 23;

/** See `WindowScanner.scan`. Zero bytes must stand behind `limit`. Returns where the unfinished record begins. */
export function scan(from: usize, limit: usize, complete: bool): usize {
  const delimiter = parameter(delimiterAt);
  const quote = parameter(quoteAt);
  const isUtf8 = parameter(utf8At) != 0;
  const weights = <usize>parameter(weightsAt);
  const specials = <usize>parameter(specialsAt);
  const bits = <usize>parameter(keysAt);
  const shift: u32 = parameter(keysAt + 1);
  const slots = <usize>parameter(keysAt + 2);
  const mask: u32 = parameter(keysAt + 3);
  const options = parameter(optionsAt);
  const sums = <usize>parameter(sumsAt);
  const hasLabelled = parameter(labelledCountAt) != 0;
  const output = <usize>parameter(outputAt);
  const room = parameter(roomAt);
  let longestQuoted = <usize>parameter(longestQuotedAt);
  const delimiters = i8x16.splat(<i8>delimiter);
  const quotes = i8x16.splat(<i8>quote);
  // å and Å, which are written in two ways: 0xE5 and 0xC5, or behind 0xC3 0xA5 and 0x85.
  const rings = i8x16.splat(isUtf8 ? <i8>0x85 : <i8>0xc5);
  // × and ÷, which stand among the letters and divide words: 0xD7 and 0xF7, or behind 0xC3 0x97 and 0xB7.
  const products = i8x16.splat(isUtf8 ? <i8>0x97 : <i8>0xd7);

  let count = 0;
  let records = parameter(recordsAt);
  let lines = parameter(linesAt);
  let record = from;
  let recordLine = lines;
  let field = 0;
  let fieldStart = from;
  let inQuotes = false;
  let broken = false;
  /** The quote here opens nothing: it was tried. */
  let strayAt: usize = 0;
  /** A sign already dealt with: the second of two quotes, the LF behind a CR. */
  let skipAt: usize = 0;
  let restart = false;
  let rewound: usize = 0;
  let openLines = lines;
  let flags = 0;

  let first = firstHalf(saltNone);
  let firstBefore = first;
  let digits = sevenDigits;
  /** Whether a word or a delimiter has ended since the digits before. */
  let apart = false;
  /** The sum at the beginning of the word that goes on into the next 64 bytes. */
  let base = 0;
  let total = 0;
  let lettersBefore: u64 = 0;
  let digitsBefore: u64 = 0;
  let apostropheBefore: u64 = 0;
  /** Bytes of the next 64 that belong to a sign begun in these. */
  let carried = 0;
  let position = from;

  while (true) {
    if (inQuotes && position >= fieldStart + longestQuoted) restart = true;
    if (!restart && (position > limit || (position == limit && lettersBefore == 0 && digitsBefore == 0))) {
      if (!complete || !inQuotes) break;
      restart = true;
    }
    if (restart) {
      // The quote at the beginning of the field was text: once more from there.
      rewound += position - fieldStart;
      if (rewound > mostRewound && longestQuoted > 64) {
        longestQuoted >>= 4;
        rewound = 0;
      }
      position = fieldStart;
      strayAt = fieldStart;
      skipAt = 0;
      lines = openLines;
      inQuotes = false;
      restart = false;
      lettersBefore = 0;
      digitsBefore = 0;
      apostropheBefore = 0;
      carried = 0;
      apart = true;
    }

    let letters: u64 = 0;
    let numerals: u64 = 0;
    let signs: u64 = 0;
    let leads: u64 = 0;
    let delims: u64 = 0;
    let apostrophes: u64 = 0;
    for (let part: usize = 0; part < 64; part += 16) {
      const units = v128.load(position + part);
      const classes = v128.and(
        i8x16.swizzle(byLow, v128.and(units, i8x16.splat(15))),
        i8x16.swizzle(byHigh, i8x16.shr_u(units, 4)),
      );
      const high = i8x16.lt_s(units, i8x16.splat(0));
      const from192 = v128.and(high, i8x16.ge_s(units, i8x16.splat(-64)));
      let highLetters = from192;
      let highSigns = v128.andnot(high, from192);
      if (isUtf8) {
        // Behind 0xC3 come the letters of Latin-1; those behind 0xC4 and 0xC5 have other weights and are visited.
        highLetters = v128.or(
          highSigns,
          v128.and(i8x16.ge_s(units, i8x16.splat(-61)), v128.and(high, i8x16.le_s(units, i8x16.splat(-59)))),
        );
        highSigns = v128.andnot(from192, i8x16.eq(units, i8x16.splat(-61)));
      }
      letters |= lettersOf(classes, highLetters) << part;
      numerals |= (<u64>i8x16.bitmask(i8x16.shl(classes, 4))) << part;
      const divider = i8x16.eq(units, delimiters);
      delims |= (<u64>i8x16.bitmask(divider)) << part;
      apostrophes |= (<u64>i8x16.bitmask(i8x16.eq(units, i8x16.splat(0x27)))) << part;
      leads |= (<u64>i8x16.bitmask(highSigns)) << part;
      const dividers = v128.or(divider, i8x16.eq(units, quotes));
      const raised = v128.and(units, i8x16.splat(<i8>0xdf));
      const others = v128.or(highSigns, v128.or(i8x16.eq(raised, rings), i8x16.eq(raised, products)));
      const marks = i8x16.ne(v128.and(classes, i8x16.splat(-16)), i8x16.splat(0));
      signs |= (<u64>i8x16.bitmask(v128.or(v128.or(dividers, others), marks))) << part;
    }

    store<i32>(sums, total);
    for (let index: usize = 0; index < 64; index += 4) {
      const to = sums + (index << 2);
      total += load<i32>(weights + ((<usize>load<u8>(position + index)) << 2));
      store<i32>(to, total, 4);
      total += load<i32>(weights + ((<usize>load<u8>(position + index, 1)) << 2));
      store<i32>(to, total, 8);
      total += load<i32>(weights + ((<usize>load<u8>(position + index, 2)) << 2));
      store<i32>(to, total, 12);
      total += load<i32>(weights + ((<usize>load<u8>(position + index, 3)) << 2));
      store<i32>(to, total, 16);
    }

    if (carried > 0) {
      letters &= ~(((<u64>1) << carried) - 1);
      carried = 0;
    }
    if (isUtf8 && leads != 0) {
      for (let rest = leads; rest != 0; rest &= rest - 1) {
        const index = ctz<u64>(rest);
        const place = position + <usize>index;
        const unit = <i32>load<u8>(place);
        if (unit == 0xc4 || unit == 0xc5) {
          // The byte behind it was weighed as if it stood behind 0xC3.
          const second = <i32>load<u8>(place + 1);
          const letter = ((unit - 0xc4) << 6) | (second & 0x3f);
          const more = load<i32>(specials + ((<usize>letter) << 2)) - load<i32>(weights + ((<usize>second) << 2));
          if (second >> 6 == 2) {
            for (let later = index + 1; later <= 64; later += 1) {
              const sum = sums + ((<usize>later) << 2);
              store<i32>(sum, load<i32>(sum) + more);
            }
            total += more;
          }
        } else {
          // Of a sign that divides words the other bytes are no letters.
          const behind = index + <u64>max(dividing(place), 1);
          const sign = behind >= 64 ? ~(<u64>0) << index : (((<u64>1) << behind) - 1) & (~(<u64>0) << index);
          letters &= ~sign;
          if (behind > 64) carried = <i32>(behind - 64);
        }
      }
    }

    const wordEnds = ~letters & ((letters << 1) | lettersBefore);
    let wordStarts = letters & ~((letters << 1) | lettersBefore);
    const digitEnds = ~numerals & ((numerals << 1) | digitsBefore);
    // Two in a row are a quotation mark, and end a word: the exact search knows.
    let nameHits = apostrophes & ((apostrophes << 1) | apostropheBefore);
    apostropheBefore = apostrophes >> 63;
    let digitHits: u64 = 0;
    let numberHits: u64 = 0;

    if (lettersBefore == 0) {
      base = load<i32>(sums + ((<usize>ctz<u64>(wordStarts)) << 2));
      wordStarts &= wordStarts - 1;
    }
    for (let rest = wordEnds; rest != 0; rest &= rest - 1) {
      const index = <usize>ctz<u64>(rest);
      const next = load<i32>(sums + (index << 2)) - base;
      base = load<i32>(sums + ((<usize>ctz<u64>(wordStarts)) << 2));
      wordStarts &= wordStarts - 1;
      const second = secondHalf(next);
      const near = first ^ second;
      const far = firstBefore ^ second;
      firstBefore = first;
      first = firstHalf(next);
      if ((bit(bits, (<u32>near) >> shift) | bit(bits, (<u32>far) >> shift)) != 0) {
        const here = rest & (0 - rest);
        // Of two titles in a row only the second counts: the word before them stays the one before.
        if (isTitle(near)) firstBefore = far ^ second;
        else if (hasKey(slots, mask, near) || (hasKey(slots, mask, far) && !isTitle(far))) nameHits |= here;
      }
      if ((options & 4) != 0 && holdsNumberWord(next, position + index, from)) numberHits |= rest & (0 - rest);
    }

    const divisions = wordEnds | delims;
    let before: u64 = 0;
    for (let rest = digitEnds; rest != 0; rest &= rest - 1) {
      const index = ctz<u64>(rest);
      const here = rest & (0 - rest);
      const since = (here - 1) & ~before;
      if (apart || (divisions & since) != 0) digits = sevenDigits;
      apart = false;
      before = (here << 1) - 1;
      const place = position + <usize>index;
      digits = appendDigits(digits, place);
      const key = mixKey(saltDigits, digits);
      if (bit(bits, (<u32>key) >> shift) != 0 && hasKey(slots, mask, key)) digitHits |= here;
      if (hasLabelled && holds(labelledAt, key) && isLabelled(place, from)) numberHits |= here;
      if ((options & 8) != 0 && holdsShortNumber(place, from, digits)) numberHits |= here;
    }
    if ((divisions & ~before) != 0) apart = true;

    lettersBefore = letters >> 63;
    digitsBefore = numerals >> 63;
    let hits = nameHits | digitHits | numberHits;
    for (let rest = signs; rest != 0; rest &= rest - 1) {
      const index = <usize>ctz<u64>(rest);
      const here: u64 = rest & (0 - rest);
      const place = position + index;
      if (place >= limit) break;
      const unit = <i32>load<u8>(place);
      if (unit == delimiter) {
        if (!inQuotes) {
          if (isNumberCell(field, fieldStart, place)) flags |= numberFlag;
          field += 1;
          fieldStart = place + 1;
        }
      } else if (unit == lf || unit == cr) {
        if (place == skipAt) continue;
        let end = place + 1;
        if (unit == cr) {
          if (end == limit && !complete) {
            position = limit + 1;
            inQuotes = false;
            break;
          }
          if (load<u8>(end) == lf && end < limit) {
            skipAt = end;
            end += 1;
          }
        }
        lines += 1;
        if (inQuotes) {
          broken = true;
          continue;
        }
        if (isNumberCell(field, fieldStart, place)) flags |= numberFlag;
        if (hits != 0) {
          // A word that ends here belongs to this record.
          const own = (here << 1) - 1;
          flags |= flagsOf(nameHits & own, digitHits & own, numberHits & own);
          hits &= ~own;
          nameHits &= ~own;
          digitHits &= ~own;
          numberHits &= ~own;
        }
        if (flags != 0) {
          if (count == room) {
            setParameter(fullAt, 1);
            lines = recordLine;
            position = limit + 1;
            break;
          }
          list(output, count, record, end, records, recordLine, flags);
          count += 1;
          flags = 0;
        }
        records += 1;
        record = end;
        recordLine = lines;
        field = 0;
        fieldStart = end;
      } else if (unit == quote) {
        if (endsJsonKey(place)) flags |= oddFlag;
        if (place == skipAt) continue;
        if (!inQuotes) {
          if (place != fieldStart || place == strayAt) continue;
          inQuotes = true;
          broken = false;
          openLines = lines;
          continue;
        }
        if (place >= fieldStart + longestQuoted) {
          restart = true;
          break;
        }
        const what = judgeQuote(place, limit, complete, broken, delimiter, quote);
        if (what == doubled) skipAt = place + 1;
        else if (what == closes) inQuotes = false;
        else if (what == strayOpening) {
          restart = true;
          break;
        } else if (what == unknown) {
          position = limit + 1;
          inQuotes = false;
          break;
        }
      } else if (unit == 0x40) {
        flags |= readAddress(place, record, limit);
      } else if (unit == 0x5c || unit == 0x25 || unit == 0x26) {
        if (mayEscape(unit, place)) flags |= oddFlag;
      } else if (unit == 0x60) {
        flags |= oddFlag;
      } else if (unit >= 0x80) {
        if (isUtf8) {
          if (unit < 0xc0) flags |= load<u8>(place - 1) == 0xc3 ? oddFlag : 0;
          else if (unit <= 0xc5 && unit >= 0xc4) flags |= load<u8>(place + 1) >> 6 != 2 ? oddFlag : 0;
          else if (dividing(place) == 0) flags |= oddFlag;
        } else if (unit >= 0xc0 || load<u8>(specials + <usize>unit) != 0 || load<u8>(place - 1) >= 0xc2) {
          flags |= oddFlag;
        }
      }
    }
    flags |= flagsOf(nameHits, digitHits, numberHits);
    if (restart) continue;
    if (position > limit) break;
    position += 64;
  }

  if (complete && parameter(fullAt) == 0 && record < limit) {
    if (isNumberCell(field, fieldStart, limit)) flags |= numberFlag;
    if (flags != 0 && count == room) {
      setParameter(fullAt, 1);
    } else {
      if (flags != 0) {
        list(output, count, record, limit, records, recordLine, flags);
        count += 1;
      }
      records += 1;
      record = limit;
      recordLine = lines;
    }
  }
  setParameter(countAt, count);
  setParameter(recordsAt, records);
  setParameter(linesAt, recordLine);
  return record;
}
