import { isUtf8 } from 'node:buffer';
import type { SourceReader } from './byte-source.js';
import type { BackupSearch } from './compile-search.js';
import type { DetectedDialect } from './detect-dialect.js';
import { cellEncoding, decode, toUnits, unitSize } from './encodings.js';
import type { IdentifierKind } from '../customers/identifiers.js';
import { normaliseCustomerNumber } from '../customers/normalise.js';
import { longestQuoted, readRecord } from './read-record.js';
import { viewRecord } from './record-view.js';
import { Windows, type Window } from './windows.js';

/** A record that may hold something of a subject. */
export interface Candidate {
  /** Offset in the file of its first byte. */
  readonly start: number;
  /** Its bytes, line break included; they are overwritten once the listener has returned. */
  readonly bytes: Uint8Array;
  /** Number of the record from 0 on, preamble and header included. */
  readonly index: number;
  /** Line it begins in, from 1 on. */
  readonly line: number;
  /** What the scanner has seen of; null when it cannot tell. */
  readonly kinds: ReadonlySet<IdentifierKind> | null;
  /** Bytes of the record behind the first and the last name the scanner has seen in it; null when it cannot tell. */
  readonly names: { readonly first: number; readonly last: number } | null;
  /** Part of something longer than any record, or so near behind it that it may be: to be reported, not to be changed. */
  readonly unreadable: boolean;
}

/** A candidate in a window, and what was seen in it; `names` are bytes of the window. */
export interface FoundRecord extends Pick<Candidate, 'kinds' | 'names'> {
  readonly start: number;
  readonly end: number;
}

type Report = (found: FoundRecord) => void;

/** Finds candidates in a window of the file. */
export interface WindowScanner {
  /** To be filled with the bytes of the file; a record that does not fit is not read as one. */
  readonly memory: Uint8Array;
  /** Bytes of a code unit. */
  readonly unit: number;
  /**
   * Scans `memory` from `from` to `limit` and returns where the first record begins that does not end there. `complete`:
   * the file ends at `limit`.
   */
  readonly scan: (from: number, limit: number, complete: boolean, report: Report) => number;
  /** Records and lines passed so far; inside of `report`, before the reported record. */
  readonly passed: () => { readonly records: number; readonly lines: number };
}

/** Counts records and lines of a whole scan. */
export interface ScanCounts {
  readonly records: number;
  readonly bytes: number;
}

function countBreaks(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(index + 1) !== 0x0a)) count += 1;
  }
  return count;
}

/** Bytes of the largest window; a smaller document needs less. */
export const largestWindow = 1 << 22;

/** Whether the bytes of a record may hold something that is searched for. */
export type CandidateTest = (bytes: Uint8Array) => boolean;

/** A character of UTF-8: where not all of a record is UTF-8, a cell by itself may be. */
const mayMix = /[\xc2-\xf4][\x80-\xbf]/;

/** The quick test of the search over the text of a record, and its customer number. */
export function candidateTest(detected: DetectedDialect, search: BackupSearch): CandidateTest {
  const { encoding, quote, columns } = detected.dialect;
  const numberCells = columns?.flatMap((role, index) => (role === 'number' ? [index] : [])) ?? [];
  const near = namesAreNear(columns);
  return (bytes) => {
    const text = decode(bytes, cellEncoding(bytes, encoding));
    if (search.matcher.test(text)) return true;
    // Quotes are doubled inside a cell, a semicolon may end an entity, names may be far apart: then the cells have to be looked at as they are read.
    const odd =
      !near || text.includes('&') || text.includes(`${quote}${quote}:`) || text.includes(`${quote}${quote} :`);
    const mixed = mayMix.test(Buffer.from(bytes).toString('latin1')) && !isUtf8(bytes) && unitSize(encoding) === 1;
    if (!odd && !mixed && numberCells.length === 0) return false;
    const { cells } = viewRecord(bytes, detected.headRecords, detected);
    if (numberCells.some((index) => search.numbers.ownersOf(normaliseCustomerNumber(cells[index] ?? '')).length > 0))
      return true;
    return (odd || mixed) && search.matcher.test(rearranged(columns, cells));
  };
}

/** The cells as one text, the parts of a name once more next to each other. */
function rearranged(columns: DetectedDialect['dialect']['columns'], cells: readonly string[]): string {
  const of = (...roles: readonly string[]): string[] =>
    cells.filter((_, index) => roles.includes(columns?.[index] ?? ''));
  const given = of('given').join(' ');
  return [...cells, ...of('family', 'birthName').map((family) => `${given}\u001f${family}`)].join('\u001f');
}

/** Whether given and family name are neighbours, or one cell apart: the quick test sees words at that distance. */
export function namesAreNear(columns: DetectedDialect['dialect']['columns']): boolean {
  const given = columns?.flatMap((role, index) => (role === 'given' ? [index] : [])) ?? [];
  const families = columns?.flatMap((role, index) => (role === 'family' || role === 'birthName' ? [index] : [])) ?? [];
  return given.every((at) => families.every((other) => Math.abs(at - other) === 1));
}

/** The scanner for every encoding, one record after the other. */
export function plainScanner(detected: DetectedDialect, mayHold: CandidateTest, window = largestWindow): WindowScanner {
  const { encoding } = detected.dialect;
  const size = unitSize(encoding);
  const memory = new Uint8Array(window);
  let records = 0;
  let lines = detected.dialect.sepLine ? 1 : 0;
  const scan: WindowScanner['scan'] = (from, limit, complete, report) => {
    // A unit cut off at the end of the file belongs to nothing.
    const whole = limit - ((limit - from) % size);
    const units = toUnits(memory.subarray(from, whole), encoding);
    let at = 0;
    while (at < units.length) {
      const next = readRecord(units, at, units.length, complete, detected.syntax);
      if (next === -1) break;
      const bytes = memory.subarray(from + at * size, from + next * size);
      if (mayHold(bytes)) report({ start: from + at * size, end: from + next * size, kinds: null, names: null });
      lines += countBreaks(decode(bytes, encoding));
      records += 1;
      at = next;
    }
    return complete && at >= units.length ? limit : from + at * size;
  };
  return { memory, unit: size, scan, passed: () => ({ records, lines }) };
}

/**
 * Reads a document to its end. `onBytes` gets every byte once, in order; `onCandidate` the records that may hold something.
 * Memory stays that of the scanner's window, whatever the file is.
 */
export async function scanRecords(
  reader: SourceReader,
  start: number,
  scanner: WindowScanner,
  onBytes: (bytes: Uint8Array) => void,
  onCandidate: (candidate: Candidate) => void,
): Promise<ScanCounts> {
  const { memory, unit } = scanner;
  const windows = new Windows(start, memory.length);
  for (;;) {
    const read = await reader.fill(memory.subarray(windows.kept));
    const window = windows.open(read);
    onBytes(memory.subarray(window.kept, window.limit));
    const next = scanner.scan(window.from, window.limit, window.complete, (found) =>
      onCandidate(candidateIn(window, memory, found, scanner.passed(), unit)),
    );
    if (window.complete) return { records: scanner.passed().records, bytes: window.base + window.limit };
    const closed = windows.close(window, next);
    if (closed.tooLong) onCandidate(stretchOf(window, memory, scanner.passed()));
    memory.copyWithin(0, closed.next, window.limit);
  }
}

type Passed = ReturnType<WindowScanner['passed']>;

/** A record of a window that may hold something. */
export function candidateIn(
  { base, from, unreadable }: Pick<Window, 'base' | 'from' | 'unreadable'>,
  memory: Uint8Array,
  { start, end, kinds, names }: FoundRecord,
  { records, lines }: Passed,
  unit: number,
): Candidate {
  return {
    start: base + start,
    bytes: memory.subarray(start, end),
    index: records,
    line: lines + 1,
    kinds,
    names: names === null ? null : { first: names.first - start, last: names.last - start },
    // It may begin inside of a cell of several lines; none is longer.
    unreadable: unreadable && start - from <= longestQuoted * unit,
  };
}

/** What fills a window without an end. */
function stretchOf({ base, from, limit }: Window, memory: Uint8Array, { records, lines }: Passed): Candidate {
  return {
    start: base + from,
    bytes: memory.subarray(from, limit),
    index: records,
    line: lines + 1,
    kinds: null,
    names: null,
    unreadable: true,
  };
}
