import { foldTable } from '../customers/fold-table.js';
import {
  layOut,
  letterWeight,
  utf8Encoding,
  type ScannedEncoding,
  type ScannerMemory,
} from '../customers/scanner-memory.js';
import type { BackupSearch } from './compile-search.js';
import type { DetectedDialect } from './detect-dialect.js';
import { codePoints } from './encodings.js';
import { longestQuoted } from './read-record.js';

function encodingOf(encoding: DetectedDialect['dialect']['encoding']): ScannedEncoding {
  if (encoding === 'utf-8') return utf8Encoding();
  const fold = foldTable();
  const points = codePoints(encoding === 'iso-8859-15' ? encoding : 'windows-1252');
  return {
    isUtf8: false,
    weights: Int32Array.from(points, letterWeight),
    specials: Uint8Array.from(points, (point) => ((fold[point] ?? 0) === 0 ? 0 : 1)),
  };
}

/** The sum the scanner makes of a cell with a customer number; where not all of it is ASCII, it does not ask. */
function cellSum(number: string): number {
  let sum = 0x811c9dc5 | 0;
  for (let at = 0; at < number.length; at += 1) sum = Math.imul(sum ^ number.charCodeAt(at), 0x01000193);
  return sum;
}

function rolesOf({ dialect }: DetectedDialect): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, index) => (dialect.columns?.[index] === 'number' ? 1 : 0));
}

/** Lays out the memory of the scanner for a file. */
export function layOutFor(
  detected: DetectedDialect,
  search: BackupSearch,
  slots: number,
  windowSize: number,
): ScannerMemory {
  const { dialect, syntax } = detected;
  return layOut({
    sought: search.matcher.sought,
    encoding: encodingOf(dialect.encoding),
    delimiter: syntax.delimiter,
    quote: syntax.quote,
    numbers: Int32Array.from(search.numbers.all(), cellSum),
    roles: rolesOf(detected),
    longestQuoted,
    lines: dialect.sepLine ? 1 : 0,
    slots,
    windowSize,
  });
}
