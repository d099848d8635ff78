import type { SubjectMasks } from './subject-masks.js';

/**
 * Numbers by a number of 32 bits, for few keys that are looked up millions of times: a Map takes several times as long. Open addressing;
 * a value of 0 is an empty slot.
 */
class NumberTable {
  private keys = new Int32Array(16);
  private values = new Int32Array(16);
  /** How many there are. */
  size = 0;

  get(key: number): number {
    const { keys, values } = this;
    const mask = keys.length - 1;
    for (let slot = key & mask; ; slot = (slot + 1) & mask) {
      const value = values[slot] ?? 0;
      if (value === 0 || keys[slot] === (key | 0)) return value;
    }
  }

  /** @param value not 0 */
  set(key: number, value: number): void {
    if (2 * (this.size + 1) > this.keys.length) this.grow();
    const { keys, values } = this;
    const mask = keys.length - 1;
    let slot = key & mask;
    while (values[slot] !== 0 && keys[slot] !== (key | 0)) slot = (slot + 1) & mask;
    if (values[slot] === 0) this.size += 1;
    keys[slot] = key;
    values[slot] = value;
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Int32Array(2 * keys.length);
    this.values = new Int32Array(2 * keys.length);
    this.size = 0;
    values.forEach((value, slot) => {
      if (value !== 0) this.set(keys[slot] ?? 0, value);
    });
  }
}

/** Subjects by numbers. */
export class NumberIndex {
  private readonly subjects = new NumberTable();

  constructor(private readonly masks: SubjectMasks) {}

  add(key: number, subject: number): void {
    this.subjects.set(key, this.masks.union([this.get(key)], [subject]));
  }

  get(key: number): number {
    return this.subjects.get(key);
  }

  get size(): number {
    return this.subjects.size;
  }
}
