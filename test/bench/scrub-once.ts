import { closeSync, createReadStream, createWriteStream, fstatSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { createAppender } from '../../src/backups/append-file.js';
import { fileSource } from '../../src/backups/byte-source.js';
import { compileSearch } from '../../src/backups/compile-search.js';
import { threadLimits } from '../../src/backups/run-tasks.js';
import { ScanThreads } from '../../src/backups/scan-threads.js';
import { scrubCsv } from '../../src/backups/scrub-csv.js';
import type { Identifiers } from '../../src/customers/identifiers.js';
import { peakMemory } from './measure.js';

/*
 * One way to take subjects out of a file, in a process of its own: node scrub-once.js WAY FILE RESULT SUBJECTS. Prints as JSON
 * the milliseconds, what was removed and the peak memory in MiB. The peers compare customer numbers and e-mails letter by
 * letter; this tool also knows spellings, phones, names and mentions.
 */
const [way = '', path = '', result = '', subjects = ''] = process.argv.slice(2);
const readPeople = (): Identifiers[] => JSON.parse(readFileSync(subjects, 'utf8')) as Identifiers[];

function sync(file: string): void {
  const fd = openSync(file, 'r+');
  fsyncSync(fd);
  closeSync(fd);
}

async function own(writes: boolean, parallel: boolean): Promise<number> {
  const threads = parallel ? new ScanThreads() : null;
  const search = compileSearch(readPeople().map((identifiers, subject) => ({ subject, identifiers })));
  const source = openSync(path, 'r');
  const target = writes ? await open(result, 'wx') : null;
  const appender = target === null ? null : createAppender(target);
  const sink =
    appender === null
      ? null
      : { write: (bytes: Uint8Array) => appender.append(bytes), restart: () => appender.restart() };
  const outcome = await scrubCsv(fileSource(source, fstatSync(source).size), sink, search, {
    action: 'remove',
    threads,
  });
  await threads?.end();
  await appender?.sync();
  await target?.close();
  closeSync(source);
  return outcome.removed;
}

async function csvParse(): Promise<number> {
  const { parse } = await import('csv-parse');
  const { stringify } = await import('csv-stringify');
  const known = new Set(readPeople().flatMap(({ numbers, emails }) => [...numbers, ...emails]));
  let removed = 0;
  await pipeline(
    createReadStream(path),
    parse({ delimiter: ';', record_delimiter: ['\r\n', '\n', '\r'] }),
    async function* (records: AsyncIterable<string[]>) {
      for await (const record of records) {
        if (known.has(record[0] ?? '') || known.has(record[5] ?? '')) removed += 1;
        else yield record;
      }
    },
    stringify({ delimiter: ';', record_delimiter: 'windows' }),
    createWriteStream(result),
  );
  sync(result);
  return removed;
}

async function duckdb(): Promise<number> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run('create table gone (value varchar)');
  const people = readPeople();
  const appender = await connection.createAppender('gone');
  for (const value of people.flatMap(({ numbers, emails }) => [...numbers, ...emails])) {
    appender.appendVarchar(value);
    appender.endRow();
  }
  appender.closeSync();
  const read = `read_csv('${path}', delim = ';', quote = '"', header = true, all_varchar = true)`;
  const left = `select * from ${read} where "Kundennr." not in (select value from gone) and ("E-Mail" is null or "E-Mail" not in (select value from gone))`;
  await connection.run(`copy (${left}) to '${result}' (delimiter ';', header true)`);
  sync(result);
  return people.length;
}

const ways: Readonly<Record<string, () => Promise<number>>> = {
  own: async () => own(true, true),
  'own-one-thread': async () => own(true, false),
  scan: async () => own(false, true),
  'csv-parse': csvParse,
  duckdb,
};

/** This tool scrubs in threads, with a bound on their short-lived memory. */
async function inThread(): Promise<number> {
  const worker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2), resourceLimits: threadLimits });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

const start = performance.now();
const isOwn = way.startsWith('own') || way === 'scan';
const removed = isMainThread && isOwn ? await inThread() : ((await ways[way]?.()) ?? 0);
if (isMainThread) process.stdout.write(JSON.stringify({ ms: performance.now() - start, removed, peak: peakMemory() }));
else parentPort?.postMessage(removed);
