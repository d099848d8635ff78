import { compileModule } from './compile-module.js';
import { compiledRows } from './compiled-rows.js';
import { foldTable } from './fold-table.js';

const pageSize = 65_536;
/** The most the module was compiled for: 1 GiB. */
const mostPages = 16_384;
/** The first page is the module's own. */
const ownPages = 1;

/** Functions of assembly/customer-rows.ts, which says what they do. Places in the memory are numbers of bytes. */
interface RowFunctions {
  readonly readPackets: (
    ...[starts, ends, count, width, room, hashed, units, table]: readonly [...Quad, ...Quad]
  ) => number;
  readonly readTexts: (
    ...[ends, count, width, room, hashed, units, table, cells]: readonly [...Quad, ...Quad]
  ) => number;
  readonly recall: (
    ...[column, plane, count, entries, values, setBits, longest, found, misses]: readonly [...Quad, ...Quad, number]
  ) => number;
  readonly readDates: (
    ...[column, plane, count, units, values, firstYear, years, found, misses]: readonly [...Quad, ...Quad, number]
  ) => number;
  readonly readStreets: (
    ...[column, houses, plane, count, units, fold, letters, longest, keys]: readonly [...Quad, ...Quad, number]
  ) => void;
  readonly hashContacts: (
    ...[roads, calls, codes, mails, days, plane, count, limits, hashes, wanted]: readonly [
      ...Quad,
      ...Quad,
      number,
      number,
    ]
  ) => number;
  readonly readPhones: (...[column, plane, count, units, tailDigits, keys]: readonly [...Quad, number, number]) => void;
}

type Quad = readonly [number, number, number, number];

/** The memory in which rows of customers are read, by WebAssembly: that is at its full speed from the first row on. */
export class RowMemory {
  private end = ownPages * pageSize;
  private foldPlace = 0;

  private constructor(
    private readonly memory: WebAssembly.Memory,
    readonly run: RowFunctions,
  ) {}

  static async open(): Promise<RowMemory> {
    const module = await compileModule(compiledRows);
    const memory = new WebAssembly.Memory({ initial: ownPages, maximum: mostPages, shared: true });
    const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
    return new RowMemory(memory, exports as unknown as RowFunctions);
  }

  /** Reserves bytes, all 0; what was reserved before stays where it is. */
  private reserve(bytes: number): number {
    const start = this.end;
    this.end += Math.ceil(bytes / 64) * 64;
    const missing = this.end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageSize));
    return start;
  }

  /** Numbers in the memory; their place is their `byteOffset`. */
  integers(count: number): Int32Array {
    const place = this.reserve(4 * count);
    return new Int32Array(this.memory.buffer, place, count);
  }

  /** Bytes in the memory. */
  bytes(count: number): Buffer {
    const place = this.reserve(count);
    return Buffer.from(this.memory.buffer, place, count);
  }

  /** Where the fold table is. */
  get fold(): number {
    if (this.foldPlace === 0) {
      const table = foldTable();
      const copy = this.integers(table.length);
      copy.set(table);
      this.foldPlace = copy.byteOffset;
    }
    return this.foldPlace;
  }
}
