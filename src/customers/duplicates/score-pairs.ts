import type { MatchRecord } from '../match-record.js';
import { compareRecords, type MatchModel, type Score } from '../score.js';
import type { BlockPart } from './blocks.js';
import { compareGroups } from './compare-groups.js';
import { FactRecords } from './fact-records.js';
import type { Facts } from './facts.js';
import type { NameSigns } from './name-signs.js';
import { packReasons, type PackedReasons } from './packed-reasons.js';
import { createPairFilter } from './pair-filter.js';

/** Pairs in the match or possible band, by the rows of their records. */
export interface ScoredPairs {
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly score: Float64Array;
  /** 1 for the match band, 0 for the possible one. */
  readonly match: Uint8Array;
  readonly reasons: PackedReasons;
}

/** What pairs are scored with. */
export interface ScoreJob {
  readonly facts: Facts;
  readonly signs: NameSigns;
  readonly model: Omit<MatchModel, 'records' | 'countOf' | 'population'>;
}

/** Work of one thread: blocks to be sifted for pairs that may reach the possible band, or such pairs to be compared in full. */
export type ScoreTask = { readonly blocks: BlockPart } | { readonly pairs: Float64Array };

/** What it gave: pairs as one number each (`a * records + b`, a the smaller row), or their scores. */
export type ScoreResult = { readonly sifted: Float64Array } | { readonly scored: ScoredPairs };

/** The model that scores the records of facts. */
export function modelOf(job: ScoreJob, records: FactRecords): MatchModel {
  return { ...job.model, population: job.facts.population, records: job.facts.records, countOf: records.countOf };
}

/** Compares two records of facts, the one with the smaller key first: the last bit of a sum depends on the order. */
export function comparePair(
  records: FactRecords,
  model: MatchModel,
  a: number,
  b: number,
): ReturnType<typeof compareRecords> {
  // What was counted of the first must not be let go for the second.
  records.makeRoom(2);
  const [left, right] = [records.record(a), records.record(b)];
  return left.key < right.key ? compareRecords(left, right, model) : compareRecords(right, left, model);
}

/** Compares two groups of records of facts, in an order that does not depend on that of the rows. */
export function compareBoth(
  records: FactRecords,
  model: MatchModel,
  one: readonly number[],
  other: readonly number[],
): ReturnType<typeof compareGroups> {
  // All of them at once: what was counted of one must not be let go for another.
  records.makeRoom(one.length + other.length);
  const group = (list: readonly number[]): MatchRecord[] =>
    list.map((each) => records.record(each)).sort((a, b) => (a.key < b.key ? -1 : 1));
  const [left, right] = [group(one), group(other)];
  return (left[0]?.key ?? '') < (right[0]?.key ?? '')
    ? compareGroups(left, right, model)
    : compareGroups(right, left, model);
}

/**
 * Pairs that were sifted out lately, each at a place made of both records; what comes to the same place takes it over. Who is one person
 * meets under most keys, and is put forward once or twice instead of ten times.
 */
class Remembered {
  private readonly pairs = new Float64Array(1 << 18).fill(-1);

  private placeOf(a: number, b: number): number {
    return (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 14;
  }

  has(a: number, b: number, pair: number): boolean {
    return this.pairs[this.placeOf(a, b)] === pair;
  }

  add(a: number, b: number, pair: number): void {
    this.pairs[this.placeOf(a, b)] = pair;
  }
}

/** Makes the function that does the work of one thread. */
export function createScorer(job: ScoreJob): (task: ScoreTask) => ScoreResult {
  const { facts } = job;
  const records = new FactRecords(facts);
  const model = modelOf(job, records);
  const filter = createPairFilter(facts, job.signs, records, model);
  const remembered = new Remembered();
  const sift = ({ records: rows, ends }: BlockPart): Float64Array => {
    const sifted: number[] = [];
    let start = 0;
    for (const end of ends) {
      for (let i = start; i < end; i += 1) {
        const a = rows[i] ?? 0;
        for (let j = i + 1; j < end; j += 1) {
          const b = rows[j] ?? 0;
          if (!filter.isNear(a, b, model.possible)) continue;
          const pair = a * facts.records + b;
          if (remembered.has(a, b, pair) || !filter.mayReach(a, b, model.possible)) continue;
          sifted.push(pair);
          remembered.add(a, b, pair);
        }
      }
      start = end;
    }
    return Float64Array.from(sifted);
  };
  const score = (pairs: Float64Array): ScoredPairs => {
    const found: ({ readonly a: number; readonly b: number } & Score)[] = [];
    for (const pair of pairs) {
      const a = Math.trunc(pair / facts.records);
      const b = pair - a * facts.records;
      const compared = comparePair(records, model, a, b);
      if (compared.band !== 'different') found.push({ a, b, ...compared });
    }
    return {
      a: Uint32Array.from(found, (each) => each.a),
      b: Uint32Array.from(found, (each) => each.b),
      score: Float64Array.from(found, (each) => each.score),
      match: Uint8Array.from(found, (each) => Number(each.band === 'match')),
      reasons: packReasons(found),
    };
  };
  return (task) => ('blocks' in task ? { sifted: sift(task.blocks) } : { scored: score(task.pairs) });
}
