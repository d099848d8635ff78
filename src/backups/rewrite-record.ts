import { redactMentions } from '../customers/redact.js';
import type { Hit } from '../customers/find-in-text.js';
import type { DetectedDialect } from './detect-dialect.js';
import { cellEncoding, encode } from './encodings.js';
import type { ColumnRole } from './header-names.js';
import type { CellHit } from './record-evidence.js';
import type { PlacedRecord } from './record-view.js';
import type { CellWriter } from './write-cell.js';

/** Columns that are about a person; what is left of a blanked record are its amounts, dates and products. */
const personal: ReadonlySet<ColumnRole | null> = new Set<ColumnRole>([
  'number',
  'name',
  'given',
  'family',
  'birthName',
  'email',
  'phone',
  'birthDate',
  'street',
  'houseNumber',
  'postcode',
  'city',
  'salutation',
  'text',
]);

/** An amount or a date, as far as a file without header tells. */
const neutral = /^[\s\d.,:/€$%+-]*(?:EUR|CHF|USD)?\s*$/i;

/** What is taken out of a record. */
export interface Rewriting {
  /** Whether the personal columns are blanked. */
  readonly blank: boolean;
  /** Mentions that are redacted in the cells that stay. */
  readonly mentions: readonly CellHit[];
  /** Cells that hold an identifier of the subject; blanked where no header tells the columns. */
  readonly holding: ReadonlySet<number>;
}

function isBlanked(record: PlacedRecord, cell: number, { blank, holding }: Rewriting): boolean {
  if (!blank) return false;
  if (record.columns !== null) return personal.has(record.columns[cell] ?? null);
  return holding.has(cell) || !neutral.test(record.cells[cell] ?? '');
}

/** The bytes of one cell, in the encoding of those it stands for. */
function cellBytes(
  text: string,
  quoted: boolean,
  old: Uint8Array,
  { dialect }: DetectedDialect,
  writeCell: CellWriter,
): Uint8Array {
  return encode(
    writeCell(text, quoted, dialect),
    quoted || text !== '' ? cellEncoding(old, dialect.encoding) : dialect.encoding,
  );
}

/** The record with the cells changed that have to be; every other byte is that of the file. */
export function rewriteRecord(
  bytes: Uint8Array,
  record: PlacedRecord,
  rewriting: Rewriting,
  detected: DetectedDialect,
  writeCell: CellWriter,
): Uint8Array {
  const byCell = new Map<number, Hit[]>();
  for (const { cell, hit } of rewriting.mentions) byCell.set(cell, [...(byCell.get(cell) ?? []), hit]);
  const parts: Uint8Array[] = [];
  let from = 0;
  record.spans.forEach(({ start, end, quoted }, cell) => {
    const text = record.cells[cell] ?? '';
    const changed = isBlanked(record, cell, rewriting) ? '' : redactMentions(text, byCell.get(cell) ?? []);
    if (changed === text) return;
    parts.push(
      bytes.subarray(from, start),
      cellBytes(changed, quoted, bytes.subarray(start, end), detected, writeCell),
    );
    from = end;
  });
  parts.push(bytes.subarray(from));
  return Buffer.concat(parts);
}
