import { compileModule } from './compile-module.js';
import { compiledScanner } from './compiled-scanner.js';
import { charFlag, foldTable, valueShift } from './fold-table.js';
import type { Sought } from './sought.js';
import { firstHalf, joined, packKeys, type Numbers } from './scan-keys.js';
import { gmailDomains, titlesBeside } from './scanner.js';

/** Places of the parameters, in 32-bit numbers; see assembly/parameters.ts. */
export const Parameter = {
  delimiter: 0,
  quote: 1,
  utf8: 2,
  specials: 4,
  keys: 5,
  labelled: 9,
  numbers: 13,
  labelledCount: 17,
  lastNumber: 18,
  titles: 19,
  titleCount: 20,
  roles: 21,
  options: 22,
  gmail: 23,
  googlemail: 24,
  output: 25,
  room: 26,
  longestQuoted: 27,
  count: 28,
  records: 29,
  lines: 30,
  full: 31,
  scratch: 32,
  words: 33,
  confirming: 35,
} as const;

/** Behind the window there are zeros, and in front of it: what is read there divides words. */
export const margin = 256;
/** Numbers a candidate takes in the list. */
export const entrySize = 7;

/** Memory of the module, with all it needs for a search and a dialect, and the places that are filled and read by others. */
export interface ScannerMemory {
  /** Shared: a thread may scan in it while another reads what was found. */
  readonly memory: WebAssembly.Memory;
  /** Bytes of a window. */
  readonly windowSize: number;
  /** A window of the file each, and the list of the candidates found in it. */
  readonly slots: readonly { readonly window: number; readonly list: number }[];
  /** Where the caller's own bytes begin. */
  readonly further: number;
}

const optionBits = { gmail: 1, numericLocals: 2, numberWords: 4, shortNumbers: 8 } as const;

const pageSize = 65536;
/** Candidates a list has room for. */
const room = 2048;
/** 2 to this many bits, 128 KiB: the rest of the cache is needed for what is scanned. */
const largestBitmap = 20;
/** Working space of the module: what its `scratchSize` says, or more. */
const scratchSize = 96 * 1024;
/** Behind the parameters, where the module finds them without being told. */
const weightsPlace = 256;

/** The scanner, compiled once a process. */
export async function scannerModule(): Promise<WebAssembly.Module> {
  return compileModule(compiledScanner);
}

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

/** The weight of a letter as the module adds them up; 0 for any other sign. */
export function letterWeight(point: number): number {
  const value = foldTable()[point] ?? 0;
  return (value & charFlag.letter) === 0 ? 0 : value >> valueShift;
}

/** How text is encoded, as the module asks for it. */
export interface ScannedEncoding {
  readonly isUtf8: boolean;
  /** Of the 256 bytes; in UTF-8 of those that continue a character the weights of the letters behind 0xC3. */
  readonly weights: Int32Array;
  /**
   * UTF-8: weights of the letters behind 0xC4 and 0xC5 (U+0100 to U+017F). One-byte encodings: 1 for what from 0x80 to 0xBF is no plain
   * sign, such as a letter or the printer's apostrophe.
   */
  readonly specials: Uint8Array;
}

export function utf8Encoding(): ScannedEncoding {
  const fold = foldTable();
  const weights = Int32Array.from({ length: 256 }, (_, byte) =>
    letterWeight(byte >= 0x80 && byte < 0xc0 ? byte + 0x40 : byte < 0x80 ? byte : 0),
  );
  const specials = Int32Array.from({ length: 128 }, (_, index) => (fold[0x100 + index] ?? 0) >> valueShift);
  return { isUtf8: true, weights, specials: new Uint8Array(specials.buffer) };
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

/** What is looked for, and in what. */
export interface ScannerSetup {
  readonly sought: Sought;
  readonly encoding: ScannedEncoding;
  readonly delimiter: number;
  readonly quote: number;
  /** Sums of customer numbers that are whole cells, and 1 for each of the first 256 columns that is one of these. */
  readonly numbers?: Int32Array;
  readonly roles?: Uint8Array;
  readonly longestQuoted?: number;
  /** Lines before the first record. */
  readonly lines?: number;
  readonly slots: number;
  readonly windowSize: number;
  /** More bytes for the caller. */
  readonly further?: number;
}

/** Lays out the memory of the module. */
export function layOut(setup: ScannerSetup): ScannerMemory {
  const { sought: wanted, encoding, roles = new Uint8Array(256), windowSize } = setup;
  const { keys, labelled, options } = wanted;
  const titles = titlesBeside(keys);
  const sought = filterKeys(joined([keys, [...titles]]));
  const numbers = filterKeys(setup.numbers ?? []);
  const labelledKeys = filterKeys(labelled);
  const confirming = filterKeys(wanted.confirming);
  const words = kindsOfWords(wanted);
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
  const slots = Array.from({ length: setup.slots }, () => {
    const list = layout.add(4 * entrySize * room);
    const window = layout.add(margin) + margin;
    layout.add(windowSize + margin);
    return { window, list };
  });
  const further = layout.add(setup.further ?? 0);
  const pages = Math.ceil(layout.size / pageSize);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const bytes = new Uint8Array(memory.buffer);
  const integers = new Int32Array(memory.buffer);
  bytes.set(encoding.specials, place.specials);
  bytes.set(roles, place.roles);
  integers.set(encoding.weights, weightsPlace >> 2);
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
    delimiter: setup.delimiter,
    quote: setup.quote,
    utf8: encoding.isUtf8 ? 1 : 0,
    specials: place.specials,
    labelledCount: labelled.length,
    titles: place.titles,
    titleCount: titles.size,
    roles: place.roles,
    options: bits.reduce((sum, bit) => sum + bit, 0),
    gmail: gmailDomains()[0] ?? 0,
    googlemail: gmailDomains()[1] ?? 0,
    room,
    longestQuoted: setup.longestQuoted ?? 0,
    lines: setup.lines ?? 0,
    lastNumber: roles.lastIndexOf(1),
    scratch: place.scratch,
  };
  for (const [name, value] of Object.entries(values)) integers[Parameter[name as keyof typeof Parameter]] = value;
  return { memory, windowSize, slots, further };
}
