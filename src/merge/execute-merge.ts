import { identifiersOf, joinIdentifiers } from '../customers/read-identifiers.js';
import { moveDecisions } from '../customers/decisions.js';
import type { Queries, Row, Transaction, Value } from '../database/database.js';
import { placeholders } from '../database/dialect.js';
import { readRows } from '../database/read-rows.js';
import { deleteRows, updateRows } from '../database/write-rows.js';
import { tableOf } from '../data-map/references.js';
import { BelboEraseError } from '../errors.js';
import { cellText } from './choose-fields.js';
import { writeMerge, type MergeRecord } from './merge-store.js';
import type { MergeChoices, MergePlan, MergeStep, RowKey } from './plan.js';
import { planMerge } from './plan-merge.js';
import type { MergeSession } from './session.js';
import { storeCells, type MergeSnapshot, type UndoStep } from './snapshot.js';

/** What was done, once it is committed. */
export interface ExecutedMerge {
  readonly id: number;
  readonly survivor: string;
  readonly merged: readonly string[];
  readonly rows: MergeRecord['rows'];
}

const joined = (key: RowKey): string => key.join('\u001f');

async function applyStep(session: MergeSession, trx: Transaction, step: MergeStep): Promise<void> {
  const target = tableOf(session.resolved, step.table);
  if (step.kind === 'drop') await deleteRows(trx, target, [step.key]);
  else await updateRows(trx, target, new Map(Object.entries(step.set)), [step.key]);
}

/** The key of a row after a step that may have changed part of it. */
function keyAfter(session: MergeSession, step: MergeStep & { kind: 'move' | 'change' }): RowKey {
  const { key } = tableOf(session.resolved, step.table);
  return key.map((column, at) => (column in step.set ? cellText(step.set[column]) : (step.key[at] ?? '')));
}

/** What each changed row holds now, as the database spells it: an undo compares with this. */
async function readBack(
  session: MergeSession,
  trx: Queries,
  steps: readonly (MergeStep & { kind: 'move' | 'change' })[],
): Promise<(step: MergeStep & { kind: 'move' | 'change' }) => Row> {
  const rows = new Map<string, Row>();
  for (const table of new Set(steps.map((step) => step.table))) {
    const { info, key } = tableOf(session.resolved, table);
    const keys = steps.filter((step) => step.table === table).map((step) => keyAfter(session, step));
    for (const row of await readRows(trx, table, [...info.columns.keys()], key, keys))
      rows.set(joined([table, ...key.map((column) => cellText(row[column]))]), row);
  }
  return (step) => {
    const row = rows.get(joined([step.table, ...keyAfter(session, step)]));
    if (row === undefined) throw new BelboEraseError('COUNT_MISMATCH', { table: step.table, planned: 1, found: 0 });
    return row;
  };
}

async function undoSteps(session: MergeSession, trx: Queries, plan: MergePlan): Promise<UndoStep[]> {
  const kept = plan.steps.flatMap((step) => (step.kind === 'drop' ? [] : [step]));
  const rowOf = await readBack(session, trx, kept);
  return plan.steps.map((step): UndoStep => {
    const { table, key } = step;
    if (step.kind === 'drop') return { kind: 'insert', table, key, row: storeCells(step.row) };
    const row = rowOf(step);
    const after = Object.fromEntries(
      Object.keys(step.set).map((column): [string, Value] => [column, row[column] ?? null]),
    );
    const { before } = step;
    return {
      kind: 'set',
      table,
      key: keyAfter(session, step),
      keyBefore: key,
      before: storeCells(before),
      after: storeCells(after),
    };
  });
}

function countRows(plan: MergePlan): MergeRecord['rows'] {
  const counts = new Map<string, { table: string; action: MergeStep['kind']; rows: number }>();
  for (const { table, action } of plan.rows) {
    const id = `${table} ${action}`;
    const known = counts.get(id);
    if (known === undefined) counts.set(id, { table, action, rows: 1 });
    else known.rows += 1;
  }
  return [...counts.values()];
}

/** Identifiers of all records of the merge as they were, and of what was dropped with them. */
async function allIdentifiers(
  session: MergeSession,
  trx: Transaction,
  plan: MergePlan,
): Promise<ReturnType<typeof identifiersOf>> {
  const { resolved } = session;
  const { info, key } = resolved.subject;
  const records = await readRows(trx, info.name, [...info.columns.keys()], key, [plan.survivor, ...plan.duplicates]);
  const dropped = resolved.tables.flatMap((table) => {
    const rows = plan.steps.flatMap((step) => (step.kind === 'drop' && step.table === table.name ? [step.row] : []));
    return table.mapped.identifiers === undefined
      ? []
      : [identifiersOf(rows, table.mapped.identifiers, session.country)];
  });
  return dropped.reduce(joinIdentifiers, identifiersOf(records, resolved.map.subject.identifiers, session.country));
}

/** Earlier merges held by a record that goes are held by the one that stays. */
async function passOn(trx: Queries, survivor: string, merged: readonly string[]): Promise<MergeSnapshot['passedOn']> {
  const held = `undone_at is null and holder_key in (${placeholders(merged.length)})`;
  const rows = await trx.all(`select id, holder_key from belbo_erase_merges where ${held}`, merged);
  await trx.run(`update belbo_erase_merges set holder_key = ? where ${held}`, [survivor, ...merged]);
  return rows.map((row) => ({ id: Number(row['id']), holder: String(row['holder_key']) }));
}

/**
 * Merges in ONE transaction: plans again on locked rows, carries the steps out, and writes the sealed undo snapshot with the
 * identifiers of all records. Any error leaves everything as it was.
 * @throws BelboEraseError `MERGE_STALE` when the plan is another one by now, `MERGE_UNDECIDED` while a collision has no
 *   answer, `COUNT_MISMATCH`, and the refusals of `planMerge`
 */
export async function executeMerge(
  session: MergeSession,
  plan: MergePlan,
  choices: MergeChoices,
  requestId: string | null,
): Promise<ExecutedMerge> {
  if (plan.undecided.length > 0) throw new BelboEraseError('MERGE_UNDECIDED', { tables: plan.undecided.join(', ') });
  const survivor = joined(plan.survivor);
  const merged = plan.duplicates.map(joined);
  return session.db.transaction(async (trx) => {
    const now = await planMerge(session, plan.survivor, plan.duplicates, choices, trx);
    if (now.fingerprint !== plan.fingerprint) throw new BelboEraseError('MERGE_STALE', { key: survivor });
    const identifiers = await allIdentifiers(session, trx, plan);
    for (const step of now.steps) await applyStep(session, trx, step);
    const steps = await undoSteps(session, trx, now);
    const passedOn = await passOn(trx, survivor, merged);
    const decisions = await moveDecisions(trx, merged, survivor);
    const rows = countRows(now);
    const snapshot = { steps, identifiers, passedOn, decisions };
    const id = await writeMerge(session, trx, {
      requestId,
      survivor,
      merged,
      fingerprint: now.fingerprint,
      rows,
      snapshot,
    });
    if (requestId !== null) {
      await trx.run('insert into belbo_erase_events (request_id, at, who, event, details) values (?, ?, ?, ?, ?)', [
        requestId,
        session.now(),
        session.who,
        'merged',
        String(id),
      ]);
    }
    return { id, survivor, merged, rows };
  });
}
