import type { ScannerMemory } from './run-scanner.js';
import type { Window } from './windows.js';

/** What the thread that scans ahead is started with. */
export interface ScanAheadStart extends ScannerMemory {
  readonly module: WebAssembly.Module;
  /** File descriptor; those of a process are the same in all its threads. */
  readonly fd: number;
  readonly size: number;
  /** Byte the first record begins at. */
  readonly start: number;
  /** One number a slot: 1 as long as the other thread is at its window. */
  readonly taken: Int32Array;
}

/** A window that was scanned. It stays as it is until its slot is given back. */
export interface ScannedWindow {
  readonly slot: number;
  readonly window: Window;
  /** Candidates in the list of the slot. */
  readonly count: number;
  /** See `Windows.close`. */
  readonly tooLong: boolean;
  /** Records and lines passed at the end. */
  readonly records: number;
  readonly lines: number;
  /** Whether it is the last one. */
  readonly last: boolean;
}
