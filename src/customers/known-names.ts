import { isNearOne, type Names } from './compare-names.js';
import { readName } from './name-value.js';
import type { SubjectMasks } from './subject-masks.js';

/**
 * Names met that may be a subject's, by number from 1 on. A key in common is a weak sign (Anna and Ina have one by their sound); whether
 * the names are really near each other is found out once for each name and subject, and only where it matters.
 */
export class KnownNames {
  /** Number of what is no name, such as a dash: of nobody, and counted nowhere. */
  static readonly none = 1;
  private readonly masks = [0, 0];
  private readonly counters = [-1, -1];
  /** Two words of 32 subjects a name: for whom it was found out, and who is near. */
  private found = new Int32Array(1024);

  constructor(
    private readonly sets: SubjectMasks,
    /** Records of each subject. */
    private readonly own: readonly (readonly Names[])[],
  ) {}

  /**
   * @param mask the subjects whose name it may be
   * @param counter of its value, -1 for none
   * @returns its number; 0 when there is nothing to say of it
   */
  add(mask: number, counter: number): number {
    if (mask === 0 && counter === -1) return 0;
    const number = this.masks.push(mask) - 1;
    this.counters.push(counter);
    return number;
  }

  /** The subjects whose name it may be. */
  maskOf(number: number): number {
    return this.masks[number] ?? 0;
  }

  counterOf(number: number): number {
    return this.counters[number] ?? -1;
  }

  /**
   * Whether it is near one of a subject's names. @param isGiven whether it stands where given names do @param text asked for the first
   * time
   */
  isNear(number: number, subject: number, isGiven: boolean, text: () => string): boolean {
    const place = 2 * (number * this.sets.width + (subject >> 5));
    const bit = 1 << (subject & 31);
    if (place >= this.found.length) {
      const larger = new Int32Array(2 * place);
      larger.set(this.found);
      this.found = larger;
    }
    const { found } = this;
    if (((found[place] ?? 0) & bit) === 0) {
      found[place] = (found[place] ?? 0) | bit;
      const name = readName(text());
      if (name !== null && this.own[subject]?.some((each) => isNearOne(each, name, isGiven)) === true)
        found[place + 1] = (found[place + 1] ?? 0) | bit;
    }
    return ((found[place + 1] ?? 0) & bit) !== 0;
  }
}
