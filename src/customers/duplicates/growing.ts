/** A list of counters that grows. */
export class Counts {
  private counts: Uint32Array = new Uint32Array(1024);

  /** Counts one more of a number; 0 is none. */
  add(number: number): void {
    if (number === 0) return;
    if (number >= this.counts.length) this.counts = enlarged(this.counts, number + 1);
    this.counts[number] = (this.counts[number] ?? 0) + 1;
  }

  /** The first `size` of them, in shared memory. */
  share(size: number): Uint32Array {
    return sharedCopy(this.counts, size);
  }
}

function enlarged(list: Uint32Array, least: number): Uint32Array {
  const larger = new Uint32Array(Math.max(least, list.length * 2));
  larger.set(list);
  return larger;
}

function sharedCopy(list: Uint32Array, size: number): Uint32Array {
  const shared = new Uint32Array(new SharedArrayBuffer(size * 4));
  shared.set(list.subarray(0, size));
  return shared;
}

/** Gives equal pairs of numbers one number, in the order in which they come; 0 and 0 have none (0). */
export class PairNumbers {
  private first: Uint32Array = new Uint32Array(1024);
  private second: Uint32Array = new Uint32Array(1024);
  private size = 1;
  /** Hash table with open addressing: numbers, 0 for a free place. */
  private table = new Uint32Array(2048);

  private placeOf(first: number, second: number): number {
    const mask = this.table.length - 1;
    const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    let place = (mixed ^ (mixed >>> 15)) & mask;
    for (;;) {
      const number = this.table[place] ?? 0;
      if (number === 0 || (this.first[number] === first && this.second[number] === second)) return place;
      place = (place + 1) & mask;
    }
  }

  numberOf(first: number, second: number): number {
    if (first === 0 && second === 0) return 0;
    const place = this.placeOf(first, second);
    const known = this.table[place] ?? 0;
    if (known !== 0) return known;
    const number = this.size;
    this.size += 1;
    if (number >= this.first.length) {
      this.first = enlarged(this.first, number + 1);
      this.second = enlarged(this.second, number + 1);
    }
    this.first[number] = first;
    this.second[number] = second;
    this.table[place] = number;
    // At most half full.
    if (this.size * 2 > this.table.length) this.rebuild();
    return number;
  }

  private rebuild(): void {
    this.table = new Uint32Array(this.table.length * 2);
    for (let number = 1; number < this.size; number += 1)
      this.table[this.placeOf(this.first[number] ?? 0, this.second[number] ?? 0)] = number;
  }

  /** Both numbers of each pair, in shared memory. */
  share(): { readonly first: Uint32Array; readonly second: Uint32Array } {
    return { first: sharedCopy(this.first, this.size), second: sharedCopy(this.second, this.size) };
  }
}
