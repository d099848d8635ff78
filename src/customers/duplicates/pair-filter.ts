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

const { log2, max } = Math;

/** More than equal customer numbers add. */
const sameNumber = 20;
/** The same weights added up in another order. */
const rounding = 1e-9;

/**
 * Makes the function that says of two records (by their row) whether they may reach a score: it adds up the most that each field may
 * give, by numbers and signs, and reads texts only of the few pairs that these leave open. It never refuses a pair that
 * `compareRecords` would give that score.
 */
export function createPairFilter(
  facts: Facts,
  signs: NameSigns,
  texts: FactRecords,
  model: MatchModel,
): (a: number, b: number, score: number) => boolean {
  const { rows, layout } = facts;
  const { stride, number } = layout;
  const dates = boundDates(facts);
  const emails = boundEmails(facts, texts);
  const phones = boundPhones(facts, texts);
  const addresses = boundAddresses(facts, signs, texts);
  const names = boundNames(facts, signs, texts);
  const start = rarityOf(model) + rounding;
  const careless = log2(model.population.careless);
  const [sums, near] = [new Sums(), new Sums()];
  // The sum of both ways to a score is at most twice the larger one.
  const mayReach = ({ careful, careless: other }: Sums, score: number): boolean =>
    start + 1 + max(careful, careless + other) >= score &&
    start + log2(2 ** careful + 2 ** (careless + other)) >= score;
  return (a, b, score) => {
    const [left, right] = [a * stride, b * stride];
    const own = rows[left + number] ?? 0;
    sums.clear();
    if (own !== 0 && own === rows[right + number]) sums.add(sameNumber);
    sums.add(emails(left, right));
    sums.add(phones(left, right));
    near.clear();
    near.addAll(sums);
    sums.add(dates.most(a, b));
    names.most(left, right, sums);
    addresses.most(left, right, sums);
    if (!mayReach(sums, score)) return false;
    near.add(dates.weight(a, b));
    names.weight(left, right, near);
    addresses.weight(left, right, near);
    return mayReach(near, score);
  };
}
