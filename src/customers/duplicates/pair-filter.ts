import { rarityOf } from '../explanations.js';
import type { MatchModel } from '../score.js';
import { boundAddresses } from './bound-addresses.js';
import { boundEmails, boundPhones } from './bound-contacts.js';
import { boundDates } from './bound-dates.js';
import { boundNames } from './bound-names.js';
import { Sums } from './bound-weights.js';
import type { FactRecords } from './fact-records.js';
import type { Facts } from './facts.js';
import type { NameSigns } from './name-signs.js';

const { abs, log2, max } = Math;

/** More than equal customer numbers add. */
const sameNumber = 20;
/** The same weights added up in another order. */
const rounding = 1e-9;

/** Says of two records (by their rows) whether they may reach a score: never no of a pair that `compareRecords` would give it. */
export interface PairFilter {
  /** By numbers and signs alone: the most that each field may give, added up. */
  readonly isNear: (a: number, b: number, score: number) => boolean;
  /** The same of the pair that `isNear` has just let pass, by what it takes to read texts; the cheaper fields first. */
  readonly mayReach: (a: number, b: number, score: number) => boolean;
}

/** Makes the filter of pairs. */
export function createPairFilter(facts: Facts, signs: NameSigns, texts: FactRecords, model: MatchModel): PairFilter {
  const { rows, layout } = facts;
  const { stride, number } = layout;
  const dates = boundDates(facts);
  const emails = boundEmails(facts, texts);
  const phones = boundPhones(facts, texts);
  const addresses = boundAddresses(facts, signs, texts);
  const names = boundNames(facts, signs, texts);
  const start = rarityOf(model) + rounding;
  const carelessness = log2(model.population.careless);
  const [contacts, date, name, address] = [new Sums(), new Sums(), new Sums(), new Sums()];
  const reaches = (score: number): boolean => {
    const careful = contacts.careful + date.careful + name.careful + address.careful;
    const careless = contacts.careless + date.careless + name.careless + address.careless + carelessness;
    // Both ways to a score together: the larger one, and at most as much again.
    const missing = score - start - max(careful, careless);
    return missing <= 0 || (missing <= 1 && log2(1 + 2 ** -abs(careful - careless)) >= missing);
  };
  return {
    isNear: (a, b, score) => {
      const [left, right] = [a * stride, b * stride];
      const own = rows[left + number] ?? 0;
      contacts.clear();
      if (own !== 0 && own === rows[right + number]) contacts.add(sameNumber);
      contacts.add(emails(left, right));
      contacts.add(phones(left, right));
      date.set(dates.most(a, b));
      name.clear();
      names.most(left, right, name);
      address.clear();
      addresses.most(left, right, address);
      return reaches(score);
    },
    mayReach: (a, b, score) => {
      const [left, right] = [a * stride, b * stride];
      date.set(dates.weight(a, b));
      if (!reaches(score)) return false;
      address.clear();
      addresses.weight(left, right, address);
      if (!reaches(score)) return false;
      name.clear();
      names.weight(left, right, name);
      return reaches(score);
    },
  };
}
