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

  /** The texts by their numbers. */
  texts(): IterableIterator<string> {
    return this.numbers.keys();
  }
}

/** Puts texts into shared memory. */
export function poolTexts(numbers: TextNumbers): TextPool {
  const ends = new Uint32Array(new SharedArrayBuffer(numbers.size * 4));
  let total = 0;
  let at = 0;
  for (const text of numbers.texts()) {
    total += Buffer.byteLength(text);
    ends[at] = total;
    at += 1;
  }
  const bytes = new Uint8Array(new SharedArrayBuffer(total));
  const buffer = Buffer.from(bytes.buffer);
  at = 0;
  for (const text of numbers.texts()) {
    buffer.write(text, at === 0 ? 0 : (ends[at - 1] ?? 0));
    at += 1;
  }
  return { bytes, ends };
}

/** Reads texts of a pool. */
export function poolReader({ bytes, ends }: TextPool): (number: number) => string {
  const buffer = Buffer.from(bytes.buffer);
  return (number) => (number === 0 ? '' : buffer.toString('utf8', ends[number - 1], ends[number]));
}
