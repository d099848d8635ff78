import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { readSource, windowFor } from './byte-source.js';
import type { BackupSearch } from './compile-search.js';
import { detectDialect, type DetectedDialect } from './detect-dialect.js';
import { detectEncoding, Utf8Check } from './detect-encoding.js';
import { Draft } from './draft.js';
import { unitSize } from './encodings.js';
import { Findings } from './findings.js';
import { scanBlocks, type ScanListener } from './scan-blocks.js';
import {
  candidateTest,
  largestWindow,
  namesAreNear,
  plainScanner,
  scanRecords,
  type ScanCounts,
} from './scan-records.js';
import type { ScanThreads } from './scan-threads.js';
import { loadSecondReading } from './second-reading.js';
import type { ScrubOptions } from './scrub-options.js';
import type { ByteSink, ByteSource } from './types.js';
import { wasmScanner } from './wasm-scanner.js';

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
  threads: ScanThreads | null,
  listener: ScanListener,
): Promise<ScanCounts> {
  const mayHold = candidateTest(detected, search);
  const fast = isForFast(detected);
  const { fd, size } = source;
  if (threads !== null && fast && fd !== undefined && size !== null)
    return scanBlocks({ fd, size, threads }, detected, search, mayHold, listener);
  const window = windowFor(source, largestWindow);
  const scanner = fast ? await wasmScanner(detected, search, mayHold, window) : plainScanner(detected, mayHold, window);
  return scanRecords(readSource(source), detected.start, scanner, listener.onBytes, listener.onCandidate);
}

/** What a document holds. */
export interface Reading {
  readonly detected: DetectedDialect;
  readonly findings: Findings;
  /** The result as far as it could be written meanwhile. */
  readonly draft: Draft | null;
  readonly records: number;
  readonly bytes: number;
  readonly sha256: string;
  /** CRC-32, where it was asked for. */
  readonly crc: number | null;
}

/** What is made of a document besides findings. */
export interface ReadingAids {
  /** Where the result is written while it is still being read; null for nowhere. */
  readonly drafts: Required<ByteSink> | null;
  /** Whether a checksum is made of what is read. */
  readonly sums: boolean;
}

/** Not all of a document is in the encoding that its beginning is in. */
class NotUtf8 extends Error {}

async function readAs(
  detected: DetectedDialect,
  source: ByteSource,
  { drafts, sums }: ReadingAids,
  search: BackupSearch,
  { action, threads = null }: ScrubOptions,
  onRead: (bytes: number) => void,
): Promise<Reading> {
  const findings = new Findings(search, detected, action, await loadSecondReading());
  const hash = createHash('sha256');
  const { readAt } = source;
  const draft =
    action === 'remove' && readAt !== undefined && drafts !== null
      ? new Draft({ ...source, readAt }, findings.edits, drafts)
      : null;
  let crc = 0;
  const check = detected.assumed ? new Utf8Check() : null;
  const listener: ScanListener = {
    onBytes: (read) => {
      if (check?.take(read) === false) throw new NotUtf8();
      hash.update(read);
      if (sums) crc = crc32(read, crc);
      onRead(read.length);
    },
    onCandidate: (candidate) => findings.add(candidate),
    onRecords: async (read, start) => {
      if (draft !== null) onRead(await draft.take(read, start));
    },
  };
  try {
    const { records, bytes } = await scan(source, detected, search, threads, listener);
    return { detected, findings, draft, records, bytes, sha256: hash.digest('hex'), crc: sums ? crc : null };
  } catch (error) {
    await draft?.discard();
    throw error;
  }
}

/**
 * Reads a document, a second time when it turns out not to be in the encoding it begins in.
 */
export async function readDocument(
  source: ByteSource,
  aids: ReadingAids,
  search: BackupSearch,
  options: ScrubOptions,
  onRead: (bytes: number) => void,
): Promise<Reading> {
  const detected = await detectDialect(source, options.mapping);
  try {
    return await readAs(detected, source, aids, search, options, onRead);
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    const { encoding } = await detectEncoding(source);
    const known = await detectDialect(source, { ...options.mapping, encoding });
    return await readAs(known, source, aids, search, options, onRead);
  }
}
