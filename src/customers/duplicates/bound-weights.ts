import { chanceOf, type Chance, type CountedField, type Level } from '../agreement.js';
import { carelessWeight } from '../carelessness.js';

/* What bounds of a score are made of: the most a field may add to it, in log2. */

const { log2 } = Math;

/** Weight of a level whose u does not depend on a count. */
export const weightOf = ({ m, u }: Pick<Level, 'm' | 'u'>): number => log2(m / u);

/** Weight of equal values, by number of the value. */
export function equalWeights(
  field: CountedField,
  m: number,
  counts: ArrayLike<number>,
  { records, population }: Omit<Chance, 'countOf'>,
): Float64Array {
  const byCount = new Map<number, number>();
  return Float64Array.from(counts, (count) => {
    let weight = byCount.get(count);
    if (weight === undefined)
      byCount.set(count, (weight = log2(m / chanceOf(field, '', { records, population, countOf: () => count }))));
    return weight;
  });
}

/*
 * The most that `carelessWeight` makes of a weight: between its ends the curve runs below its chord, and it never falls below the
 * weight of anything at all.
 */
const bend = -4.5;
const bent = carelessWeight(bend);
const slope = bent / bend;

/** What the fields of two records may add to their score at most: with records entered carefully, and carelessly. */
export class Sums {
  careful = 0;
  careless = 0;

  clear(): void {
    this.careful = 0;
    this.careless = 0;
  }

  add(weight: number): void {
    this.careful += weight;
    this.careless += weight >= 0 ? weight : weight > bend ? weight * slope : bent;
  }

  set(weight: number): void {
    this.clear();
    this.add(weight);
  }

  addAll(sums: Sums): void {
    this.careful += sums.careful;
    this.careless += sums.careless;
  }

  /** Takes the larger of both sums of two ways to explain the same. */
  widen(sums: Sums): void {
    if (sums.careful > this.careful) this.careful = sums.careful;
    if (sums.careless > this.careless) this.careless = sums.careless;
  }
}

/** Pairs whose weight is remembered, per table. */
const remembered = 1 << 18;

/**
 * The larger weight of pairs of values in both orders (some levels depend on it), remembered under a place that is made of both; what
 * comes to the same place takes it over.
 */
export class PairWeights {
  private readonly first = new Uint32Array(remembered);
  private readonly second = new Uint32Array(remembered);
  private readonly weights = new Float64Array(remembered);

  constructor(private readonly weigh: (a: number, b: number) => number) {}

  get(a: number, b: number): number {
    const low = a < b ? a : b;
    const high = a < b ? b : a;
    const at = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 14;
    if (this.first[at] === low && this.second[at] === high) return this.weights[at] ?? 0;
    const weight = Math.max(this.weigh(low, high), this.weigh(high, low));
    this.first[at] = low;
    this.second[at] = high;
    this.weights[at] = weight;
    return weight;
  }
}
