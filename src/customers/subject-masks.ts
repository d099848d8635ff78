/** More of them do not fit a Map. */
const mostMasks = 2 ** 25;

/**
 * Sets of subjects as bit masks, each set stored once under a number, so that what a value says of a hundred subjects fits a
 * number. 0 is the empty set.
 */
export class SubjectMasks {
  /** 32-bit words of one mask. */
  readonly width: number;
  private words: Int32Array;
  private count = 1;
  private readonly numbers = new Map<string, number>();
  /** Numbers of the unions of two. */
  private readonly unions = new Map<number, number>();

  constructor(subjects: number) {
    this.width = Math.max(1, Math.ceil(subjects / 32));
    this.words = new Int32Array(this.width * 64);
    this.numbers.set(new Int32Array(this.width).join(), 0);
  }

  private store(mask: Int32Array): number {
    const id = mask.join();
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    const number = this.count;
    this.count += 1;
    if (this.count * this.width > this.words.length) {
      const larger = new Int32Array(this.words.length * 2);
      larger.set(this.words);
      this.words = larger;
    }
    this.words.set(mask, number * this.width);
    this.numbers.set(id, number);
    return number;
  }

  /** The word `at` of a mask. */
  word(number: number, at: number): number {
    return this.words[number * this.width + at] ?? 0;
  }

  /** The union of two masks. */
  both(a: number, b: number): number {
    if (a === b || b === 0) return a;
    if (a === 0) return b;
    const id = Math.min(a, b) * mostMasks + Math.max(a, b);
    let number = this.unions.get(id);
    if (number === undefined) this.unions.set(id, (number = this.union([a, b])));
    return number;
  }

  /** The union of masks and of further subjects. */
  union(numbers: readonly number[], subjects: readonly number[] = []): number {
    const [only] = numbers;
    if (only !== undefined && numbers.length === 1 && subjects.length === 0) return only;
    const mask = new Int32Array(this.width);
    for (const number of numbers) {
      for (let at = 0; at < this.width; at += 1) mask[at] = (mask[at] ?? 0) | this.word(number, at);
    }
    for (const subject of subjects) mask[subject >> 5] = (mask[subject >> 5] ?? 0) | (1 << (subject & 31));
    return this.store(mask);
  }
}

/** Subjects by a key of theirs. */
export class KeyIndex {
  private readonly subjects = new Map<string, number>();

  constructor(private readonly masks: SubjectMasks) {}

  add(key: string, subject: number): void {
    this.subjects.set(key, this.masks.union([this.subjects.get(key) ?? 0], [subject]));
  }

  get(key: string): number {
    return this.subjects.get(key) ?? 0;
  }
}
