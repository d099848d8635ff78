import type { TableInfo } from './catalogue-types.js';
import type { Transaction, Value } from './database.js';
import { deleteIn, updateIn, type Key } from './statements.js';

/** Rows one statement may name: long enough to be quick, short enough for every driver's limit on bindings. */
const chunkSize = 256;

/** A table as far as writing to it needs to know. */
export interface WriteTarget {
  readonly info: TableInfo;
  readonly key: readonly string[];
}

/** Pieces of a list that one statement may name. */
export function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += chunkSize) yield items.slice(at, at + chunkSize);
}

/** Columns that ON UPDATE CURRENT_TIMESTAMP would move: it would tell when somebody was erased in rows that otherwise stay as they are. */
function movingColumns(info: TableInfo): string[] {
  return [...info.columns.values()].filter((column) => column.autoUpdate).map((column) => column.name);
}

/**
 * Deletes exactly these rows; the only place where rows of a calendar are deleted. Any other number of rows than planned
 * aborts the transaction.
 * @throws BelboEraseError `COUNT_MISMATCH`
 */
export async function deleteRows(trx: Transaction, target: WriteTarget, keys: readonly Key[]): Promise<number> {
  for (const chunk of chunks(keys)) {
    await trx.change(deleteIn(target.info.name, target.key, chunk), target.info.name, chunk.length);
  }
  return keys.length;
}

/**
 * Sets the same values in exactly these rows.
 * @throws BelboEraseError `COUNT_MISMATCH`
 */
export async function updateRows(
  trx: Transaction,
  target: WriteTarget,
  set: ReadonlyMap<string, Value>,
  keys: readonly Key[],
): Promise<void> {
  const still = movingColumns(target.info);
  for (const chunk of chunks(keys)) {
    const values = Object.fromEntries(set);
    const statement = updateIn(target.info.name, values, target.key, chunk, still);
    await trx.change(statement, target.info.name, chunk.length);
  }
}
