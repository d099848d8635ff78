import { delimiterAt, parameter, quoteAt, specialsAt, utf8At, weightOf } from './parameters';
import {
  delimiters,
  digitEnds,
  digitHits,
  divisions,
  divisionsBefore,
  edges,
  listBits,
  nameHits,
  numberHits,
  signs,
  sums,
  wordEnds,
  wordsBefore,
} from './scratch';
import { dividing } from './signs';

/* The first step over a chunk: SIMD sorts 64 bytes at a time into letters, digits and signs that need a look. */

// Which bytes are what, by the low and the high half: both have the bit.
// 1, 2: A-O, P-Z; 4: the apostrophe; 8: digits; 16: " % &; 32: line breaks; 64: @ `; 128: \ |
const byLow = i8x16(74, 11, 27, 11, 11, 27, 27, 15, 11, 11, 35, 1, -127, 33, 1, 1);
const byHigh = i8x16(32, 0, 20, 8, 65, -126, 65, -126, 0, 0, 0, 0, 0, 0, 0, 0);

/** The bits of 16 bytes: whether they are letters. */
function lettersOf(classes: v128, letters: v128): u64 {
  return <u64>i8x16.bitmask(v128.or(i8x16.ne(v128.and(classes, i8x16.splat(7)), i8x16.splat(0)), letters));
}

// What goes on from one chunk into the next.
let total: i32 = 0;
let lettersBefore: u64 = 0;
let digitsBefore: u64 = 0;
let apostropheBefore: u64 = 0;
let divisionCount: i32 = 0;
/** Bytes of the next block that belong to a sign begun before it. */
let carried: u64 = 0;
let openWord: bool = false;

/** How many places are in the lists. */
export let edgeCount: i32 = 0;
export let digitEndCount: i32 = 0;

/** Nothing stands before the next chunk. */
export function resetClasses(): void {
  lettersBefore = 0;
  digitsBefore = 0;
  apostropheBefore = 0;
  carried = 0;
  openWord = false;
  divisionCount += 1;
}

/** Whether the last chunk ended within a word or number. */
export function isOpen(): bool {
  return lettersBefore != 0 || digitsBefore != 0;
}

/**
 * Letters of UTF-8 behind `leads`, those bytes that begin a character but not one of Latin-1: corrects the sums behind them and
 * returns which bytes are no letters.
 */
function readLeads(leads: u64, position: usize, blockSums: usize): u64 {
  const specials = <usize>parameter(specialsAt);
  let none: u64 = 0;
  for (let rest = leads; rest != 0; rest &= rest - 1) {
    const index = ctz<u64>(rest);
    const place = position + <usize>index;
    const unit = <i32>load<u8>(place);
    if (unit == 0xc4 || unit == 0xc5) {
      // The byte behind it was weighed as if it stood behind 0xC3.
      const second = <i32>load<u8>(place + 1);
      const letter = ((unit - 0xc4) << 6) | (second & 0x3f);
      const more = load<i32>(specials + ((<usize>letter) << 2)) - weightOf(place + 1);
      if (second >> 6 == 2) {
        for (let later = index + 1; later <= 64; later += 1) {
          const sum = blockSums + ((<usize>later) << 2);
          store<i32>(sum, load<i32>(sum) + more);
        }
        total += more;
      }
    } else {
      // Of a sign that divides words the other bytes are no letters.
      const behind = index + <u64>max(dividing(place), 1);
      none |= behind >= 64 ? ~(<u64>0) << index : (((<u64>1) << behind) - 1) & (~(<u64>0) << index);
      if (behind > 64) carried = behind - 64;
    }
  }
  return none;
}

/** Sorts the bytes of a chunk; the results are in `scratch.ts`. */
export function classify(chunk: usize, blocks: usize): void {
  const delimiter = parameter(delimiterAt);
  const isUtf8 = parameter(utf8At) != 0;
  const dividers = i8x16.splat(<i8>delimiter);
  const quotes = i8x16.splat(<i8>parameter(quoteAt));
  // å and Å, which are written in two ways: 0xE5 and 0xC5, or behind 0xC3 0xA5 and 0x85.
  const rings = i8x16.splat(isUtf8 ? <i8>0x85 : <i8>0xc5);
  // × and ÷, which stand among the letters and divide words: 0xD7 and 0xF7, or behind 0xC3 0x97 and 0xB7.
  const products = i8x16.splat(isUtf8 ? <i8>0x97 : <i8>0xd7);
  // Within a number a blank, slash, hyphen, dot or bracket divides nothing.
  const divides: u64 = delimiter == 0x20 || (delimiter >= 0x28 && delimiter <= 0x2f && delimiter != 0x2c) ? 0 : -1;

  const allSums = sums();
  let edge = edges();
  let digitEnd = digitEnds();
  if (openWord) {
    store<i32>(edge, -1);
    edge += 4;
  }
  let wordCount = 0;
  for (let block: usize = 0; block < blocks; block += 1) {
    const position = chunk + (block << 6);
    let letters: u64 = 0;
    let numerals: u64 = 0;
    let looks: u64 = 0;
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
      delims |= (<u64>i8x16.bitmask(i8x16.eq(units, dividers))) << part;
      apostrophes |= (<u64>i8x16.bitmask(i8x16.eq(units, i8x16.splat(0x27)))) << part;
      leads |= (<u64>i8x16.bitmask(highSigns)) << part;
      const raised = v128.and(units, i8x16.splat(<i8>0xdf));
      const others = v128.or(highSigns, v128.or(i8x16.eq(raised, rings), i8x16.eq(raised, products)));
      const marks = i8x16.ne(v128.and(classes, i8x16.splat(-16)), i8x16.splat(0));
      looks |= (<u64>i8x16.bitmask(v128.or(v128.or(i8x16.eq(units, quotes), others), marks))) << part;
    }

    const blockSums = allSums + (block << 8);
    let sum = total;
    store<i32>(blockSums, sum);
    for (let index: usize = 0; index < 64; index += 4) {
      const to = blockSums + (index << 2);
      sum += weightOf(position + index);
      store<i32>(to, sum, 4);
      sum += weightOf(position + index + 1);
      store<i32>(to, sum, 8);
      sum += weightOf(position + index + 2);
      store<i32>(to, sum, 12);
      sum += weightOf(position + index + 3);
      store<i32>(to, sum, 16);
    }
    total = sum;
    if (carried > 0) {
      letters &= ~(((<u64>1) << carried) - 1);
      carried = 0;
    }
    if (isUtf8 && leads != 0) letters &= ~readLeads(leads, position, blockSums);

    // Two apostrophes in a row are a quotation mark, and end a word: the exact search knows. One behind a letter may be one, too.
    looks |= apostrophes & (((apostrophes | letters) << 1) | apostropheBefore | lettersBefore);
    const letterBehind = (letters << 1) | lettersBefore;
    const ends = ~letters & letterBehind;
    const breaks = ends | (delims & divides);
    edge = listBits(edge, letters ^ letterBehind, <i32>(block << 6));
    digitEnd = listBits(digitEnd, ~numerals & ((numerals << 1) | digitsBefore), <i32>(block << 6));
    store<u64>(signs() + (block << 3), looks);
    store<u64>(delimiters() + (block << 3), delims);
    store<u64>(wordEnds() + (block << 3), ends);
    store<u64>(divisions() + (block << 3), breaks);
    store<u64>(nameHits() + (block << 3), 0);
    store<u64>(digitHits() + (block << 3), 0);
    store<u64>(numberHits() + (block << 3), 0);
    store<i32>(wordsBefore() + (block << 2), wordCount);
    store<i32>(divisionsBefore() + (block << 2), divisionCount);
    wordCount += <i32>popcnt<u64>(ends);
    divisionCount += <i32>popcnt<u64>(breaks);
    lettersBefore = letters >> 63;
    digitsBefore = numerals >> 63;
    apostropheBefore = apostrophes >> 63;
  }

  edgeCount = <i32>((edge - edges()) >> 2);
  digitEndCount = <i32>((digitEnd - digitEnds()) >> 2);
  openWord = (edgeCount & 1) != 0;
}

/** To be called when the chunk is done with: keeps the sum at which the word began that goes on into the next one. */
export function keepOpenWord(): void {
  if (!openWord) return;
  const start = load<i32>(edges() + ((<usize>(edgeCount - 1)) << 2));
  store<i32>(sums() - 4, load<i32>(sums() + ((<isize>start) << 2)));
}
