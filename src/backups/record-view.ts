import { isUtf8 } from 'node:buffer';
import { cellText, unquote, type DetectedDialect } from './detect-dialect.js';
import { asBuffer, toUnits, unitSize } from './encodings.js';
import { readRecord, type CellSpan } from './read-record.js';
import type { RecordView } from './joined-cells.js';
import type { SecondReading } from './second-reading.js';

/** A record with the place of each cell in its bytes. */
export interface PlacedRecord extends RecordView {
  /** In bytes of the record. */
  readonly spans: readonly CellSpan[];
  /** Above the header: texts about the export, nobody's record. */
  readonly preamble: boolean;
}

/** Where the cells of a record stand in its bytes. */
export function placeCells(bytes: Uint8Array, { dialect, syntax }: DetectedDialect): readonly CellSpan[] {
  const size = unitSize(dialect.encoding);
  const units = size === 1 ? bytes : toUnits(bytes.subarray(0, bytes.length - (bytes.length % size)), dialect.encoding);
  const found: CellSpan[] = [];
  readRecord(units, 0, units.length, true, syntax, found);
  return size === 1 ? found : found.map((each) => ({ ...each, start: each.start * size, end: each.end * size }));
}

/** Reads the text of single cells of a record. */
export function cellReader(bytes: Uint8Array, { dialect }: DetectedDialect): (span: CellSpan) => string {
  const { encoding, quote } = dialect;
  // Of a record that is UTF-8 every cell is: asked once, it need not be asked of each.
  const utf8 = encoding === 'utf-8' && isUtf8(bytes) ? asBuffer(bytes) : null;
  return ({ start, end, quoted }) => {
    if (utf8 === null) return cellText(bytes.subarray(start, end), quoted, quote, encoding);
    const text = utf8.toString('utf8', start, end);
    return quoted ? unquote(text, quote) : text;
  };
}

/** Reads the cells of one record. `index`: its number from 0 on, preamble and header included. */
export function viewRecord(bytes: Uint8Array, index: number, detected: DetectedDialect): PlacedRecord {
  const { dialect, headRecords } = detected;
  const spans = placeCells(bytes, detected);
  const cells = spans.map(cellReader(bytes, detected));
  const preamble = index < headRecords;
  return { cells, spans, preamble, columns: preamble ? cells.map(() => 'text' as const) : dialect.columns };
}

/**
 * Whether a quoted cell of several lines holds one that is a record by itself: an opening quote that was text (`"Monitor 19;5`) and
 * a closing one further down (`TV 20";7`) make one record of two, and of the right width. A delimiter before a blank is prose.
 */
export function mayHoldRecord(
  { cells, spans, columns }: Omit<PlacedRecord, 'preamble'>,
  { dialect: { delimiter } }: DetectedDialect,
): boolean {
  const width = columns?.length ?? cells.length;
  const enough = Math.max(2, width > 3 ? width - 1 : width);
  return spans.some(({ quoted }, index) => {
    const lines = quoted ? (cells[index] ?? '').split(/\r\n|\n|\r/) : [];
    return lines.some((line, at) => {
      const divisions = line.split(delimiter).filter((part, place) => place > 0 && !/^\s/.test(part)).length;
      if (at === 0 || divisions === 0) return false;
      // The last line goes on behind the closing quote.
      const behind = at === lines.length - 1 ? cells.length - 1 - index : 0;
      return divisions + 1 + behind >= enough;
    });
  });
}

/**
 * Whether a record is written as RFC 4180 has it: quotes only around cells, and doubled inside of these. Then there is but one
 * reading. Only told of units of one byte.
 */
export function isStrict(bytes: Uint8Array, spans: readonly CellSpan[], detected: DetectedDialect): boolean {
  if (unitSize(detected.dialect.encoding) > 1) return false;
  const { quote } = detected.syntax;
  if (!bytes.includes(quote)) return true;
  let at = 0;
  for (const { start, end, quoted } of spans) {
    if (!quoted) continue;
    // No quote between the quoted cells.
    for (; at < start; at += 1) if (bytes[at] === quote) return false;
    if (bytes[end - 1] !== quote) return false;
    for (at = start + 1; at < end - 1; at += 1) {
      if (bytes[at] !== quote) continue;
      at += 1;
      if (at === end - 1 || bytes[at] !== quote) return false;
    }
    at = end;
  }
  return bytes.indexOf(quote, at) === -1;
}

/** Whether another reader of CSV finds other cells in a record. Without a quoted cell there is but one reading. */
export function isAmbiguous(
  bytes: Uint8Array,
  { cells, spans }: PlacedRecord,
  { dialect }: DetectedDialect,
  second: SecondReading,
): boolean {
  if (!spans.some(({ quoted }) => quoted)) return false;
  const other = second(bytes, dialect);
  return other !== null && (other.length !== cells.length || other.some((cell, index) => cell !== cells[index]));
}
