import { placeLevels, placesAlikeFrom, streetLevel, streetLevels } from '../compare-addresses.js';
import { equalWeights, PairWeights, weightOf } from './bound-weights.js';
import type { FactRecords } from './fact-records.js';
import type { Facts } from './facts.js';
import type { NameSigns } from './name-signs.js';
import { mayBeSlip, mostAlike, signTexts, type TextSigns } from './text-signs.js';

/** `isAlike` of streets and cities allows so many slips, however long they are. */
const mostSlips = 2;
const otherStreet = weightOf(streetLevels.different);
const otherPlace = weightOf(placeLevels.different);
const codeSlip = weightOf(placeLevels.typo);
const citySlip = Math.max(codeSlip, weightOf(placeLevels.city_typo));
/** Two streets that have no part in common. */
const nothing = -Infinity;

const areUnlike = (signs: TextSigns, a: number, b: number): boolean =>
  mostAlike(signs, a, b) < placesAlikeFrom && !mayBeSlip(signs, a, b, mostSlips);

/** The most that streets add which are not equal. */
const alikeStreet = Math.max(
  ...Object.values(streetLevels).map((level) => (level.u === 0 ? -Infinity : weightOf(level))),
);

type Weigh = (a: number, b: number) => number;

/** Says the most that the addresses of two records, whose rows begin at the numbers given, add to their score. */
export interface AddressBounds {
  /** By equal streets, and signs of places. */
  readonly most: Weigh;
  /** The same, streets that are alike compared. */
  readonly weight: Weigh;
}

export function boundAddresses(facts: Facts, nameSigns: NameSigns, texts: FactRecords): AddressBounds {
  const { records, counts, rows, plainOf, layout } = facts;
  const { names, houses } = facts.streets;
  const equalPlace = equalWeights('place', placeLevels.exact.m, counts.place, records);
  const equalCity = equalWeights('city', placeLevels.city.m, counts.city, records);
  const equalStreet = equalWeights('street', streetLevels.exact.m, counts.street, records);
  // Equal, but without a name or a house number.
  for (let street = 1; street < equalStreet.length; street += 1)
    if (names[street] === 0 || houses[street] === 0) equalStreet[street] = alikeStreet;
  const placeSigns = signTexts(facts.texts.place);
  const streetSigns = signTexts(facts.texts.street);
  const compared = new PairWeights((a, b) => {
    const level = streetLevel(texts.street(a), texts.street(b));
    return level === null ? nothing : level === 'exact' ? (equalStreet[a] ?? 0) : weightOf(streetLevels[level]);
  });

  const ofPlaces: Weigh = (a, b) => {
    const code = rows[a + layout.place] ?? 0;
    const codeOfOther = rows[b + layout.place] ?? 0;
    if (code !== 0 && code === codeOfOther) return equalPlace[code] ?? 0;
    const city = rows[a + layout.city] ?? 0;
    const cityOfOther = rows[b + layout.city] ?? 0;
    if (city !== 0 && cityOfOther !== 0) {
      const plain = plainOf[city] ?? 0;
      if (plain === plainOf[cityOfOther]) return Math.max(equalCity[plain] ?? 0, codeSlip);
      return areUnlike(nameSigns, city, cityOfOther) ? otherPlace : citySlip;
    }
    if (code === 0 || codeOfOther === 0) return 0;
    return mayBeSlip(placeSigns, code, codeOfOther, 1) ? codeSlip : otherPlace;
  };
  const ofStreets: Weigh = (a, b) => {
    const [name, nameOfOther] = [names[a] ?? 0, names[b] ?? 0];
    const isUnlike =
      name !== nameOfOther && name !== 0 && nameOfOther !== 0 && areUnlike(streetSigns, name, nameOfOther);
    return isUnlike ? otherStreet : compared.get(a, b);
  };

  const bound = (ifNotEqual: Weigh): Weigh => {
    const best: Weigh = (a, b) => {
      let most = nothing;
      for (const slot of layout.streets) {
        const left = rows[a + slot] ?? 0;
        if (left === 0) continue;
        for (const otherSlot of layout.streets) {
          const right = rows[b + otherSlot] ?? 0;
          if (right === 0) continue;
          const weight = left === right ? (equalStreet[left] ?? 0) : ifNotEqual(left, right);
          if (weight > most) most = weight;
        }
      }
      return most === nothing ? 0 : most;
    };
    return (a, b) => {
      const place = ofPlaces(a, b);
      const street = best(a, b);
      // Where both differ only the place counts.
      return street >= 0 ? street + place : Math.max(street + place, otherPlace);
    };
  };
  return { most: bound(() => alikeStreet), weight: bound(ofStreets) };
}
