import type { RowFilter } from '../database/database.js';
import { misuse } from '../database/driver-error.js';
import type { Sought } from './sought.js';
import { layOut, margin, scannerModule, utf8Encoding, type ScannerMemory } from './scanner-memory.js';
import { suspected } from './scan-text.js';
import { SentRows } from './sent-rows.js';

/** Rows, and bytes of rows, that are tested at once. */
const rowsAtOnce = 4096;
const bytesAtOnce = 1 << 18;
const bytesOfPieces = bytesAtOnce + (1 << 17);

/** Stands between cells; see assembly/scan-rows.ts. */
const separator = 0x1f;
const quote = 0x22;

/** Bits of what a row may hold: see assembly/hits.ts. */
const Flag = { name: 1, odd: 2, email: 4, digits: 8, number: 16 } as const;

/** What is handed on with a row; 0 when only a look at its text can tell. */
const hints = Array.from({ length: 32 }, (_, flags): number =>
  (flags & Flag.odd) !== 0
    ? 0
    : ((flags & Flag.name) === 0 ? 0 : suspected.name) |
      ((flags & Flag.email) === 0 ? 0 : suspected.email) |
      ((flags & Flag.number) === 0 ? 0 : suspected.number) |
      ((flags & Flag.digits) === 0 ? 0 : suspected.digits),
);

/** Functions of assembly/scan-rows.ts, which says what they do; all numbers are places in the memory, or counts. */
type Run = (...values: readonly number[]) => number;

/** Most cells of a row; with more of them each row is looked at by itself. */
const mostCells = 1024;

/** The quick test for rows as a server sends them, in WebAssembly. One search at a time. */
export class RowScanner implements RowFilter {
  private readonly rows: SentRows;
  private readonly textEnds: Int32Array;
  private readonly output: Int32Array;
  private readonly bytes: Uint8Array;
  /** Of each cell that is searched: 1 when it may be no text. */
  private readonly kinds: Uint8Array;
  private readonly flags: number;
  private readonly known: number;
  private readonly window: number;
  private keys = 0;
  private width = 0;

  private constructor(
    laidOut: ScannerMemory,
    private readonly takeRows: Run,
    private readonly scanRows: Run,
  ) {
    const { buffer } = laidOut.memory;
    let place = laidOut.further;
    const reserve = (bytes: number): number => (place += bytes) - bytes;
    const integers = (count: number): Int32Array => new Int32Array(buffer, reserve(4 * count), count);
    const [starts, ends] = [integers(rowsAtOnce), integers(rowsAtOnce)];
    this.textEnds = integers(rowsAtOnce);
    this.output = integers(2 * rowsAtOnce);
    this.flags = reserve(rowsAtOnce);
    this.known = reserve(rowsAtOnce);
    this.kinds = new Uint8Array(buffer, reserve(mostCells), mostCells);
    this.rows = new SentRows(starts, ends, Buffer.from(buffer, reserve(bytesOfPieces), bytesOfPieces), bytesAtOnce);
    this.window = laidOut.slots[0]?.window ?? 0;
    this.bytes = new Uint8Array(buffer);
  }

  static async open(sought: Sought): Promise<RowScanner> {
    const laidOut = layOut({
      sought,
      encoding: utf8Encoding(),
      delimiter: separator,
      quote,
      slots: 1,
      windowSize: bytesOfPieces,
      further: 22 * rowsAtOnce + mostCells + bytesOfPieces,
    });
    const { memory } = laidOut;
    const { exports } = await WebAssembly.instantiate(await scannerModule(), { env: { memory } });
    return new RowScanner(laidOut, exports['takeRows'] as Run, exports['scanRows'] as Run);
  }

  /**
   * Begins with other rows.
   * @param keys so many cells of a row are its key, which is not searched
   * @param blobs of each cell that is searched: whether it may be no text
   */
  begin(keys: number, blobs: readonly boolean[]): void {
    this.rows.clear();
    this.keys = keys;
    this.width = blobs.length;
    if (this.width <= mostCells) this.kinds.set(blobs.map(Number));
  }

  get count(): number {
    return this.rows.count;
  }

  get isFull(): boolean {
    return this.rows.isFull;
  }

  add(bytes: Buffer, start: number, end: number): boolean {
    return this.width <= mostCells && this.rows.add(bytes, start, end);
  }

  test(): { readonly row: Buffer; readonly hint: number }[] {
    const { rows, bytes, kinds, flags, known, window, textEnds, output } = this;
    const { count } = rows;
    if (count === 0) return [];
    const [starts, ends] = [rows.starts.byteOffset, textEnds.byteOffset];
    const lasts = rows.ends.byteOffset;
    const limit = this.takeRows(starts, lasts, count, this.keys, this.width, kinds.byteOffset, window, ends, flags);
    if (limit === 0) throw misuse('a row of other cells than were asked for');
    bytes.fill(0, limit, limit + margin);
    const listed = this.scanRows(window, limit, ends, count, flags, known, output.byteOffset);
    const found = Array.from({ length: listed }, (_, at) => ({
      row: rows.row(output[2 * at] ?? 0),
      hint: hints[output[2 * at + 1] ?? 0] ?? 0,
    }));
    rows.clear();
    return found;
  }
}
