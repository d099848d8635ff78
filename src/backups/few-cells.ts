import type { DetectedDialect } from './detect-dialect.js';
import { unitSize } from './encodings.js';
import type { CellSpan } from './read-record.js';
import { cellReader, isStrict, mayHoldRecord, placeCells } from './record-view.js';

const lf = 0x0a;
const cr = 0x0d;

/** Whether a delimiter stands behind a line break in a cell: else no line of it can be a record by itself. */
function dividesLater(bytes: Uint8Array, { start, end }: CellSpan, delimiter: number): boolean {
  let broken = false;
  for (let at = start; at < end; at += 1) {
    const unit = bytes[at];
    if (unit === lf || unit === cr) broken = true;
    else if (broken && unit === delimiter) return true;
  }
  return false;
}

/** A record of which only a few cells are read: most of what the calendar has of somebody is in one or two of them. */
export class FewCells {
  private readonly spans: readonly CellSpan[];
  private readonly read: (span: CellSpan) => string;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly detected: DetectedDialect,
  ) {
    this.spans = placeCells(bytes, detected);
    this.read = cellReader(bytes, detected);
  }

  /** The texts in these columns that are not blank. */
  in(columns: readonly number[]): string[] {
    const texts: string[] = [];
    for (const column of columns) {
      const span = this.spans[column];
      const text = span === undefined ? '' : this.read(span);
      if (text.trim() !== '') texts.push(text);
    }
    return texts;
  }

  /** Byte behind the text of a cell: a quote that closes it, a delimiter or a line break. -1 where there is no such cell. */
  textEnd(column: number): number {
    const span = this.spans[column];
    if (span === undefined) return -1;
    return span.quoted ? span.end - 1 : span.end;
  }

  /** All cells. */
  all(): string[] {
    return this.spans.map(this.read);
  }

  /**
   * Whether between a cell and a later byte of the record there is, for certain, but one word, and digits between the cell and it: then
   * it makes no name, not with another word there and not with those of the cell.
   */
  isOneWordApart(column: number, end: number): boolean {
    let words = 0;
    let inWord = false;
    let digits = 0;
    for (let at = this.spans[column]?.end ?? end; at < end; at += 1) {
      const unit = this.bytes[at] ?? 0;
      if (unit >= 0x80) return false;
      const isLetter = (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a;
      if (isLetter && !inWord) words += 1;
      if (isLetter && digits === 0) return false;
      if (unit >= 0x30 && unit <= 0x39) digits += 1;
      inWord = isLetter;
    }
    return words <= 1;
  }

  /** See `isStrict` of record-view.ts. */
  isStrict(): boolean {
    return isStrict(this.bytes, this.spans, this.detected);
  }

  /** See `mayHoldRecord` of record-view.ts. */
  mayHoldRecord(): boolean {
    const { dialect, syntax } = this.detected;
    const bytewise = unitSize(dialect.encoding) === 1 && syntax.delimiter <= 0x7f;
    if (bytewise && !this.spans.some((each) => each.quoted && dividesLater(this.bytes, each, syntax.delimiter)))
      return false;
    return mayHoldRecord({ cells: this.all(), spans: this.spans, columns: dialect.columns }, this.detected);
  }
}
