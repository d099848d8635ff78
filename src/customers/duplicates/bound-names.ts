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

/** Says the most that the names of two records add to their score. */
export class NameBounds {
  private readonly equalGiven: Float64Array;
  private readonly equalFamily: Float64Array;
  private readonly equalBirth: Float64Array;
  private readonly alikeGiven: PairWeights;
  private readonly alikeFamily: PairWeights;

  constructor(
    private readonly facts: Facts,
    private readonly signs: NameSigns,
    texts: FactRecords,
  ) {
    const { records, counts } = facts;
    this.equalGiven = equalWeights('given_name', givenLevels.exact.m, counts.given, records);
    this.equalFamily = equalWeights('family_name', familyLevels.exact.m, counts.family, records);
    this.equalBirth = equalWeights('family_name', birthNameLevel.m, counts.family, records);
    this.alikeGiven = new PairWeights((a, b) => givenWeight(texts.name(a), texts.name(b)));
    this.alikeFamily = new PairWeights((a, b) => familyWeight(texts.name(a), texts.name(b)));
  }

  private given(a: number, b: number): number {
    const plain = this.facts.plainOf[a] ?? 0;
    if (plain === this.facts.plainOf[b]) return this.equalGiven[plain] ?? 0;
    return areOtherGiven(this.signs, a, b, namesAlikeFrom) ? otherGiven : this.alikeGiven.get(a, b);
  }

  private family(a: number, b: number): number {
    const plain = this.facts.plainOf[a] ?? 0;
    if (plain === this.facts.plainOf[b]) return this.equalFamily[plain] ?? 0;
    return areUnlike(this.signs, a, b, namesAlikeFrom) ? otherFamily : this.alikeFamily.get(a, b);
  }

  /** When the family name of one may be the birth name of the other. */
  private birth(born: number, family: number): number {
    if (born === 0) return -Infinity;
    const { plainOf } = this.facts;
    const plain = plainOf[born] ?? 0;
    if (plain !== plainOf[family] && !mayBeSlip(this.signs, born, family, 2)) return -Infinity;
    return this.equalBirth[plain] ?? 0;
  }

  /** The most that the names of two records, whose rows begin here, add. */
  weight(a: number, b: number): number {
    const { rows, layout, plainOf } = this.facts;
    const given = rows[a + layout.given] ?? 0;
    const family = rows[a + layout.family] ?? 0;
    const givenOfOther = rows[b + layout.given] ?? 0;
    const familyOfOther = rows[b + layout.family] ?? 0;
    const bothGiven = given !== 0 && givenOfOther !== 0;
    const bothFamily = family !== 0 && familyOfOther !== 0;
    let sum = bothGiven ? this.given(given, givenOfOther) : 0;
    if (!bothFamily) return sum;
    const married = this.family(family, familyOfOther);
    sum += Math.max(
      married,
      this.birth(rows[a + layout.birth] ?? 0, familyOfOther),
      this.birth(rows[b + layout.birth] ?? 0, family),
    );
    if (!bothGiven) return sum;
    // Each in the other's column: at least one has to be met again there.
    if (plainOf[given] !== plainOf[familyOfOther] && plainOf[family] !== plainOf[givenOfOther]) return sum;
    return Math.max(sum, swapped + this.family(given, familyOfOther) + this.family(family, givenOfOther));
  }
}
