import type { Level } from '../agreement.js';
import {
  birthNameLevel,
  familyLevels,
  familyWeight,
  givenLevels,
  givenWeight,
  namesAlikeFrom,
  swappedLevel,
} from '../compare-names.js';
import { equalWeights, PairWeights, weightOf } from './bound-weights.js';
import type { FactRecords } from './fact-records.js';
import type { Facts } from './facts.js';
import { areOtherGiven, areUnlike, type NameSigns } from './name-signs.js';
import { mayBeSlip } from './text-signs.js';

const otherGiven = weightOf(givenLevels.different);
const otherFamily = weightOf(familyLevels.different);
const swapped = Math.log2(swappedLevel.m);

/** The most that values add which are alike, but not equal. */
const mostAlike = (levels: readonly Level[]): number => Math.max(...levels.filter(({ u }) => u !== 0).map(weightOf));
const alikeGiven = mostAlike(Object.values(givenLevels));
const alikeFamily = mostAlike(Object.values(familyLevels));

type Weigh = (a: number, b: number) => number;

/** Says the most that the names of two records, whose rows begin at the numbers given, add to their score. */
export interface NameBounds {
  /** By equal names and signs. */
  readonly most: Weigh;
  /** The same, names that are alike compared. */
  readonly weight: Weigh;
}

export function boundNames(facts: Facts, signs: NameSigns, texts: FactRecords): NameBounds {
  const { records, counts, rows, plainOf, layout } = facts;
  const equalGiven = equalWeights('given_name', givenLevels.exact.m, counts.given, records);
  const equalFamily = equalWeights('family_name', familyLevels.exact.m, counts.family, records);
  const equalBirth = equalWeights('family_name', birthNameLevel.m, counts.family, records);
  const compared = {
    given: new PairWeights((a, b) => givenWeight(texts.name(a), texts.name(b))),
    family: new PairWeights((a, b) => familyWeight(texts.name(a), texts.name(b))),
  };

  /** When the family name of one may be the birth name of the other. */
  const born: Weigh = (birth, family) => {
    if (birth === 0) return -Infinity;
    const plain = plainOf[birth] ?? 0;
    return plain === plainOf[family] || mayBeSlip(signs, birth, family, 2) ? (equalBirth[plain] ?? 0) : -Infinity;
  };

  const bound = (ifAlike: { readonly given: Weigh; readonly family: Weigh }): Weigh => {
    const ofGiven: Weigh = (a, b) => {
      const plain = plainOf[a] ?? 0;
      if (plain === plainOf[b]) return equalGiven[plain] ?? 0;
      return areOtherGiven(signs, a, b, namesAlikeFrom) ? otherGiven : ifAlike.given(a, b);
    };
    const ofFamily: Weigh = (a, b) => {
      const plain = plainOf[a] ?? 0;
      if (plain === plainOf[b]) return equalFamily[plain] ?? 0;
      return areUnlike(signs, a, b, namesAlikeFrom) ? otherFamily : ifAlike.family(a, b);
    };
    return (a, b) => {
      const given = rows[a + layout.given] ?? 0;
      const family = rows[a + layout.family] ?? 0;
      const givenOfOther = rows[b + layout.given] ?? 0;
      const familyOfOther = rows[b + layout.family] ?? 0;
      const bothGiven = given !== 0 && givenOfOther !== 0;
      let sum = bothGiven ? ofGiven(given, givenOfOther) : 0;
      if (family === 0 || familyOfOther === 0) return sum;
      const birth = rows[a + layout.birth] ?? 0;
      const birthOfOther = rows[b + layout.birth] ?? 0;
      const married = ofFamily(family, familyOfOther);
      sum +=
        birth === 0 && birthOfOther === 0
          ? married
          : Math.max(married, born(birth, familyOfOther), born(birthOfOther, family));
      if (!bothGiven) return sum;
      // Each in the other's column: at least one has to be met again there.
      if (plainOf[given] !== plainOf[familyOfOther] && plainOf[family] !== plainOf[givenOfOther]) return sum;
      return Math.max(sum, swapped + ofFamily(given, familyOfOther) + ofFamily(family, givenOfOther));
    };
  };
  return {
    most: bound({ given: () => alikeGiven, family: () => alikeFamily }),
    weight: bound({
      given: (a, b) => compared.given.get(a, b),
      family: (a, b) => compared.family.get(a, b),
    }),
  };
}
