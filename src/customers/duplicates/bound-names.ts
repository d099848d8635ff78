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
import { equalWeights, PairWeights, Sums, weightOf } from './bound-weights.js';
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
type Add = (a: number, b: number, sums: Sums) => void;

/** Says the most that the names of two records, whose rows begin at the numbers given, add to their score. */
export interface NameBounds {
  /** By equal names and signs. */
  readonly most: Add;
  /** The same, names that are alike compared. */
  readonly weight: Add;
}

export function boundNames(facts: Facts, signs: NameSigns, texts: FactRecords): NameBounds {
  const { counts, rows, plainOf, layout } = facts;
  const equalGiven = equalWeights('given_name', givenLevels.exact.m, counts.given, facts);
  const equalFamily = equalWeights('family_name', familyLevels.exact.m, counts.family, facts);
  const equalBirth = equalWeights('family_name', birthNameLevel.m, counts.family, facts);
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

  const bound = (ifAlike: { readonly given: Weigh; readonly family: Weigh }): Add => {
    const [straight, crossed] = [new Sums(), new Sums()];
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
    /** A name in the other column, where it is met again unless it is unlike. */
    const across = (name: number, other: number): number =>
      plainOf[name] === plainOf[other] || !areUnlike(signs, name, other, namesAlikeFrom)
        ? ofFamily(name, other)
        : otherFamily;
    const single = (name: number, other: number): void => {
      if (name === 0 || other === 0) return;
      crossed.clear();
      crossed.add(swapped + across(name, other));
      straight.widen(crossed);
    };
    const both = (given: number, family: number, givenOfOther: number, familyOfOther: number): void => {
      const isExact = plainOf[given] === plainOf[familyOfOther] || plainOf[family] === plainOf[givenOfOther];
      // Each in the other's column: one has to be met again there, or both to be alike.
      const first = across(given, familyOfOther);
      if (first === otherFamily && !isExact) return;
      const second = across(family, givenOfOther);
      if (second === otherFamily && !isExact) return;
      crossed.clear();
      crossed.add(first + (first > second ? swapped : 0));
      crossed.add(second + (first > second ? 0 : swapped));
      straight.widen(crossed);
    };
    return (a, b, sums) => {
      const given = rows[a + layout.given] ?? 0;
      const family = rows[a + layout.family] ?? 0;
      const givenOfOther = rows[b + layout.given] ?? 0;
      const familyOfOther = rows[b + layout.family] ?? 0;
      straight.clear();
      if (given !== 0 && givenOfOther !== 0) straight.add(ofGiven(given, givenOfOther));
      if (family !== 0 && familyOfOther !== 0) {
        const birth = rows[a + layout.birth] ?? 0;
        const birthOfOther = rows[b + layout.birth] ?? 0;
        const married = ofFamily(family, familyOfOther);
        straight.add(
          birth === 0 && birthOfOther === 0
            ? married
            : Math.max(married, born(birth, familyOfOther), born(birthOfOther, family)),
        );
      }
      if (given !== 0 && family !== 0 && givenOfOther !== 0 && familyOfOther !== 0) {
        both(given, family, givenOfOther, familyOfOther);
      } else {
        single(given, familyOfOther);
        single(family, givenOfOther);
      }
      sums.addAll(straight);
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
