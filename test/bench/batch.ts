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
const backups = new URL('./batch-backups.js', import.meta.url).href;
const program = join(dirname(fileURLToPath(import.meta.url)), '../../bin/belbo-erase.js');
const ms = (value: number): string => `${value < 100 ? value.toFixed(2) : value.toFixed(0)} ms`;
const seconds = (value: number): string => `${(value / 1000).toFixed(2)} s`;

/** Backups of the bench: files, and megabytes of all together. */
const files = 20;
const megabytes = 200;

/** The program as a whole process in a folder with its configuration. */
async function spawned(folder: string, ...args: string[]): Promise<void> {
  await Promise.resolve();
  execFileSync(process.execPath, [program, ...args], { cwd: folder, stdio: 'ignore' });
}

/** A run that finds nothing to do, against `list`, both as whole processes. */
async function idleFigure(folder: string): Promise<Figure> {
  const { own, peer, ratio } = await compare(
    11,
    async () => spawned(folder, 'run', '--quiet'),
    async () => spawned(folder, 'list'),
  );
  return {
    what: 'run with nothing to do against list',
    own: ms(own),
    peer: ms(peer),
    judged: { value: ratio, unit: 'x' },
    limit: { atMost: 1.5 },
  };
}

async function batchFigures(folder: string, requests: number): Promise<Figure[]> {
  const subjects = join(folder, 'subjects.json');
  const alone = await inFreshProcess<number>(parts, 'eraseAlone', folder, 3);
  const bare = await inFreshProcess<number>(parts, 'eraseBare', folder, 50);
  const few = await inFreshProcess<BatchResult>(parts, 'runBatch', folder, Math.round(requests / 5), subjects);
  const copy = join(folder, 'copy');
  await inFreshProcess(backups, 'copyExports', join(folder, 'exports'), copy);
  const all = await inFreshProcess<BatchResult>(parts, 'runBatch', folder, requests, subjects);
  const pass = await inFreshProcess<number>(backups, 'scrubAlone', copy, subjects);
  const { result } = all;
  const { processed } = result;
  const erasing = result.ms - result.scrub;
  const figure = (what: string, own: number, peer: number, note: string): Figure => ({
    what,
    own: ms(own / processed),
    peer: ms(peer / processed),
    judged: { value: own / peer, unit: 'x' },
    limit: { atMost: 1.3 },
    note,
  });
  return [
    figure(
      `run, a request of ${String(processed)}`,
      result.ms,
      alone.result * processed + pass.result,
      `peer: erase alone with its searches, and one scrub pass; whole run ${seconds(result.ms)}, ${String(result.attention)} for a person, ${String(result.failed)} failed`,
    ),
    figure(
      '  the same without the searches',
      result.ms - result.searches,
      bare.result * processed + pass.result,
      `peer: plan and erase, nothing else, and one scrub pass; searches ${seconds(result.searches)}`,
    ),
    figure(
      '  of it the erasures',
      erasing - result.searches,
      bare.result * processed,
      'peer: plan and erase, nothing else',
    ),
    {
      what: `  of it the backups, ${String(result.files)} files`,
      own: seconds(result.scrub),
      peer: seconds(pass.result),
      judged: { value: result.scrub / pass.result, unit: 'x' },
      limit: { atMost: 1.3 },
      note: `peer: the pass alone; ${String(result.removed)} records removed, ${String(result.review)} in doubt`,
    },
    {
      what: '  peak memory against a fifth as many',
      own: `${String(all.peak)} MiB`,
      peer: `${String(few.peak)} MiB`,
      judged: { value: all.peak / few.peak, unit: 'x' },
      limit: { atMost: 1.3 },
    },
  ];
}

/** Benchmark of the batch run; see `run.ts`. */
export async function benchBatch([size = '100000', queue = '1000', where]: readonly string[]): Promise<void> {
  const [customers, requests] = [Number(size), Number(queue)];
  await onEachEngine(where, async ({ url, label }) => {
    const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-bench-'));
    try {
      // Some for the peers and for those that need a person.
      await inFreshProcess(parts, 'buildQueue', url, customers, Math.round(requests * 1.6));
      writeFileSync(
        join(folder, 'belbo-erase.yaml'),
        `database: ${JSON.stringify(url)}\nmap: belbo\nlang: en\nbackups: [exports]\n`,
      );
      await spawned(folder, 'init');
      const { result: bytes } = await inFreshProcess<number>(
        backups,
        'writeExports',
        url,
        join(folder, 'exports'),
        files,
        megabytes,
      );
      const figures = await batchFigures(folder, requests);
      await inFreshProcess(parts, 'emptyQueue', url);
      printFigures(
        `${label}, ${String(customers)} customers, ${String(requests)} requests, ${String(files)} backups of ${(bytes / 1e6).toFixed(0)} MB in all`,
        [...figures, await idleFigure(folder)],
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
