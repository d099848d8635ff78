import type { DetectedDialect } from './detect-dialect.js';
import type { ScannerMemory } from '../customers/scanner-memory.js';
import type { BlockSizes } from './types.js';

export const usualSizes: BlockSizes = { block: 1 << 19, ahead: 1 << 16 };

/** What a thread is told to scan: blocks of a file. */
export interface ScanBlocksStart extends ScannerMemory {
  readonly module: WebAssembly.Module;
  /** File descriptor; those of a process are the same in all its threads. */
  readonly fd: number;
  readonly size: number;
  readonly sizes: BlockSizes;
  readonly detected: DetectedDialect;
  /** Shared by all threads, one number: the block that is to be scanned next. */
  readonly next: Int32Array;
  /** One number a slot: 1 as long as the other thread is at its window. */
  readonly taken: Int32Array;
}

/** What came of a block, or of a part of it. */
export interface BlockPart {
  readonly slot: number;
  readonly block: number;
  /** Byte of the file that is the first in the slot's window. */
  readonly base: number;
  /** Byte of the file at which the first record begins. */
  readonly from: number;
  /** Byte of the file behind the last one. */
  readonly next: number;
  /** Candidates in the list of the slot. */
  readonly count: number;
  /** Records and lines the thread has passed, in all its blocks: before this part and with it. */
  readonly before: { readonly records: number; readonly lines: number };
  readonly after: { readonly records: number; readonly lines: number };
  /** Whether the block is done with; it has several parts when its candidates do not fit into the list. */
  readonly last: boolean;
}

/** Where a record begins in the block, or behind it, is not to be told without reading all that stands before. */
export interface UnclearBlock {
  readonly block: number;
  readonly slot: null;
}

export type ScanBlocksMessage = BlockPart | UnclearBlock;

/** First byte in the window of a block: the one before it tells whether a record begins with it. */
export function baseOf(block: number, sizes: BlockSizes): number {
  return Math.max(0, block * sizes.block - 1);
}
