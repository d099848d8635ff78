import { buildMatcher, type Matcher } from '../customers/find-in-text.js';
import { isForeign } from '../data-map/links.js';
import { rowKey } from '../database/catalogue.js';
import { groupBy } from '../group-by.js';
import type { ProgressEvent } from '../progress.js';
import { Holders } from './holders.js';
import type { RowKey } from './plan.js';
import { readRows } from '../database/read-rows.js';
import { identityColumns, scanText, type CellHit, type ScanTarget } from './scan-text.js';
import type { ErasureSession } from './session.js';
import { joinKey, type Subject } from './subject.js';

/** Cells of one row in which a subject was found. */
export interface FoundRow {
  readonly subject: number;
  readonly table: string;
  readonly key: RowKey;
  readonly hits: readonly CellHit[];
  /** Records of the subject's table this row belongs to, as `table\u001fkey`. */
  readonly owners: readonly string[];
}

/** What one pass over the database found of all subjects. */
export interface ScanResult {
  readonly matcher: Matcher;
  readonly holders: Holders;
  /** Rows outside the who-columns, by subject. */
  readonly found: ReadonlyMap<number, readonly FoundRow[]>;
}

type Pending = Omit<FoundRow, 'owners'>;

/** Where a row names the record it belongs to, and what else must stand in it for that to be so. */
interface OwnerReference {
  readonly columns: readonly string[];
  readonly when: Readonly<Record<string, string | number>>;
}

/** Direct references of a table to the subject's, which tell whose row a cell stands in. */
function ownerReference(session: ErasureSession, table: string): OwnerReference {
  const { map, key } = { map: session.resolved.map, key: session.resolved.subject.key };
  if (table === map.subject.table) return { columns: key, when: {} };
  const mapped = session.resolved.tables.find((each) => each.name === table);
  const link = mapped?.links.filter(isForeign).find(({ to }) => to === map.subject.table);
  return { columns: link?.columns ?? [], when: link?.when ?? {} };
}

async function withOwners(session: ErasureSession, pending: readonly Pending[]): Promise<FoundRow[]> {
  const byTable = groupBy(pending, ({ table }) => table);
  const found: FoundRow[] = [];
  for (const [table, rows] of byTable) {
    const { columns, when } = ownerReference(session, table);
    const conditions = Object.entries(when);
    const info = session.resolved.catalogue.tables.get(table);
    const keyColumns =
      table === session.resolved.subject.info.name
        ? session.resolved.subject.key
        : info === undefined
          ? []
          : rowKey(info);
    const owners = new Map<string, string>();
    if (columns.length > 0 && keyColumns.length > 0) {
      const wanted = [...new Set([...keyColumns, ...columns, ...Object.keys(when)])];
      for (const row of await readRows(
        session.db,
        table,
        wanted,
        keyColumns,
        rows.map((each) => each.key),
      )) {
        const owner = columns.map((column) => row[column] ?? null);
        if (owner.includes(null)) continue;
        // The number in a polymorphic reference may be that of a supplier.
        if (conditions.some(([column, value]) => String(row[column]) !== String(value))) continue;
        owners.set(
          joinKey(keyColumns.map((column) => String(row[column]))),
          `${session.resolved.subject.info.name}\u001f${joinKey(owner.map(String))}`,
        );
      }
    }
    found.push(...rows.map((each) => ({ ...each, owners: [owners.get(joinKey(each.key)) ?? []].flat() })));
  }
  return found;
}

/**
 * Searches for any number of subjects in ONE pass. Hits in who-columns (of customers and staff) make rivals; all others
 * are handed back with the record they belong to.
 */
export async function scanSubjects(
  session: ErasureSession,
  subjects: readonly Subject[],
  targets: readonly ScanTarget[],
  stage: ProgressEvent['stage'],
): Promise<ScanResult> {
  const matcher = buildMatcher(
    subjects.map((each, subject) => ({ subject, identifiers: each.identifiers })),
    { country: session.country },
  );
  const identity = identityColumns(session.resolved);
  const holders = new Holders(subjects, session.country);
  const pending: Pending[] = [];
  await scanText(
    session.db,
    targets,
    matcher,
    stage,
    (hits, { table, key }) => {
      const who = identity.get(table) ?? [];
      const isWho = ({ column, lastColumn }: CellHit): boolean => who.includes(column) && who.includes(lastColumn);
      holders.add(hits.filter(isWho), session.resolved.subject.info.name);
      // A name that runs from one free text into the next is no name; in columns next to each other it is.
      const others = hits.filter((each) => !isWho(each));
      for (const subject of new Set(others.map((each) => each.hit.subject))) {
        pending.push({ subject, table, key, hits: others.filter((each) => each.hit.subject === subject) });
      }
    },
    session.onProgress,
  );
  const found = groupBy(await withOwners(session, pending), ({ subject }) => subject);
  return { matcher, holders, found };
}
