import { on } from 'node:events';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { ScannerMemory } from '../customers/scanner-memory.js';
import { usualSizes, type ScanBlocksMessage, type ScanBlocksStart } from './scan-blocks-protocol.js';
import { scannerModule } from '../customers/scanner-memory.js';
import type { BlockSizes } from './types.js';
import type { ListReport } from './wasm-scanner.js';

/** The threads do little but call the scanner. */
const limits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 32 } as const;

/** Windows of the first thread: they are filled and scanned while others wait to be judged, so that blocks with much in them make nobody wait. */
const windows = 12;
/** Those of a further one, which is there when nobody has to wait. */
const fewWindows = 3;

/**
 * Whether a second thread is to join a scan.
 * @param done blocks that are done
 * @param left blocks that are left
 * @param idle share of the time for which the thread that judges had to wait
 */
export type JoinRule = (done: number, left: number, idle: number) => boolean;

/**
 * Two scan faster than one where the thread that judges is idle two thirds of the time, as it is in most files: they hold nobody who is
 * searched for. Where it writes as well, its disk is what all wait for, or the three wait for two processors.
 */
const usualRule: JoinRule = (done, left, idle) =>
  availableParallelism() > 1 && done >= 32 && left >= 100 && idle > 0.65;

/** What a thread works on, and how the list of a slot is read. */
export interface LaneWork {
  readonly laidOut: ScannerMemory;
  readonly readList: (slot: number, count: number, report: ListReport) => void;
}

/** A thread that scans blocks, and the memory shared with it. */
export class Lane {
  private readonly worker = new Worker(new URL('./scan-blocks-worker.js', import.meta.url), { resourceLimits: limits });
  private readonly messages: AsyncIterator<readonly unknown[]> = on(this.worker, 'message', { close: ['exit'] })[
    Symbol.asyncIterator
  ]();
  private work: LaneWork | null = null;
  private taken: Int32Array = new Int32Array(0);

  /** Sets the thread to work. */
  begin(work: LaneWork, start: Omit<ScanBlocksStart, keyof ScannerMemory | 'taken'>): void {
    this.work = work;
    this.taken = new Int32Array(new SharedArrayBuffer(4 * work.laidOut.slots.length));
    const message: ScanBlocksStart = { ...work.laidOut, ...start, taken: this.taken };
    this.worker.postMessage(message);
  }

  /** What the thread tells next: null until `arrive` has come to an end. */
  head: ScanBlocksMessage | null = null;
  private hasEnded = false;
  private coming: Promise<void> | null = null;

  /** Whether the thread may tell more. */
  get isOpen(): boolean {
    return this.head !== null || !this.hasEnded;
  }

  /** Waits until the thread has told something, or come to its end. Rejects when it has failed. */
  async arrive(): Promise<void> {
    if (this.head !== null || this.hasEnded) return;
    if (this.coming === null) {
      this.coming = this.receive();
      // Nobody may be waiting any more when it fails.
      this.coming.catch(() => undefined);
    }
    await this.coming;
  }

  private async receive(): Promise<void> {
    const result: IteratorResult<readonly unknown[], unknown> = await this.messages.next();
    this.coming = null;
    if (result.done === true) this.hasEnded = true;
    else this.head = result.value[0] as ScanBlocksMessage;
  }

  /** The window of a slot. */
  window(slot: number): Buffer {
    if (this.work === null) return Buffer.alloc(0);
    const { memory, slots, windowSize } = this.work.laidOut;
    return Buffer.from(memory.buffer, slots[slot]?.window ?? 0, windowSize);
  }

  /** Tells what the thread has listed in a slot. */
  readList(slot: number, count: number, report: ListReport): void {
    this.work?.readList(slot, count, report);
  }

  /** Gives a window back to the thread. */
  release(slot: number): void {
    Atomics.store(this.taken, slot, 0);
    Atomics.notify(this.taken, slot);
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}

/**
 * Bytecodes a function runs for before it is optimised: twenty times as many as usual. Candidates are judged in less time than their code
 * takes to be optimised; that would need the processors of the scanning threads, and 8 MiB.
 */
const lateOptimising = '--interrupt-budget=1500000';

/** A thread that is started before it is known what it will scan: it gets ready while a search is compiled. Another may join it. */
export class ScanThreads {
  private waiting: Lane | null = new Lane();

  constructor(
    readonly sizes: BlockSizes = usualSizes,
    readonly joins: JoinRule = usualRule,
  ) {
    setFlagsFromString(lateOptimising);
    // It is compiled meanwhile; who needs it is told what went wrong.
    scannerModule().catch(() => undefined);
  }

  /** For one scan, whose it is then. Later ones get another. */
  take(): Lane {
    const taken = this.waiting ?? new Lane();
    this.waiting = null;
    return taken;
  }

  /** Windows of the first, or a further thread. */
  windows(isFirst: boolean): number {
    return isFirst ? windows : fewWindows;
  }

  /** Ends one that no scan has taken. */
  async end(): Promise<void> {
    await this.waiting?.end();
    this.waiting = null;
  }
}
