import type { MovedDecisions } from '../customers/decisions.js';
import type { Identifiers } from '../customers/identifiers.js';
import type { Value } from '../database/database.js';
import type { RowKey } from './plan.js';

/** A value as JSON can hold it: bytes in hexadecimal. */
type StoredValue = string | number | null | { readonly hex: string };
type StoredCells = Readonly<Record<string, StoredValue>>;

/** A step as it is undone: where the row is now, what it held, what it holds since. */
export type UndoStep =
  | {
      readonly kind: 'set';
      readonly table: string;
      readonly key: RowKey;
      readonly keyBefore: RowKey;
      readonly before: StoredCells;
      readonly after: StoredCells;
    }
  | { readonly kind: 'insert'; readonly table: string; readonly key: RowKey; readonly row: StoredCells };

/** What a merge seals: how to undo it, and by what the merged records are still found. */
export interface MergeSnapshot {
  /** In the order in which they were done. */
  readonly steps: readonly UndoStep[];
  readonly identifiers: Identifiers;
  /** Earlier merges that the records which went had held, with the key of that record. */
  readonly passedOn: readonly { readonly id: number; readonly holder: string }[];
  readonly decisions: MovedDecisions;
}

/** Cells for the snapshot. */
export function storeCells(cells: Readonly<Record<string, Value>>): StoredCells {
  return Object.fromEntries(
    Object.entries(cells).map(([column, value]) => [
      column,
      Buffer.isBuffer(value) ? { hex: value.toString('hex') } : value,
    ]),
  );
}

/** Cells as the database takes them. */
export function restoreCells(cells: StoredCells): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(cells).map(([column, value]) => [
      column,
      typeof value === 'object' && value !== null ? Buffer.from(value.hex, 'hex') : value,
    ]),
  );
}
