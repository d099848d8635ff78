import { parameter, scratchAt } from './parameters';

/*
 * A window is worked through in chunks. What one step finds out about a chunk it leaves here for the next: one bit a byte, and
 * lists of places. A loop over a long list seldom guesses wrong where it ends; those over the few words of 64 bytes did each time.
 */

/** Bytes of a chunk, a multiple of 64. */
export const chunkSize: usize = 4096;
/** One more: what ends with the file ends in the zeros behind it. */
const blocks: usize = chunkSize / 64 + 1;
const bytes: usize = blocks * 64;

/** Words before the chunk that are remembered: titles may stand between a name's. */
export const wordsKept: usize = 16;
/** A list may be written so many places too far. */
export const overshoot: usize = 64;

// Offsets, in bytes. In front of the sums there is one more.
const sumsOffset: usize = 64;
const signsOffset: usize = sumsOffset + (bytes + 16) * 4;
const delimitersOffset: usize = signsOffset + blocks * 8;
const wordEndsOffset: usize = delimitersOffset + blocks * 8;
const divisionsOffset: usize = wordEndsOffset + blocks * 8;
const nameHitsOffset: usize = divisionsOffset + blocks * 8;
const digitHitsOffset: usize = nameHitsOffset + blocks * 8;
const numberHitsOffset: usize = digitHitsOffset + blocks * 8;
const wordsBeforeOffset: usize = numberHitsOffset + blocks * 8;
const divisionsBeforeOffset: usize = wordsBeforeOffset + blocks * 4;
const edgesOffset: usize = divisionsBeforeOffset + blocks * 4;
const digitEndsOffset: usize = edgesOffset + (bytes + 2 + overshoot) * 4;
const wordsOffset: usize = digitEndsOffset + (bytes / 2 + 2 + overshoot) * 4;
const knownOffset: usize = wordsOffset + (wordsKept + bytes / 2 + 2) * 4;
const endOffset: usize = knownOffset + (bytes / 2 + 4) * 4;

/** Bytes that the scanner needs for all this. */
export function scratchSize(): usize {
  return endOffset;
}

let scratch: usize = 0;

export function openScratch(): void {
  scratch = <usize>parameter(scratchAt);
}

/** Sum of the weights before each byte. The one in front of them is that at the start of a word begun before the chunk. */
export function sums(): usize {
  return scratch + sumsOffset;
}

/** One bit a byte: where the step over the records has to look. */
export function signs(): usize {
  return scratch + signsOffset;
}

export function delimiters(): usize {
  return scratch + delimitersOffset;
}

export function wordEnds(): usize {
  return scratch + wordEndsOffset;
}

/** Ends of words, and delimiters: what stands on both sides of one is not one number. */
export function divisions(): usize {
  return scratch + divisionsOffset;
}

// Where a word or digit ends that makes a hit.
export function nameHits(): usize {
  return scratch + nameHitsOffset;
}
export function digitHits(): usize {
  return scratch + digitHitsOffset;
}
export function numberHits(): usize {
  return scratch + numberHitsOffset;
}

/** How many words end in the blocks of the chunk before each one. */
export function wordsBefore(): usize {
  return scratch + wordsBeforeOffset;
}

/** How many divisions there are in all blocks before each one. */
export function divisionsBefore(): usize {
  return scratch + divisionsBeforeOffset;
}

/** Where words begin and end, by turns. */
export function edges(): usize {
  return scratch + edgesOffset;
}

export function digitEnds(): usize {
  return scratch + digitEndsOffset;
}

/** Sums of the words; in front of them, those of the last words before the chunk. */
export function words(): usize {
  return scratch + wordsOffset + wordsKept * 4;
}

/** Numbers of those words that are one of somebody searched for, and in the two lowest bits what they are. */
export function knownWords(): usize {
  return scratch + knownOffset + 8;
}

/** Notes a hit, and that the step over the records has to look there. */
export function hit(hits: usize, index: usize): void {
  const block = (index >> 6) << 3;
  const here = (<u64>1) << ((<u64>index) & 63);
  store<u64>(hits + block, load<u64>(hits + block) | here);
  const all = signs() + block;
  store<u64>(all, load<u64>(all) | here);
}

/** Writes the places of the bits to a list and returns where it goes on. Every branch goes the same way nearly always. */
export function listBits(list: usize, bits: u64, offset: i32): usize {
  const end = list + ((<usize>popcnt<u64>(bits)) << 2);
  let rest = bits;
  let to = list;
  while (to < end) {
    for (let count = 0; count < 12; count += 1) {
      store<i32>(to, offset + <i32>ctz<u64>(rest));
      rest &= rest - 1;
      to += 4;
    }
  }
  return end;
}
