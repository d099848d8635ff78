import { rarityOf, type MatchModel } from '../score.js';
import { AddressBounds } from './bound-addresses.js';
import { boundEmails, boundPhones } from './bound-contacts.js';
import { boundDates } from './bound-dates.js';
import { NameBounds } from './bound-names.js';
import type { FactRecords } from './fact-records.js';
import type { Facts } from './facts.js';
import type { NameSigns } from './name-signs.js';

/** More than equal customer numbers add. */
const sameNumber = 20;
/** The same weights added up in another order. */
const rounding = 1e-9;

/**
 * Makes the function that says of two records (by their row) whether they may reach a score: it adds up the most that each field may
 * give, by numbers and signs, without reading a text unless these leave it open. It never refuses a pair that `compareRecords`
 * would give that score.
 */
export function createPairFilter(
  facts: Facts,
  signs: NameSigns,
  texts: FactRecords,
  model: MatchModel,
): (a: number, b: number, score: number) => boolean {
  const { rows, layout } = facts;
  const rarity = rarityOf(model);
  const dates = boundDates(facts);
  const emails = boundEmails(facts, texts);
  const phones = boundPhones(facts, texts);
  const addresses = new AddressBounds(facts, signs, texts);
  const names = new NameBounds(facts, signs, texts);
  return (a, b, score) => {
    const [left, right] = [a * layout.stride, b * layout.stride];
    const number = rows[left + layout.number] ?? 0;
    const same = number !== 0 && number === rows[right + layout.number] ? sameNumber : 0;
    return (
      rarity +
        same +
        dates(a, b) +
        names.weight(left, right) +
        emails(left, right) +
        phones(left, right) +
        addresses.weight(left, right) >=
      score - rounding
    );
  };
}
