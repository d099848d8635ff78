import { buildMatcher, type Matcher } from '../customers/find-in-text.js';
import { groupBy } from '../group-by.js';
import type { Identifiers } from '../customers/identifiers.js';
import type { Row, Transaction, Value } from '../database/database.js';
import { selectIn } from '../database/statements.js';
import { chunks, deleteRows, updateRows, type WriteTarget } from '../database/write-rows.js';
import { tableOf } from '../data-map/references.js';
import type { ColumnAction } from '../data-map/schema.js';
import { BelboEraseError } from '../errors.js';
import type { DecidedRow } from './decide-rows.js';
import { masksOf, type Mask } from './mask-values.js';
import type { RowKey } from './plan.js';
import type { ErasureSession } from './session.js';
import { joinKey } from './subject.js';

/** Rows actually changed, by table and action. */
export interface AppliedRows {
  readonly table: string;
  readonly action: 'delete' | 'detach' | 'keep' | 'mask';
  readonly rows: number;
}

/** A matcher for one subject, built when the first text has to be redacted. */
export function lazyMatcher(session: ErasureSession, identifiers: Identifiers): () => Matcher {
  let matcher: Matcher | null = null;
  return () => (matcher ??= buildMatcher([{ subject: 0, identifiers }], { country: session.country }));
}

/** Masks columns of these rows; `nulls` are link columns set to NULL besides. */
export async function maskRows(
  trx: Transaction,
  target: WriteTarget,
  masks: ReadonlyMap<string, Mask>,
  nulls: readonly string[],
  keys: readonly RowKey[],
): Promise<number> {
  const constants = new Map<string, Value>(nulls.map((column) => [column, null]));
  const derived: [string, (stored: Value) => Value][] = [];
  for (const [column, mask] of masks) {
    if (mask.kind === 'constant') constants.set(column, mask.value);
    else derived.push([column, mask.of]);
  }
  if (constants.size > 0) await updateRows(trx, target, constants, keys);
  if (derived.length === 0) return keys.length;
  const columns = derived.map(([column]) => column);
  for (const chunk of chunks(keys)) {
    const read = [...new Set([...target.key, ...columns])];
    const { sql, bindings } = selectIn(target.info.name, read, target.key, chunk);
    const stored = new Map<string, Row>();
    for (const row of await trx.all(sql, bindings))
      stored.set(joinKey(target.key.map((column) => String(row[column]))), row);
    for (const key of chunk) {
      const row = stored.get(joinKey(key));
      if (row === undefined)
        throw new BelboEraseError('COUNT_MISMATCH', { table: target.info.name, planned: 1, found: 0 });
      const set = new Map<string, Value>();
      for (const [column, of] of derived) {
        const value = of(row[column] ?? null);
        if (value !== (row[column] ?? null)) set.set(column, value);
      }
      if (set.size > 0) await updateRows(trx, target, set, [key]);
    }
  }
  return keys.length;
}

/** What happens to the columns of a row that stays, by those that any action is for. */
export function actionsFor(row: DecidedRow): Readonly<Record<string, ColumnAction>> {
  const { mapped } = row.table;
  if (row.mask === 'none') return {};
  const { retention } = mapped;
  const after =
    row.mask === 'columns' || retention === undefined || 'inherit' in retention ? {} : retention.after_columns;
  const actions = Object.entries({ ...mapped.columns, ...after });
  return Object.fromEntries(actions.filter(([column]) => !row.spared.includes(column)));
}

/**
 * Carries out what was decided for rows, and nothing else: references that close a circle are cut, rows that stay are
 * masked and let go, then rows are deleted, referencing before referenced.
 * @param own the subject's own records that go, as they are stored, and what erases or masks them, whose place is between what refers to
 *   them and what they refer to; they come first in the result
 */
export async function applyRows(
  session: ErasureSession,
  trx: Transaction,
  rows: readonly DecidedRow[],
  matcher: () => Matcher,
  own?: { readonly going: readonly Row[]; readonly erase: () => Promise<AppliedRows> },
): Promise<AppliedRows[]> {
  const applied: AppliedRows[] = [];
  const deleted = groupBy(
    rows.filter(({ action }) => action === 'delete'),
    ({ table }) => table.name,
  );
  const changed = groupBy(
    rows.filter(({ action }) => action !== 'delete'),
    ({ table, action, mask, detach, spared }) => [table.name, action, mask, detach.join(), spared.join()].join('|'),
  );
  for (const { table, columns } of session.resolved.deletion.cut) {
    const { info, key } = session.resolved.subject;
    // Few records refer to anything by such a column, and an UPDATE takes SQLite as long as the DELETE.
    const referring = (own?.going ?? []).filter((row) => columns.some((column) => (row[column] ?? null) !== null));
    const going =
      table === info.name
        ? referring.map((row) => key.map((column) => String(row[column])))
        : (deleted.get(table) ?? []).map((row) => row.key);
    if (going.length === 0) continue;
    const nulls = new Map(columns.map((column) => [column, null]));
    await updateRows(trx, tableOf(session.resolved, table), nulls, going);
  }
  for (const group of changed.values()) {
    const [first] = group;
    if (first === undefined || first.action === 'block') continue;
    const target = { info: first.table.info, key: first.table.key };
    const masks = masksOf(actionsFor(first), target.info, matcher);
    const count = await maskRows(
      trx,
      target,
      masks,
      first.detach,
      group.map((row) => row.key),
    );
    if (first.action !== 'delete') applied.push({ table: target.info.name, action: first.action, rows: count });
  }
  for (const table of session.resolved.deletion.tables) {
    if (table === session.resolved.subject.info.name && own !== undefined) applied.unshift(await own.erase());
    const going = deleted.get(table) ?? [];
    const [first] = going;
    if (first === undefined) continue;
    const count = await deleteRows(
      trx,
      { info: first.table.info, key: first.table.key },
      going.map((row) => row.key),
    );
    applied.push({ table, action: 'delete', rows: count });
  }
  return applied;
}
