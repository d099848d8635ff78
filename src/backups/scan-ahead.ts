import { Worker } from 'node:worker_threads';
import type { BackupSearch } from './compile-search.js';
import type { DetectedDialect } from './detect-dialect.js';
import type { ScanAheadStart, ScannedWindow } from './scan-ahead-protocol.js';
import {
  candidateIn,
  largestWindow,
  stretchOf,
  type Candidate,
  type CandidateTest,
  type ScanCounts,
} from './scan-records.js';
import { layOut } from './scanner-memory.js';
import { scannerModule } from './scanner-module.js';
import { listReader } from './wasm-scanner.js';

/** The thread does little but call the scanner. */
const limits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 32 } as const;

/** Two windows: one is filled and scanned while the other is judged. */
const slotCount = 2;

/**
 * The same as `scanRecords` with the fast scanner, for a file that is open, by two threads: one reads and scans, this one gets the
 * bytes and the candidates.
 */
export async function scanAhead(
  file: { readonly fd: number; readonly size: number },
  detected: DetectedDialect,
  search: BackupSearch,
  mayHold: CandidateTest,
  onBytes: (bytes: Uint8Array) => void,
  onCandidate: (candidate: Candidate) => void,
): Promise<ScanCounts> {
  const laidOut = layOut(detected, search, slotCount, largestWindow);
  const readList = listReader(laidOut, detected, search, mayHold);
  const taken = new Int32Array(new SharedArrayBuffer(4 * slotCount));
  const take = ({ slot, window, count, tooLong, records, lines }: ScannedWindow): void => {
    const memory = new Uint8Array(laidOut.memory.buffer, laidOut.slots[slot]?.window ?? 0, largestWindow);
    onBytes(memory.subarray(window.kept, window.limit));
    readList(slot, count, (start, end, kinds, passed) =>
      onCandidate(candidateIn(window, memory, start, end, kinds, passed, 1)),
    );
    if (tooLong) onCandidate(stretchOf(window, memory, { records, lines }));
    Atomics.store(taken, slot, 0);
    Atomics.notify(taken, slot);
  };
  const workerData: ScanAheadStart = {
    ...laidOut,
    module: await scannerModule(),
    start: detected.start,
    taken,
    ...file,
  };
  const worker = new Worker(new URL('./scan-ahead-worker.js', import.meta.url), { workerData, resourceLimits: limits });
  try {
    return await new Promise<ScanCounts>((resolve, reject) => {
      worker.on('message', (scanned: ScannedWindow) => {
        try {
          take(scanned);
          if (scanned.last) resolve({ records: scanned.records, bytes: scanned.window.base + scanned.window.limit });
        } catch (error) {
          reject(error instanceof Error ? error : new Error('unknown'));
        }
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('the scanning thread ended')));
    });
  } finally {
    await worker.terminate();
  }
}
