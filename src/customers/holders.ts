/** Whose an identifier is: a subject's index in the list that was compiled, and its own in that subject's list of its kind. */
export interface Holder {
  readonly at: number;
  readonly value: number;
}

const nobody: readonly Holder[] = [];

/** Last digits, four bits each, differ in few of the lowest bits. */
function spread(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 12;
}

function grown(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * numbers.length);
  larger.set(numbers);
  return larger;
}

/**
 * Identifiers by a key of 32 bits, which others may have as well: whoever looks one up compares. Packed, 16 bytes each and what finds
 * them: ten thousand subjects have forty thousand of these, for which Maps take ten times as much.
 */
export class Holders {
  private keys = new Int32Array(16);
  private places = new Int32Array(16);
  private values = new Int32Array(16);
  private count = 0;
  /** By the lowest bits of the key: the first entry, plus 1; behind each entry the next one. Made when first asked. */
  private first: Int32Array | null = null;
  private next = new Int32Array(0);

  get size(): number {
    return this.count;
  }

  /** The keys of all, in the order in which they were added. */
  allKeys(): Int32Array {
    return this.keys.subarray(0, this.count);
  }

  add(key: number, at: number, value: number): void {
    if (this.count === this.keys.length) {
      this.keys = grown(this.keys);
      this.places = grown(this.places);
      this.values = grown(this.values);
    }
    this.keys[this.count] = key;
    this.places[this.count] = at;
    this.values[this.count] = value;
    this.count += 1;
    this.first = null;
  }

  /** All with this key, in the order in which they were added. */
  of(key: number): readonly Holder[] {
    const first = this.first ?? this.link();
    const wanted = key | 0;
    let found: Holder[] | null = null;
    for (let entry = first[spread(wanted) & (first.length - 1)] ?? 0; entry !== 0; entry = this.next[entry - 1] ?? 0) {
      if (this.keys[entry - 1] !== wanted) continue;
      found ??= [];
      found.push({ at: this.places[entry - 1] ?? 0, value: this.values[entry - 1] ?? 0 });
    }
    return found ?? nobody;
  }

  private link(): Int32Array {
    const first = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(4, this.count * 2))));
    const mask = first.length - 1;
    this.next = new Int32Array(this.count);
    for (let entry = this.count; entry > 0; entry -= 1) {
      const place = spread(this.keys[entry - 1] ?? 0) & mask;
      this.next[entry - 1] = first[place] ?? 0;
      first[place] = entry;
    }
    this.first = first;
    return first;
  }
}
