import { existsSync } from 'node:fs';
import { clusterPairs, judge, searchAll, truePairs } from './match-quality.js';
import { readLabelledSets, type LabelledSet } from './match-sets.js';
import { timed } from './measure.js';

const folder = process.env['BELBO_ERASE_BENCH_DATA'] ?? '../shared/data/matching';

async function qualityOf({ name, customers }: LabelledSet): Promise<void> {
  const clusterOf = new Map(customers.map(({ id, cluster }) => [id, cluster]));
  const wanted = truePairs(clusterOf);
  const { ms, result } = await timed(async () => searchAll(customers));
  const pairs = result.pairs.map(({ a, b }) => [a, b] as const);
  const matches = result.pairs.filter(({ band }) => band === 'match').map(({ a, b }) => [a, b] as const);
  const show = (what: string, list: Iterable<readonly [string, string]>): void => {
    const { precision, recall, f1 } = judge(list, clusterOf, wanted);
    process.stdout.write(`  ${what.padEnd(18)} P ${precision.toFixed(4)} R ${recall.toFixed(4)} F1 ${f1.toFixed(4)}\n`);
  };
  process.stdout.write(`${name}: ${String(customers.length)} / ${String(wanted)}, ${ms.toFixed(0)} ms\n`);
  show('match', matches);
  show('match + possible', pairs);
  show('clustered', clusterPairs(result.clusters));
  process.stdout.write(`  ${JSON.stringify(result.skipped)}\n`);
}

/** Benchmark of matching; see `run.ts`. */
export async function benchMatch(): Promise<void> {
  if (!existsSync(folder)) process.stdout.write(`no labelled sets at ${folder}\n`);
  for (const set of readLabelledSets(folder)) await qualityOf(set);
}
