import { placeLevels, placesAlikeFrom, secondLine, streetLevel, streetLevels } from '../compare-addresses.js';
import { equalWeights, PairWeights, Sums, weightOf } from './bound-weights.js';
import type { FactRecords } from './fact-records.js';
import type { Facts } from './facts.js';
import type { NameSigns } from './name-signs.js';
import { mayBeSlip, mostAlike, signTexts, type TextSigns } from './text-signs.js';

/** `isAlike` of streets and cities allows so many slips, however long they are. */
const mostSlips = 2;
const otherStreet = weightOf(streetLevels.different);
const sameName = weightOf(streetLevels.street);
const inSecondLine = -Math.log2(secondLine);
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
type Add = (a: number, b: number, sums: Sums) => void;

/** Says the most that the addresses of two records, whose rows begin at the numbers given, add to their score. */
export interface AddressBounds {
  /** By equal streets, and signs of places. */
  readonly most: Add;
  /** The same, streets that are alike compared. */
  readonly weight: Add;
}

export function boundAddresses(facts: Facts, nameSigns: NameSigns, texts: FactRecords): AddressBounds {
  const { counts, rows, plainOf, layout } = facts;
  const { names, houses } = facts.streets;
  const equalPlace = equalWeights('place', placeLevels.exact.m, counts.place, facts);
  const equalCity = equalWeights('city', placeLevels.city.m, counts.city, facts);
  const equalStreet = equalWeights('street', streetLevels.exact.m, counts.street, facts);
  // Behind the first line the house number may not count.
  const severalLines = layout.streets.length > 1;
  // Equal, but without a name or a house number.
  for (let street = 1; street < equalStreet.length; street += 1)
    if (names[street] === 0 || houses[street] === 0) equalStreet[street] = alikeStreet;
    else if (severalLines) equalStreet[street] = Math.max(equalStreet[street] ?? 0, sameName);
  const placeSigns = signTexts(facts.texts.place);
  const streetSigns = signTexts(facts.texts.street);
  const compared = new PairWeights((a, b) => {
    const [one, other] = [texts.street(a), texts.street(b)];
    const level = streetLevel(one, other);
    if (level === null) return nothing;
    const weight = level === 'exact' ? (equalStreet[a] ?? 0) : weightOf(streetLevels[level]);
    return severalLines && one.name === other.name ? Math.max(weight, sameName) : weight;
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

  const bound = (ifNotEqual: Weigh): Add => {
    const [both, one] = [new Sums(), new Sums()];
    const best: Weigh = (a, b) => {
      let most = nothing;
      let lines = 0;
      for (const slot of layout.streets) {
        const left = rows[a + slot] ?? 0;
        if (left === 0) continue;
        for (const otherSlot of layout.streets) {
          const right = rows[b + otherSlot] ?? 0;
          if (right === 0) continue;
          if (names[left] === names[right]) lines += 1;
          const weight = left === right ? (equalStreet[left] ?? 0) : ifNotEqual(left, right);
          if (weight > most) most = weight;
        }
      }
      return most === nothing ? 0 : lines > 1 ? most + inSecondLine : most;
    };
    return (a, b, sums) => {
      const place = ofPlaces(a, b);
      both.clear();
      both.add(place);
      both.add(best(a, b));
      // Where both differ only the place counts.
      one.clear();
      one.add(Math.min(place, otherPlace));
      if (place <= otherPlace) both.widen(one);
      sums.addAll(both);
    };
  };
  return { most: bound(() => alikeStreet), weight: bound(ofStreets) };
}
