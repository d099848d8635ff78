import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDuplicates, type Duplicates } from '../../src/customers/duplicates/find-duplicates.js';
import { openDatabase } from '../../src/database/connect.js';
import { fillCustomers, openSource, type BenchCustomer } from './match-database.js';

/** Pairwise figures against the truth. */
export interface Quality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

type Pair = readonly [string, string];

const size = (count: number): number => (count * (count - 1)) / 2;

/** How many pairs are true. */
export function truePairs(clusterOf: ReadonlyMap<string, string>): number {
  const sizes = new Map<string, number>();
  for (const cluster of clusterOf.values()) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, count) => sum + size(count), 0);
}

/** Judges pairs, each given once. */
export function judge(pairs: Iterable<Pair>, clusterOf: ReadonlyMap<string, string>, wanted: number): Quality {
  let [found, right] = [0, 0];
  for (const [a, b] of pairs) {
    found += 1;
    if (clusterOf.get(a) === clusterOf.get(b)) right += 1;
  }
  const precision = found === 0 ? 1 : right / found;
  const recall = wanted === 0 ? 1 : right / wanted;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** All pairs within clusters. */
export function* clusterPairs(clusters: Duplicates['clusters']): Generator<Pair> {
  for (const cluster of clusters) {
    for (const [at, a] of cluster.entries()) for (const b of cluster.slice(at + 1)) yield [a, b];
  }
}

/** Runs the search of `duplicates --all` over customers, in a SQLite file. */
export async function searchAll(customers: readonly BenchCustomer[]): Promise<Duplicates> {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-bench-'));
  const url = `sqlite:${join(folder, 'customers.sqlite')}`;
  try {
    writeFileSync(join(folder, 'customers.sqlite'), '');
    const db = await openDatabase(url);
    await db.run('PRAGMA synchronous = OFF');
    await fillCustomers(db, customers);
    await db.close();
    const source = await openSource(url);
    const found = await findDuplicates(source);
    await source.db.close();
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
