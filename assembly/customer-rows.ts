/*
 * Reads rows of customers, in AssemblyScript: where their cells are, the hashes of these, and the keys that are made of each row. What
 * it gives is what src/customers/customer-rows.ts says. Many rows a call; a table holds, column by column and one row behind the other,
 * where cells begin, where they end, and their two hashes.
 */

import { cellLength, cellStart } from './cells';

const hashStart: i32 = <i32>0x811c9dc5;
const hashPrime: i32 = 0x01000193;
const secondPrime: i32 = 0x5bd1e995;

/** Makes the hashes of a cell: FNV-1a, and a polynomial with another multiplier. */
function hash(from: usize, to: usize, firsts: usize, seconds: usize): void {
  let first = hashStart;
  let second: i32 = 0;
  for (let at = from; at < to; at += 2) {
    const unit = <i32>load<u16>(at);
    first = (first ^ unit) * hashPrime;
    second = second * secondPrime + unit;
  }
  store<i32>(firsts, first);
  store<i32>(seconds, second);
}

/** The six bits of the byte at a place, which continues a character; -1 when it does not. */
function continued(at: usize, stop: usize): i32 {
  if (at >= stop) return -1;
  const byte = <i32>load<u8>(at);
  return byte >> 6 == 2 ? byte & 0x3f : -1;
}

/** Where the character ends that was read last. */
let behind: usize = 0;

/** The character of UTF-8 that begins at a place with a byte beyond ASCII; U+FFFD for one byte that is none. */
function codePoint(at: usize, stop: usize): i32 {
  behind = at + 1;
  const lead = <i32>load<u8>(at);
  if (lead < 0xc2 || lead > 0xf4) return 0xfffd;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  let point = lead & (0x7f >> length);
  for (let next = 1; next < length; next += 1) {
    const bits = continued(at + next, stop);
    if (bits < 0) return 0xfffd;
    point = (point << 6) | bits;
  }
  const least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
  if (point < least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return 0xfffd;
  behind = at + length;
  return point;
}

/** Writes text of UTF-8 as UTF-16; returns where it ends. */
function transcode(from: usize, stop: usize, to: usize): usize {
  let at = from;
  let place = to;
  while (at < stop) {
    const byte = load<u8>(at);
    if (byte < 0x80) {
      store<u16>(place, byte);
      at += 1;
      place += 2;
      continue;
    }
    const point = codePoint(at, stop);
    at = behind;
    if (point > 0xffff) {
      store<u16>(place, <u16>(0xd7c0 + (point >> 10)));
      place += 2;
    }
    store<u16>(place, <u16>(point > 0xffff ? 0xdc00 | (point & 0x3ff) : point));
    place += 2;
  }
  return place;
}

/**
 * Reads rows of MySQL's text protocol, each cell with its length in front.
 * @param starts where each of the rows begins, and `ends` where it ends
 * @param room rows a column of the table has room for
 * @param hashed 1 for each column of which hashes are wanted
 * @returns false when one of them has other cells than `width`
 */
export function readPackets(
  starts: usize,
  ends: usize,
  count: i32,
  width: i32,
  room: i32,
  hashed: usize,
  units: usize,
  table: usize,
): bool {
  const plane = (<usize>(width + 1) * room) << 2;
  let to = units;
  for (let row: usize = 0; row < <usize>count; row += 1) {
    let at = <usize>load<i32>(starts + (row << 2));
    const end = <usize>load<i32>(ends + (row << 2));
    let place = table + (row << 2);
    for (let cell = 0; cell < width; cell += 1) {
      const length = cellLength(at);
      at = cellStart;
      if (at > end || length > end - at) return false;
      const from = to;
      to = transcode(at, at + length, to);
      at += length;
      store<i32>(place, <i32>((from - units) >> 1));
      store<i32>(place + plane, <i32>((to - units) >> 1));
      if (load<u8>(hashed + cell) != 0) hash(from, to, place + 2 * plane, place + 3 * plane);
      place += (<usize>room) << 2;
    }
    if (at != end) return false;
  }
  return true;
}

/**
 * Reads rows that are texts, with U+001F between their cells and one unit between two rows.
 * @param ends where each ends, in units
 * @param cells is given how many cells each has; one that has not `width` of them leaves its place in the table to the next one
 * @returns how many are in the table
 */
export function readTexts(
  ends: usize,
  count: i32,
  width: i32,
  room: i32,
  hashed: usize,
  units: usize,
  table: usize,
  cells: usize,
): i32 {
  const plane = (<usize>(width + 1) * room) << 2;
  let row: usize = 0;
  let from = units;
  for (let text: usize = 0; text < <usize>count; text += 1) {
    const end = units + ((<usize>load<i32>(ends + (text << 2))) << 1);
    let place = table + (row << 2);
    let cell = 0;
    let at = from;
    while (at <= end && cell <= width) {
      const start = at;
      while (at < end && load<u16>(at) != 0x1f) at += 2;
      if (cell < width) {
        store<i32>(place, <i32>((start - units) >> 1));
        store<i32>(place + plane, <i32>((at - units) >> 1));
        if (load<u8>(hashed + cell) != 0) hash(start, at, place + 2 * plane, place + 3 * plane);
        place += (<usize>room) << 2;
      }
      cell += 1;
      at += 2;
    }
    store<i32>(cells + (text << 2), cell);
    if (cell == width) row += 1;
    from = end + 2;
  }
  return <i32>row;
}

/** Bits of an entry of a `TextMemory`: all but the lowest two are a hash of its text. */
const used: i32 = 2;
const says: i32 = 1;

/**
 * What a `TextMemory` knows of the cells of a column (src/customers/text-memory.ts); 0 for an empty cell.
 * @param setBits there are so many sets of four entries, to the power of two
 * @param longest longer cells are not remembered
 * @param misses is given the rows of which nothing is known
 * @returns how many these are
 */
export function recall(
  column: usize,
  plane: usize,
  count: i32,
  entries: usize,
  values: usize,
  setBits: i32,
  longest: i32,
  found: usize,
  misses: usize,
): i32 {
  const lastSet = (1 << setBits) - 1;
  let missed: usize = 0;
  for (let row: usize = 0; row < <usize>count; row += 1) {
    const place = column + (row << 2);
    const length = load<i32>(place + plane) - load<i32>(place);
    let value = 0;
    if (length != 0) {
      const first = load<i32>(place + 2 * plane);
      const second = load<i32>(place + 3 * plane);
      const wanted = ((second ^ length) & ~3) | used;
      const set = (<usize>((first ^ (first >>> 15)) & lastSet)) << 2;
      let known = false;
      if (length <= longest) {
        for (let step: i32 = 0; step < 4; step += 1) {
          const at = (set | ((<usize>(second + step)) & 3)) << 2;
          const entry = load<i32>(entries + at);
          if (entry == 0) break;
          if ((entry | says) == (wanted | says)) {
            known = true;
            if (entry != wanted) value = load<i32>(values + at);
            break;
          }
        }
      }
      if (!known) {
        store<i32>(misses + (missed << 2), <i32>row);
        missed += 1;
      }
    }
    store<i32>(found + (row << 2), value);
  }
  return <i32>missed;
}

/** Two digits as a number, a large one when one of them is none. */
function twoDigits(at: usize): i32 {
  const tens = <u32>load<u16>(at) - 0x30;
  const ones = <u32>load<u16>(at, 2) - 0x30;
  return tens > 9 || ones > 9 ? 1000000 : <i32>(10 * tens + ones);
}

/**
 * What a `DateTable` has for the cells of a column (src/customers/date-table.ts); 0 for an empty cell.
 * @param misses is given the rows whose date is written in another way than 1984-05-03, or not in the table
 * @returns how many these are
 */
export function readDates(
  column: usize,
  plane: usize,
  count: i32,
  units: usize,
  values: usize,
  firstYear: i32,
  years: i32,
  found: usize,
  misses: usize,
): i32 {
  let missed: usize = 0;
  for (let row: usize = 0; row < <usize>count; row += 1) {
    const place = column + (row << 2);
    const start = load<i32>(place);
    const length = load<i32>(place + plane) - start;
    const at = units + ((<usize>start) << 1);
    let value = 0;
    if (length != 0) {
      let known = false;
      if (length == 10 && load<u16>(at, 8) == 0x2d && load<u16>(at, 14) == 0x2d) {
        const year = 100 * twoDigits(at) + twoDigits(at + 4) - firstYear;
        const month = twoDigits(at + 10) - 1;
        const day = twoDigits(at + 16) - 1;
        known = <u32>year < <u32>years && <u32>month < 12 && <u32>day < 31;
        if (known) value = load<i32>(values + ((<usize>((year * 12 + month) * 31 + day)) << 2));
      }
      if (!known) {
        store<i32>(misses + (missed << 2), <i32>row);
        missed += 1;
      }
    }
    store<i32>(found + (row << 2), value);
  }
  return <i32>missed;
}

function isDigit(fold: usize, at: usize): bool {
  return (load<i32>(fold + ((<usize>load<u16>(at)) << 2)) & 7) == 2;
}

/** Of longer house numbers the last five digits count. */
const houseNumbers: i32 = 100000;

/** The last digits that stand side by side, as a number; -1 when there are none. */
function lastNumber(fold: usize, start: usize, end: usize): i32 {
  let last = end;
  while (last > start && !isDigit(fold, last - 2)) last -= 2;
  if (last == start) return -1;
  let first = last - 2;
  while (first > start && isDigit(fold, first - 2)) first -= 2;
  let number = 0;
  for (let at = first; at < last; at += 2) {
    number = number * 10 + (load<i32>(fold + ((<usize>load<u16>(at)) << 2)) >> 3);
    if (number >= houseNumbers) number %= houseNumbers;
  }
  return number;
}

/** `streetKeyIn` of src/customers/search-keys.ts for each row; 0 where there is no street. */
export function readStreets(
  column: usize,
  houses: usize,
  plane: usize,
  count: i32,
  units: usize,
  fold: usize,
  letters: i32,
  longest: i32,
  keys: usize,
): void {
  for (let row: usize = 0; row < <usize>count; row += 1) {
    const offset = row << 2;
    const start = load<i32>(column + offset);
    const end = load<i32>(column + plane + offset);
    let key = 0;
    if (start != end) {
      const houseStart = load<i32>(houses + offset);
      const last = min(end, start + longest);
      const houseLast = min(load<i32>(houses + plane + offset), houseStart + longest - (last - start));
      let sum = 0;
      let seen = 0;
      for (let turn = 0; turn < 2; turn += 1) {
        const stop = units + ((<usize>(turn == 0 ? last : houseLast)) << 1);
        let at = units + ((<usize>(turn == 0 ? start : houseStart)) << 1);
        for (; at < stop && seen < letters; at += 2) {
          const value = load<i32>(fold + ((<usize>load<u16>(at)) << 2));
          if ((value & 7) == 2 || value >> 3 == 0) continue;
          sum += value >> 3;
          seen += 1;
        }
      }
      if (seen != 0) {
        let house = lastNumber(fold, units + ((<usize>houseStart) << 1), units + ((<usize>houseLast) << 1));
        if (house < 0) house = max(0, lastNumber(fold, units + ((<usize>start) << 1), units + ((<usize>last) << 1)));
        key = sum * 31 + house;
      }
    }
    store<i32>(keys + offset, key);
  }
}

/** `phoneKeyIn` of src/customers/search-keys.ts for each row. */
export function readPhones(column: usize, plane: usize, count: i32, units: usize, tailDigits: i32, keys: usize): void {
  for (let row: usize = 0; row < <usize>count; row += 1) {
    const offset = row << 2;
    const start = units + ((<usize>load<i32>(column + offset)) << 1);
    let at = units + ((<usize>load<i32>(column + plane + offset)) << 1);
    let tail = 0;
    let scale = 1;
    let digits = 0;
    while (at > start && digits < tailDigits) {
      at -= 2;
      const digit = <u32>load<u16>(at) - 0x30;
      if (digit > 9) continue;
      tail += <i32>digit * scale;
      scale *= 10;
      digits += 1;
    }
    store<i32>(keys + offset, digits == tailDigits ? tail + 1 : 0);
  }
}

/** `spread` of src/customers/hashes.ts. */
function spread(value: i32): u32 {
  let mixed = <u32>value;
  mixed = (mixed ^ (mixed >> 16)) * 0x85ebca6b;
  mixed = (mixed ^ (mixed >> 13)) * 0xc2b2ae35;
  return mixed ^ (mixed >> 16);
}

/** `hashNumber` of the same. */
function hashNumber(value: i32): u32 {
  return value == 0 ? 0 : max<u32>(spread(value), 1);
}

/** `hashOf` of src/customers/customer-rows.ts. */
function hashOf(column: usize, plane: usize, offset: usize): u32 {
  const place = column + offset;
  return load<i32>(place) == load<i32>(place + plane) ? 0 : max<u32>(spread(load<i32>(place + 2 * plane)), 1);
}

/** `hashBoth` of src/customers/hashes.ts. */
function hashBoth(a: u32, b: u32): u32 {
  if (a == 0 || b == 0) return 0;
  return max<u32>(spread(<i32>((a * 0x9e3779b1) ^ ((b << 13) | (b >> 19)))), 1);
}

/**
 * Hashes of the address, the phone, the e-mail and the birth date of each row, 0 for none, as src/customers/population.ts samples by
 * them: four numbers a row. They are made of the keys of street and phone, and of the columns.
 * @param limits of each of the four: smaller hashes are wanted
 * @param wanted is given the rows that have one that is
 * @returns how many these are
 */
export function hashContacts(
  roads: usize,
  calls: usize,
  codes: usize,
  mails: usize,
  days: usize,
  plane: usize,
  count: i32,
  limits: usize,
  hashes: usize,
  wanted: usize,
): i32 {
  let found: usize = 0;
  for (let row: usize = 0; row < <usize>count; row += 1) {
    const offset = row << 2;
    const home = hashNumber(load<i32>(roads + offset));
    const code = hashOf(codes, plane, offset);
    const address = code == 0 ? home : hashBoth(home, code);
    const call = hashNumber(load<i32>(calls + offset));
    const mail = hashOf(mails, plane, offset);
    const day = hashOf(days, plane, offset);
    const to = hashes + (row << 4);
    store<u32>(to, address);
    store<u32>(to, call, 4);
    store<u32>(to, mail, 8);
    store<u32>(to, day, 12);
    // Of 0 one less is the largest number.
    const isWanted =
      address - 1 < load<u32>(limits) ||
      call - 1 < load<u32>(limits, 4) ||
      mail - 1 < load<u32>(limits, 8) ||
      day - 1 < load<u32>(limits, 12);
    if (isWanted) {
      store<i32>(wanted + (found << 2), <i32>row);
      found += 1;
    }
  }
  return <i32>found;
}
