import { fileSource, readFrom } from './byte-source.js';
import type { BackupSearch } from './compile-search.js';
import type { DetectedDialect } from './detect-dialect.js';
import type { BlockPart } from './scan-blocks-protocol.js';
import {
  candidateIn,
  scanRecords,
  type Candidate,
  type CandidateTest,
  type ScanCounts,
  type WindowScanner,
} from './scan-records.js';
import type { Lane, ScanThreads } from './scan-threads.js';
import { layOutFor } from './scanner-memory.js';
import { scannerModule } from '../customers/scanner-memory.js';
import { listReader, wasmScanner } from './wasm-scanner.js';

/** Lines that no scanner sees. */
function linesAbove({ sepLine }: DetectedDialect['dialect']): number {
  return sepLine ? 1 : 0;
}

/** How far a file is read: the next record, what stands before it, and the bytes that were handed on. */
interface Progress {
  next: number;
  records: number;
  lines: number;
  bytes: number;
}

/** Told what comes of a scan. */
export interface ScanListener {
  /** Every byte of the file once, in order. */
  readonly onBytes: (bytes: Uint8Array) => void;
  /** The records that may hold something. */
  readonly onCandidate: (candidate: Candidate) => void;
  /**
   * Records, beginning at a byte of the file, once all candidates among them have been told. Only up to where the file has to be
   * read by one thread.
   */
  readonly onRecords: (bytes: Uint8Array, start: number) => Promise<void>;
}

function takePart(lane: Lane, part: BlockPart, progress: Progress, { onCandidate }: ScanListener): void {
  const window = lane.window(part.slot);
  const place = { base: part.base, from: part.from - part.base, unreadable: false };
  lane.readList(part.slot, part.count, (found, passed) => {
    const records = progress.records + passed.records - part.before.records;
    const lines = progress.lines + passed.lines - part.before.lines;
    onCandidate(candidateIn(place, window, found, { records, lines }, 1));
  });
  progress.next = part.next;
  progress.records += part.after.records - part.before.records;
  progress.lines += part.after.lines - part.before.lines;
}

/** A file that is open, and who reads it. */
export interface BlockFile {
  readonly fd: number;
  readonly size: number;
  readonly threads: ScanThreads;
}

/** The threads of a scan. They take the blocks of a file as they come; what they tell is taken in the order of the file. */
class Crew {
  private readonly lanes: Lane[] = [];
  private readonly next = new Int32Array(new SharedArrayBuffer(4));
  private readonly begun = performance.now();
  private waited = 0;

  constructor(
    private readonly file: BlockFile,
    private readonly detected: DetectedDialect,
    private readonly search: BackupSearch,
    private readonly mayHold: CandidateTest,
    private readonly module: WebAssembly.Module,
  ) {}

  /** Lets one more thread scan. */
  join(): void {
    const { file, detected, search, mayHold, module, next } = this;
    const { fd, size, threads } = file;
    const { sizes } = threads;
    const lane = threads.take();
    this.lanes.push(lane);
    const laidOut = layOutFor(
      detected,
      search,
      threads.windows(this.lanes.length === 1),
      sizes.block + 1 + sizes.ahead,
    );
    lane.begin(
      { laidOut, readList: listReader(laidOut, detected, search, mayHold) },
      { fd, size, sizes, module, detected, next },
    );
  }

  /** The next part of a block, and whose it is; null when there is none to be told. */
  async partOf(block: number): Promise<{ readonly lane: Lane; readonly part: BlockPart } | null> {
    for (;;) {
      const lane = this.lanes.find(({ head }) => head?.block === block);
      if (lane !== undefined) {
        const part = lane.head;
        lane.head = null;
        return part?.slot === null || part === null ? null : { lane, part };
      }
      const others = this.lanes.filter((each) => each.isOpen && each.head === null);
      if (others.length === 0) throw new Error('the scanning threads ended');
      const from = performance.now();
      await Promise.race(others.map(async (each) => each.arrive()));
      this.waited += performance.now() - from;
    }
  }

  /** Lets one more thread join, where that is worth its while once so many blocks are done. */
  grow(done: number): void {
    const { threads, size } = this.file;
    const left = Math.ceil(size / threads.sizes.block) - done;
    if (this.lanes.length === 1 && threads.joins(done, left, this.waited / (performance.now() - this.begun)))
      this.join();
  }

  async end(): Promise<void> {
    await Promise.all(this.lanes.map(async (lane) => lane.end()));
  }
}

/** Takes what the threads have found, in the order of the file, up to its end or to what has to be read from the beginning on. */
async function takeBlocks(
  crew: Crew,
  { size, threads: { sizes } }: BlockFile,
  progress: Progress,
  listener: ScanListener,
): Promise<void> {
  for (let block = 0; block * sizes.block < size; block += 1) {
    for (let last = false; !last;) {
      const found = await crew.partOf(block);
      // Two blocks were parted at the same line, unless the file has changed meanwhile.
      if (found?.part.from !== progress.next) return;
      const { lane, part } = found;
      const end = Math.min(size, (block + 1) * sizes.block);
      const window = lane.window(part.slot);
      if (progress.bytes < end) listener.onBytes(window.subarray(progress.bytes - part.base, end - part.base));
      progress.bytes = end;
      takePart(lane, part, progress, listener);
      await listener.onRecords(window.subarray(part.from - part.base, part.next - part.base), part.from);
      last = part.last;
      lane.release(part.slot);
    }
    crew.grow(block + 1);
  }
}

/**
 * The same as `scanRecords` with the fast scanner, for a file that is open, by other threads. Each block of the file is scanned from where a
 * record seems to begin in it; that one does shows when the block before it has been read. From where that fails (a quote
 * that is never closed, a very long record, rows of all lengths) the file is read by one thread to its end.
 */
export async function scanBlocks(
  file: BlockFile,
  detected: DetectedDialect,
  search: BackupSearch,
  mayHold: CandidateTest,
  listener: ScanListener,
): Promise<ScanCounts> {
  const progress: Progress = { next: detected.start, records: 0, lines: linesAbove(detected.dialect), bytes: 0 };
  const crew = new Crew(file, detected, search, mayHold, await scannerModule());
  try {
    crew.join();
    await takeBlocks(crew, file, progress, listener);
  } finally {
    await crew.end();
  }
  if (progress.next === file.size) return { records: progress.records, bytes: progress.bytes };
  return readOn(file, progress, detected, await wasmScanner(detected, search, mayHold), listener);
}

/** Reads what the threads have left, with a scanner that has passed nothing yet. */
async function readOn(
  file: BlockFile,
  { next, records, lines, bytes }: Progress,
  { dialect }: DetectedDialect,
  scanner: WindowScanner,
  { onBytes, onCandidate }: ScanListener,
): Promise<ScanCounts> {
  const base = Math.min(next, bytes);
  let known = bytes - base;
  const counts = await scanRecords(
    readFrom(fileSource(file.fd, file.size).readAt, base),
    next - base,
    scanner,
    (each) => {
      if (known < each.length) onBytes(each.subarray(known));
      known = Math.max(0, known - each.length);
    },
    (candidate) => {
      const { start, index, line } = candidate;
      const linesBefore = lines - linesAbove(dialect);
      onCandidate({ ...candidate, start: base + start, index: records + index, line: linesBefore + line });
    },
  );
  return { records: records + counts.records, bytes: base + counts.bytes };
}
