import { finishHash, hashPrime, hashStart } from './hashes.js';

/** Stands between the cells of a row that is read as one text. */
export const cellSeparator = '\u001f';
const separator = 0x1f;

/** Gives the text of the cell at a place of a row; '' for NULL and for a column the map does not name (-1). */
export type CellReader = (at: number) => string;

/**
 * One row at a time as one text. A driver takes longer to make a string of every cell than the search takes for all the rest, and
 * most cells are never looked at otherwise than by their hashes: those of all cells are made in one pass over the text.
 */
export class CustomerRow {
  /** The row; where its cells stand in it say `start` and `end`. */
  text = '';
  /** Where each cell ends, behind a -1. */
  private readonly ends: Int32Array;
  private readonly firsts: Int32Array;
  private readonly seconds: Int32Array;

  constructor(private readonly columns: number) {
    this.ends = new Int32Array(columns + 1).fill(-1);
    this.firsts = new Int32Array(columns);
    this.seconds = new Int32Array(columns);
  }

  /** Takes the next row; false when it has another number of cells, because one of them holds a separator itself. */
  read(text: string): boolean {
    const { ends, firsts, seconds, columns } = this;
    const { length } = text;
    this.text = text;
    let cell = 0;
    // FNV-1a, and a polynomial with another multiplier.
    let first: number = hashStart;
    let second = 0;
    for (let at = 0; at < length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit !== separator) {
        first = Math.imul(first ^ unit, hashPrime);
        second = (Math.imul(second, 0x5bd1e995) + unit) | 0;
        continue;
      }
      firsts[cell] = first;
      seconds[cell] = second;
      cell += 1;
      ends[cell] = at;
      first = hashStart;
      second = 0;
      if (cell === columns) return false;
    }
    firsts[cell] = first;
    seconds[cell] = second;
    ends[cell + 1] = length;
    return cell === columns - 1;
  }

  start(at: number): number {
    return at < 0 ? 0 : (this.ends[at] ?? 0) + 1;
  }

  end(at: number): number {
    return at < 0 ? 0 : (this.ends[at + 1] ?? 0);
  }

  isEmpty(at: number): boolean {
    return this.start(at) === this.end(at);
  }

  readonly cell: CellReader = (at) => this.text.slice(this.start(at), this.end(at));

  /** `hashText` of a cell. */
  hash(at: number): number {
    return this.isEmpty(at) ? 0 : finishHash(this.firsts[at] ?? 0);
  }

  first(at: number): number {
    return this.firsts[at] ?? 0;
  }

  second(at: number): number {
    return this.seconds[at] ?? 0;
  }
}
