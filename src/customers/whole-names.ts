import type { CustomerRows } from './customer-rows.js';
import { KnownNames } from './known-names.js';
import type { NameIndex } from './name-index.js';
import { readFullName } from './name-value.js';
import { namesOfRow } from './row-hits.js';
import type { RowMemory } from './row-memory.js';
import { TextMemory } from './text-memory.js';

/** Whole names in one column while the other name of the row is missing, taken apart as `readRecord` does. */
export class WholeNames {
  /** By number from 1 on: the numbers of given and family name. */
  private readonly parts: (readonly [number, number])[] = [[0, 0]];
  private readonly texts = new Map<number, string>();
  private readonly memory: TextMemory;

  /** @param memory that of the rows */
  constructor(
    memory: RowMemory,
    private readonly names: NameIndex,
    private readonly known: KnownNames,
  ) {
    this.memory = new TextMemory(memory, (text) => this.look(text));
  }

  /** What the cell itself is was counted by then. */
  private look(text: string): number {
    const parts = readFullName('', text);
    if (parts[0] === null) return 0;
    const [given = 0, family = 0] = parts.map((name) => {
      if (name === null) return 0;
      const number = this.known.add(this.names.get(name), -1);
      if (number !== 0) this.texts.set(number, name.words.join(' '));
      return number;
    });
    return given === 0 && family === 0 ? 0 : this.parts.push([given, family]) - 1;
  }

  /** Puts both parts in the place of the one name. @param found numbers of the names of each row, `namesOfRow` a row */
  takeApart(rows: CustomerRows, given: number, family: number, found: Int32Array): void {
    if (given < 0 || family < 0) return;
    const [first, last] = [rows.column(given), rows.column(family)];
    for (let row = 0; row < rows.count; row += 1) {
      const place = namesOfRow * row;
      const hasGiven = first.starts[row] !== first.ends[row] && found[place] !== KnownNames.none;
      const hasFamily = last.starts[row] !== last.ends[row] && found[place + 1] !== KnownNames.none;
      if (hasGiven === hasFamily) continue;
      const [one, other] = this.parts[this.memory.ofCell(rows, hasGiven ? given : family, row)] ?? [0, 0];
      if (one === 0 && other === 0) continue;
      found[place] = one;
      found[place + 1] = other;
    }
  }

  /** The text of a part by its number; none for the name of a whole cell. */
  textOf(number: number): string | undefined {
    return this.texts.get(number);
  }
}
