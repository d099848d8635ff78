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

/** Says the most that the addresses of two records add to their score. */
export class AddressBounds {
  private readonly equalStreet: Float64Array;
  private readonly equalPlace: Float64Array;
  private readonly equalCity: Float64Array;
  private readonly streetSigns: TextSigns;
  private readonly placeSigns: TextSigns;
  private readonly alikeStreet: PairWeights;

  constructor(
    private readonly facts: Facts,
    private readonly nameSigns: NameSigns,
    texts: FactRecords,
  ) {
    const { records, counts } = facts;
    this.equalStreet = equalWeights('street', streetLevels.exact.m, counts.street, records);
    this.equalPlace = equalWeights('place', placeLevels.exact.m, counts.place, records);
    this.equalCity = equalWeights('city', placeLevels.city.m, counts.city, records);
    this.streetSigns = signTexts(facts.texts.street);
    this.placeSigns = signTexts(facts.texts.place);
    this.alikeStreet = new PairWeights((a, b) => {
      const level = streetLevel(texts.street(a), texts.street(b));
      return level === null ? nothing : level === 'exact' ? (this.equalStreet[a] ?? 0) : weightOf(streetLevels[level]);
    });
  }

  private street(a: number, b: number): number {
    const { names, houses } = this.facts.streets;
    const [name, nameOfOther] = [names[a] ?? 0, names[b] ?? 0];
    if (a === b && name !== 0 && houses[a] !== 0) return this.equalStreet[a] ?? 0;
    const bothNamed = name !== 0 && nameOfOther !== 0;
    if (bothNamed && name !== nameOfOther && areUnlike(this.streetSigns, name, nameOfOther)) return otherStreet;
    return this.alikeStreet.get(a, b);
  }

  private streets(a: number, b: number): number {
    const { rows, layout } = this.facts;
    let best = nothing;
    for (const slot of layout.streets) {
      const left = rows[a + slot] ?? 0;
      if (left === 0) continue;
      for (const otherSlot of layout.streets) {
        const right = rows[b + otherSlot] ?? 0;
        if (right !== 0) best = Math.max(best, this.street(left, right));
      }
    }
    return best === nothing ? 0 : best;
  }

  private place(a: number, b: number): number {
    const { rows, layout, plainOf } = this.facts;
    const code = rows[a + layout.place] ?? 0;
    const codeOfOther = rows[b + layout.place] ?? 0;
    if (code !== 0 && code === codeOfOther) return this.equalPlace[code] ?? 0;
    const city = rows[a + layout.city] ?? 0;
    const cityOfOther = rows[b + layout.city] ?? 0;
    if (city !== 0 && cityOfOther !== 0) {
      const plain = plainOf[city] ?? 0;
      if (plain === plainOf[cityOfOther]) return Math.max(this.equalCity[plain] ?? 0, codeSlip);
      return areUnlike(this.nameSigns, city, cityOfOther) ? otherPlace : citySlip;
    }
    if (code === 0 || codeOfOther === 0) return 0;
    return mayBeSlip(this.placeSigns, code, codeOfOther, 1) ? codeSlip : otherPlace;
  }

  /** The most that the addresses of two records, whose rows begin here, add. */
  weight(a: number, b: number): number {
    const street = this.streets(a, b);
    const place = this.place(a, b);
    // Where both differ only the place counts.
    return street >= 0 ? street + place : Math.max(street + place, otherPlace);
  }
}
