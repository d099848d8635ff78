import { parentPort, workerData } from 'node:worker_threads';
import { fileSource, readSource } from './byte-source.js';
import { openScanner } from './run-scanner.js';
import type { ScanAheadStart, ScannedWindow } from './scan-ahead-protocol.js';
import { Windows } from './windows.js';

/*
 * A thread that reads and scans a file, window by window, while the one that started it hashes and judges those before. It knows
 * nothing of the search but what lies in the memory they share.
 */

async function scanAhead(start: ScanAheadStart, tell: (scanned: ScannedWindow) => void): Promise<void> {
  const { memory, slots, windowSize, taken } = start;
  const run = await openScanner(start.module, start);
  const reader = readSource(fileSource(start.fd, start.size));
  const windows = new Windows(start.start, windowSize);
  const bytesOf = (slot: number): Uint8Array => new Uint8Array(memory.buffer, slots[slot]?.window ?? 0, windowSize);
  let rest: Uint8Array = new Uint8Array(0);
  for (let slot = 0; ; slot = (slot + 1) % slots.length) {
    Atomics.wait(taken, slot, 1);
    const bytes = bytesOf(slot);
    bytes.set(rest);
    const window = windows.open(await reader.fill(bytes.subarray(windows.kept)));
    const { next, count, full, records, lines } = run(slot, window.from, window.limit, window.complete);
    const last = window.complete && !full;
    const closed = last ? { next, tooLong: false } : windows.close(window, next);
    Atomics.store(taken, slot, 1);
    tell({ slot, window, count, tooLong: closed.tooLong, records, lines, last });
    if (last) return;
    rest = bytes.subarray(closed.next, window.limit);
  }
}

const port = parentPort;
if (port !== null) await scanAhead(workerData as ScanAheadStart, (scanned) => port.postMessage(scanned));
