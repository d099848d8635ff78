import { rarityOf, type MatchModel } from '../score.js';
import { boundAddresses } from './bound-addresses.js';
import { boundEmails, boundPhones } from './bound-contacts.js';
import { boundDates } from './bound-dates.js';
import { boundNames } from './bound-names.js';
import type { FactRecords } from './fact-records.js';
import type { Facts } from './facts.js';
import type { NameSigns } from './name-signs.js';

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
  return (a, b, score) => {
    const [left, right] = [a * stride, b * stride];
    const own = rows[left + number] ?? 0;
    const others =
      start + (own !== 0 && own === rows[right + number] ? sameNumber : 0) + emails(left, right) + phones(left, right);
    const [date, name, address] = [dates.most(a, b), names.most(left, right), addresses.most(left, right)];
    if (others + date + name + address < score) return false;
    const near = others + addresses.weight(left, right);
    if (near + date + name < score) return false;
    return near + dates.weight(a, b) + names.weight(left, right) >= score;
  };
}
