import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { findDuplicates } from '../../src/customers/duplicates/find-duplicates.js';
import { searchCandidates } from '../../src/customers/find-candidates.js';
import { selectCustomers } from '../../src/customers/read-records.js';
import { openDatabase } from '../../src/database/connect.js';
import { inventGermans } from './german-records.js';
import { fillCustomers, openSource } from './match-database.js';
import { clusterPairs, judge, truePairs, type Quality } from './match-quality.js';
import { compare, timed, type Comparison } from './measure.js';

/* The parts of the bench of matching that are run in a process of their own (see `fresh-process.ts`). */

const columns = [
  'id',
  'cluster',
  'given',
  'family',
  'birthDate',
  'street',
  'houseNumber',
  'postalCode',
  'city',
] as const;

/** Writes records to a CSV file for other programs, their truth with them. */
export async function writeGermans(path: string, folder: string, size: number): Promise<void> {
  const file = openSync(path, 'w');
  let lines = `${columns.join(';')}\n`;
  for (const customer of inventGermans(folder, size, 5)) {
    lines += `${columns.map((column) => (customer[column] ?? '').replace(/[;"\n]/g, ' ')).join(';')}\n`;
    if (lines.length > 1 << 20) {
      writeSync(file, lines);
      lines = '';
    }
  }
  writeSync(file, lines);
  closeSync(file);
  return Promise.resolve();
}

/** Writes the same records into an empty database. */
export async function fillGermans(url: string, folder: string, size: number): Promise<void> {
  const db = await openDatabase(url);
  if (db.engine === 'sqlite') await db.run('PRAGMA synchronous = OFF');
  await fillCustomers(db, inventGermans(folder, size, 5));
  await db.close();
}

function truthOf(csv: string): Map<string, string> {
  const clusterOf = new Map<string, string>();
  for (const line of readFileSync(csv, 'utf8').split('\n').slice(1)) {
    const [id, cluster] = line.split(';', 2);
    if (id !== undefined && cluster !== undefined) clusterOf.set(id, cluster);
  }
  return clusterOf;
}

export interface AllResult {
  readonly ms: number;
  readonly match: Quality;
  readonly clustered: Quality;
  readonly largest: number;
  readonly largestTrue: number;
  /** MiB of this process before the truth was read for judging. */
  readonly peak: number;
}

/** `duplicates --all`. */
export async function findAll(url: string, csv: string): Promise<AllResult> {
  const { peakMemory } = await import('./measure.js');
  const source = await openSource(url);
  const { ms, result } = await timed(async () => findDuplicates(source));
  await source.db.close();
  const peak = peakMemory();
  const clusterOf = truthOf(csv);
  const wanted = truePairs(clusterOf);
  const sizes = new Map<string, number>();
  for (const cluster of clusterOf.values()) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const matches = result.pairs.filter(({ band }) => band === 'match').map(({ a, b }) => [a, b] as const);
  return {
    ms,
    match: judge(matches, clusterOf, wanted),
    clustered: judge(clusterPairs(result.clusters), clusterOf, wanted),
    largest: result.clusters.reduce((most, { length }) => Math.max(most, length), 0),
    largestTrue: [...sizes.values()].reduce((most, size) => Math.max(most, size), 0),
    peak,
  };
}

/** Keys of so many customers of the bench. */
const someKeys = (subjects: number): string[][] => Array.from({ length: subjects }, (_, at) => [String(1 + at * 997)]);

/** So many subjects against all, once, as a command does; for its memory. */
export async function searchOnce(url: string, subjects: number): Promise<number> {
  const source = await openSource(url);
  const found = await searchCandidates(source, someKeys(subjects));
  await source.db.close();
  return found.reduce((sum, { candidates }) => sum + candidates.length, 0);
}

/** So many subjects against all, and a bare SELECT of the same columns. */
export async function searchSome(url: string, subjects: number, rounds: number): Promise<Comparison> {
  const source = await openSource(url);
  const { sql, bindings } = await selectCustomers(source);
  const keys = someKeys(subjects);
  const result = await compare(
    rounds,
    async () => searchCandidates(source, keys),
    async () => {
      let rows = 0;
      for await (const batch of source.db.batches(sql, bindings)) rows += batch.length;
      return rows;
    },
  );
  await source.db.close();
  return result;
}

export interface DuckResult {
  readonly ms: number;
  /** At the threshold that suits it best, chosen with the truth. */
  readonly best: Quality;
}

/** A deduplication in DuckDB's SQL: four blocking rules, Jaro-Winkler levels with weights set by hand. */
export async function duckDuplicates(csv: string): Promise<DuckResult> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const { ms, result } = await timed(async () => {
    await connection.run(
      `create table r as select id, cluster, lower(strip_accents(coalesce(given, ''))) g, lower(strip_accents(coalesce(family, ''))) f,
         coalesce(birthDate, '') d, lower(coalesce(street, '')) s, coalesce(houseNumber, '') h, coalesce(postalCode, '') p
       from read_csv('${csv}', delim = ';', header = true, all_varchar = true)`,
    );
    await connection.run(
      `create table pairs as
       with keys as (
         select id, 'a' || d || left(f, 2) k from r where d <> '' and f <> ''
         union all select id, 'b' || d || left(g, 2) from r where d <> '' and g <> ''
         union all select id, 'c' || g || '|' || f || '|' || left(p, 3) from r where g <> '' and f <> '' and p <> ''
         union all select id, 'd' || f || '|' || p || '|' || s from r where f <> '' and p <> '' and s <> ''
       ),
       candidates as (select distinct a.id a, b.id b from keys a join keys b on a.k = b.k and a.id < b.id)
       select a.id a, b.id b, a.cluster = b.cluster ok,
         case when a.g = '' or b.g = '' then 0 when a.g = b.g then 6 when jaro_winkler_similarity(a.g, b.g) > 0.88 then 3
              when a.g = b.f and a.f = b.g then 6 else -4 end
         + case when a.f = '' or b.f = '' then 0 when a.f = b.f then 8 when jaro_winkler_similarity(a.f, b.f) > 0.88 then 4
              when a.g = b.f and a.f = b.g then 6 else -4 end
         + case when a.d = '' or b.d = '' then 0 when a.d = b.d then 12 when damerau_levenshtein(a.d, b.d) <= 1 then 6 else -5 end
         + case when a.p = '' or b.p = '' then 0 when a.p = b.p then 6 else -2 end
         + case when a.s = '' or b.s = '' then 0 when a.s = b.s and a.h = b.h then 8 when jaro_winkler_similarity(a.s, b.s) > 0.92 then 4
              else -2 end w
       from candidates c join r a on a.id = c.a join r b on b.id = c.b`,
    );
    return connection.runAndReadAll('select w, count(*) n, sum(ok::int) k from pairs group by w order by w desc');
  });
  const wanted = truePairs(truthOf(csv));
  let [found, right] = [0, 0];
  let best: Quality = { precision: 0, recall: 0, f1: 0 };
  for (const [, n, k] of result.getRows()) {
    found += Number(n);
    right += Number(k);
    const [precision, recall] = [right / found, right / wanted];
    const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    if (f1 > best.f1) best = { precision, recall, f1 };
  }
  return { ms, best };
}
