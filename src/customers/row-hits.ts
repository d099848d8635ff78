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

/** Which subjects each of some rows may be. */
export class RowHits {
  /** Those a key of the row is one of. */
  readonly weak: MaskLists;
  /** Those whose contact it holds. */
  readonly strong: MaskLists;
  /** `streetKey` of the first street of each row, 0 for none. */
  readonly roads: Int32Array;
  private readonly found: number[] = [];

  /** @param memory that of the rows */
  constructor(
    memory: RowMemory,
    private readonly masks: SubjectMasks,
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
  }

  /** Numbers of the subjects a row has two weak keys, or a strong one, in common with. Good until the next row is asked about. */
  subjectsOf(row: number): readonly number[] {
    const { weak, strong, masks, found } = this;
    const [weakCount, strongCount] = [weak.count(row), strong.count(row)];
    if (strongCount === 0 && weakCount < 2) return nobody;
    found.length = 0;
    for (let at = 0; at < masks.width; at += 1) {
      let once = 0;
      let twice = 0;
      for (let place = 0; place < weakCount; place += 1) {
        const word = masks.word(weak.at(row, place), at);
        twice |= once & word;
        once |= word;
      }
      for (let place = 0; place < strongCount; place += 1) twice |= masks.word(strong.at(row, place), at);
      for (let bits = twice; bits !== 0; bits &= bits - 1) found.push(at * 32 + 31 - Math.clz32(bits & -bits));
    }
    return found;
  }
}
