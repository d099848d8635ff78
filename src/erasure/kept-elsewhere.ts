import type { Queries } from '../database/database.js';
import { readRows } from '../database/read-rows.js';
import type { ResolvedTable } from '../data-map/resolve.js';
import type { Retained } from './decide-rows.js';
import type { RowKey } from './plan.js';
import type { PreparedErasure } from './prepared.js';
import type { ErasureSession } from './session.js';
import { rowId } from './settle-soft-rows.js';
import { joinKey } from './subject.js';

/**
 * Rows that stubs of people erased before still keep, as `table\u001fkey`, each with the longest of these periods: a row may hang on
 * documents of several customers, and the law that keeps the one's knows nothing of the other.
 */
export async function readKeptElsewhere(
  session: ErasureSession,
  queries: Queries,
  rows: readonly { readonly table: ResolvedTable; readonly key: RowKey }[],
): Promise<ReadonlyMap<string, Retained>> {
  const kept = new Map<string, Retained>();
  // Stubs hold rows of tables with a period only.
  const asked = rows.filter(({ table }) => table.mapped.retention !== undefined);
  const ids = new Set(asked.map(rowId));
  const keys = [...new Set(asked.map(({ key }) => joinKey(key)))];
  const columns = ['table_name', 'row_key', 'retention_class', 'basis', 'retained_until'];
  for (const row of await readRows(
    queries,
    'belbo_erase_stub_rows',
    columns,
    ['row_key'],
    keys.map((key) => [key]),
  )) {
    const id = `${String(row['table_name'])}\u001f${String(row['row_key'])}`;
    const until = String(row['retained_until']);
    if (!ids.has(id) || until < session.today || until <= (kept.get(id)?.until ?? '')) continue;
    const period = { retentionClass: String(row['retention_class']), basis: String(row['basis']) };
    kept.set(id, { period, until, dateUnreadable: false, forAnother: true });
  }
  return kept;
}

/** Whether stubs keep these rows as long as they did when the plan was made. */
export async function areKeptAsPlanned(
  session: ErasureSession,
  trx: Queries,
  { rows, keptElsewhere }: Pick<PreparedErasure, 'rows' | 'keptElsewhere'>,
): Promise<boolean> {
  const now = await readKeptElsewhere(session, trx, rows);
  return rows.every((row) => {
    const id = rowId(row);
    return now.get(id)?.until === keptElsewhere.get(id)?.until;
  });
}
