/** Texts in shared memory, by number; 0 is the empty text. Threads read it without a copy of their own. */
export interface TextPool {
  readonly bytes: Uint8Array;
  /** Where the text of each number ends. */
  readonly ends: Uint32Array;
}

/** Gives equal texts one number, in the order in which they come. */
export class TextNumbers {
  private readonly numbers = new Map<string, number>([['', 0]]);

  numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.numbers.size;
    this.numbers.set(text, number);
    return number;
  }

  /** Texts so far, the empty one included. */
  get size(): number {
    return this.numbers.size;
  }

  /** Puts the texts into shared memory. */
  pool(): TextPool {
    const list = new TextList();
    for (const text of this.numbers.keys()) if (text !== '') list.add(text);
    return list.pool();
  }
}

/** Texts one after the other, each with the next number, from 1 on. */
export class TextList {
  private bytes = Buffer.alloc(1 << 16);
  private ends = new Uint32Array(1 << 12);
  private size = 1;

  add(text: string): void {
    const start = this.ends[this.size - 1] ?? 0;
    // Of one UTF-16 unit UTF-8 makes three bytes at most.
    if (start + text.length * 3 > this.bytes.length) {
      const larger = Buffer.alloc(Math.max(this.bytes.length * 2, start + text.length * 3));
      this.bytes.copy(larger, 0, 0, start);
      this.bytes = larger;
    }
    if (this.size === this.ends.length) {
      const larger = new Uint32Array(this.ends.length * 2);
      larger.set(this.ends);
      this.ends = larger;
    }
    this.ends[this.size] = start + this.bytes.write(text, start);
    this.size += 1;
  }

  /** Puts the texts into shared memory. */
  pool(): TextPool {
    const ends = sharedNumbers(this.size);
    ends.set(this.ends.subarray(0, this.size));
    const bytes = new Uint8Array(new SharedArrayBuffer(ends[this.size - 1] ?? 0));
    bytes.set(this.bytes.subarray(0, bytes.length));
    return { bytes, ends };
  }
}

/** Numbers in memory that threads share. */
export const sharedNumbers = (size: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(size * 4));

/** Reads texts of a pool. */
export function poolReader({ bytes, ends }: TextPool): (number: number) => string {
  const buffer = Buffer.from(bytes.buffer);
  return (number) => (number === 0 ? '' : buffer.toString('utf8', ends[number - 1], ends[number]));
}
