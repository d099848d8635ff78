import type { IdentifierKind } from '../customers/identifiers.js';
import type { BackupSearch } from './compile-search.js';
import type { DetectedDialect } from './detect-dialect.js';
import { cellEncoding, decode } from './encodings.js';
import { entrySize, type ScannerMemory } from '../customers/scanner-memory.js';
import { openScanner } from './run-scanner.js';
import { largestWindow, type CandidateTest, type FoundRecord, type WindowScanner } from './scan-records.js';
import { layOutFor } from './scanner-memory.js';
import { scannerModule } from '../customers/scanner-memory.js';

/** Bits of the last number of an entry. `odd`: something was met that the module cannot read. */
const Flag = { name: 1, odd: 2, email: 4, digits: 8, number: 16 } as const;

const kindsByFlags: readonly ReadonlySet<IdentifierKind>[] = Array.from({ length: 32 }, (_, flags) => {
  const digits: IdentifierKind[] = ['phone', 'number'];
  return new Set<IdentifierKind>([
    ...((flags & Flag.name) === 0 ? [] : (['name'] as const)),
    ...((flags & Flag.email) === 0 ? [] : (['email'] as const)),
    ...((flags & Flag.digits) === 0 ? [] : digits),
    ...((flags & Flag.number) === 0 ? [] : (['number'] as const)),
  ]);
});

/** With one of these a record is reported as it is. Digits alone are often those of a date, a price or another number. */
const surer = Flag.name | Flag.odd | Flag.email | Flag.number;

/** Whether digits are a telephone or customer number. What divides or surrounds them need not be ASCII. */
function holdsNumber(
  { matcher }: BackupSearch,
  { dialect: { encoding } }: DetectedDialect,
  record: Uint8Array,
  kinds: ReadonlySet<IdentifierKind> | null,
): boolean {
  return kinds !== null && matcher.find(decode(record, cellEncoding(record, encoding)), { kinds }).length > 0;
}

/** Takes a candidate, and the records and lines before it. */
export type ListReport = (found: FoundRecord, passed: { readonly records: number; readonly lines: number }) => void;

/**
 * Reads the list of candidates of a slot. Where only something odd was met (an escape, a letter that is rare), the record is put to
 * the test of the plain scanner; it is reported when that says so.
 */
export function listReader(
  { memory, slots }: ScannerMemory,
  detected: DetectedDialect,
  search: BackupSearch,
  mayHold: CandidateTest,
): (slot: number, count: number, report: ListReport) => void {
  // A buffer: its stretches are ones, too, and their text is read without more ado.
  const bytes = Buffer.from(memory.buffer);
  const integers = new Int32Array(memory.buffer);
  return (slot, count, report) => {
    const { window, list } = slots[slot] ?? { window: 0, list: 0 };
    const from = list >> 2;
    for (let entry = from; entry < from + entrySize * count; entry += entrySize) {
      const start = integers[entry] ?? 0;
      const end = integers[entry + 1] ?? 0;
      const flags = integers[entry + 4] ?? 0;
      const record = bytes.subarray(start, end);
      if (flags === Flag.odd && !mayHold(record)) continue;
      const kinds = (flags & Flag.odd) === 0 ? (kindsByFlags[flags] ?? null) : null;
      if ((flags & surer) === 0 && !holdsNumber(search, detected, record, kinds)) continue;
      const names = { first: (integers[entry + 5] ?? 0) - window, last: (integers[entry + 6] ?? 0) - window };
      const found = { start: start - window, end: end - window, kinds, names };
      report(found, { records: integers[entry + 2] ?? 0, lines: integers[entry + 3] ?? 0 });
    }
  };
}

/** The fast scanner, for files of one-byte units. */
export async function wasmScanner(
  detected: DetectedDialect,
  search: BackupSearch,
  mayHold: CandidateTest,
  windowSize = largestWindow,
): Promise<WindowScanner> {
  const laidOut = layOutFor(detected, search, 1, windowSize);
  const run = await openScanner(await scannerModule(), laidOut);
  const readList = listReader(laidOut, detected, search, mayHold);
  let passed = { records: 0, lines: 0 };
  const scan: WindowScanner['scan'] = (from, limit, complete, report) => {
    for (let next = from; ;) {
      const part = run(0, next, limit, complete);
      readList(0, part.count, (found, before) => {
        passed = before;
        report(found);
      });
      passed = part;
      next = part.next;
      if (!part.full) return next;
    }
  };
  const window = laidOut.slots[0]?.window ?? 0;
  const memory = new Uint8Array(laidOut.memory.buffer, window, windowSize);
  return { memory, unit: 1, scan, passed: () => passed };
}
