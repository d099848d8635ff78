/** What is done with a stretch of the file. */
export const editKind = { keep: 0, remove: 1, rewrite: 2 } as const;
export type EditKind = (typeof editKind)[keyof typeof editKind];

/** Bytes `start` to `end` of the file, and what is done with them. */
export interface Edit {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly kind: EditKind;
}

const pageSize = 1 << 10;

interface Page {
  /** Start and end by turns. */
  readonly offsets: Float64Array;
  readonly kinds: Uint8Array;
}

/**
 * The edits of a file in its order, 17 bytes each: a file of millions of records may be one customer's. Neighbours that
 * are removed are one edit.
 */
export class EditList {
  private readonly pages: Page[] = [];
  private count = 0;
  private lastEnd = -1;
  private lastKind: EditKind = editKind.keep;
  private changed = 0;

  /** Number of edits. */
  get length(): number {
    return this.count;
  }

  /** Number of those that change something. */
  get changeCount(): number {
    return this.changed;
  }

  /** Adds an edit behind all others; returns its index, by which `settle` can change its kind. */
  add(start: number, end: number, kind: EditKind): number {
    if (kind === editKind.remove && this.lastKind === kind && this.lastEnd === start) {
      this.write(this.count - 1, 1, end);
    } else {
      if (this.count % pageSize === 0) {
        this.pages.push({ offsets: new Float64Array(2 * pageSize), kinds: new Uint8Array(pageSize) });
      }
      this.write(this.count, 0, start);
      this.write(this.count, 1, end);
      this.count += 1;
      this.settle(this.count - 1, kind);
    }
    this.lastEnd = end;
    this.lastKind = kind;
    return this.count - 1;
  }

  /** Changes the kind of an edit that was added to be settled later. */
  settle(index: number, kind: EditKind): void {
    const page = this.pages[Math.floor(index / pageSize)];
    if (page === undefined) return;
    const at = index % pageSize;
    this.changed += Number(kind !== editKind.keep) - Number(page.kinds[at] !== editKind.keep);
    page.kinds[at] = kind;
  }

  /** The edit at an index. */
  at(index: number): Edit {
    const page = this.pages[Math.floor(index / pageSize)];
    const at = index % pageSize;
    const kind = (page?.kinds[at] ?? editKind.keep) as EditKind;
    return { index, kind, start: page?.offsets[2 * at] ?? 0, end: page?.offsets[2 * at + 1] ?? 0 };
  }

  /** All edits that change something, in the order of the file. */
  *changes(): Generator<Edit> {
    for (let index = 0; index < this.count; index += 1) {
      const edit = this.at(index);
      if (edit.kind !== editKind.keep) yield edit;
    }
  }

  private write(index: number, which: 0 | 1, value: number): void {
    const page = this.pages[Math.floor(index / pageSize)];
    if (page !== undefined) page.offsets[2 * (index % pageSize) + which] = value;
  }
}
