import type { ColumnRole } from './header-names.js';

/** Stands between the cells of a record when they are searched as one text. */
export const separator = '\u001f';

/** A record as texts, with the roles of its cells; `columns` is null when the file has no header. */
export interface RecordView {
  readonly cells: readonly string[];
  readonly columns: readonly (ColumnRole | null)[] | null;
}

/** Cells joined, and where each begins. */
export interface Joined {
  readonly text: string;
  readonly starts: readonly number[];
}

/** Joins cells to one text, as the search takes a row. */
export function join(cells: readonly string[]): Joined {
  const starts: number[] = [];
  let at = 0;
  for (const cell of cells) {
    starts.push(at);
    at += cell.length + 1;
  }
  return { text: cells.join(separator), starts };
}

/** Index of the cell at a position of the joined text. */
export function cellAt({ starts }: Joined, position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The columns of one role, as text. */
export function cellsOf({ cells, columns }: RecordView, ...roles: readonly ColumnRole[]): string[] {
  return cells.filter((cell, index) => {
    const role = columns?.[index];
    return role !== null && role !== undefined && roles.includes(role) && cell.trim() !== '';
  });
}
