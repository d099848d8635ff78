import { edgeCount } from './classify';
import { bit, firstHalf, holds, isDigit, isLetter, isTitle, mixKey, saltDigitWord, saltNone, saltWord } from './keys';
import { keysAt, numberWordsOption, optionsAt, parameter, wordsAt } from './parameters';
import { edges, hit, knownWords, nameHits, numberHits, sums, words, wordsKept } from './scratch';

/* The step over the words of a chunk: a name is a pair of words that are neighbours or one word apart. */

/** Sum of the word that ended `back` words before the word `at`. */
function sumBefore(at: usize, back: usize): i32 {
  return load<i32>(at - (back << 2));
}

/** Whether the word whose sum is at `at`, and one before it, may be a name. */
function endsName(at: usize): bool {
  const sum = load<i32>(at);
  const near = mixKey(sumBefore(at, 1), sum);
  if (isTitle(near)) return false;
  if (holds(keysAt, near)) return true;
  // Titles in a row count as one word: the word before them is two from the one behind.
  let back: usize = 2;
  while (back < wordsKept && isTitle(mixKey(sumBefore(at, back), sumBefore(at, back - 1)))) back += 1;
  const far = mixKey(sumBefore(at, back), sum);
  return holds(keysAt, far) && !isTitle(far);
}

/** The digit before the word that ends before `end`, as far as it matters; see `scanKey` in match-numbers.ts. */
function endsNumber(sum: i32, end: usize, start: usize): bool {
  let at = end;
  while (at > start && (isLetter(load<u8>(at - 1)) || load<u8>(at - 1) == 0x27)) at -= 1;
  while (at > start && !isLetter(load<u8>(at - 1)) && !isDigit(load<u8>(at - 1))) at -= 1;
  const digit = at > start && isDigit(load<u8>(at - 1)) ? <i32>load<u8>(at - 1) - 0x30 : 15;
  return holds(keysAt, mixKey(saltWord, sum)) || holds(keysAt, mixKey(mixKey(saltDigitWord, digit), sum));
}

/** How many words of the chunk have ended. */
export let wordCount: usize = 0;

/** Nothing stands before the next chunk. */
export function resetWords(): void {
  wordCount = 0;
  for (let back: usize = 1; back <= wordsKept; back += 1) store<i32>(words() - (back << 2), saltNone);
}

/** Whether a word is one of a name or an address that is searched for. */
export function isKnown(sum: i32): bool {
  return bit(parameter(wordsAt), (<u32>firstHalf(sum)) >> parameter(wordsAt + 1)) != 0;
}

/** Finds the names. The words before `start` are no longer in memory. */
export function readWords(chunk: usize, start: usize): void {
  const bits = <usize>parameter(wordsAt);
  const shift: u32 = parameter(wordsAt + 1);
  const allSums = sums();
  const allWords = words();
  const known = knownWords();
  const count = <usize>(edgeCount >> 1);
  let edge = edges();
  let found = known;
  for (let index: usize = 0; index < count; index += 1) {
    const from = load<i32>(allSums + ((<isize>load<i32>(edge)) << 2));
    const sum = load<i32>(allSums + ((<usize>load<i32>(edge, 4)) << 2)) - from;
    edge += 8;
    store<i32>(allWords + (index << 2), sum);
    store<i32>(found, <i32>index);
    found += (<usize>bit(bits, (<u32>firstHalf(sum)) >> shift)) << 2;
  }
  for (let at = known; at < found; at += 4) {
    const index = <usize>load<i32>(at);
    if (endsName(allWords + (index << 2))) hit(nameHits(), <usize>load<i32>(edges() + (index << 3), 4));
  }
  if ((parameter(optionsAt) & numberWordsOption) != 0) {
    for (let index: usize = 0; index < count; index += 1) {
      const end = <usize>load<i32>(edges() + (index << 3), 4);
      if (endsNumber(load<i32>(allWords + (index << 2)), chunk + end, start)) hit(numberHits(), end);
    }
  }
  wordCount = count;
}

/** To be called when the chunk is done with: keeps the last words for the next one. */
export function keepWords(): void {
  memory.copy(words() - (wordsKept << 2), words() + (wordCount << 2) - (wordsKept << 2), wordsKept << 2);
}
