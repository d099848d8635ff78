import { execFile } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Identifiers } from '../../src/customers/identifiers.js';
import { generateExport } from './generate-export.js';
import { median, timed } from './measure.js';

const run = promisify(execFile);
const once = fileURLToPath(new URL('scrub-once.js', import.meta.url));

interface Run {
  readonly ms: number;
  readonly removed: number;
  /** MiB; 0 where it is another program's. */
  readonly peak: number;
}

const python = `
import csv, json, os, sys
people = json.load(open(sys.argv[3]))
known = set(v for p in people for v in p['numbers'] + p['emails'])
with open(sys.argv[1], newline='', encoding='utf-8') as source, open(sys.argv[2], 'w', newline='', encoding='utf-8') as target:
    writer = csv.writer(target, delimiter=';', lineterminator='\\r\\n')
    for row in csv.reader(source, delimiter=';'):
        if row[0] not in known and row[5] not in known:
            writer.writerow(row)
    target.flush()
    os.fsync(target.fileno())
`;

interface Files {
  readonly path: string;
  readonly result: string;
  readonly subjects: string;
}

async function node(way: string, { path, result, subjects }: Files): Promise<Run> {
  const { stdout } = await run(process.execPath, [once, way, path, result, subjects]);
  return JSON.parse(stdout) as Run;
}

async function program(command: string, args: readonly string[]): Promise<Run> {
  const { ms } = await timed(async () => run(command, [...args], { maxBuffer: 1 << 20 }));
  return { ms, removed: 0, peak: 0 };
}

const shell = (line: string, { path, result }: Files): Promise<Run> => program('sh', ['-c', line, 'sh', path, result]);

const ways: readonly (readonly [string, (files: Files) => Promise<Run>])[] = [
  ['cp and fsync', async (files) => shell('cp "$1" "$2" && sync "$2"', files)],
  ['belbo-erase', async (files) => node('own', files)],
  ['belbo-erase, 1 thread', async (files) => node('own-one-thread', files)],
  ['belbo-erase, scan only', async (files) => node('scan', files)],
  ['DuckDB, 2 threads', async (files) => node('duckdb', files)],
  ['python3 csv', async ({ path, result, subjects }) => program('python3', ['-c', python, path, result, subjects])],
  ['Miller (copies only)', async (files) => shell('mlr --csv --ifs ";" --ofs ";" cat "$1" > "$2" && sync "$2"', files)],
  ['csv-parse | csv-stringify', async (files) => node('csv-parse', files)],
];

function report(label: string, bytes: number, runs: readonly Run[]): number {
  const ms = median(runs.map((each) => each.ms));
  const peak = Math.max(...runs.map((each) => each.peak));
  const memory = peak === 0 ? '' : `, peak ${String(peak)} MiB`;
  const removed = runs[0]?.removed ?? 0;
  process.stdout.write(
    `  ${label.padEnd(28)} ${(bytes / 1000 / ms).toFixed(0).padStart(6)} MB/s  ${ms.toFixed(0).padStart(7)} ms${memory}${removed > 0 ? `, removed ${String(removed)}` : ''}\n`,
  );
  return ms;
}

/** Somebody like the subjects who is not in the file. */
function stranger(identifiers: Identifiers, index: number): Identifiers {
  return {
    ...identifiers,
    numbers: [`Q-${String(5_000_000 + index)}`],
    emails: identifiers.emails.map((email) => `q.${email}`),
    phones: identifiers.phones.map((phone) => `${phone}99`),
    names: identifiers.names.map(({ family }) => ({ given: 'Xaverius', family: `Quo${family.toLowerCase()}` })),
  };
}

async function benchWays(files: Files, bytes: number, rounds: number): Promise<void> {
  const runs = new Map<string, Run[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [label, way] of ways) {
      // No way is to be charged for emptying the file of the one before.
      rmSync(files.result, { force: true });
      const result = await way(files).catch(() => null);
      if (result !== null) runs.set(label, [...(runs.get(label) ?? []), result]);
    }
  }
  for (const [label] of ways) {
    const measured = runs.get(label);
    if (measured === undefined) process.stdout.write(`  ${label.padEnd(28)} not installed\n`);
    else report(label, bytes, measured);
  }
}

async function benchTwoFiles(folder: string, files: Files): Promise<void> {
  const second = { ...files, result: join(folder, 'result-2.csv') };
  const clear = (): void => {
    for (const { result } of [files, second]) rmSync(result, { force: true });
  };
  clear();
  // Of two files each has one thread; of one file, on idle processors, another thread scans ahead.
  const together = await timed(async () =>
    Promise.all([node('own-one-thread', files), node('own-one-thread', second)]),
  );
  for (const way of ['own-one-thread', 'own']) {
    clear();
    const apart = await timed(async () => {
      await node(way, files);
      await node(way, second);
    });
    const threads = way === 'own' ? 'two threads' : 'one thread';
    process.stdout.write(
      `2 files on 2 cores: ${(apart.ms / together.ms).toFixed(2)} times one after the other by ${threads} each\n`,
    );
  }
}

/** A quote that nobody closes, near the beginning: read by the rules to the letter, all that follows is one cell. */
async function benchOpenQuote(files: Files, bytes: number, rounds: number): Promise<void> {
  const file = openSync(files.path, 'r+');
  const line = Buffer.alloc(1024);
  const at = line.subarray(0, readSync(file, line, 0, line.length, 0)).indexOf('\n') + 1;
  // The first customer's salutation becomes an opening quote: no byte is added.
  const cell = line.indexOf(';', at) + 1;
  writeSync(file, '"', cell);
  closeSync(file);
  process.stdout.write('\n100 subjects, a quote in the first record is never closed\n');
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round += 1) {
    rmSync(files.result, { force: true });
    runs.push(await node('own', files));
  }
  report('belbo-erase', bytes, runs);
}

/** Benchmark of the scrub; see `run.ts`. Each way runs in a process of its own, medians of the rounds. */
export async function benchScrub([
  megabytes = '500',
  rounds = '3',
  subjects = '1,100,10000',
]: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-bench-'));
  try {
    const path = join(folder, 'export.csv');
    const made = generateExport(path, Number(megabytes) * 1e6, 10_000);
    process.stdout.write(`${String(made.records)} records, ${(made.bytes / 1e6).toFixed(0)} MB\n`);
    const files = { path, result: join(folder, 'result.csv'), subjects: join(folder, 'subjects.json') };
    for (const count of subjects.split(',').map(Number)) {
      writeFileSync(files.subjects, JSON.stringify(made.subjects.slice(0, count)));
      process.stdout.write(`\n${String(count)} subjects\n`);
      await benchWays(files, made.bytes, Number(rounds));
    }
    const nobody = { ...files, subjects: join(folder, 'nobody.json') };
    writeFileSync(nobody.subjects, JSON.stringify(made.subjects.slice(0, 100).map(stranger)));
    process.stdout.write('\n100 subjects who are not in the file\n');
    const runs: Run[] = [];
    for (let round = 0; round < Number(rounds); round += 1) {
      rmSync(files.result, { force: true });
      runs.push(await node('own', nobody));
    }
    report('belbo-erase', made.bytes, runs);
    writeFileSync(files.subjects, JSON.stringify(made.subjects.slice(0, 100)));
    process.stdout.write('\n');
    await benchTwoFiles(folder, files);
    await benchOpenQuote(files, made.bytes, Number(rounds));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
