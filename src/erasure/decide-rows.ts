import { actionOf, isForeign } from '../data-map/links.js';
import type { ResolvedLink, ResolvedTable } from '../data-map/resolve.js';
import type { RowAction } from '../data-map/schema.js';
import { decideRow } from '../retention/decide-row.js';
import { findPeriod, type RetentionCountry } from '../retention/periods.js';
import type { CollectedRow, Collection } from './collect.js';
import type { RowKey } from './plan.js';
import type { ErasureSession } from './session.js';
import { joinKey } from './subject.js';

/** What happens to one row, and why. */
export interface DecidedRow {
  readonly table: ResolvedTable;
  readonly key: RowKey;
  readonly action: 'delete' | 'keep' | 'detach' | 'block';
  /** Which column masks apply: the table's, or with them those of an expired period. */
  readonly mask: 'none' | 'columns' | 'after_retention';
  /** Link columns that are set to NULL. */
  readonly detach: readonly string[];
  /** Link columns that refer to somebody else, or to what stays: no mask cuts them. */
  readonly spared: readonly string[];
  /** Hangs by a declared ON DELETE CASCADE. */
  readonly cascaded: boolean;
  readonly retained: Retained | null;
}

/** Kept by this law, until then. */
export interface Retained {
  readonly period: { readonly retentionClass: string; readonly basis: string };
  readonly until: string;
  readonly dateUnreadable: boolean;
  /** Only the stub of somebody erased before needs it: no law asks for the subject's own base data. */
  readonly forAnother: boolean;
}

interface Context {
  readonly country: RetentionCountry;
  readonly today: string;
  readonly timeZone: string;
  /** Rows of `delete_if_orphan` tables that somebody else uses, and what hangs on them alone, as `table\u001fkey`. */
  readonly shared: Set<string>;
  readonly decided: Map<string, DecidedRow>;
  /** Rows that stay longer than their own period, by the period of what refers to them, or of the stub that keeps them. */
  readonly prolonged: ReadonlyMap<string, Retained>;
}

const rowId = (table: string, key: RowKey): string => `${table}\u001f${joinKey(key)}`;

function longest(all: readonly Retained[]): Retained | null {
  return all.reduce<Retained | null>((best, each) => (best === null || each.until > best.until ? each : best), null);
}

function retainedBy(row: CollectedRow, context: Context): Retained | null {
  // Few rows outlast their own period.
  const prolonged = context.prolonged.size === 0 ? undefined : context.prolonged.get(rowId(row.table.name, row.key));
  const own = ownPeriod(row, context);
  if (prolonged === undefined) return own;
  const all = own === null ? [prolonged] : [own, prolonged];
  const kept = longest(all);
  return kept === null ? null : { ...kept, forAnother: all.every((each) => each.forAnother) };
}

function ownPeriod(row: CollectedRow, context: Context): Retained | null {
  const { retention } = row.table.mapped;
  if (retention === undefined) return null;
  if ('inherit' in retention) {
    // The longest-kept parent decides: what belongs to two documents stays with the one that stays longer.
    const kept = longest([...row.parents.values()].flatMap((id) => context.decided.get(id)?.retained ?? []));
    // The date that nobody can read is the parent's.
    return kept === null ? null : { ...kept, dateUnreadable: false };
  }
  const period = findPeriod(context.country, retention.class);
  const decision = decideRow(row.date, retention.date.encoding, period, context);
  return decision.keep
    ? { period, until: decision.until, dateUnreadable: decision.reason === 'date_unreadable', forAnother: false }
    : null;
}

/** Columns by which a table refers to others, without those of the links that make a row the subject's. */
export function sparedColumns(table: ResolvedTable, own: readonly ResolvedLink[]): readonly string[] {
  const cut = new Set(own.filter(isForeign).flatMap(({ columns }) => columns));
  return table.links.filter(isForeign).flatMap(({ columns }) => columns.filter((column) => !cut.has(column)));
}

/** What follows from the links by which a row of a table hangs on the subject, whatever the row. */
interface ByLinks {
  readonly wanted: ReadonlySet<RowAction>;
  readonly cascaded: boolean;
  /** Link columns that are only let go. */
  readonly nulled: readonly string[];
  readonly spared: readonly string[];
}

/** By table, then by the links' places. The rows of most subjects hang by the same few. */
const kept = new WeakMap<ResolvedTable, Map<string, ByLinks>>();

function byLinks(table: ResolvedTable, at: readonly number[]): ByLinks {
  let ofTable = kept.get(table);
  if (ofTable === undefined) kept.set(table, (ofTable = new Map<string, ByLinks>()));
  const id = at.join();
  let known = ofTable.get(id);
  if (known === undefined) {
    const links = at.flatMap((index) => table.links[index] ?? []);
    const foreign = links.filter(isForeign);
    known = {
      wanted: new Set(links.map((link) => actionOf(link, table.mapped))),
      cascaded: foreign.some((link) => link.on_delete === 'cascade'),
      nulled: foreign.filter((link) => actionOf(link, table.mapped) === 'detach').flatMap((link) => link.columns),
      spared: sparedColumns(table, links),
    };
    ofTable.set(id, known);
  }
  return known;
}

function decisionOf(
  { table, key }: CollectedRow,
  { cascaded, spared }: ByLinks,
  action: DecidedRow['action'],
  mask: DecidedRow['mask'],
  detach: readonly string[],
  retained: Retained | null,
): DecidedRow {
  return { table, key, action, mask, detach, spared, cascaded, retained };
}

function decide(row: CollectedRow, context: Context): DecidedRow | null {
  const { table, key } = row;
  const all = [...row.links];
  const links = context.shared.size === 0 ? all : all.filter((at) => !context.shared.has(row.parents.get(at) ?? ''));
  if (links.length === 0) context.shared.add(rowId(table.name, key));
  const hanging = byLinks(table, links);
  const { wanted, nulled } = hanging;
  if (wanted.has('block')) return decisionOf(row, hanging, 'block', 'none', [], null);
  const orphan = wanted.has('delete_if_orphan') && !context.shared.has(rowId(table.name, key));
  if (wanted.has('delete') || orphan) {
    const retained = retainedBy(row, context);
    if (retained !== null) return decisionOf(row, hanging, 'keep', 'columns', nulled, retained);
    const { retention } = table.mapped;
    if (retention === undefined || 'inherit' in retention || retention.after === 'delete')
      return decisionOf(row, hanging, 'delete', 'none', [], null);
    return decisionOf(row, hanging, 'keep', 'after_retention', nulled, null);
  }
  const own = (action: 'keep' | 'detach'): DecidedRow =>
    decisionOf(row, hanging, action, table.mapped.rows === action ? 'columns' : 'none', nulled, null);
  if (wanted.has('keep')) return own('keep');
  if (wanted.has('detach')) return own('detach');
  return null;
}

/** Decides for all that was collected of one subject. `shared`: see `findShared`; `keptElsewhere`: see `readKeptElsewhere`. */
export function decideSubject(
  { resolved, country, today, timeZone }: Pick<ErasureSession, 'resolved' | 'country' | 'today' | 'timeZone'>,
  collection: Collection,
  shared: ReadonlySet<string>,
  keptElsewhere: ReadonlyMap<string, Retained>,
): DecidedRow[] {
  const tables = [...resolved.tables, ...(resolved.selfReferences === null ? [] : [resolved.selfReferences])];
  return decideRows(collection, tables, { country, today, timeZone, shared, prolonged: keptElsewhere });
}

/**
 * Rows that must outlast their own period, because one that stays by another period refers to them: deleted before it, they would take
 * it along by CASCADE, or not go at all. Adds them to `prolonged`; returns whether there are any.
 */
function prolong(
  collection: Collection,
  decided: ReadonlyMap<string, DecidedRow>,
  prolonged: Map<string, Retained>,
): boolean {
  let found = false;
  for (const [id, { table, key, retained }] of decided) {
    if (retained === null) continue;
    for (const [index, parent] of collection.rows.get(table.name)?.get(joinKey(key))?.parents ?? []) {
      const link = table.links[index];
      const above = decided.get(parent);
      if (link === undefined || above?.table.mapped.retention === undefined || parent === id) continue;
      const letsGo = !isForeign(link) || link.on_delete === 'undeclared' || link.on_delete === 'set_null';
      // One that stays for another reason (a link that only detaches, a blocker) is not deleted, whatever is asked of it: once is enough.
      const known = prolonged.get(parent) ?? above.retained;
      if (letsGo || (known !== null && known.until >= retained.until)) continue;
      prolonged.set(parent, retained);
      found = true;
    }
  }
  return found;
}

/**
 * Decides each collected row, parents before children so that `inherit` finds its parent decided; again for what a child holds longer
 * than its own period. Deleting goes before keeping, keeping before detaching; a running retention period turns deleting into keeping.
 */
function decideRows(
  collection: Collection,
  tables: readonly ResolvedTable[],
  context: Omit<Context, 'decided' | 'shared'> & { readonly shared: ReadonlySet<string> },
): DecidedRow[] {
  const prolonged = new Map(context.prolonged);
  const shared = new Set(context.shared);
  for (;;) {
    const known = shared.size;
    const full: Context = { ...context, shared, decided: new Map(), prolonged };
    for (const table of tables) {
      const rows = collection.rows.get(table.name);
      if (rows === undefined) continue;
      for (const row of rows.values()) {
        const decision = decide(row, full);
        if (decision !== null) full.decided.set(rowId(table.name, row.key), decision);
      }
    }
    // A row that only lets go may have been decided before what it refers to turned out to stay.
    const grown = shared.size > known;
    if (!prolong(collection, full.decided, prolonged) && !grown) return [...full.decided.values()];
  }
}
