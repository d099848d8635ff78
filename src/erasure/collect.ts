import { createHash } from 'node:crypto';
import { normaliseCustomerNumber, normaliseEmail, normalisePhone } from '../customers/normalise.js';
import type { Database, Queries, Row, Value } from '../database/database.js';
import { bucket } from '../database/statements.js';
import { isSoft } from '../data-map/links.js';
import type { ResolvedMap, ResolvedTable } from '../data-map/resolve.js';
import {
  compileCollection,
  type Branch,
  type CollectionStatement,
  type Slot,
  type Widths,
} from './collection-statement.js';
import type { RowKey } from './plan.js';
import { joinKey, type Subject } from './subject.js';

/** A row that hangs on the subject, with the links that found it. */
export interface CollectedRow {
  readonly table: ResolvedTable;
  readonly key: RowKey;
  /** Indexes into the table's links. */
  readonly links: Set<number>;
  /** Stored date the retention period runs from, when the map names one. */
  readonly date: Value;
  /** Rows it hangs on, as `table\u001fkey`, for what inherits their fate. */
  readonly parents: Set<string>;
}

export interface CollectedLogin {
  readonly id: string;
  readonly login: string;
  readonly owner: boolean;
  readonly by: 'record' | 'email';
}

/** All that hangs on one subject, read in one statement so that it is one moment's picture. */
export interface Collection {
  /** By table name, then by joined key. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, CollectedRow>>;
  /** Rows that satisfy a blocker, by its code. */
  readonly blockers: ReadonlyMap<string, number>;
  readonly logins: readonly CollectedLogin[];
  /** SHA-256 over all of it: equal exactly when nothing of it has changed. */
  readonly digest: string;
}

export interface Moment {
  readonly date: string;
  readonly datetime: string;
}

function slotValue(slot: Slot, subject: Subject, now: Moment): Value {
  // A slot beyond the last value repeats it; with no value at all it is NULL, which equals nothing.
  const nth = <T>(values: readonly T[], at: number): T | null => values[at] ?? values.at(-1) ?? null;
  switch (slot.slot) {
    case 'record':
      return nth(subject.records, slot.at)?.[slot.part] ?? null;
    case 'email':
      return nth(subject.identifiers.emails, slot.at);
    case 'folded_email':
      return nth(subject.identifiers.emails, slot.at)?.trim().toLowerCase() ?? null;
    case 'phone':
      return nth(subject.identifiers.phones, slot.at);
    case 'number':
      return nth(subject.identifiers.numbers, slot.at);
    case 'value':
      return slot.value;
    case 'now':
      return now[slot.as];
  }
}

/**
 * Whether a stored value really is one of the subject's. SQL compares by collation, which takes `müller@x` for
 * `muller@x`; this compares exactly, on normalised values.
 */
export function holdsIdentifier(kind: 'email' | 'phone' | 'number', value: Value, subject: Subject): boolean {
  const normalise = {
    email: normaliseEmail,
    phone: (text: string) => normalisePhone(text),
    number: normaliseCustomerNumber,
  }[kind];
  const own = {
    email: subject.identifiers.emails,
    phone: subject.identifiers.phones,
    number: subject.identifiers.numbers,
  }[kind];
  const wanted = value === null ? null : normalise(String(value));
  return wanted !== null && wanted !== '' && own.some((each) => normalise(each) === wanted);
}

function takeRow(
  rows: Map<string, Map<string, CollectedRow>>,
  branch: Branch & { kind: 'row' },
  key: RowKey,
  row: Row,
): void {
  const { table } = branch;
  const ofTable = rows.get(table.name) ?? new Map<string, CollectedRow>();
  rows.set(table.name, ofTable);
  const id = joinKey(key);
  let known = ofTable.get(id);
  if (known === undefined)
    ofTable.set(id, (known = { table, key, links: new Set(), date: row['d'] ?? null, parents: new Set() }));
  known.links.add(table.links.indexOf(branch.link));
  if (branch.parent !== null) known.parents.add(`${branch.parent}\u001f${String(row['v'])}`);
}

function gather(
  statement: CollectionStatement,
  result: readonly Row[],
  subject: Subject,
  keyLengths: (branch: Branch) => number,
): Collection {
  const rows = new Map<string, Map<string, CollectedRow>>();
  const blockers = new Map<string, number>();
  const logins = new Map<string, CollectedLogin>();
  for (const row of result) {
    const branch = statement.branches[Number(row['b'])];
    if (branch === undefined) continue;
    const key = Array.from({ length: keyLengths(branch) }, (_, index) => String(row[`k${String(index)}`]));
    if (branch.kind === 'blocker') blockers.set(branch.code, (blockers.get(branch.code) ?? 0) + 1);
    else if (branch.kind === 'login') {
      if (branch.by === 'email' && !holdsIdentifier('email', row['w'] ?? null, subject)) continue;
      const id = `${String(branch.index)}\u001f${joinKey(key)}`;
      const by = logins.get(id)?.by === 'record' ? 'record' : branch.by;
      logins.set(id, { id, login: String(row['v']), owner: row['o'] === '1', by });
    } else if (!isSoft(branch.link) || holdsIdentifier(branch.link.match, row['v'] ?? null, subject)) {
      takeRow(rows, branch, key, row);
    }
  }
  const content = { rows, blockers, logins: [...logins.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
  return { ...content, digest: digestOf(content, subject) };
}

function digestOf(content: Omit<Collection, 'digest'>, subject: Subject): string {
  const hash = createHash('sha256');
  const add = (...parts: readonly string[]): void => void hash.update(`${parts.join('\u001f')}\u001e`);
  add(...subject.records.map(joinKey));
  add(JSON.stringify(subject.identifiers));
  for (const [table, rows] of [...content.rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const id of [...rows.keys()].sort()) {
      const row = rows.get(id);
      if (row !== undefined)
        add(table, id, [...row.links].sort().join(), String(row.date), [...row.parents].sort().join());
    }
  }
  for (const [code, count] of [...content.blockers].sort()) add('blocker', code, String(count));
  for (const login of content.logins) add('login', login.id, login.by, String(login.owner));
  return hash.digest('hex');
}

/** Collects what hangs on a subject; statements are compiled once for each width and kept. */
export interface Collector {
  collect(queries: Queries, subject: Subject, now: Moment): Promise<Collection>;
}

export function createCollector(db: Database, resolved: ResolvedMap): Collector {
  const compiled = new Map<string, CollectionStatement>();
  const keyLengths = (branch: Branch): number => {
    if (branch.kind === 'row') return branch.table.key.length;
    if (branch.kind === 'login') return resolved.map.subject.logins[branch.index]?.key.length ?? 0;
    return 0;
  };
  const statementFor = async (widths: Widths): Promise<CollectionStatement> => {
    const shape = JSON.stringify(widths);
    let statement = compiled.get(shape);
    if (statement === undefined) compiled.set(shape, (statement = await compileCollection(db, resolved, widths)));
    return statement;
  };
  return {
    async collect(queries, subject, now) {
      const { emails, phones, numbers } = subject.identifiers;
      const width = (values: readonly unknown[]): number => bucket(Math.max(1, values.length));
      const statement = await statementFor({
        record: width(subject.records),
        email: width(emails),
        phone: width(phones),
        number: width(numbers),
      });
      const bindings = statement.slots.map((slot) => slotValue(slot, subject, now));
      const result = statement.sql === '' ? [] : await queries.all(statement.sql, bindings, { prepared: true });
      return gather(statement, result, subject, keyLengths);
    },
  };
}
