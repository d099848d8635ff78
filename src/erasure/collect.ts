import { createHash } from 'node:crypto';
import type { PhoneCountry } from '../customers/normalise.js';
import { BelboEraseError } from '../errors.js';
import type { Database, Queries, Row, Value } from '../database/database.js';
import { bucket } from '../database/statements.js';
import { isForeign, isSoft, shareableTables } from '../data-map/links.js';
import type { ResolvedLink, ResolvedMap, ResolvedTable } from '../data-map/resolve.js';
import { collectionStatement, type Branch, type CollectionStatement } from './collection-statement.js';
import type { RowKey } from './plan.js';
import { RowOwners } from './row-owners.js';
import { joinKey, type Subject } from './subject.js';
import type { Slot } from './subject-predicates.js';

/** A row that hangs on the subject, with the links that found it. */
export interface CollectedRow {
  readonly table: ResolvedTable;
  readonly key: RowKey;
  /** Indexes into the table's links. */
  readonly links: Set<number>;
  /** Stored date the retention period runs from, when the map names one. */
  readonly date: Value;
  /** Rows it hangs on, as `table\u001fkey`, by link: of what shares their fate. */
  readonly parents: Map<number, string>;
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

/** Values of several subjects, in the order in which slots ask for them. */
interface Values {
  readonly records: readonly RowKey[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly numbers: readonly string[];
}

function valuesOf(subjects: readonly Subject[]): Values {
  return {
    records: subjects.flatMap(({ records }) => records),
    emails: subjects.flatMap(({ identifiers }) => identifiers.emails),
    phones: subjects.flatMap(({ identifiers }) => identifiers.phones),
    numbers: subjects.flatMap(({ identifiers }) => identifiers.numbers),
  };
}

function slotValue(slot: Slot, { records, emails, phones, numbers }: Values, now: Moment): Value {
  // A slot beyond the last value repeats it; with no value at all it is NULL, which equals nothing.
  const nth = <T>(values: readonly T[], at: number): T | null => values[at] ?? values.at(-1) ?? null;
  switch (slot.slot) {
    case 'record':
      return nth(records, slot.at)?.[slot.part] ?? null;
    case 'email':
      return nth(emails, slot.at);
    case 'folded_email':
      return nth(emails, slot.at)?.trim().toLowerCase() ?? null;
    case 'phone':
      return nth(phones, slot.at);
    case 'number':
      return nth(numbers, slot.at);
    case 'value':
      return slot.value;
    case 'now':
      return now[slot.as];
  }
}

const dependentOf = new WeakMap<ResolvedMap, ReadonlySet<string>>();

/**
 * Tables whose rows share the fate of what they hang on: by a period they inherit, or because that may stay for others who use it as
 * well, such as an address.
 */
function dependentTables(resolved: ResolvedMap): ReadonlySet<string> {
  const known = dependentOf.get(resolved);
  if (known !== undefined) return known;
  const { map, tables } = resolved;
  const shareable = shareableTables(map);
  const dependent = new Set<string>();
  dependentOf.set(resolved, dependent);
  for (const { name, links, mapped } of tables) {
    const hangs = links.some((link) => isForeign(link) && shareable.has(link.to));
    if (hangs || (mapped.retention !== undefined && 'inherit' in mapped.retention)) dependent.add(name);
  }
  return dependent;
}

/** What was found of one subject so far. */
class Gathering {
  readonly rows = new Map<string, Map<string, CollectedRow>>();
  readonly blockers = new Map<string, number>();
  readonly logins = new Map<string, CollectedLogin>();

  take(branch: Exclude<Branch, { kind: 'reference' }>, key: RowKey, row: Row): void {
    if (branch.kind === 'blocker') this.blockers.set(branch.code, (this.blockers.get(branch.code) ?? 0) + 1);
    else if (branch.kind === 'row') this.takeRow(branch, key, row);
    else {
      const id = `${String(branch.index)}\u001f${joinKey(key)}`;
      const by = this.logins.get(id)?.by === 'record' ? 'record' : branch.by;
      this.logins.set(id, { id, login: String(row['l']), owner: row['o'] === '1', by });
    }
  }

  private takeRow({ table, link }: Branch & { kind: 'row' }, key: RowKey, row: Row): void {
    const ofTable = this.rows.get(table.name) ?? new Map<string, CollectedRow>();
    this.rows.set(table.name, ofTable);
    const id = joinKey(key);
    let known = ofTable.get(id);
    if (known === undefined)
      ofTable.set(id, (known = { table, key, links: new Set(), date: row['d'] ?? null, parents: new Map() }));
    const at = table.links.indexOf(link);
    known.links.add(at);
    if (isForeign(link) && this.dependent.has(table.name) && link.to !== this.subjectTable)
      known.parents.set(at, `${link.to}\u001f${String(row['v'])}`);
  }

  constructor(
    private readonly subjectTable: string,
    private readonly dependent: ReadonlySet<string>,
  ) {}

  close(subject: Subject): Collection {
    const logins = [...this.logins.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const content = { rows: this.rows, blockers: this.blockers, logins };
    return { ...content, digest: digestOf(content, subject) };
  }
}

/**
 * Whether a row that refers to a customer refers to this one. SQL compares by collation and type, where `aB3x` equals `AB3x` and
 * `12b` equals 12; a foreign key that the database enforces is right all the same.
 */
function isCertain(link: ResolvedLink, { subject }: ResolvedMap, owners: RowOwners, found: string): boolean {
  if (!isForeign(link) || link.to !== subject.info.name || link.on_delete !== 'undeclared') return true;
  const { on = [] } = link;
  return !on.every((column) => subject.key.includes(column)) || owners.ofRecord(on, found).length > 0;
}

/**
 * Gives each row to the subjects it hangs on; null when of a row nobody can tell, for which each of them must be asked about alone.
 */
function gather(
  { resolved, country }: CollectionSource,
  statement: CollectionStatement,
  result: readonly Row[],
  subjects: readonly Subject[],
): Collection[] | null {
  const owners = new RowOwners(resolved, subjects, country);
  const dependent = dependentTables(resolved);
  const found = subjects.map(() => new Gathering(resolved.subject.info.name, dependent));
  // Parents first: the branches are in order of ownership, which no engine promises to keep.
  const ordered = subjects.length === 1 ? result : [...result].sort((a, b) => Number(a['b']) - Number(b['b']));
  for (const row of ordered) {
    const at = Number(row['b']);
    const branch = statement.branches[at];
    if (branch === undefined) continue;
    const key = (statement.keys[at] ?? []).map((column) => String(row[column]));
    const by = String(row['v']);
    if (branch.kind === 'reference') {
      owners.addReference(branch.link, key, by);
      continue;
    }
    const byValue =
      branch.kind === 'row'
        ? isSoft(branch.link) && branch.link.match
        : branch.kind === 'login' && branch.by === 'email' && 'email';
    // What was matched by value is compared again, exactly; all else the statement found hangs on the only subject it asked for.
    const whose =
      byValue !== false
        ? owners.ofIdentifier(byValue, row['v'] ?? null)
        : subjects.length === 1
          ? [0]
          : owners.of(branch, key, by);
    if (subjects.length === 1 && branch.kind === 'row' && !isCertain(branch.link, resolved, owners, by)) continue;
    if (whose.length === 0 && byValue === false) return null;
    for (const owner of whose) {
      found[owner]?.take(branch, key, row);
      if (branch.kind === 'row' && subjects.length > 1) owners.addRow(branch.table, key, branch.link, owner);
    }
  }
  return subjects.flatMap((subject, index) => found[index]?.close(subject) ?? []);
}

function digestOf(content: Omit<Collection, 'digest'>, subject: Subject): string {
  // Hashed at once: each call for a row would take longer than its bytes.
  let text = '';
  const add = (...parts: readonly string[]): void => void (text += `${parts.join('\u001f')}\u001e`);
  add(...subject.records.map(joinKey));
  add(JSON.stringify(subject.identifiers));
  for (const [table, rows] of [...content.rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const id of [...rows.keys()].sort()) {
      const row = rows.get(id);
      if (row !== undefined)
        add(table, id, [...row.links].sort().join(), String(row.date), [...row.parents.values()].sort().join());
    }
  }
  for (const [code, count] of [...content.blockers].sort()) add('blocker', code, String(count));
  for (const login of content.logins) add('login', login.id, login.by, String(login.owner));
  return createHash('sha256').update(text).digest('hex');
}

/** Where the collection reads. */
export interface CollectionSource {
  readonly db: Pick<Database, 'engine'>;
  readonly resolved: ResolvedMap;
  /** Whose telephone numbers are written without a calling code. */
  readonly country: PhoneCountry;
}

/** Most subjects one statement asks for: long enough to be quick, short enough for every driver's limit on bindings. */
const groupSize = 32;

async function collectGroup(
  source: CollectionSource,
  queries: Queries,
  subjects: readonly Subject[],
  now: Moment,
): Promise<Collection[] | null> {
  const values = valuesOf(subjects);
  const width = (of: readonly unknown[]): number => bucket(Math.max(1, of.length));
  const statement = await collectionStatement(
    source.db.engine,
    source.resolved,
    {
      record: width(values.records),
      email: width(values.emails),
      phone: width(values.phones),
      number: width(values.numbers),
    },
    subjects.length > 1,
  );
  const bindings = statement.slots.map((slot) => slotValue(slot, values, now));
  const result = statement.sql === '' ? [] : await queries.all(statement.sql, bindings, { prepared: true });
  return gather(source, statement, result, subjects);
}

/** Collects what hangs on one subject. */
export async function collect(
  source: CollectionSource,
  queries: Queries,
  subject: Subject,
  now: Moment,
): Promise<Collection> {
  const [collection] = (await collectGroup(source, queries, [subject], now)) ?? [];
  if (collection === undefined) throw new BelboEraseError('INTERNAL', { detail: 'a row of nobody' });
  return collection;
}

/** Collects what hangs on each of several subjects, many by one statement; each gets what `collect` would give it. */
export async function collectAll(
  source: CollectionSource,
  queries: Queries,
  subjects: readonly Subject[],
  now: Moment,
): Promise<Collection[]> {
  const all: Collection[] = [];
  for (let at = 0; at < subjects.length; at += groupSize) {
    const group = subjects.slice(at, at + groupSize);
    const together = group.length === 1 ? null : await collectGroup(source, queries, group, now);
    if (together !== null) all.push(...together);
    else for (const subject of group) all.push(await collect(source, queries, subject, now));
  }
  return all;
}
