import { rowsPerBatch } from './customer-rows.js';
import type { RowMemory } from './row-memory.js';
import type { SubjectMasks } from './subject-masks.js';

/** Numbers of sets of subjects, so many a row as come. */
class MaskLists {
  private masks = new Int32Array(0);
  private counts = new Uint8Array(0);

  /** @param most of one row */
  constructor(private readonly most: number) {}

  /** Begins anew, for so many rows. */
  clear(rows: number): void {
    if (this.counts.length < rows) {
      this.counts = new Uint8Array(rows);
      this.masks = new Int32Array(rows * this.most);
    } else {
      this.counts.fill(0, 0, rows);
    }
  }

  /** Adds a set; the empty one is left out. */
  add(row: number, mask: number): void {
    if (mask === 0) return;
    const count = this.counts[row] ?? 0;
    this.masks[row * this.most + count] = mask;
    this.counts[row] = count + 1;
  }

  count(row: number): number {
    return this.counts[row] ?? 0;
  }

  at(row: number, place: number): number {
    return this.masks[row * this.most + place] ?? 0;
  }
}

const nobody: readonly number[] = [];

/** Names of a row that are looked up: given, family and birth name. */
export const namesOfRow = 3;

/** Tells of a name that is known by its number whether a subject has one that is near it: the name of a row, by its place among these. */
export type NearName = (number: number, subject: number, row: number, place: number) => boolean;

/** Which subjects each of some rows may be. */
export class RowHits {
  /** Those a key of the row, other than one of its names, is one of. */
  readonly weak: MaskLists;
  /** Those whose contact it holds. */
  readonly strong: MaskLists;
  /** Number of each name of each row, 0 for one that is nobody's. */
  readonly names = new Int32Array(namesOfRow * rowsPerBatch);
  /** `streetKey` of the first street of each row, 0 for none. */
  readonly roads: Int32Array;
  private readonly found: number[] = [];

  /**
   * @param memory that of the rows
   * @param maskOf the subjects whose name the one with this number may be
   */
  constructor(
    memory: RowMemory,
    private readonly masks: SubjectMasks,
    private readonly maskOf: (name: number) => number,
    private readonly isNear: NearName,
    mostWeak: number,
    mostStrong: number,
  ) {
    this.weak = new MaskLists(mostWeak);
    this.strong = new MaskLists(mostStrong);
    this.roads = memory.integers(rowsPerBatch);
  }

  clear(rows: number): void {
    this.weak.clear(rows);
    this.strong.clear(rows);
    this.names.fill(0, 0, namesOfRow * rows);
  }

  /** Numbers of the subjects a row has two weak keys, or a strong one, in common with. Good until the next row is asked about. */
  subjectsOf(row: number): readonly number[] {
    const { weak, strong, names, masks, found } = this;
    const [weakCount, strongCount] = [weak.count(row), strong.count(row)];
    const first = namesOfRow * row;
    // Of most names only their number is wanted: they are nobody's.
    const given = this.maskOf(names[first] ?? 0);
    const family = this.maskOf(names[first + 1] ?? 0);
    const birth = this.maskOf(names[first + 2] ?? 0);
    const nameCount = Number(given !== 0) + Number(family !== 0) + Number(birth !== 0);
    if (strongCount === 0 && weakCount + nameCount < 2) return nobody;
    found.length = 0;
    for (let at = 0; at < masks.width; at += 1) {
      let once = 0;
      let twice = 0;
      let strongly = 0;
      for (let place = 0; place < strongCount; place += 1) strongly |= masks.word(strong.at(row, place), at);
      for (let place = 0; place < weakCount; place += 1) {
        const word = masks.word(weak.at(row, place), at);
        twice |= once & word;
        once |= word;
      }
      const surely = strongly | twice;
      if (nameCount > 0) {
        const [one, other, third] = [masks.word(given, at), masks.word(family, at), masks.word(birth, at)];
        twice |= ((once | one) & other) | (once & one) | ((once | one | other) & third);
      }
      for (let bits = surely | twice; bits !== 0; bits &= bits - 1) {
        const bit = bits & -bits;
        const subject = at * 32 + 31 - Math.clz32(bit);
        if ((surely & bit) !== 0 || this.hasTwo(row, subject)) found.push(subject);
      }
    }
    return found;
  }

  /** Whether the weak keys are still two when names that only look alike by their keys are left out. */
  private hasTwo(row: number, subject: number): boolean {
    const { weak, masks, names } = this;
    const [word, bit] = [subject >> 5, 1 << (subject & 31)];
    let count = 0;
    for (let place = 0; place < weak.count(row); place += 1)
      count += Number((masks.word(weak.at(row, place), word) & bit) !== 0);
    for (let place = 0; place < namesOfRow && count < 2; place += 1) {
      const name = names[namesOfRow * row + place] ?? 0;
      if ((masks.word(this.maskOf(name), word) & bit) !== 0) count += Number(this.isNear(name, subject, row, place));
    }
    return count >= 2;
  }
}
