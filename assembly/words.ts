import { edgeCount } from './classify';
import { firstHalf, holds, isDigit, isLetter, isTitle, mixKey, saltDigitWord, saltNone, saltWord } from './keys';
import { keysAt, numberWordsOption, optionsAt, parameter, wordsAt } from './parameters';
import { edges, hit, knownWords, nameHits, numberHits, sums, words, wordsKept } from './scratch';

/* The step over the words of a chunk: a name is a given and a family name that are neighbours or one word apart. */

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
  // Titles in a row count as one word: the word before them is two from the one behind. The first of them may as well be a name: the
  // sum of "Dr" is that of Eder.
  for (let back: usize = 2; back <= wordsKept; back += 1) {
    const far = mixKey(sumBefore(at, back), sum);
    if (holds(keysAt, far) && !isTitle(far)) return true;
    if (!isTitle(mixKey(sumBefore(at, back), sumBefore(at, back - 1)))) break;
  }
  return false;
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
/** Where the list of its known words ends. */
export let knownEnd: usize = 0;

/** Nothing stands before the next chunk. */
export function resetWords(): void {
  wordCount = 0;
  for (let back: usize = 1; back <= wordsKept; back += 1) store<i32>(words() - (back << 2), saltNone);
}

/** 1: a given name, 2: a family name or the last word before an @, of anybody who is searched for; 3: both. */
function kindOf(bits: usize, shift: u32, sum: i32): i32 {
  const index = (<u32>firstHalf(sum)) >> shift;
  return (load<u32>(bits + ((index >> 4) << 2)) >> ((index & 15) << 1)) & 3;
}

/** Whether a word is one of a name or an address that is searched for. */
export function isKnown(sum: i32): bool {
  return kindOf(parameter(wordsAt), parameter(wordsAt + 1), sum) != 0;
}

/** Whether the known word at `at` of the list and one of the two words before it are a given and a family name. */
function isPair(at: usize): bool {
  const entry = load<i32>(at);
  const wanted = ((entry & 1) << 1) | ((entry >> 1) & 1);
  const near = load<i32>(at - 4);
  const far = load<i32>(at - 8);
  return (
    ((near & wanted) != 0 && (entry >> 2) - (near >> 2) <= 2) || ((far & wanted) != 0 && (entry >> 2) - (far >> 2) <= 2)
  );
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
    const kind = kindOf(bits, shift, sum);
    store<i32>(found, ((<i32>index) << 2) | kind);
    found += (<usize>(kind != 0)) << 2;
  }
  for (let at = known; at < found; at += 4) {
    const index = <usize>(load<i32>(at) >> 2);
    const word = allWords + (index << 2);
    // Of the words before the chunk it is not known what they are, and titles may stand between the two.
    const may = index < 2 || isPair(at) || isTitle(mixKey(sumBefore(word, 2), sumBefore(word, 1)));
    if (may && endsName(word)) hit(nameHits(), <usize>load<i32>(edges() + (index << 3), 4));
  }
  if ((parameter(optionsAt) & numberWordsOption) != 0) {
    for (let index: usize = 0; index < count; index += 1) {
      const end = <usize>load<i32>(edges() + (index << 3), 4);
      if (endsNumber(load<i32>(allWords + (index << 2)), chunk + end, start)) hit(numberHits(), end);
    }
  }
  wordCount = count;
  knownEnd = found;
}

/** More known words of one text than are compared with each other. */
const mostCompared: usize = 32;

/**
 * Whether two of the known words that end between two places of the chunk are a name when they are next to each other, be it that other
 * words stand between them.
 */
export function holdsNameApart(start: usize, end: usize): bool {
  let first = knownWords();
  while (first < knownEnd && endOfKnown(first) <= start) first += 4;
  let last = first;
  while (last < knownEnd && endOfKnown(last) <= end) last += 4;
  if (last - first > mostCompared << 2) return true;
  for (let one = first; one < last; one += 4) {
    const entry = load<i32>(one);
    const wanted = ((entry & 1) << 1) | ((entry >> 1) & 1);
    const sum = load<i32>(words() + ((<usize>(entry >> 2)) << 2));
    for (let other = one + 4; other < last; other += 4) {
      const next = load<i32>(other);
      if ((next & wanted) == 0) continue;
      if (holds(keysAt, mixKey(sum, load<i32>(words() + ((<usize>(next >> 2)) << 2))))) return true;
    }
  }
  return false;
}

/** Where the word behind an entry of the list of known words ends in the chunk. */
export function endOfKnown(entry: usize): usize {
  return <usize>load<i32>(edges() + ((<usize>(load<i32>(entry) >> 2)) << 3), 4);
}

/** To be called when the chunk is done with: keeps the last words for the next one. */
export function keepWords(): void {
  memory.copy(words() - (wordsKept << 2), words() + (wordCount << 2) - (wordsKept << 2), wordsKept << 2);
}
