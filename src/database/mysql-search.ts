import { isUtf8 } from 'node:buffer';
import type { SearchedRows, TextFilter, TextSearch } from './database.js';
import { quote } from './dialect.js';
import { misuse } from './driver-error.js';
import { betweenCells, betweenRows, filledIn } from './search-text.js';

/** Bytes of texts that are tested in one go; a longer row is tested alone. */
const pageSize = 4096;
/** Rows after which is told what was found. */
const rowsPerVisit = 2000;

const blank = 0x20;

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

/** The same bytes with room for more behind the first `length`. */
function withRoom(bytes: Buffer, length: number, more: number): Buffer {
  if (length + more <= bytes.length) return bytes;
  const larger = Buffer.allocUnsafe(2 * (length + more));
  bytes.copy(larger, 0, 0, length);
  return larger;
}

/** Texts one behind the other. */
class Page {
  private bytes: Buffer = Buffer.allocUnsafe(2 * pageSize);
  length = 0;

  /** Adds a cell and what stands behind it; a separator in it is read as a blank. */
  add(from: Buffer, start: number, end: number, separator: number): void {
    this.bytes = withRoom(this.bytes, this.length, end - start + 1);
    const { bytes } = this;
    let to = this.length;
    for (let at = start; at < end; at += 1) {
      const byte = from[at] ?? 0;
      bytes[to] = byte === betweenCells || byte === betweenRows ? blank : byte;
      to += 1;
    }
    bytes[to] = separator;
    this.length = to + 1;
  }

  /** Takes all of it, without the last separator. */
  take(): string {
    const text = this.bytes.toString('utf8', 0, this.length - 1);
    this.length = 0;
    return text;
  }
}

/** Cells of keys. */
class Keys {
  private bytes: Buffer = Buffer.allocUnsafe(pageSize);
  private ends: number[] = [];

  add(from: Buffer, start: number, end: number): void {
    const length = this.ends.at(-1) ?? 0;
    this.bytes = withRoom(this.bytes, length, end - start);
    from.copy(this.bytes, length, start, end);
    this.ends.push(length + end - start);
  }

  text(at: number): string {
    return this.bytes.toString('utf8', this.ends[at - 1] ?? 0, this.ends[at]);
  }

  clear(): void {
    this.ends.length = 0;
  }
}

/**
 * Takes the rows of `mysqlSearch` and hands on those that are wanted. Many texts are tested as one, for a string of each would cost as
 * much as its test does.
 */
export class SearchedPages {
  private readonly page = new Page();
  private readonly keys = new Keys();
  private readonly bounds: Int32Array;
  private rows = 0;
  private read = 0;
  private wanted: SearchedRows['wanted'][number][] = [];

  constructor(
    private readonly what: TextSearch,
    private readonly filter: TextFilter,
    private readonly visit: (rows: SearchedRows) => void,
  ) {
    this.bounds = new Int32Array(2 * (what.key.length + what.columns.length));
  }

  /** A `TakeRow`. */
  take(bytes: Buffer, start: number, end: number): void {
    const { bounds } = this;
    const { key, columns } = this.what;
    findCells(bytes, start, end, bounds);
    const first = key.length;
    const last = first + columns.length - 1;
    const size = (bounds[2 * last + 1] ?? 0) - (bounds[2 * first] ?? 0);
    if (this.rows > 0 && this.page.length + size > pageSize) this.test();
    for (let at = 0; at < first; at += 1) this.keys.add(bytes, bounds[2 * at] ?? 0, bounds[2 * at + 1] ?? 0);
    for (let at = first; at <= last; at += 1) {
      const [from, to] = [bounds[2 * at] ?? 0, bounds[2 * at + 1] ?? 0];
      const separator = at < last ? betweenCells : betweenRows;
      if (columns[at - first]?.kind === 'blob' && !isUtf8(bytes.subarray(from, to))) {
        // No text, or in an encoding of one byte a letter.
        const text = Buffer.from(bytes.toString('latin1', from, to), 'utf8');
        this.page.add(text, 0, text.length, separator);
      } else {
        this.page.add(bytes, from, to, separator);
      }
    }
    this.rows += 1;
  }

  private test(): void {
    const page = this.page.take();
    const wanted = this.filter.testAll(page);
    const texts = wanted.length === 0 ? [] : page.split(String.fromCharCode(betweenRows));
    for (const { at, hint } of wanted) this.wanted.push({ key: this.keyOf(at), text: texts[at] ?? '', hint });
    this.keys.clear();
    this.read += this.rows;
    this.rows = 0;
    if (this.read >= rowsPerVisit) this.tell();
  }

  private keyOf(row: number): string[] {
    const { key } = this.what;
    return key.map(({ kind }, at) => {
      const text = this.keys.text(row * key.length + at);
      // ZEROFILL: the key of row 0012 is 12.
      return kind === 'integer' ? text.replace(/^0+(?=\d)/, '') : text;
    });
  }

  private tell(): void {
    const { read, wanted } = this;
    this.read = 0;
    this.wanted = [];
    this.visit({ read, wanted });
  }

  /** To be called behind the last row. */
  end(): void {
    if (this.rows > 0) this.test();
    if (this.read > 0) this.tell();
  }
}
