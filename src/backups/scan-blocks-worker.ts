import { parentPort } from 'node:worker_threads';
import { fileSource, readFrom } from './byte-source.js';
import { guessRecordStart } from './record-start.js';
import { openScanner, type RunScanner } from './run-scanner.js';
import { baseOf, type ScanBlocksMessage, type ScanBlocksStart } from './scan-blocks-protocol.js';

/*
 * A thread that reads and scans block after block of a file, another one perhaps those between, while the one that started them
 * hashes and judges. It knows nothing of the search but what lies in the memory they share.
 */

/** Where the records of a block begin and end in its window; null when that is not to be told. */
function findRecords(
  bytes: Uint8Array,
  block: number,
  { detected, size, sizes }: ScanBlocksStart,
): { readonly from: number; readonly end: number; readonly isLast: boolean } | null {
  const base = baseOf(block, sizes);
  const boundary = (block + 1) * sizes.block;
  const isLast = boundary >= size;
  if (bytes.length < Math.min(size, boundary) - base) return null;
  const from = block === 0 ? detected.start : guessRecordStart(bytes, 1, detected);
  const end = isLast ? bytes.length : guessRecordStart(bytes, boundary - base, detected);
  return from === -1 || end === -1 ? null : { from, end, isLast };
}

async function scanBlocks(start: ScanBlocksStart, tell: (message: ScanBlocksMessage) => void): Promise<void> {
  const { memory, slots, windowSize, taken, size, sizes } = start;
  const run: RunScanner = await openScanner(start.module, start);
  const { readAt } = fileSource(start.fd, size);
  let before = { records: 0, lines: 0 };
  for (let slot = 0; ; slot = (slot + 1) % slots.length) {
    Atomics.wait(taken, slot, 1);
    // Only now: a block that is begun is waited for.
    const block = Atomics.add(start.next, 0, 1);
    if (block * sizes.block >= size) return;
    const base = baseOf(block, sizes);
    const window = new Uint8Array(memory.buffer, slots[slot]?.window ?? 0, windowSize);
    const bytes = window.subarray(0, await readFrom(readAt, base).fill(window));
    const found = findRecords(bytes, block, start);
    if (found === null) {
      tell({ block, slot: null });
      return;
    }
    // Where the next block's first record begins shows when one byte of it is seen, and all before it is read.
    const limit = found.isLast ? found.end : found.end + 1;
    for (let { from } = found, last = false; !last;) {
      const { next, count, full, ...after } = run(slot, from, limit, found.isLast);
      last = !full;
      if (last && next !== found.end) {
        tell({ block, slot: null });
        return;
      }
      Atomics.store(taken, slot, 1);
      tell({ slot, block, base, from: base + from, next: base + next, count, before, after, last });
      before = after;
      from = next;
      if (!last) Atomics.wait(taken, slot, 1);
    }
  }
}

const port = parentPort;
port?.once('message', (start: ScanBlocksStart) => void scanBlocks(start, (message) => port.postMessage(message)));
