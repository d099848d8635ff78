import { misuse } from '../database/driver-error.js';
import { finishHash } from './hashes.js';
import type { RowMemory } from './row-memory.js';
import { SentRows } from './sent-rows.js';
import { longestStreet, streetLetters, tailDigits } from './search-keys.js';

/** Stands between the cells of a row that is read as one text. */
export const cellSeparator = '\u001f';

/** Gives the text of the cell at a place of a row; '' for NULL and for a column the map does not name (-1). */
export type CellReader = (at: number) => string;

/** The cells of one column, by row. */
export interface Column {
  /** Where in the units of the rows they begin and end. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Two hashes of each; see `hashOf`. Zeros where none are wanted of the column. */
  readonly firsts: Int32Array;
  readonly seconds: Int32Array;
  readonly hashed: boolean;
}

/** So many rows are worked on at a time: a batch is garbage before it has cost the collector anything. */
export const rowsPerBatch = 1000;

/** So many texts are joined to one. */
const rowsJoined = 100;

/** Bytes of rows that are worked on at a time, as a rule: a server's come in pieces of 64 KiB. */
const bytesPerBatch = 1 << 18;
const bytesOfPiece = 1 << 17;

/**
 * Some rows at a time, given as one text each or as a server sends them. A driver takes longer to make a string of every cell than the
 * search takes for all the rest, and most cells are never looked at otherwise than by their hashes: those of all cells are made in one
 * pass. Many rows at once, so that what is done with them can be done column by column: looking the cells of one column up one after
 * the other, the processor waits for its memory once and not for each.
 */
export class CustomerRows {
  /** How many there are. */
  count = 0;
  /** UTF-16 units of all rows. */
  units: Uint16Array;
  /** Rows that a function of the module has nothing to say of. */
  readonly misses: Int32Array;
  /** How far apart the begins, ends and hashes of one cell are, in bytes. */
  readonly plane: number;
  /** The same memory as `units`. */
  private unitBytes: Buffer;
  /** Of each column its cells by row, one column behind the other; behind the last one, what the map does not name: empty in all rows. */
  private readonly table: Int32Array;
  private readonly columns: readonly Column[];
  /** 1 for the columns of which hashes are wanted. */
  private readonly hashed: Buffer;
  /** Those rows that were given, or have been asked for, as a text. */
  private texts: (string | undefined)[] = [];

  /** Rows that wait to be read. */
  private readonly sent: SentRows;

  /** @param hashed the columns of which hashes are wanted */
  constructor(
    readonly memory: RowMemory,
    private readonly width: number,
    hashed: readonly number[],
  ) {
    const ofPlane = (width + 1) * rowsPerBatch;
    this.plane = 4 * ofPlane;
    this.table = memory.integers(4 * ofPlane);
    this.hashed = memory.bytes(width);
    for (const at of hashed) if (at >= 0) this.hashed[at] = 1;
    this.columns = Array.from({ length: width + 1 }, (_, at): Column => {
      const part = (plane: number): Int32Array =>
        this.table.subarray(plane * ofPlane + at * rowsPerBatch, plane * ofPlane + (at + 1) * rowsPerBatch);
      return { starts: part(0), ends: part(1), firsts: part(2), seconds: part(3), hashed: hashed.includes(at) };
    });
    this.misses = memory.integers(rowsPerBatch);
    const pieces = memory.bytes(bytesPerBatch + bytesOfPiece);
    this.sent = new SentRows(memory.integers(rowsPerBatch), memory.integers(rowsPerBatch), pieces, bytesPerBatch);
    this.unitBytes = memory.bytes(2 * (bytesPerBatch + bytesOfPiece));
    this.units = unitsOf(this.unitBytes);
  }

  /** Whether rows were added that have not been read. */
  get hasAdded(): boolean {
    return this.sent.count > 0;
  }

  /** Whether these have to be read before more are added. */
  get isFull(): boolean {
    return this.sent.isFull;
  }

  /** Adds a row as MySQL sends it: a `TakeRow`. It is there when `readAdded` has been called. */
  add(bytes: Buffer, start: number, end: number): void {
    if (this.sent.add(bytes, start, end)) return;
    this.sent.moveTo(this.memory.bytes(2 * (end - start) + bytesOfPiece));
    if (!this.sent.add(bytes, start, end)) throw new RangeError('more rows than are read at a time');
  }

  /** Reads the rows that were added. */
  readAdded(): void {
    const { memory, sent, width, hashed, table } = this;
    // Of each byte comes one unit at most.
    this.makeUnits(sent.bytes);
    this.texts.length = 0;
    const ok = memory.run.readPackets(
      sent.starts.byteOffset,
      sent.ends.byteOffset,
      sent.count,
      width,
      rowsPerBatch,
      hashed.byteOffset,
      this.units.byteOffset,
      table.byteOffset,
    );
    if (ok === 0) throw misuse('a row of other cells than were asked for');
    this.count = sent.count;
    sent.clear();
  }

  /**
   * Takes the next rows.
   * @returns those that have another number of cells, because one of them holds a separator itself; they are not among the rows
   */
  read(texts: readonly string[]): readonly string[] {
    const { memory, misses, width, hashed, table } = this;
    const { ends } = this.sent;
    if (texts.length > rowsPerBatch) throw new RangeError('more rows than are read at a time');
    let end = -1;
    texts.forEach((text, at) => {
      end += text.length + 1;
      ends[at] = end;
    });
    this.makeUnits(end + 1);
    // A separator behind each cell. Some rows at a time: what is large is not collected with the other short-lived objects.
    for (let from = 0; from < texts.length; from += rowsJoined) {
      const some = texts.slice(from, from + rowsJoined).join(cellSeparator) + cellSeparator;
      this.unitBytes.write(some, from === 0 ? 0 : 2 * ((ends[from - 1] ?? 0) + 1), 'utf16le');
    }
    this.count = memory.run.readTexts(
      ends.byteOffset,
      texts.length,
      width,
      rowsPerBatch,
      hashed.byteOffset,
      this.units.byteOffset,
      table.byteOffset,
      misses.byteOffset,
    );
    this.texts = texts.filter((_, at) => misses[at] === width);
    return texts.length === this.count ? [] : texts.filter((_, at) => misses[at] !== width);
  }

  private makeUnits(count: number): void {
    if (count <= this.units.length) return;
    this.unitBytes = this.memory.bytes(4 * count);
    this.units = unitsOf(this.unitBytes);
  }

  /** The cells at a place of all rows; empty ones of a column the map does not name (-1). Good until the next rows. */
  column(at: number): Column {
    const column = this.columns[at < 0 ? this.width : at];
    if (column === undefined) throw new RangeError('no such column');
    return column;
  }

  private textIn(start: number, end: number): string {
    return this.unitBytes.toString('utf16le', 2 * start, 2 * end);
  }

  /** The text of a cell, '' of a column the map does not name. */
  cell(row: number, at: number): string {
    const { starts, ends } = this.column(at);
    const [start, end] = [starts[row] ?? 0, ends[row] ?? 0];
    if (start === end) return '';
    const text = this.texts[row];
    if (text === undefined) return this.textIn(start, end);
    const from = this.column(0).starts[row] ?? 0;
    return text.slice(start - from, end - from);
  }

  /** Reads the cells of a row, all or most of which are wanted; good until the next rows. */
  cellsOf(row: number): CellReader {
    this.texts[row] ??= this.textIn(this.column(0).starts[row] ?? 0, this.column(this.width - 1).ends[row] ?? 0);
    return (at) => this.cell(row, at);
  }

  /** `streetKey` of a column of all rows. @param keys numbers in `memory` */
  streetKeys(at: number, houseNumber: number, keys: Int32Array): void {
    const { memory, units, plane, count } = this;
    const [streets, houses] = [this.column(at).starts.byteOffset, this.column(houseNumber).starts.byteOffset];
    memory.run.readStreets(
      streets,
      houses,
      plane,
      count,
      units.byteOffset,
      memory.fold,
      streetLetters,
      longestStreet,
      keys.byteOffset,
    );
  }

  /** `phoneKey` of a column of all rows. @param keys numbers in `memory` */
  phoneKeys(at: number, keys: Int32Array): void {
    const { memory, units, plane, count } = this;
    const { starts } = this.column(at);
    memory.run.readPhones(starts.byteOffset, plane, count, units.byteOffset, tailDigits, keys.byteOffset);
  }
}

function unitsOf(bytes: Buffer): Uint16Array {
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
}

/** `hashOf` the cell of a row. */
export function hashOf({ starts, ends, firsts }: Column, row: number): number {
  return starts[row] === ends[row] ? 0 : finishHash(firsts[row] ?? 0);
}
