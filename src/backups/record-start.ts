import type { DetectedDialect } from './detect-dialect.js';
import { readRecord, type CellSpan } from './read-record.js';

/** Records that have to look alike before a line is taken for the beginning of one. */
const records = 3;

/** Whether the records from `at` on look like those of a table. */
function looksLikeTable(bytes: Uint8Array, at: number, { syntax, dialect }: DetectedDialect): boolean {
  const least = Math.min(2, dialect.columns?.length ?? 2);
  let width = -1;
  let from = at;
  for (let record = 0; record < records; record += 1) {
    const cells: CellSpan[] = [];
    from = readRecord(bytes, from, bytes.length, false, syntax, cells);
    if (from === -1 || cells.length < least || (width !== -1 && cells.length !== width)) return false;
    width = cells.length;
  }
  return true;
}

const lf = 0x0a;
const cr = 0x0d;

/**
 * Guesses where, from `from` (at least 1) on, the first record begins; -1 when there is nothing to go by. A line of a quoted cell may
 * look like a record: whoever has read all that stands before knows whether it is one. Units of one byte.
 */
export function guessRecordStart(bytes: Uint8Array, from: number, detected: DetectedDialect): number {
  for (let at = from; at < bytes.length; at += 1) {
    const before = bytes[at - 1];
    if (before !== lf && before !== cr) continue;
    const first = bytes[at];
    if (first !== lf && first !== cr && looksLikeTable(bytes, at, detected)) return at;
  }
  return -1;
}
