import { neverMergeOn, type MatchSource } from '../find-candidates.js';
import type { Band, Reason } from '../score.js';
import { keyKinds } from './blocking-keys.js';
import { gatherBlocks, type SkippedBlocks } from './blocks.js';
import { clusterRecords, type Edge } from './cluster.js';
import { FactRecords } from './fact-records.js';
import { signNames } from './name-signs.js';
import { unpackReasons } from './packed-reasons.js';
import { readFacts } from './read-facts.js';
import { startScoring } from './run-scoring.js';
import { compareBoth, comparePair, modelOf, type ScoredPairs, type ScoreJob } from './score-pairs.js';

/** Two records that may be one person's. */
export interface DuplicatePair {
  /** Joined keys, the smaller text first. */
  readonly a: string;
  readonly b: string;
  readonly score: number;
  readonly band: Exclude<Band, 'different'>;
  readonly reasons: readonly Reason[];
}

/** All duplicates of a database. */
export interface Duplicates {
  readonly records: number;
  /** Best first: those in the match band, then the possible ones, each by score, equals by key. */
  readonly pairs: readonly DuplicatePair[];
  /** Keys of the records of one person each, two or more; clusters by their first key. */
  readonly clusters: readonly (readonly string[])[];
  /** What too many records share for them to be compared because of it. */
  readonly skipped: readonly SkippedBlocks[];
}

/** What the search over all customers needs beside the customers. */
export interface DuplicateSource extends MatchSource {
  /** Pairs of joined keys that somebody has said to be different people. */
  readonly different: readonly (readonly [string, string])[];
  /** Pairs that somebody has said to be one person. */
  readonly same: readonly (readonly [string, string])[];
  /** Threads that compare; by default as many as there are processors. */
  readonly threads?: number;
}

/** Pairs one thread sifts at a time, and compares at a time. */
const perTask = { sifted: 1_000_000, compared: 20_000 } as const;

/** Each pair once, in order: those that share several keys were met several times. */
function distinct(lists: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  all.sort();
  let kept = 0;
  for (const pair of all) {
    if (kept > 0 && all[kept - 1] === pair) continue;
    all[kept] = pair;
    kept += 1;
  }
  return all.subarray(0, kept);
}

async function scoreAll(job: ScoreJob, source: DuplicateSource): Promise<[readonly ScoredPairs[], SkippedBlocks[]]> {
  const { facts, signs } = job;
  const scoring = startScoring(job, source.threads);
  const skipped: SkippedBlocks[] = [];
  let done = 0;
  try {
    for (const kind of keyKinds(facts, signs)) {
      const blocks = gatherBlocks(kind, facts.records);
      if (blocks.skipped !== null) skipped.push(blocks.skipped);
      for (const part of blocks.parts(perTask.sifted)) await scoring.add({ blocks: part });
      done += blocks.pairs;
      source.onProgress?.({ stage: 'compare', done, total: null, unit: 'pairs' });
    }
    const sifted = await scoring.finish();
    const pairs = distinct(sifted.flatMap((result) => ('sifted' in result ? [result.sifted] : [])));
    for (let at = 0; at < pairs.length; at += perTask.compared)
      await scoring.add({ pairs: pairs.slice(at, at + perTask.compared) });
    const scored = await scoring.finish();
    return [scored.flatMap((result) => ('scored' in result ? [result.scored] : [])), skipped];
  } finally {
    await scoring.close();
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

interface KeyedEdge extends Edge {
  readonly first: string;
  readonly second: string;
  /** Where it was found. */
  readonly from: ScoredPairs;
  readonly at: number;
}

function edgesOf(found: readonly ScoredPairs[], records: FactRecords): KeyedEdge[] {
  const edges: KeyedEdge[] = [];
  for (const from of found) {
    const { a, b, score, match } = from;
    for (let at = 0; at < a.length; at += 1) {
      const [left, right] = [a[at] ?? 0, b[at] ?? 0];
      const [one, other] = [records.key(left), records.key(right)];
      const pair =
        one < other
          ? { a: left, b: right, first: one, second: other }
          : { a: right, b: left, first: other, second: one };
      edges.push({ ...pair, score: score[at] ?? 0, match: match[at] === 1, from, at });
    }
  }
  return edges.sort((x, y) => y.score - x.score || byText(x.first, y.first) || byText(x.second, y.second));
}

/** Rows of the records with these keys. */
function rowsByKey(records: FactRecords, count: number, keys: readonly string[]): Map<string, number> {
  const rows = new Map<string, number>();
  if (keys.length === 0) return rows;
  const wanted = new Set(keys);
  for (let at = 0; at < count; at += 1) {
    const key = records.key(at);
    if (wanted.has(key)) rows.set(key, at);
  }
  return rows;
}

/**
 * Searches all customers for those that are entered more than once. Reads the customers once; what is kept of them is in memory
 * and nowhere else. The result does not depend on the engine, the number of threads or the order of the rows.
 */
export async function findDuplicates(source: DuplicateSource): Promise<Duplicates> {
  const facts = await readFacts(source, source.onProgress);
  const job: ScoreJob = {
    facts,
    signs: signNames(facts.texts.name),
    model: { ...source.matching, neverMergeOn: neverMergeOn(source.map) },
  };
  const [found, skipped] = await scoreAll(job, source);
  const records = new FactRecords(facts);
  const model = modelOf(job, records);
  const edges = edgesOf(found, records);
  const told = new Set(source.different.map((pair) => [...pair].sort(byText).join('\u001e')));
  const rowOf = rowsByKey(records, facts.records, source.same.flat());
  const same = source.same.flatMap(([one, other]) => {
    const [a, b] = [rowOf.get(one), rowOf.get(other)];
    return a === undefined || b === undefined ? [] : [[a, b] as const];
  });
  const clusters = clusterRecords(edges, {
    same,
    score: (a, b) => comparePair(records, model, a, b).score,
    isDifferent: (a, b) => told.size > 0 && told.has([records.key(a), records.key(b)].sort(byText).join('\u001e')),
    isMatch: (one, other) => compareBoth(records, model, one, other).band === 'match',
    least: source.matching.possible,
  });
  return {
    records: facts.records,
    pairs: [...edges.filter(({ match }) => match), ...edges.filter(({ match }) => !match)].map(
      ({ first, second, score, match, from, at }) => ({
        a: first,
        b: second,
        score,
        band: match ? 'match' : 'possible',
        reasons: unpackReasons(from.reasons, at),
      }),
    ),
    clusters: clusters
      .map((cluster) => cluster.map((record) => records.key(record)).sort(byText))
      .sort((x, y) => byText(x[0] ?? '', y[0] ?? '')),
    skipped,
  };
}
