import type { Queries, Row, Value } from '../database/database.js';
import { readRows } from '../database/read-rows.js';
import { keyedDigest } from '../customers/seal.js';
import { selectWhere } from '../data-map/conditions.js';
import { isUpward } from '../data-map/links.js';
import { referencesTo, tableOf } from '../data-map/references.js';
import { BelboEraseError } from '../errors.js';
import { cellText, chooseFields } from './choose-fields.js';
import { gatherMoves } from './gather-moves.js';
import { readVerified } from './read-verified.js';
import { settleReferences } from './settle-references.js';
import type { DifferingField, MergeChoices, MergePlan, MergeRow, MergeStep, RowKey } from './plan.js';
import type { MergeSession } from './session.js';

const joined = (key: RowKey): string => key.join('\u001f');

interface Records {
  readonly survivor: Row;
  readonly duplicates: readonly Row[];
}

/** Refuses pairs that are none: a record with itself, the same record twice. */
function checkKeys(survivor: RowKey, duplicates: readonly RowKey[]): void {
  const keys = duplicates.map(joined);
  const { length } = keys;
  if (length === 0 || keys.includes(joined(survivor)) || new Set(keys).size < length)
    throw new BelboEraseError('MERGE_REFUSED', { reason: 'self_pair', table: '', rows: length });
}

async function readRecords(
  session: MergeSession,
  queries: Queries,
  survivor: RowKey,
  duplicates: readonly RowKey[],
): Promise<Records> {
  const { info, key } = session.resolved.subject;
  const wanted = [survivor, ...duplicates];
  const rows = await readRows(queries, info.name, [...info.columns.keys()], key, wanted);
  const byKey = new Map(rows.map((row) => [joined(key.map((column) => cellText(row[column]))), row]));
  const stored = wanted.map((each) => byKey.get(joined(each)));
  const [first, ...rest] = stored;
  const present = rest.filter((row) => row !== undefined);
  if (first === undefined || present.length < duplicates.length)
    throw new BelboEraseError('MERGE_RECORD_GONE', { records: stored.filter((row) => row === undefined).length });
  const { filter, table } = session.resolved.map.subject;
  if (filter.length > 0) {
    // Staff may stand in the same table: such a record is not a customer's alone.
    for (const each of wanted) {
      const found = await selectWhere(session, table, key, filter, { keys: [each] }, queries);
      if (found.length === 0) throw new BelboEraseError('MERGE_REFUSED', { reason: 'not_a_customer', table, rows: 1 });
    }
  }
  return { survivor: first, duplicates: present };
}

/** Columns of the record that a person may choose about: not its key, nor what is computed or dated, nor what rows refer to. */
function choosable(session: MergeSession): string[] {
  const { info, key } = session.resolved.subject;
  const { newest } = session.resolved.map.subject.merge;
  const referred = new Set(referencesTo(session.resolved, info.name).flatMap((reference) => reference.on ?? []));
  return [...info.columns.values()]
    .filter(({ name, generated, autoUpdate }) => !generated && !autoUpdate && name !== newest)
    .filter(({ name }) => !key.includes(name) && !referred.has(name))
    .map(({ name }) => name);
}

async function fieldsOf(
  session: MergeSession,
  queries: Queries,
  { survivor, duplicates }: Records,
  choices: MergeChoices,
): Promise<DifferingField[]> {
  const { map, subject } = session.resolved;
  const keyText = (row: Row): string => joined(subject.key.map((column) => cellText(row[column])));
  const records = [survivor, ...duplicates].map((row) => ({ key: keyText(row), row }));
  const columns = choosable(session);
  const unknown = Object.keys(choices.fields ?? {}).find((column) => !columns.includes(column));
  if (unknown !== undefined)
    throw new BelboEraseError('MERGE_FIELD_UNKNOWN', { field: unknown, valid: columns.join(', ') });
  const fields = chooseFields({
    records,
    columns,
    merge: map.subject.merge,
    notes: map.mentions[map.subject.table] ?? [],
    lengthOf: (column) => subject.info.columns.get(column)?.maxLength ?? null,
    identifying: [map.subject.identifiers.number].flatMap((column) => column ?? []),
    verified: await readVerified(
      session,
      queries,
      records.map(({ key }) => key),
    ),
    choices: choices.fields ?? {},
  });
  return settleReferences(session, fields, [survivor, ...duplicates]);
}

/** Addresses and the like that only the records referred to, and that the surviving one will not refer to any more. */
async function orphans(session: MergeSession, queries: Queries, records: Records, after: Row): Promise<MergeStep[]> {
  const { resolved } = session;
  const { info, key } = resolved.subject;
  const steps = new Map<string, MergeStep>();
  const own = new Set(
    [records.survivor, ...records.duplicates].map((row) => joined(key.map((column) => cellText(row[column])))),
  );
  for (const table of resolved.tables) {
    for (const link of table.links.filter(isUpward)) {
      if (link.referenced_by !== info.name || table.mapped.rows !== 'delete_if_orphan') continue;
      const held = (row: Row): Value[] => link.columns.map((column) => row[column] ?? null);
      const kept = joined(held(after).map(cellText));
      const lost = new Map(
        [records.survivor, ...records.duplicates]
          .map(held)
          .filter((values) => !values.includes(null) && joined(values.map(cellText)) !== kept)
          .map((values) => [joined(values.map(cellText)), values]),
      );
      if (lost.size === 0) continue;
      const rows = await readRows(queries, table.name, [...table.info.columns.keys()], link.on ?? [], [
        ...lost.values(),
      ]);
      for (const row of rows) {
        const users = await usersOf(session, queries, table.name, row, { own, after });
        if (users.has(info.name)) continue;
        // Nothing would lead to it any more, nor to what hangs on it: no erasure would find them.
        for (const [name, count] of users)
          throw new BelboEraseError('MERGE_REFUSED', { reason: 'left_behind', table: name, rows: count });
        const rowKey = table.key.map((column) => cellText(row[column]));
        const id = joined([table.name, ...rowKey]);
        steps.set(id, { kind: 'drop', table: table.name, key: rowKey, row, reason: 'orphan' });
      }
    }
  }
  return [...steps.values()];
}

/** Who uses the row once the records are one, as rows by table: somebody else, or the surviving record by this or another column. */
async function usersOf(
  session: MergeSession,
  queries: Queries,
  table: string,
  row: Row,
  { own, after }: { readonly own: ReadonlySet<string>; readonly after: Row },
): Promise<ReadonlyMap<string, number>> {
  const { resolved } = session;
  const found = new Map<string, number>();
  const count = (name: string, rows: number): void => {
    if (rows > 0) found.set(name, (found.get(name) ?? 0) + rows);
  };
  for (const reference of referencesTo(resolved, table)) {
    const { key } = tableOf(resolved, reference.table);
    const values = (reference.on ?? []).map((column) => row[column] ?? null);
    const isSubject = reference.table === resolved.subject.info.name;
    const heldAfter = reference.columns.map((column) => after[column]);
    if (isSubject && joined(heldAfter.map(cellText)) === joined(values.map(cellText))) count(reference.table, 1);
    const users = await readRows(
      queries,
      reference.table,
      [...new Set([...key, ...reference.columns])],
      reference.columns,
      [values],
    );
    const others = users.filter((user) => !isSubject || !own.has(joined(key.map((column) => cellText(user[column])))));
    count(reference.table, others.length);
  }
  return found;
}

const writable = (session: MergeSession, table: string, row: Row): Record<string, Value> => {
  const { info } = tableOf(session.resolved, table);
  return Object.fromEntries(Object.entries(row).filter(([column]) => info.columns.get(column)?.generated === false));
};

function rowsOf(steps: readonly MergeStep[]): MergeRow[] {
  return steps.map((step) => ({
    table: step.table,
    key: joined(step.key),
    action: step.kind,
    columns: step.kind === 'drop' ? [] : Object.keys(step.set),
    reason: step.kind === 'drop' ? step.reason : step.kind === 'move' ? 'reference' : 'value',
  }));
}

function digest(session: MergeSession, parts: unknown): string {
  return keyedDigest([session.resolved.digest, JSON.stringify(parts)], session.key);
}

/**
 * What merging `duplicates` into `survivor` would do, row by row; reads only. Inside a transaction the rows read are locked.
 * @throws BelboEraseError `MERGE_REFUSED` (self-pair, staff, rows that cannot follow), `MERGE_RECORD_GONE`, `MERGE_FIELD_UNKNOWN`
 */
export async function planMerge(
  session: MergeSession,
  survivor: RowKey,
  duplicates: readonly RowKey[],
  choices: MergeChoices = {},
  queries: Queries = session.db,
): Promise<MergePlan> {
  checkKeys(survivor, duplicates);
  const records = await readRecords(session, queries, survivor, duplicates);
  const { info, key } = session.resolved.subject;
  const moves = await gatherMoves(session, queries, { keeper: records.survivor, losers: records.duplicates }, choices);
  const fields = await fieldsOf(session, queries, records, choices);
  const changed = fields.filter(
    ({ values, result }) => cellText(values[0]) !== cellText(result) || (values[0] === null) !== (result === null),
  );
  const set = Object.fromEntries(changed.map(({ column, result }) => [column, result]));
  const before = Object.fromEntries(changed.map(({ column, values }) => [column, values[0] ?? null]));
  const drops = records.duplicates.map((row): MergeStep => ({
    kind: 'drop',
    table: info.name,
    key: key.map((column) => cellText(row[column])),
    row,
    reason: 'record',
  }));
  const change: MergeStep[] =
    changed.length === 0 ? [] : [{ kind: 'change', table: info.name, key: survivor, set, before }];
  const found = [
    ...moves.steps,
    ...drops,
    ...change,
    ...(await orphans(session, queries, records, { ...records.survivor, ...set })),
  ];
  const steps = found.map((step) =>
    step.kind === 'drop' ? { ...step, row: writable(session, step.table, step.row) } : step,
  );
  const printable = { collisions: moves.collisions, undecided: moves.undecided, rows: rowsOf(steps) };
  const fingerprint = digest(session, [survivor, duplicates, steps, printable.collisions, fields]);
  return { survivor, duplicates, fields, steps, fingerprint, ...printable };
}
