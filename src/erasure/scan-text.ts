import { kindsOf, type Hit, type Matcher } from '../customers/find-in-text.js';
import { rowKey, type ColumnInfo, type TableInfo } from '../database/catalogue.js';
import type { Database } from '../database/database.js';
import { readRows } from '../database/read-rows.js';
import { ownTablePrefix } from '../database/own-tables.js';
import { isSoft } from '../data-map/links.js';
import type { ResolvedMap } from '../data-map/resolve.js';
import type { ProgressEvent, ProgressListener } from '../progress.js';
import type { RowKey } from './plan.js';

/** A table to be read, and the columns in which to look. */
export interface ScanTarget {
  readonly info: TableInfo;
  /** Key columns; empty when the table has none (then a hit can be counted, but not addressed). */
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** An identifier found in one cell, or across neighbouring cells (a name in two columns). */
export interface CellHit {
  readonly table: string;
  readonly key: RowKey;
  readonly column: string;
  /** Column the hit ends in; another one than `column` when it spans cells. */
  readonly lastColumn: string;
  readonly hit: Hit;
}

const textual = new Set(['text', 'json', 'blob']);
const separator = '\u001f';

/** Columns that say who a row is: of the subject's table, and of staff logins. Whoever else holds one is a rival. */
export function identityColumns(resolved: ResolvedMap): ReadonlyMap<string, readonly string[]> {
  const { subject } = resolved.map;
  const { given_name, family_name, emails, phones, number } = subject.identifiers;
  const own = [given_name, family_name, ...emails, ...phones, number].flatMap((each) => each ?? []);
  const logins = subject.logins.filter((login) => login.table !== subject.table);
  // Whatever stands in a staff login is about that member of staff, except where the map says that anybody may be mentioned.
  const all = (table: string): string[] => {
    const free = resolved.map.mentions[table] ?? [];
    return [...(resolved.catalogue.tables.get(table)?.columns.keys() ?? [])].filter((column) => !free.includes(column));
  };
  return new Map([[subject.table, own], ...logins.map((login): [string, string[]] => [login.table, all(login.table)])]);
}

function target(resolved: ResolvedMap, table: string, columns: Iterable<string>): ScanTarget[] {
  const info = resolved.catalogue.tables.get(table);
  const distinct = [...new Set(columns)].filter((column) => textual.has(info?.columns.get(column)?.kind ?? ''));
  if (info === undefined || distinct.length === 0) return [];
  return [{ info, key: table === resolved.subject.info.name ? resolved.subject.key : rowKey(info), columns: distinct }];
}

/** What must be read before an erasure: free text, columns matched by value, and who else holds the identifiers. */
export function mentionTargets(resolved: ResolvedMap): ScanTarget[] {
  const identity = identityColumns(resolved);
  const wanted = new Map<string, string[]>();
  const want = (table: string, columns: readonly string[]): void =>
    void wanted.set(table, [...(wanted.get(table) ?? []), ...columns]);
  for (const [table, columns] of identity) want(table, columns);
  for (const [table, columns] of Object.entries(resolved.map.mentions)) want(table, columns);
  for (const table of resolved.tables) {
    for (const link of table.links) if (isSoft(link)) want(table.name, [link.column]);
  }
  return [...wanted].flatMap(([table, columns]) => target(resolved, table, columns));
}

/** What is read after an erasure: every text, JSON and blob column of the database; who-columns first. */
export function residueTargets(resolved: ResolvedMap): ScanTarget[] {
  const identity = identityColumns(resolved);
  const first = [...identity.keys()];
  const others = [...resolved.catalogue.tables.keys()].filter(
    (table) => !first.includes(table) && !table.startsWith(ownTablePrefix),
  );
  return [...first, ...others].flatMap((table) => {
    const all = [...(resolved.catalogue.tables.get(table)?.columns.keys() ?? [])];
    return target(resolved, table, [...(identity.get(table) ?? []), ...all]);
  });
}

function locate(text: string, columns: readonly string[], position: number): string {
  let index = 0;
  for (let at = text.indexOf(separator); at !== -1 && at < position; at = text.indexOf(separator, at + 1)) index += 1;
  return columns[index] ?? '';
}

function cellHits(target: ScanTarget, key: RowKey, text: string, matcher: Matcher, hint: number): CellHit[] {
  return matcher.find(text, { acrossCells: true, kinds: kindsOf(hint) }).map((hit) => ({
    table: target.info.name,
    key,
    column: locate(text, target.columns, hit.start),
    lastColumn: locate(text, target.columns, hit.end - 1),
    hit,
  }));
}

/** Whether a cell itself holds the separator: then columns cannot be told by counting it. */
function isOdd({ columns }: ScanTarget, text: string): boolean {
  return text.split(separator).length !== columns.length;
}

/** The row's text once more, read cell by cell, with a space for each separator inside one; null when the row is gone. */
async function readApart(db: Database, { info, key, columns }: ScanTarget, row: RowKey): Promise<string | null> {
  const [stored] = await readRows(db, info.name, columns, key, [row]);
  if (stored === undefined) return null;
  const texts = columns.map((column) => {
    const value = stored[column] ?? '';
    return (Buffer.isBuffer(value) ? value.toString('utf8') : String(value)).replaceAll(separator, ' ');
  });
  return texts.join(separator);
}

function columnsOf({ info }: ScanTarget, names: readonly string[]): ColumnInfo[] {
  return names.flatMap((name) => info.columns.get(name) ?? []);
}

/**
 * Reads every target once, whatever the number of subjects in the matcher, and hands over each hit. Bounded memory: rows
 * come in batches and are forgotten.
 */
export async function scanText(
  db: Database,
  targets: readonly ScanTarget[],
  matcher: Matcher,
  stage: ProgressEvent['stage'],
  onHits: (hits: readonly CellHit[], row: { readonly table: string; readonly key: RowKey }) => void,
  onProgress?: ProgressListener,
): Promise<void> {
  const estimates = targets.map((each) => each.info.rowEstimate);
  const total = estimates.some((each) => each === null)
    ? null
    : estimates.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  let done = 0;
  for (const each of targets) {
    const at = each.info.name;
    const what = { table: at, key: columnsOf(each, each.key), columns: columnsOf(each, each.columns) };
    const found = (key: RowKey, text: string, hint: number): void => {
      const hits = cellHits(each, key, text, matcher, hint);
      if (hits.length > 0) onHits(hits, { table: at, key });
    };
    const odd: RowKey[] = [];
    await db.search(what, matcher, ({ read, wanted }) => {
      for (const { key, text, hint } of wanted) {
        if (key.length > 0 && isOdd(each, text)) odd.push(key);
        else found(key, text, hint);
      }
      done += read;
      onProgress?.({ stage, done, total, unit: 'rows', at });
    });
    // After the search: it occupies an SQLite connection.
    for (const key of odd) {
      const text = await readApart(db, each, key);
      if (text !== null) found(key, text, 0);
    }
  }
}
