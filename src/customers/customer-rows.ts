import { finishHash, hashPrime, hashStart } from './hashes.js';

/** Stands between the cells of a row that is read as one text. */
export const cellSeparator = '\u001f';
const separator = 0x1f;

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

/**
 * Some rows at a time, each as one text. A driver takes longer to make a string of every cell than the search takes for all the rest,
 * and most cells are never looked at otherwise than by their hashes: those of all cells are made in one pass over the texts. Many
 * rows at once, so that what is done with them can be done column by column: looking the cells of one column up one after the other,
 * the processor waits for its memory once and not for each.
 */
export class CustomerRows {
  /** How many there are. */
  count = 0;
  /** UTF-16 units of all rows, a separator behind each cell. */
  units = new Uint16Array(1 << 16);
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
  private texts: string[] = [];

  /** @param hashed the columns of which hashes are wanted */
  constructor(
    private readonly width: number,
    hashed: readonly number[],
  ) {
    this.hashed = Uint8Array.from({ length: width }, (_, at) => Number(hashed.includes(at)));
  }

  /**
   * Takes the next rows.
   * @returns those that have another number of cells, because one of them holds a separator itself; they are not among the rows
   */
  read(texts: readonly string[]): readonly string[] {
    this.makeRoom(texts.length);
    this.takeUnits(texts);
    const strays: string[] = [];
    this.texts = [];
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
    const { units, starts, ends, firsts, seconds, hashed, width, room } = this;
    let at = start;
    let cell = 0;
    for (let place = row; at <= end; cell += 1, at += 1, place += room) {
      if (cell === width) return width + 1;
      starts[place] = at;
      let unit = units[at] ?? separator;
      if (hashed[cell] === 1) {
        // FNV-1a, and a polynomial with another multiplier.
        let first: number = hashStart;
        let second = 0;
        while (unit !== separator) {
          first = Math.imul(first ^ unit, hashPrime);
          second = (Math.imul(second, 0x5bd1e995) + unit) | 0;
          at += 1;
          unit = units[at] ?? separator;
        }
        firsts[place] = first;
        seconds[place] = second;
      } else {
        while (unit !== separator) {
          at += 1;
          unit = units[at] ?? separator;
        }
      }
      ends[place] = at;
    }
    return cell;
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
    const all = texts.join(cellSeparator) + cellSeparator;
    if (all.length > this.units.length) {
      this.units = new Uint16Array(2 * all.length);
      this.bytes = Buffer.from(this.units.buffer);
    }
    this.bytes.write(all, 'utf16le');
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
    return start === end ? '' : (this.texts[row] ?? '').slice(start - from, end - from);
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
