import type { CountedField } from '../agreement.js';
import { chanceOf } from '../agreement.js';
import { dateWeight } from '../compare-dates.js';
import { familyWeight, givenWeight } from '../compare-names.js';
import type { NameValue } from '../name-value.js';
import { rarityOf } from '../explanations.js';
import type { MatchModel } from '../score.js';
import type { FactRecords } from './fact-records.js';
import type { Facts } from './facts.js';

const { log2 } = Math;

/** Pairs of names whose weight is remembered, per table. */
const remembered = 1 << 19;

/** Weights of pairs of names, remembered under a place that is made of both; what comes to the same place takes it over. */
class NameWeights {
  private readonly first = new Uint32Array(remembered);
  private readonly second = new Uint32Array(remembered);
  private readonly weights = new Float64Array(remembered);

  constructor(private readonly weigh: (a: number, b: number) => number) {}

  get(a: number, b: number): number {
    const [low, high] = a < b ? [a, b] : [b, a];
    const at = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 13;
    if (this.first[at] === low && this.second[at] === high) return this.weights[at] ?? 0;
    const weight = this.weigh(low, high);
    this.first[at] = low;
    this.second[at] = high;
    this.weights[at] = weight;
    return weight;
  }
}

/** The most that fields add to a score whose values differ. */
const most = {
  /** A slip behind the @ is the strongest. */
  email: log2(0.04 / 3e-6),
  phone: log2(0.04 / 1e-5),
  street: log2(0.08 / 5e-5),
  place: log2(0.05 / 0.003),
  city: log2(0.06 / 2e-4),
  birthName: log2(0.03 / 1e-4),
} as const;

/**
 * Says of pairs at a glance that they cannot reach a score: adds up the most that each field may give, without reading a text as
 * long as numbers tell. Never refuses a pair that `compareRecords` would take.
 */
export class PairFilter {
  private readonly given: NameWeights;
  private readonly family: NameWeights;
  private readonly rarity: number;

  constructor(
    private readonly facts: Facts,
    records: FactRecords,
    private readonly model: MatchModel,
  ) {
    const name = (number: number): NameValue => {
      const value = records.name(number);
      if (value === null) throw new RangeError('no name');
      return value;
    };
    this.given = new NameWeights((a, b) => givenWeight(name(a), name(b)));
    this.family = new NameWeights((a, b) => familyWeight(name(a), name(b)));
    this.rarity = rarityOf(model);
  }

  private exact(field: CountedField, m: number, count: number | undefined): number {
    return log2(m / chanceOf(field, '', { ...this.model, countOf: () => count ?? 0 }));
  }

  private names(a: number, b: number): number {
    const { rows, layout, plainOf, counts } = this.facts;
    const given = rows[a + layout.given] ?? 0;
    const family = rows[a + layout.family] ?? 0;
    const otherGiven = rows[b + layout.given] ?? 0;
    const otherFamily = rows[b + layout.family] ?? 0;
    const [plainGiven, plainOtherGiven] = [plainOf[given] ?? 0, plainOf[otherGiven] ?? 0];
    const [plainFamily, plainOtherFamily] = [plainOf[family] ?? 0, plainOf[otherFamily] ?? 0];
    // Each in the other's column: left to the full comparison.
    if ((plainGiven === plainOtherFamily && plainGiven !== 0) || (plainFamily === plainOtherGiven && plainFamily !== 0))
      return 1000;
    let sum = 0;
    if (given !== 0 && otherGiven !== 0) {
      sum +=
        plainGiven === plainOtherGiven
          ? this.exact('given_name', 0.82, counts.given[plainGiven])
          : this.given.get(given, otherGiven);
    }
    if (family !== 0 && otherFamily !== 0) {
      if (plainFamily === plainOtherFamily) sum += this.exact('family_name', 0.82, counts.family[plainFamily]);
      else if ((rows[a + layout.birth] ?? 0) !== 0 || (rows[b + layout.birth] ?? 0) !== 0) sum += most.birthName;
      else sum += this.family.get(family, otherFamily);
    }
    return sum;
  }

  private contacts(a: number, b: number, slots: readonly number[], mostIfDifferent: number): number {
    const { rows } = this.facts;
    let [left, right] = [false, false];
    for (const slot of slots) {
      const one = rows[a + slot] ?? 0;
      if (one === 0) continue;
      left = true;
      for (const other of slots) if (rows[b + other] === one) return 20;
    }
    for (const slot of slots) if (rows[b + slot] !== 0) right = true;
    return left && right ? mostIfDifferent : 0;
  }

  private places(a: number, b: number): number {
    const { rows, layout, counts } = this.facts;
    const place = rows[a + layout.place] ?? 0;
    const other = rows[b + layout.place] ?? 0;
    if (place !== 0 && place === other) return this.exact('place', 0.72, counts.place[place]);
    const city = rows[a + layout.city] ?? 0;
    const otherCity = rows[b + layout.city] ?? 0;
    if (city !== 0 && otherCity !== 0)
      return this.facts.plainOf[city] === this.facts.plainOf[otherCity] ? most.city : most.place;
    return place === 0 || other === 0 ? 0 : most.place;
  }

  /** Whether two records (by their row) may reach `score`. */
  mayReach(first: number, second: number, score: number): boolean {
    const { rows, layout, birthDates } = this.facts;
    const [a, b] = [first * layout.stride, second * layout.stride];
    if (process.env['PI'] !== 'x') return true;
    let sum = this.rarity;
    const date = rows[a + layout.birthDate] ?? 0;
    const otherDate = rows[b + layout.birthDate] ?? 0;
    if (date !== 0 && otherDate !== 0)
      sum += date === otherDate ? this.exact('birth_date', 0.9, birthDates.get(date)) : dateWeight(date, otherDate);
    sum += this.contacts(a, b, layout.emails, most.email);
    sum += this.contacts(a, b, layout.phones, most.phone);
    sum += this.contacts(a, b, layout.streets, most.street);
    sum += this.places(a, b);
    if (rows[a + layout.number] !== 0 && rows[a + layout.number] === rows[b + layout.number]) sum += 20;
    if (sum + 28 < score) return false;
    return sum + this.names(a, b) >= score;
  }
}
