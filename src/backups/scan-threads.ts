import { on } from 'node:events';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { ScannerMemory } from './run-scanner.js';
import { usualSizes, type ScanBlocksMessage, type ScanBlocksStart } from './scan-blocks-protocol.js';
import { scannerModule } from './scanner-module.js';
import type { BlockSizes } from './types.js';
import type { ListReport } from './wasm-scanner.js';

/** The threads do little but call the scanner. */
const limits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 32 } as const;

/**
 * How many threads scan. One on two processors, for the thread that judges has the other: three would wait for each other. More than two
 * would have nothing to do.
 */
const usualCount = Math.min(2, Math.max(1, availableParallelism() - 1));

/** Windows of all threads: they are filled and scanned while others wait to be judged, so that blocks with much in them make nobody wait. */
const windows = 12;

/** What a thread works on, and how the list of a slot is read. */
export interface LaneWork {
  readonly laidOut: ScannerMemory;
  readonly readList: (slot: number, count: number, report: ListReport) => void;
}

/** A thread that scans every other block, and the memory shared with it. */
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

  /** The next part of a block. Rejects when the thread has failed. */
  async next(): Promise<ScanBlocksMessage> {
    const result: IteratorResult<readonly unknown[], unknown> = await this.messages.next();
    if (result.done === true) throw new Error('the scanning thread ended');
    return result.value[0] as ScanBlocksMessage;
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

const startLanes = (count: number): readonly Lane[] => Array.from({ length: count }, () => new Lane());

/**
 * Bytecodes a function runs for before it is optimised: twenty times as many as usual. Candidates are judged in less time than their code
 * takes to be optimised; that would need the processors of the scanning threads, and 8 MiB.
 */
const lateOptimising = '--interrupt-budget=1500000';

/** Threads that are started before it is known what they will scan: they get ready while a search is compiled. */
export class ScanThreads {
  /** Windows of each thread. */
  readonly slots: number;
  private waiting: readonly Lane[];

  constructor(
    readonly sizes: BlockSizes = usualSizes,
    private readonly count = usualCount,
  ) {
    setFlagsFromString(lateOptimising);
    this.slots = Math.ceil(windows / count);
    this.waiting = startLanes(count);
    // It is compiled meanwhile; who needs it is told what went wrong.
    scannerModule().catch(() => undefined);
  }

  /** For one scan, whose they are then. Later ones get others. */
  take(): readonly Lane[] {
    const taken = this.waiting.length > 0 ? this.waiting : startLanes(this.count);
    this.waiting = [];
    return taken;
  }

  /** Ends those that no scan has taken. */
  async end(): Promise<void> {
    await Promise.all(this.waiting.map(async (lane) => lane.end()));
    this.waiting = [];
  }
}
