import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BatchResult } from './batch-parts.js';
import { onEachEngine } from './databases.js';
import { inFreshProcess } from './fresh-process.js';
import { compare } from './measure.js';
import { printFigures, type Figure } from './report.js';

const parts = new URL('./batch-parts.js', import.meta.url).href;
const program = join(dirname(fileURLToPath(import.meta.url)), '../../bin/belbo-erase.js');
const ms = (value: number): string => `${value < 100 ? value.toFixed(2) : value.toFixed(0)} ms`;

/** A run that finds nothing to do, against `list`, both as whole processes. */
async function idleFigure(url: string): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-bench-'));
  const spawned = async (...args: string[]): Promise<void> => {
    await Promise.resolve();
    execFileSync(process.execPath, [program, ...args], { cwd: folder, stdio: 'ignore' });
  };
  try {
    writeFileSync(join(folder, 'belbo-erase.yaml'), `database: ${JSON.stringify(url)}\nmap: belbo\n`);
    await spawned('init');
    const { own, peer, ratio } = await compare(
      11,
      async () => spawned('run', '--quiet'),
      async () => spawned('list'),
    );
    return {
      what: 'run with nothing to do against list',
      own: ms(own),
      peer: ms(peer),
      judged: { value: ratio, unit: 'x' },
      limit: { atMost: 1.5 },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function batchFigures(url: string, requests: number): Promise<Figure[]> {
  const alone = await inFreshProcess<number>(parts, 'eraseAlone', url, 3);
  const bare = await inFreshProcess<number>(parts, 'eraseBare', url, 50);
  const few = await inFreshProcess<BatchResult>(parts, 'runBatch', url, Math.round(requests / 5));
  const all = await inFreshProcess<BatchResult>(parts, 'runBatch', url, requests);
  const each = (batch: BatchResult, of: number): number => of / batch.processed;
  const { result } = all;
  return [
    {
      what: `run, a request of ${String(result.processed)}`,
      own: ms(each(result, result.ms)),
      peer: ms(alone.result),
      judged: { value: each(result, result.ms) / alone.result, unit: 'x' },
      limit: { atMost: 1.3 },
      note: `peer: erase alone with its searches; whole run ${(result.ms / 1000).toFixed(1)} s, ${String(result.attention)} for a person, ${String(result.failed)} failed`,
    },
    {
      what: '  the same without the searches',
      own: ms(each(result, result.ms - result.searches)),
      peer: ms(bare.result),
      judged: { value: each(result, result.ms - result.searches) / bare.result, unit: 'x' },
      limit: { atMost: 1.3 },
      note: `peer: plan and erase, nothing else; searches ${(result.searches / 1000).toFixed(1)} s`,
    },
    {
      what: '  peak memory against a fifth as many',
      own: `${String(all.peak)} MiB`,
      peer: `${String(few.peak)} MiB`,
      judged: { value: all.peak / few.peak, unit: 'x' },
    },
  ];
}

/** Benchmark of the batch run; see `run.ts`. */
export async function benchBatch([size = '100000', queue = '1000', mysql]: readonly string[]): Promise<void> {
  const [customers, requests] = [Number(size), Number(queue)];
  await onEachEngine(mysql, async ({ url, label }) => {
    // Some for the peers and for those that need a person.
    await inFreshProcess(parts, 'buildQueue', url, customers, Math.round(requests * 1.6));
    const figures = await batchFigures(url, requests);
    await inFreshProcess(parts, 'emptyQueue', url);
    printFigures(`${label}, ${String(customers)} customers, ${String(requests)} requests`, [
      ...figures,
      await idleFigure(url),
    ]);
  });
}
