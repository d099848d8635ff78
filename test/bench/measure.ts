import { readFileSync } from 'node:fs';

/** What some work took, and what it gave. */
export interface Timed<T> {
  readonly ms: number;
  readonly result: T;
}

/** Runs work once; wall-clock milliseconds. */
export async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Two ways to do the same, each in milliseconds (median over the rounds), and how they compare. */
export interface Comparison {
  readonly own: number;
  readonly peer: number;
  /** Median of the rounds' own quotients own / peer: what slows a whole round down cancels out. */
  readonly ratio: number;
  /** The first round's quotient, when nothing has been compiled yet. */
  readonly first: number;
}

/**
 * Times two ways in turn, so that whatever else the machine does hits both. The first of the pair changes from round to round.
 * @param rounds of which each measures both ways once
 */
export async function compare(
  rounds: number,
  own: () => Promise<unknown>,
  peer: () => Promise<unknown>,
): Promise<Comparison> {
  const measured: { own: number; peer: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const first = await timed(own);
      measured.push({ own: first.ms, peer: (await timed(peer)).ms });
    } else {
      const first = await timed(peer);
      measured.push({ own: (await timed(own)).ms, peer: first.ms });
    }
  }
  return {
    own: median(measured.map((each) => each.own)),
    peer: median(measured.map((each) => each.peer)),
    ratio: median(measured.map((each) => each.own / each.peer)),
    first: (measured[0]?.own ?? Number.NaN) / (measured[0]?.peer ?? Number.NaN),
  };
}

/**
 * Most memory this process has held so far, in MiB. On Linux the high-water mark of its own address space: `maxRSS` of
 * `resourceUsage` begins with what the parent process held when it started this one.
 */
export function peakMemory(): number {
  try {
    const mark = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (mark?.[1] !== undefined) return Math.round(Number(mark[1]) / 1024);
  } catch {
    // Not Linux.
  }
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
