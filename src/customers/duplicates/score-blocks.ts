import { compareGroups, compareRecords, type Band, type MatchModel } from '../score.js';
import type { MatchRecord } from '../match-record.js';
import type { Keys } from './blocking-keys.js';
import { FactRecords } from './fact-records.js';
import type { Facts } from './facts.js';
import { PairFilter } from './pair-filter.js';

/** Pairs in the match or possible band, by the rows of their records. */
export interface ScoredPairs {
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly score: Float64Array;
  /** 1 for the match band, 0 for the possible one. */
  readonly match: Uint8Array;
}

/** What blocks are scored with. */
export interface ScoreJob {
  readonly facts: Facts;
  readonly keys: Keys;
  readonly model: Omit<MatchModel, 'records' | 'countOf' | 'population'>;
}

/** A part of the blocks of one kind. */
export interface BlockTask {
  /** Index in `keys.kinds`. */
  readonly kind: number;
  /** Whole blocks, as `gatherBlocks` laid them out. */
  readonly slots: Uint32Array;
}

/** The model that scores the records of facts. */
export function modelOf(job: ScoreJob, records: FactRecords): MatchModel {
  return { ...job.model, population: job.facts.population, records: job.facts.records, countOf: records.chance };
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

/** Says of two records that share a key whether they were compared for another one before. */
function comparedBefore({ rows, stride, kinds }: Keys, kind: number, a: number, b: number, key: number): boolean {
  const [left, right] = [a * stride, b * stride];
  for (let at = 0; at <= kind; at += 1) {
    const each = kinds[at];
    if (each === undefined) break;
    for (let slot = each.from; slot < each.to; slot += 1) {
      const own = rows[left + slot] ?? 0;
      if (own === 0 || (at === kind && own >= key)) continue;
      for (let other = each.from; other < each.to; other += 1) if (rows[right + other] === own) return true;
    }
  }
  return false;
}

/** Makes the function that compares the records of blocks. */
export function createBlockScorer(job: ScoreJob): (task: BlockTask) => ScoredPairs {
  const { facts, keys } = job;
  const records = new FactRecords(facts);
  const model = modelOf(job, records);
  const filter = new PairFilter(facts, records, model);
  return ({ kind, slots }) => {
    const found: { a: number; b: number; score: number; band: Band }[] = [];
    const { rows, stride } = keys;
    for (let start = 0; start < slots.length;) {
      const key = rows[slots[start] ?? 0] ?? 0;
      let end = start + 1;
      while (end < slots.length && rows[slots[end] ?? 0] === key) end += 1;
      for (let i = start; i < end; i += 1) {
        const a = Math.trunc((slots[i] ?? 0) / stride);
        for (let j = i + 1; j < end; j += 1) {
          const b = Math.trunc((slots[j] ?? 0) / stride);
          if (!filter.mayReach(a, b, model.possible) || comparedBefore(keys, kind, a, b, key)) continue;
          const { score, band } = comparePair(records, model, a, b);
          if (band !== 'different') found.push({ a, b, score, band });
        }
      }
      start = end;
    }
    return {
      a: Uint32Array.from(found, (each) => each.a),
      b: Uint32Array.from(found, (each) => each.b),
      score: Float64Array.from(found, (each) => each.score),
      match: Uint8Array.from(found, (each) => Number(each.band === 'match')),
    };
  };
}
