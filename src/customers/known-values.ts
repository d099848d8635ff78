/** What the values of a column say: which subjects are near them, and which counter they move (-1 for none). */
export class KnownValues {
  private readonly masks = [0];
  private readonly counters = [-1];
  /** By counter plus 1, then by mask. */
  private readonly numbers: (Map<number, number> | undefined)[] = [];

  /** Number of what a value says; 0 for nothing. */
  numberOf(mask: number, counter: number): number {
    if (mask === 0 && counter === -1) return 0;
    const numbers = (this.numbers[counter + 1] ??= new Map<number, number>());
    let number = numbers.get(mask);
    if (number === undefined) {
      number = this.masks.push(mask) - 1;
      this.counters.push(counter);
      numbers.set(mask, number);
    }
    return number;
  }

  mask(number: number): number {
    return this.masks[number] ?? 0;
  }

  counter(number: number): number {
    return this.counters[number] ?? -1;
  }
}
