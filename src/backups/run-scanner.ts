/** Places of the parameters, in 32-bit numbers; see assembly/parameters.ts. */
export const Parameter = {
  delimiter: 0,
  quote: 1,
  utf8: 2,
  specials: 4,
  keys: 5,
  labelled: 9,
  numbers: 13,
  labelledCount: 17,
  lastNumber: 18,
  titles: 19,
  titleCount: 20,
  roles: 21,
  options: 22,
  gmail: 23,
  googlemail: 24,
  output: 25,
  room: 26,
  longestQuoted: 27,
  count: 28,
  records: 29,
  lines: 30,
  full: 31,
  scratch: 32,
  words: 33,
  confirming: 35,
} as const;

/** Behind the window there are zeros, and in front of it: what is read there divides words. */
export const margin = 256;
/** Numbers a candidate takes in the list. */
export const entrySize = 7;

/** Memory of the module, with all it needs for a search and a dialect, and the places that are filled and read by others. */
export interface ScannerMemory {
  /** Shared: a thread may scan in it while another reads what was found. */
  readonly memory: WebAssembly.Memory;
  /** Bytes of a window. */
  readonly windowSize: number;
  /** A window of the file each, and the list of the candidates found in it. */
  readonly slots: readonly { readonly window: number; readonly list: number }[];
}

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
