import { margin, Parameter, type ScannerMemory } from '../customers/scanner-memory.js';

/** What came of a scan. */
export interface ScannedPart {
  /** Where in the window the first record begins that does not end there, or was not scanned any more. */
  readonly next: number;
  /** Candidates in the list. */
  readonly count: number;
  /** Whether the list was full before the end. */
  readonly full: boolean;
  /** Records and lines passed in all. */
  readonly records: number;
  readonly lines: number;
}

/** Scans a slot's window from `from` to `limit`; `complete`: the file ends there. */
export type RunScanner = (slot: number, from: number, limit: number, complete: boolean) => ScannedPart;

/** Makes the module ready to run. It remembers how many records and lines it has passed. */
export async function openScanner(module: WebAssembly.Module, { memory, slots }: ScannerMemory): Promise<RunScanner> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const scan = exports['scan'] as (from: number, limit: number, complete: number) => number;
  const bytes = new Uint8Array(memory.buffer);
  const integers = new Int32Array(memory.buffer);
  return (slot, from, limit, complete) => {
    const { window, list } = slots[slot] ?? { window: 0, list: 0 };
    bytes.fill(0, window + limit, window + limit + margin);
    integers[Parameter.output] = list;
    integers[Parameter.full] = 0;
    const next = scan(window + from, window + limit, complete ? 1 : 0) - window;
    return {
      next,
      count: integers[Parameter.count] ?? 0,
      full: integers[Parameter.full] === 1,
      records: integers[Parameter.records] ?? 0,
      lines: integers[Parameter.lines] ?? 0,
    };
  };
}
