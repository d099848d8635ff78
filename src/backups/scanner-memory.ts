import { charFlag, foldTable, valueShift } from '../customers/fold-table.js';
import type { Sought } from '../customers/find-in-text.js';
import { firstHalf, joined, packKeys, type Numbers } from '../customers/scan-keys.js';
import { gmailDomains, titlesBeside } from '../customers/scanner.js';
import type { BackupSearch } from './compile-search.js';
import type { DetectedDialect } from './detect-dialect.js';
import { codePoints } from './encodings.js';
import { longestQuoted } from './read-record.js';
import { entrySize, margin, Parameter, type ScannerMemory } from './run-scanner.js';

const optionBits = { gmail: 1, numericLocals: 2, numberWords: 4, shortNumbers: 8 } as const;

const pageSize = 65536;
/** Candidates a list has room for; one of all records is emptied once more. */
const room = 2048;
/** 2 to this many bits, 128 KiB: the rest of the cache is needed for the file. */
const largestBitmap = 20;
/** Working space of the module: what its `scratchSize` says, or more. */
const scratchSize = 96 * 1024;
/** Behind the parameters, where the module finds them without being told. */
const weightsPlace = 256;

/** Places things one behind the other in the memory of the module. */
class Layout {
  private end = weightsPlace + 1024;

  add(bytes: number): number {
    const start = this.end;
    this.end += Math.ceil(bytes / 64) * 64;
    return start;
  }

  get size(): number {
    return this.end;
  }
}

/** Weights of the 256 bytes: of the characters, in UTF-8 those behind 0xC3 for the bytes that continue one. */
function weightsOf(encoding: DetectedDialect['dialect']['encoding']): Int32Array {
  const fold = foldTable();
  const points =
    encoding === 'utf-8'
      ? Uint16Array.from({ length: 256 }, (_, byte) =>
          byte >= 0x80 && byte < 0xc0 ? byte + 0x40 : byte < 0x80 ? byte : 0,
        )
      : codePoints(encoding === 'iso-8859-15' ? encoding : 'windows-1252');
  return Int32Array.from(points, (point) => {
    const value = fold[point] ?? 0;
    return (value & charFlag.letter) === 0 ? 0 : value >> valueShift;
  });
}

/**
 * One-byte encodings: 1 for what from 0x80 to 0xBF is no plain sign, such as a letter or the printer's apostrophe. UTF-8:
 * weights of the letters behind 0xC4 and 0xC5 (U+0100 to U+017F).
 */
function specialsOf(encoding: DetectedDialect['dialect']['encoding']): Uint8Array {
  const fold = foldTable();
  if (encoding === 'utf-8') {
    const weights = Int32Array.from({ length: 128 }, (_, index) => (fold[0x100 + index] ?? 0) >> valueShift);
    return new Uint8Array(weights.buffer);
  }
  return Uint8Array.from(codePoints(encoding === 'iso-8859-15' ? encoding : 'windows-1252'), (point) =>
    (fold[point] ?? 0) === 0 ? 0 : 1,
  );
}

/** The sum the scanner makes of a cell with a customer number; where not all of it is ASCII, it does not ask. */
function cellSum(number: string): number {
  let sum = 0x811c9dc5 | 0;
  for (let at = 0; at < number.length; at += 1) sum = Math.imul(sum ^ number.charCodeAt(at), 0x01000193);
  return sum;
}

/** Keys as the module looks them up: a filter that says "surely not" of most others, and the keys themselves. */
interface FilteredKeys {
  /** A key has three bits of one number. Of ten thousand subjects' keys one of a hundred others has all three; one bit each, every 18th. */
  readonly filter: Int32Array;
  /** Shifts a key down to its number in the filter. */
  readonly shift: number;
  /** See `packKeys`. */
  readonly slots: Int32Array;
}

/** The bits of a key in its number of the filter; `filterBits` of assembly/keys.ts once more. */
function filterBits(key: number): number {
  const mixed = Math.imul(key, 0x9e3779b1);
  return (1 << (mixed >>> 27)) | (1 << ((mixed >>> 22) & 31)) | (1 << ((mixed >>> 17) & 31));
}

function filterKeys(keys: Numbers): FilteredKeys {
  const log = Math.min(largestBitmap, Math.max(15, Math.ceil(Math.log2(Math.max(1, keys.length) * 16))));
  const filter = new Int32Array(2 ** (log - 5));
  const shift = 37 - log;
  for (const key of keys) filter[key >>> shift] = (filter[key >>> shift] ?? 0) | filterBits(key);
  return { filter, shift, slots: packKeys(keys) };
}

interface Pointers {
  readonly filter: number;
  readonly slots: number;
}

/** Reserves room for a set of keys, to be written by `writeKeys`. */
function placeKeys(layout: Layout, { filter, slots }: FilteredKeys): Pointers {
  return { filter: layout.add(filter.byteLength), slots: layout.add(slots.byteLength) };
}

function writeKeys(memory: Int32Array, at: number, { filter, slots, shift }: FilteredKeys, place: Pointers): void {
  memory.set([place.filter, shift, place.slots, slots.length - 1], at);
  memory.set(filter, place.filter >> 2);
  memory.set(slots, place.slots >> 2);
}

/** Two bits a word: 1 when it is a given name, 2 when it is a family name or ends the local part of an address. */
function kindsOfWords({ words, givenWords }: Sought): { readonly kinds: Int32Array; readonly shift: number } {
  const log = Math.min(largestBitmap - 1, Math.max(14, Math.ceil(Math.log2(Math.max(1, words.length) * 16))));
  const kinds = new Int32Array(2 ** (log - 4));
  const shift = 32 - log;
  const add = (word: number, kind: number): void => {
    const index = firstHalf(word) >>> shift;
    kinds[index >>> 4] = (kinds[index >>> 4] ?? 0) | (kind << ((index & 15) << 1));
  };
  for (const word of givenWords) add(word, 1);
  for (const word of words) add(word, 2);
  return { kinds, shift };
}

function rolesOf({ dialect }: DetectedDialect): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, index) => (dialect.columns?.[index] === 'number' ? 1 : 0));
}

/** Lays out the memory of the module. */
export function layOut(
  detected: DetectedDialect,
  search: BackupSearch,
  slotCount: number,
  windowSize: number,
): ScannerMemory {
  const { dialect, syntax } = detected;
  const { keys, labelled, options } = search.matcher.sought;
  const titles = titlesBeside(keys);
  const sought = filterKeys(joined([keys, [...titles]]));
  const numbers = filterKeys(Int32Array.from(search.numbers.all(), cellSum));
  const labelledKeys = filterKeys(labelled);
  const confirming = filterKeys(search.matcher.sought.confirming);
  const words = kindsOfWords(search.matcher.sought);
  const roles = rolesOf(detected);
  const layout = new Layout();
  const place = {
    specials: layout.add(512),
    roles: layout.add(256),
    scratch: layout.add(scratchSize),
    titles: layout.add(4 * titles.size),
    keys: placeKeys(layout, sought),
    labelled: placeKeys(layout, labelledKeys),
    numbers: placeKeys(layout, numbers),
    confirming: placeKeys(layout, confirming),
    words: layout.add(words.kinds.byteLength),
  };
  const slots = Array.from({ length: slotCount }, () => {
    const list = layout.add(4 * entrySize * room);
    const window = layout.add(margin) + margin;
    layout.add(windowSize + margin);
    return { window, list };
  });
  const pages = Math.ceil(layout.size / pageSize);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const bytes = new Uint8Array(memory.buffer);
  const integers = new Int32Array(memory.buffer);
  bytes.set(specialsOf(dialect.encoding), place.specials);
  bytes.set(roles, place.roles);
  integers.set(weightsOf(dialect.encoding), weightsPlace >> 2);
  integers.set([...titles], place.titles >> 2);
  writeKeys(integers, Parameter.keys, sought, place.keys);
  writeKeys(integers, Parameter.labelled, labelledKeys, place.labelled);
  writeKeys(integers, Parameter.numbers, numbers, place.numbers);
  writeKeys(integers, Parameter.confirming, confirming, place.confirming);
  integers.set(words.kinds, place.words >> 2);
  integers.set([place.words, words.shift], Parameter.words);
  const bits = Object.entries(optionBits).map(([name, bit]): number =>
    options[name as keyof typeof optionBits] ? bit : 0,
  );
  const values: Partial<Record<keyof typeof Parameter, number>> = {
    delimiter: syntax.delimiter,
    quote: syntax.quote,
    utf8: dialect.encoding === 'utf-8' ? 1 : 0,
    specials: place.specials,
    labelledCount: labelled.length,
    titles: place.titles,
    titleCount: titles.size,
    roles: place.roles,
    options: bits.reduce((sum, bit) => sum + bit, 0),
    gmail: gmailDomains()[0] ?? 0,
    googlemail: gmailDomains()[1] ?? 0,
    room,
    longestQuoted,
    lines: dialect.sepLine ? 1 : 0,
    lastNumber: roles.lastIndexOf(1),
    scratch: place.scratch,
  };
  for (const [name, value] of Object.entries(values)) integers[Parameter[name as keyof typeof Parameter]] = value;
  return { memory, windowSize, slots };
}
