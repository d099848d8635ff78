import { finishHash, hashPrime, hashStart } from './hashes.js';

/** Stands between the cells of a row that is read as one text. */
export const cellSeparator = '\u001f';
const separator = 0x1f;
/** Multiplier of the second hash, a polynomial. */
const secondPrime = 0x5bd1e995;

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

/**
 * Some rows at a time, given as one text each or as the bytes of their cells. A driver takes longer to make a string of every cell than
 * the search takes for all the rest, and most cells are never looked at otherwise than by their hashes: those of all cells are made in
 * one pass. Many rows at once, so that what is done with them can be done column by column: looking the cells of one column up one
 * after the other, the processor waits for its memory once and not for each.
 */
export class CustomerRows {
  /** How many there are. */
  count = 0;
  /** UTF-16 units of all rows. */
  units = new Uint16Array(1 << 16);
  /** How many of them are taken. */
  private filled = 0;
  private bytes = Buffer.from(this.units.buffer);
  /** Of each column its cells by row, one column behind the other; behind the last one, what the map does not name: empty in all rows. */
  private starts: Int32Array = new Int32Array(0);
  private ends: Int32Array = new Int32Array(0);
  private firsts: Int32Array = new Int32Array(0);
  private seconds: Int32Array = new Int32Array(0);
  private columns: readonly Column[] = [];
  /** 1 for the columns of which hashes are wanted. */
  private readonly hashed: Uint8Array;
  private room = 0;
  /** Those rows that were given, or have been asked for, as a text. */
  private texts: (string | undefined)[] = [];

  /** @param hashed the columns of which hashes are wanted */
  constructor(
    private readonly width: number,
    hashed: readonly number[],
  ) {
    this.hashed = Uint8Array.from({ length: width }, (_, at) => Number(hashed.includes(at)));
  }

  /** Forgets the rows. */
  clear(): void {
    this.count = 0;
    this.filled = 0;
    this.texts.length = 0;
  }

  /** Takes one more row: a `TakeCells`. At most `rowsPerBatch` of them go together. */
  add(bytes: Buffer, bounds: Int32Array): void {
    this.makeRoom(rowsPerBatch);
    const { width, room, hashed, starts, ends } = this;
    const row = this.count;
    // Of each byte comes one unit at most.
    this.makeUnits(this.filled + (bounds[2 * width - 1] ?? 0) - (bounds[0] ?? 0));
    let to = this.filled;
    for (let cell = 0, place = row; cell < width; cell += 1, place += room) {
      starts[place] = to;
      to = this.takeBytes(bytes, bounds[2 * cell] ?? 0, bounds[2 * cell + 1] ?? 0, to);
      ends[place] = to;
      if (hashed[cell] === 1) this.hash(place);
    }
    this.filled = to;
    this.count = row + 1;
  }

  /**
   * Takes the next rows.
   * @returns those that have another number of cells, because one of them holds a separator itself; they are not among the rows
   */
  read(texts: readonly string[]): readonly string[] {
    this.makeRoom(texts.length);
    this.takeUnits(texts);
    const strays: string[] = [];
    this.clear();
    let start = 0;
    for (const text of texts) {
      const end = start + text.length;
      const cells = this.readRow(start, end, this.texts.length);
      start = end + 1;
      if (cells === this.width) this.texts.push(text);
      else strays.push(text);
    }
    this.count = this.texts.length;
    return strays;
  }

  /** Reads a row; returns how many cells it has, or one more than wanted. */
  private readRow(start: number, end: number, row: number): number {
    const { units, starts, ends, hashed, width, room } = this;
    let at = start;
    let cell = 0;
    for (let place = row; at <= end; cell += 1, at += 1, place += room) {
      if (cell === width) return width + 1;
      starts[place] = at;
      while (at < end && units[at] !== separator) at += 1;
      ends[place] = at;
      if (hashed[cell] === 1) this.hash(place);
    }
    return cell;
  }

  /** Puts text of UTF-8 among the units, from `to` on; returns where it ends. */
  private takeBytes(bytes: Buffer, start: number, end: number, to: number): number {
    const { units } = this;
    let place = to;
    for (let at = start; at < end; at += 1, place += 1) {
      const byte = bytes[at] ?? 0;
      if (byte < 0x80) {
        units[place] = byte;
      } else if (byte < 0xe0 && at + 1 < end) {
        units[place] = ((byte & 0x1f) << 6) | ((bytes[at + 1] ?? 0) & 0x3f);
        at += 1;
      } else {
        // Few names have other letters than those of Europe.
        const text = bytes.toString('utf8', start, end);
        return to + this.bytes.write(text, 2 * to, 'utf16le') / 2;
      }
    }
    return place;
  }

  /** Makes the hashes of a cell: FNV-1a, and a polynomial with another multiplier. */
  private hash(place: number): void {
    const { units, starts, ends, firsts, seconds } = this;
    const end = ends[place] ?? 0;
    let first: number = hashStart;
    let second = 0;
    for (let at = starts[place] ?? 0; at < end; at += 1) {
      const unit = units[at] ?? 0;
      first = Math.imul(first ^ unit, hashPrime);
      second = (Math.imul(second, secondPrime) + unit) | 0;
    }
    firsts[place] = first;
    seconds[place] = second;
  }

  private makeRoom(rows: number): void {
    if (rows <= this.room) return;
    this.room = rows;
    const numbers = () => new Int32Array((this.width + 1) * rows);
    const [starts, ends, firsts, seconds] = [numbers(), numbers(), numbers(), numbers()];
    this.starts = starts;
    this.ends = ends;
    this.firsts = firsts;
    this.seconds = seconds;
    this.columns = Array.from({ length: this.width + 1 }, (_, at) => {
      const own = (all: Int32Array) => all.subarray(at * rows, (at + 1) * rows);
      return {
        starts: own(starts),
        ends: own(ends),
        firsts: own(firsts),
        seconds: own(seconds),
        hashed: this.hashed[at] === 1,
      };
    });
  }

  private takeUnits(texts: readonly string[]): void {
    // A separator behind each cell.
    const all = texts.join(cellSeparator) + cellSeparator;
    this.makeUnits(all.length);
    this.bytes.write(all, 'utf16le');
  }

  private makeUnits(count: number): void {
    if (count <= this.units.length) return;
    const larger = new Uint16Array(2 * count);
    larger.set(this.units.subarray(0, this.filled));
    this.units = larger;
    this.bytes = Buffer.from(larger.buffer);
  }

  private text(row: number): string {
    const last = (this.width - 1) * this.room + row;
    return (this.texts[row] ??= this.bytes.toString(
      'utf16le',
      2 * (this.starts[row] ?? 0),
      2 * (this.ends[last] ?? 0),
    ));
  }

  /** The cells at a place of all rows; empty ones of a column the map does not name (-1). Good until the next rows. */
  column(at: number): Column {
    const column = this.columns[at < 0 ? this.width : at];
    if (column === undefined) throw new RangeError('no such column');
    return column;
  }

  /** The text of a cell, '' of a column the map does not name. */
  cell(row: number, at: number): string {
    const from = this.starts[row] ?? 0;
    const { starts, ends } = this.column(at);
    const [start, end] = [starts[row] ?? 0, ends[row] ?? 0];
    return start === end ? '' : this.text(row).slice(start - from, end - from);
  }

  /** Reads the cells of a row; good until the next rows. */
  cellsOf(row: number): CellReader {
    return (at) => this.cell(row, at);
  }
}

/** `hashText` of the cell of a row. */
export function hashOf({ starts, ends, firsts }: Column, row: number): number {
  return starts[row] === ends[row] ? 0 : finishHash(firsts[row] ?? 0);
}
