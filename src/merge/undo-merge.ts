import { restoreDecisions } from '../customers/decisions.js';
import type { Queries, Transaction, Value } from '../database/database.js';
import { readRows } from '../database/read-rows.js';
import { insertInto } from '../database/statements.js';
import { updateRows } from '../database/write-rows.js';
import { tableOf } from '../data-map/references.js';
import { BelboEraseError } from '../errors.js';
import { cellText } from './choose-fields.js';
import { readMerge, type MergeRecord } from './merge-store.js';
import type { MergeSession } from './session.js';
import { recordReferences } from './settle-references.js';
import { restoreCells, type UndoStep } from './snapshot.js';

const joined = (key: readonly string[]): string => key.join('\u001f');
const idOf = (step: UndoStep): string => joined([step.table, ...step.key]);

/** What the merge left in each row: the last step that set a column counts. */
function expected(
  steps: readonly UndoStep[],
): Map<string, { table: string; key: readonly string[]; cells: Record<string, Value> }> {
  const rows = new Map<string, { table: string; key: readonly string[]; cells: Record<string, Value> }>();
  for (const step of steps) {
    if (step.kind !== 'set') continue;
    const known = rows.get(idOf(step)) ?? { table: step.table, key: step.key, cells: {} };
    Object.assign(known.cells, restoreCells(step.after));
    rows.set(idOf(step), known);
  }
  return rows;
}

/** Rows that somebody has changed since, by table: those deleted, set otherwise, or whose old key is taken. */
async function changedSince(
  session: MergeSession,
  trx: Queries,
  steps: readonly UndoStep[],
): Promise<Map<string, number>> {
  const changed = new Map<string, number>();
  const count = (table: string): void => void changed.set(table, (changed.get(table) ?? 0) + 1);
  for (const { table, key, cells } of expected(steps).values()) {
    const columns = Object.keys(cells);
    const [row] = await readRows(trx, table, columns, tableOf(session.resolved, table).key, [key]);
    if (row === undefined || columns.some((column) => cellText(row[column]) !== cellText(cells[column]))) count(table);
  }
  for (const step of steps) {
    if (step.kind !== 'insert') continue;
    const { key } = tableOf(session.resolved, step.table);
    const taken = await readRows(trx, step.table, key, key, [step.key]);
    if (taken.length > 0) count(step.table);
  }
  return changed;
}

/**
 * Undoes steps, the last first. What refers from a record to a record comes after all others: it may be to one that was not back yet, such as
 * a duplicate that had recommended the record it was merged into.
 */
async function undoSteps(session: MergeSession, trx: Transaction, steps: readonly UndoStep[]): Promise<void> {
  const references = recordReferences(session);
  const waiting: { readonly key: UndoStep['key']; readonly cells: ReadonlyMap<string, Value> }[] = [];
  const { subject } = session.resolved;
  for (const step of [...steps].reverse()) {
    const cells = new Map(Object.entries(restoreCells(step.kind === 'insert' ? step.row : step.before)));
    const late = new Map(
      [...cells].filter(
        ([column, value]) => step.table === subject.info.name && references.has(column) && value !== null,
      ),
    );
    if (late.size > 0) waiting.push({ key: step.key, cells: late });
    if (step.kind === 'insert') {
      for (const column of late.keys()) cells.set(column, null);
      const { sql, bindings } = insertInto(step.table, Object.fromEntries(cells));
      await trx.run(sql, bindings);
      continue;
    }
    for (const column of late.keys()) cells.delete(column);
    if (cells.size > 0) await updateRows(trx, tableOf(session.resolved, step.table), cells, [step.key]);
  }
  for (const { key, cells } of waiting) await updateRows(trx, subject, cells, [key]);
}

/**
 * Takes a merge back in ONE transaction: every row as it was before, and nothing of what came since. The snapshot is destroyed.
 * @throws BelboEraseError `MERGE_NOT_FOUND`, `MERGE_UNDONE`, `MERGE_SEALED` (another key file), `MERGE_CHANGED` when a row of it
 *   was changed since, such as by a later merge
 */
export async function undoMerge(session: MergeSession, id: string): Promise<MergeRecord> {
  return session.db.transaction(async (trx) => {
    const found = await readMerge(session, trx, id);
    if (found === null) throw new BelboEraseError('MERGE_NOT_FOUND', { id });
    const { record, snapshot } = found;
    if (record.undoneAt !== null) throw new BelboEraseError('MERGE_UNDONE', { id });
    if (snapshot === null) throw new BelboEraseError('MERGE_SEALED', { id });
    const changed = await changedSince(session, trx, snapshot.steps);
    const later = record.holder !== record.survivor;
    if (changed.size > 0 || later)
      throw new BelboEraseError('MERGE_CHANGED', { id, tables: [...changed.keys()].join(', '), later: later ? 1 : 0 });
    await undoSteps(session, trx, snapshot.steps);
    await restoreDecisions(trx, snapshot.decisions);
    for (const earlier of snapshot.passedOn)
      await trx.run('update belbo_erase_merges set holder_key = ? where id = ?', [earlier.holder, earlier.id]);
    await trx.run(
      'update belbo_erase_merges set undone_at = ?, nonce = null, tag = null, ciphertext = null where id = ?',
      [session.now(), record.id],
    );
    if (record.requestId !== null) {
      await trx.run('insert into belbo_erase_events (request_id, at, who, event, details) values (?, ?, ?, ?, ?)', [
        record.requestId,
        session.now(),
        session.who,
        'merge_undone',
        id,
      ]);
    }
    return { ...record, undoneAt: session.now() };
  });
}
