import { charFlag, foldTable, valueShift } from '../customers/fold-table.js';
import type { IdentifierKind } from '../customers/identifiers.js';
import { buildKeySet, type KeySet } from '../customers/scan-keys.js';
import { buildScanner } from '../customers/scanner.js';
import type { BackupSearch } from './compile-search.js';
import type { DetectedDialect } from './detect-dialect.js';
import { cellEncoding, codePoints, decode } from './encodings.js';
import { longestQuoted } from './read-record.js';
import { scannerModule } from './scanner-module.js';
import { largestWindow, type CandidateTest, type WindowScanner } from './scan-records.js';

/** Places of the parameters, in 32-bit numbers; see the head of assembly/scan-records.ts. */
const Parameter = {
  delimiter: 0,
  quote: 1,
  utf8: 2,
  weights: 3,
  specials: 4,
  keys: 5,
  labelled: 9,
  numbers: 13,
  labelledCount: 17,
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
  sums: 32,
} as const;

const optionBits = { gmail: 1, numericLocals: 2, numberWords: 4, shortNumbers: 8 } as const;

/** Behind the window there are zeros, and in front of it: what is read there divides words. */
const margin = 256;
const room = 4096;
/** 2 to this many bits, 128 KiB: the rest of the cache is needed for the file. */
const largestBitmap = 20;
const entrySize = 5;
/** Bits of the last number of an entry. `odd`: something was met that the module cannot read. */
const Flag = { name: 1, odd: 2, email: 4, digits: 8, number: 16 } as const;

const kindsByFlags: readonly ReadonlySet<IdentifierKind>[] = Array.from({ length: 32 }, (_, flags) => {
  const digits: IdentifierKind[] = ['phone', 'number'];
  return new Set<IdentifierKind>([
    ...((flags & Flag.name) === 0 ? [] : (['name'] as const)),
    ...((flags & Flag.email) === 0 ? [] : (['email'] as const)),
    ...((flags & Flag.digits) === 0 ? [] : digits),
    ...((flags & Flag.number) === 0 ? [] : (['number'] as const)),
  ]);
});

/** With one of these a record is reported as it is. Digits alone are often those of a date, a price or another number. */
const surer = Flag.name | Flag.odd | Flag.email | Flag.number;

/** Whether digits are a telephone or customer number. What divides or surrounds them need not be ASCII. */
function holdsNumber(
  { matcher }: BackupSearch,
  { dialect: { encoding } }: DetectedDialect,
  record: Uint8Array,
  kinds: ReadonlySet<IdentifierKind> | null,
): boolean {
  return kinds !== null && matcher.find(decode(record, cellEncoding(record, encoding)), { kinds }).length > 0;
}

/** Places things one behind the other in the memory of the module. */
class Layout {
  private end = 256;

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

/** The sum the scanner makes of a cell with a customer number. */
function cellSum(number: string): number {
  let sum = 0x811c9dc5 | 0;
  for (const byte of Buffer.from(number)) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum;
}

interface Pointers {
  readonly keys: number;
  readonly slots: number;
}

/** Reserves room for a set of keys, to be written by `writeKeys`. */
function placeKeys(layout: Layout, { bits, slots }: KeySet): Pointers {
  return { keys: layout.add(bits.byteLength), slots: layout.add(slots.byteLength) };
}

function writeKeys(memory: Int32Array, at: number, { bits, slots, shift }: KeySet, place: Pointers): void {
  memory.set([place.keys, shift, place.slots, slots.length - 1], at);
  memory.set(bits, place.keys >> 2);
  memory.set(slots, place.slots >> 2);
}

function rolesOf({ dialect }: DetectedDialect): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, index) => (dialect.columns?.[index] === 'number' ? 1 : 0));
}

/** What the module needs for a search and a dialect, laid out in its memory. */
function prepare(
  detected: DetectedDialect,
  search: BackupSearch,
  windowSize: number,
): { readonly memory: WebAssembly.Memory; readonly window: number } {
  const { dialect, syntax } = detected;
  const { keys, labelled, options } = search.matcher.sought;
  const scanner = buildScanner(keys, options);
  const sought = buildKeySet(new Set([...keys, ...scanner.titles]), largestBitmap);
  const numbers = buildKeySet(new Set([...search.numbers.keys()].map((number) => cellSum(number))));
  const labelledKeys = buildKeySet(labelled);
  const layout = new Layout();
  const place = {
    weights: layout.add(1024),
    specials: layout.add(512),
    roles: layout.add(256),
    sums: layout.add(512),
    titles: layout.add(4 * scanner.titles.size),
    output: layout.add(4 * entrySize * room),
    keys: placeKeys(layout, sought),
    labelled: placeKeys(layout, labelledKeys),
    numbers: placeKeys(layout, numbers),
  };
  const window = layout.add(margin) + margin;
  layout.add(windowSize + margin);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(layout.size / 65536) });
  const bytes = new Uint8Array(memory.buffer);
  const words = new Int32Array(memory.buffer);
  bytes.set(specialsOf(dialect.encoding), place.specials);
  bytes.set(rolesOf(detected), place.roles);
  words.set(weightsOf(dialect.encoding), place.weights >> 2);
  words.set([...scanner.titles], place.titles >> 2);
  writeKeys(words, Parameter.keys, sought, place.keys);
  writeKeys(words, Parameter.labelled, labelledKeys, place.labelled);
  writeKeys(words, Parameter.numbers, numbers, place.numbers);
  const bits = Object.entries(optionBits).map(([name, bit]): number =>
    options[name as keyof typeof optionBits] ? bit : 0,
  );
  const values: Partial<Record<keyof typeof Parameter, number>> = {
    delimiter: syntax.delimiter,
    quote: syntax.quote,
    utf8: dialect.encoding === 'utf-8' ? 1 : 0,
    weights: place.weights,
    specials: place.specials,
    labelledCount: labelled.size,
    titles: place.titles,
    titleCount: scanner.titles.size,
    roles: place.roles,
    options: bits.reduce((sum, bit) => sum + bit, 0),
    gmail: scanner.gmail[0] ?? 0,
    googlemail: scanner.gmail[1] ?? 0,
    output: place.output,
    room,
    longestQuoted,
    lines: dialect.sepLine ? 1 : 0,
    sums: place.sums,
  };
  for (const [name, value] of Object.entries(values)) words[Parameter[name as keyof typeof Parameter]] = value;
  return { memory, window };
}

/**
 * The fast scanner, for files of one-byte units. Where only something odd was met (an escape, a letter that is rare), the
 * record is put to the test of the plain scanner; it is reported when that says so.
 */
export async function wasmScanner(
  detected: DetectedDialect,
  search: BackupSearch,
  mayHold: CandidateTest,
  windowSize = largestWindow,
): Promise<WindowScanner> {
  const { memory, window } = prepare(detected, search, windowSize);
  const { exports } = await WebAssembly.instantiate(await scannerModule(), { env: { memory } });
  const scanWindow = exports['scan'] as (from: number, limit: number, complete: number) => number;
  const bytes = new Uint8Array(memory.buffer);
  const words = new Int32Array(memory.buffer);
  const target = bytes.subarray(window, window + windowSize);
  const output = (words[Parameter.output] ?? 0) >> 2;
  let records = 0;
  let lines = 0;
  const scan: WindowScanner['scan'] = (from, limit, complete, report) => {
    bytes.fill(0, window + limit, window + limit + margin);
    let next = from;
    do {
      words[Parameter.full] = 0;
      next = scanWindow(window + next, window + limit, complete ? 1 : 0) - window;
      const end = output + entrySize * (words[Parameter.count] ?? 0);
      for (let entry = output; entry < end; entry += entrySize) {
        const start = (words[entry] ?? 0) - window;
        const stop = (words[entry + 1] ?? 0) - window;
        records = words[entry + 2] ?? 0;
        lines = words[entry + 3] ?? 0;
        const flags = words[entry + 4] ?? 0;
        if (flags === Flag.odd && !mayHold(target.subarray(start, stop))) continue;
        const kinds = (flags & Flag.odd) === 0 ? (kindsByFlags[flags] ?? null) : null;
        if ((flags & surer) !== 0 || holdsNumber(search, detected, target.subarray(start, stop), kinds))
          report(start, stop, kinds);
      }
      records = words[Parameter.records] ?? 0;
      lines = words[Parameter.lines] ?? 0;
    } while (words[Parameter.full] === 1);
    return next;
  };
  return { memory: target, unit: 1, scan, passed: () => ({ records, lines }) };
}
