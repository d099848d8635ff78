import type { RowFilter, SearchedRows, TextFilter, TextSearch } from './database.js';
import { quote } from './dialect.js';
import { misuse } from './driver-error.js';
import { betweenCells, filledIn, textOf } from './search-text.js';

/** Rows after which is told what was found. */
const rowsPerVisit = 2000;

/** The key of each row, and the columns that are searched. */
export function mysqlSearch(what: TextSearch): string {
  const columns = [...what.key, ...what.columns].map((column) => quote('mysql', column.name));
  return `select ${columns.join(', ')} from ${quote('mysql', what.table)} where ${filledIn('mysql', what)}`;
}

/** First bytes of a cell that are not its length: NULL, and that two, three or eight bytes of length follow. */
const Lead = { null: 0xfb, two: 0xfc, three: 0xfd } as const;

/** Where the cells of a row begin and end, by turns. */
function findCells(bytes: Buffer, start: number, end: number, bounds: Int32Array): void {
  let at = start;
  for (let place = 0; place < bounds.length; place += 2) {
    let length = bytes[at] ?? 0;
    at += 1;
    if (length >= Lead.null) {
      const width = length === Lead.null ? 0 : length === Lead.two ? 2 : length === Lead.three ? 3 : 8;
      // No row is as long as six bytes can say.
      length = width === 0 ? 0 : bytes.readUIntLE(at, Math.min(width, 6));
      at += width;
    }
    bounds[place] = at;
    at += length;
    bounds[place + 1] = at;
  }
  if (at !== end) throw misuse('a row of other cells than were asked for');
}

/** Takes the rows of `mysqlSearch` and hands on those that are wanted. */
export class SearchedSent {
  private readonly bounds: Int32Array;
  private read = 0;
  private wanted: SearchedRows['wanted'][number][] = [];

  private constructor(
    private readonly what: TextSearch,
    private readonly filter: TextFilter,
    private readonly rows: RowFilter,
    private readonly visit: (rows: SearchedRows) => void,
  ) {
    this.bounds = new Int32Array(2 * (what.key.length + what.columns.length));
  }

  static async open(what: TextSearch, filter: TextFilter, visit: (rows: SearchedRows) => void): Promise<SearchedSent> {
    const blobs = what.columns.map(({ kind }) => kind === 'blob');
    return new SearchedSent(what, filter, await filter.rows(what.key.length, blobs), visit);
  }

  /** A `TakeRow`. */
  take(bytes: Buffer, start: number, end: number): void {
    if (!this.rows.add(bytes, start, end)) {
      this.test();
      if (!this.rows.add(bytes, start, end)) {
        this.read += 1;
        this.consider(bytes.subarray(start, end), 0);
      }
    }
    if (this.rows.isFull) this.test();
  }

  private test(): void {
    this.read += this.rows.count;
    for (const { row, hint } of this.rows.test()) this.consider(row, hint);
    if (this.read >= rowsPerVisit) this.tell();
  }

  private consider(row: Buffer, hint: number): void {
    const { bounds } = this;
    findCells(row, 0, row.length, bounds);
    const texts = Array.from({ length: bounds.length >> 1 }, (_, at) =>
      textOf(row.subarray(bounds[2 * at] ?? 0, bounds[2 * at + 1] ?? 0)),
    );
    const { key } = this.what;
    const cells = texts.slice(key.length).map((text) => text.replaceAll(betweenCells, ' '));
    const text = cells.join(betweenCells);
    if (hint === 0 && !this.filter.test(text)) return;
    // ZEROFILL: the key of row 0012 is 12.
    const keys = key.map(({ kind }, at) => texts[at]?.replace(kind === 'integer' ? /^0+(?=\d)/ : /^$/, '') ?? '');
    this.wanted.push({ key: keys, text, hint });
  }

  private tell(): void {
    const { read, wanted } = this;
    this.read = 0;
    this.wanted = [];
    this.visit({ read, wanted });
  }

  /** To be called behind the last row. */
  end(): void {
    this.test();
    if (this.read > 0) this.tell();
  }
}
