import { createHash } from 'node:crypto';
import { applyEdits } from './apply-edits.js';
import { readSource, windowFor } from './byte-source.js';
import type { BackupSearch } from './compile-search.js';
import { detectDialect, type DetectedDialect } from './detect-dialect.js';
import { detectEncoding, Utf8Check } from './detect-encoding.js';
import type { Edit } from './edit-list.js';
import { Findings } from './findings.js';
import { RecordReader } from './record-evidence.js';
import { viewRecord } from './record-view.js';
import { rewriteRecord } from './rewrite-record.js';
import {
  candidateTest,
  largestWindow,
  namesAreNear,
  plainScanner,
  scanRecords,
  type Candidate,
  type ScanCounts,
} from './scan-records.js';
import { wasmScanner } from './wasm-scanner.js';
import { unitSize } from './encodings.js';
import { scanBlocks } from './scan-blocks.js';
import { loadSecondReading } from './second-reading.js';
import { settle, type Settled } from './settle.js';
import { loadCellWriter, type CellWriter } from './write-cell.js';
import type { ByteSink, ByteSource, CsvOutcome, ScrubOptions } from './types.js';

/** Takes the bytes of a rewritten record out of those of the file. */
function rewriter(
  search: BackupSearch,
  detected: DetectedDialect,
  { rewritings }: Settled,
  writeCell: CellWriter,
): (edit: Edit, bytes: Uint8Array) => Uint8Array {
  const reader = new RecordReader(search);
  return (edit, bytes) => {
    // What stands above the header is read as text. Only mentions are taken out there.
    const index = edit.start < detected.dataStart ? 0 : detected.headRecords;
    const record = viewRecord(bytes, index, detected);
    const plan = rewritings.get(edit.index) ?? { blank: true, mentions: new Set<number>() };
    const evidence = reader.read(record);
    const mentions = evidence
      .filter(({ subject, mentions: found }) => found.length > 0 && (plan.blank || plan.mentions.has(subject)))
      .flatMap((each) => each.mentions);
    return rewriteRecord(
      bytes,
      record,
      { blank: plan.blank, mentions, holding: reader.holding(record) },
      detected,
      writeCell,
    );
  };
}

/** The fast scanner reads bytes, and sees names only where their parts are close to each other. */
function isForFast(detected: DetectedDialect): boolean {
  const { columns, encoding } = detected.dialect;
  // It knows the roles of the first 256 columns.
  const near = namesAreNear(columns) && columns?.some((role, index) => role === 'number' && index > 255) !== true;
  const fast = unitSize(encoding) === 1 && near;
  return fast && detected.syntax.delimiter <= 0x7f && detected.syntax.quote <= 0x7f;
}

/** Goes through a document with the scanner that is for it, in threads of its own where that is wanted and possible. */
async function scan(
  source: ByteSource,
  detected: DetectedDialect,
  search: BackupSearch,
  parallel: boolean,
  onBytes: (bytes: Uint8Array) => void,
  onCandidate: (candidate: Candidate) => void,
): Promise<ScanCounts> {
  const mayHold = candidateTest(detected, search);
  const fast = isForFast(detected);
  const { fd, size } = source;
  if (parallel && fast && fd !== undefined && size !== null)
    return scanBlocks({ fd, size }, detected, search, mayHold, onBytes, onCandidate);
  const window = windowFor(source, largestWindow);
  const scanner = fast ? await wasmScanner(detected, search, mayHold, window) : plainScanner(detected, mayHold, window);
  return scanRecords(readSource(source), detected.start, scanner, onBytes, onCandidate);
}

/** What a document holds. */
interface Reading {
  readonly detected: DetectedDialect;
  readonly findings: Findings;
  readonly records: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Not all of a document is in the encoding that its beginning is in. */
class NotUtf8 extends Error {}

async function readAs(
  detected: DetectedDialect,
  source: ByteSource,
  search: BackupSearch,
  { action, parallel = false }: ScrubOptions,
  onRead: (bytes: number) => void,
): Promise<Reading> {
  const findings = new Findings(search, detected, action, await loadSecondReading());
  const hash = createHash('sha256');
  const check = detected.assumed ? new Utf8Check() : null;
  const { records, bytes } = await scan(
    source,
    detected,
    search,
    parallel,
    (read) => {
      if (check?.take(read) === false) throw new NotUtf8();
      hash.update(read);
      onRead(read.length);
    },
    (candidate) => findings.add(candidate),
  );
  return { detected, findings, records, bytes, sha256: hash.digest('hex') };
}

/** Reads a document, a second time when it turns out not to be in the encoding it begins in. */
async function readDocument(
  source: ByteSource,
  search: BackupSearch,
  options: ScrubOptions,
  onRead: (bytes: number) => void,
): Promise<Reading> {
  const detected = await detectDialect(source, options.mapping);
  try {
    return await readAs(detected, source, search, options, onRead);
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    const { encoding } = await detectEncoding(source);
    return await readAs(await detectDialect(source, { ...options.mapping, encoding }), source, search, options, onRead);
  }
}

/**
 * Removes or redacts the subjects' records of one CSV document, and redacts mentions of them in the records of others.
 * Every byte of other records and fields is that of the source. The source is scanned; only when something changes is it read once
 * more, and the result written to the sink. With a sink of null nothing is written.
 */
export async function scrubCsv(
  source: ByteSource,
  sink: ByteSink | null,
  search: BackupSearch,
  options: ScrubOptions,
): Promise<CsvOutcome> {
  let done = 0;
  const total = source.size;
  const progress = (bytes: number): void => {
    done += bytes;
    options.onProgress?.(done, total === null ? null : sink === null ? total : 2 * total);
  };
  const reading = await readDocument(source, search, options, progress);
  const { detected, findings, records, bytes: bytesBefore, sha256: sha256Before } = reading;
  const settled = settle(findings, detected.headRecords, options);
  const changed = settled.removed + settled.redacted > 0;
  const after = createHash('sha256');
  let bytesAfter = 0;
  if (changed && sink !== null) {
    const counted: ByteSink = {
      write: (bytes) => {
        after.update(bytes);
        bytesAfter += bytes.length;
        return sink.write(bytes);
      },
    };
    await applyEdits(
      source,
      findings.edits,
      counted,
      rewriter(search, detected, settled, await loadCellWriter()),
      progress,
    );
  }
  const counts = [...settled.counts].sort(([a], [b]) => a - b);
  return {
    dialect: detected.dialect,
    records: Math.max(0, records - detected.headRecords),
    removed: settled.removed,
    redacted: settled.redacted,
    perSubject: counts.map(([subject, each]) => ({ subject, ...each })),
    review: settled.review,
    residue: [...findings.residue.values()].map(({ subject, reason, records: left, index, line }) => ({
      subject,
      reason,
      records: left,
      record: index + 1 - detected.headRecords,
      line,
    })),
    changed,
    sha256Before,
    sha256After: changed ? (sink === null ? null : after.digest('hex')) : sha256Before,
    bytesBefore,
    bytesAfter: changed ? (sink === null ? null : bytesAfter) : bytesBefore,
  };
}
