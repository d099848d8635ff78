/*
 * The scanner for rows as MySQL sends them. It puts their texts one behind the other, a separator behind each cell, and looks up every
 * word, address and number in the keys of the search (the rules of src/customers/scan-text.ts). Rows with a hit are listed, too many
 * perhaps, never too few.
 */
import { isInAddress, mayBeAddress, readAddress } from './addresses';
import { cellLength, cellStart } from './cells';
import { classify, isOpen, keepOpenWord, resetClasses } from './classify';
import { emailFlag, hitsAt, isOdd, nameFlag, oddFlag } from './hits';
import { parameter, specialsAt, utf8At } from './parameters';
import { chunkSize, knownWords, openScratch, signs } from './scratch';
import { endsJsonKey, mayEscape } from './signs';
import { endOfKnown, holdsNameApart, keepWords, knownEnd, readWords, resetWords } from './words';
import { readDigits } from './digits';

/** Stands behind each cell; in a cell it is read as a blank. */
const separator: u8 = 0x1f;

/** Copies a cell and writes the separator behind it; returns where it ends. Some bytes behind are overwritten. */
function copyCell(from: usize, length: usize, to: usize): usize {
  for (let at: usize = 0; at < length; at += 16) {
    const bytes = v128.load(from + at);
    const odd = i8x16.eq(bytes, i8x16.splat(separator));
    v128.store(to + at, v128.bitselect(i8x16.splat(0x20), bytes, odd));
  }
  store<u8>(to + length, separator);
  return to + length + 1;
}

/** Whether bytes are UTF-8. */
function isUtf8(from: usize, end: usize): bool {
  let at = from;
  while (at < end) {
    const lead = <i32>load<u8>(at);
    at += 1;
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return false;
    const length = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (at + length > end) return false;
    const second = <i32>load<u8>(at);
    if (lead == 0xe0 && second < 0xa0) return false;
    if (lead == 0xed && second > 0x9f) return false;
    if (lead == 0xf0 && second < 0x90) return false;
    if (lead == 0xf4 && second > 0x8f) return false;
    for (let next = 0; next < length; next += 1) if (load<u8>(at + next) >> 6 != 2) return false;
    at += length;
  }
  return true;
}

/**
 * Takes the texts out of rows of MySQL's text protocol, each cell with its length in front.
 * @param starts where each row begins, and `lasts` where it ends
 * @param keys so many cells of the key stand in front and are left out
 * @param kinds of each cell that is searched: 1 when it may be no text
 * @param ends is given where each row's texts end
 * @param flags is given what is known of each row: `oddFlag` when it holds bytes that are no text
 * @returns where all of them end; 0 when a row has other cells
 */
export function takeRows(
  starts: usize,
  lasts: usize,
  count: i32,
  keys: i32,
  width: i32,
  kinds: usize,
  texts: usize,
  ends: usize,
  flags: usize,
): usize {
  let to = texts;
  for (let row: usize = 0; row < <usize>count; row += 1) {
    let at = <usize>load<i32>(starts + (row << 2));
    const end = <usize>load<i32>(lasts + (row << 2));
    let odd = 0;
    for (let cell = -keys; cell < width; cell += 1) {
      const length = cellLength(at);
      at = cellStart;
      if (at > end || length > end - at) return 0;
      if (cell >= 0) {
        if (load<u8>(kinds + cell) != 0 && !isUtf8(at, at + length)) odd = oddFlag;
        to = copyCell(at, length, to);
      }
      at += length;
    }
    if (at != end) return 0;
    store<i32>(ends + (row << 2), <i32>to);
    store<u8>(flags + row, <u8>odd);
  }
  return to;
}

/** Bits of `known` that a row has when both names of somebody may be in it. */
const bothKinds: u8 = 3;

/**
 * Scans the texts that `takeRows` has put from `from` to `limit`; zero bytes must stand behind.
 * @param flags of each row what is known of it before
 * @param known working space, a byte for each row
 * @param output is given the numbers and flags of rows that may hold something, in order
 * @returns how many these are
 */
export function scanRows(
  from: usize,
  limit: usize,
  ends: usize,
  count: i32,
  flags: usize,
  known: usize,
  output: usize,
): i32 {
  const specials = <usize>parameter(specialsAt);
  const isText = parameter(utf8At) != 0;
  memory.fill(known, 0, <usize>count);
  openScratch();
  resetClasses();
  resetWords();
  const allSigns = signs();
  let row: usize = 0;
  let rowStart = from;
  let rowEnd = <usize>load<i32>(ends);
  let found = <i32>load<u8>(flags);
  /** A quote of it ends the key of a JSON object: the words of a name may have such keys between them. */
  let isJson = false;
  /** The row of the known word seen last. */
  let knownRow: usize = 0;
  let listed: usize = 0;
  let chunk = from;
  while (chunk < limit || isOpen()) {
    const size = min<usize>(chunkSize, limit > chunk ? limit - chunk : 0);
    const blocks = size < chunkSize ? (size >> 6) + 1 : chunkSize >> 6;
    classify(chunk, blocks);
    readWords(chunk, from);
    readDigits(chunk, from);
    for (let entry = knownWords(); entry < knownEnd; entry += 4) {
      const place = chunk + endOfKnown(entry);
      while (knownRow + 1 < <usize>count && place >= <usize>load<i32>(ends + (knownRow << 2))) knownRow += 1;
      store<u8>(known + knownRow, load<u8>(known + knownRow) | (<u8>(load<i32>(entry) & 3)));
    }
    let index: usize = 0;
    while (index < blocks << 6) {
      const rest = load<u64>(allSigns + ((index >> 6) << 3)) & (~(<u64>0) << ((<u64>index) & 63));
      if (rest == 0) {
        index = (index | 63) + 1;
        continue;
      }
      index = (index & ~63) + <usize>ctz<u64>(rest);
      const place = chunk + index;
      if (place >= limit) break;
      while (place >= rowEnd) {
        if (isJson && load<u8>(known + row) == bothKinds) {
          // Of words before the chunk it is not known what they are.
          const isWhole = rowStart >= chunk && rowEnd <= chunk + (blocks << 6);
          if (!isWhole || holdsNameApart(rowStart - chunk, rowEnd - chunk)) found |= oddFlag;
        }
        if (found != 0) {
          store<i32>(output + (listed << 3), <i32>row);
          store<i32>(output + (listed << 3), found, 4);
          listed += 1;
        }
        row += 1;
        rowStart = rowEnd;
        rowEnd = <usize>load<i32>(ends + (row << 2));
        found = <i32>load<u8>(flags + row);
        isJson = false;
      }
      found |= hitsAt(index);
      index += 1;
      const unit = <i32>load<u8>(place);
      if (unit == 0x22) {
        isJson = isJson || endsJsonKey(place);
      } else if (unit == 0x40) {
        if (mayBeAddress(index - 1)) found |= readAddress(place, rowStart, limit, emailFlag, oddFlag);
      } else if (unit == 0x5c || unit == 0x25 || unit == 0x26) {
        if (mayEscape(unit, place)) found |= oddFlag;
      } else if (unit == 0x60) {
        found |= oddFlag;
      } else if (unit == 0x27) {
        if (load<u8>(place - 1) == 0x27) found |= nameFlag;
        else if (isInAddress(place, limit)) found |= oddFlag;
      } else if (unit >= 0x80) {
        if (isOdd(unit, place, isText, specials)) found |= oddFlag;
      }
    }
    keepOpenWord();
    keepWords();
    chunk += blocks << 6;
  }
  while (row < <usize>count) {
    if (isJson && load<u8>(known + row) == bothKinds) found |= oddFlag;
    if (found != 0) {
      store<i32>(output + (listed << 3), <i32>row);
      store<i32>(output + (listed << 3), found, 4);
      listed += 1;
    }
    row += 1;
    found = row < <usize>count ? <i32>load<u8>(flags + row) : 0;
    isJson = false;
  }
  return <i32>listed;
}
