import type { ErasureSession } from './session.js';

/** A row that a stub keeps and whose period in that stub is over. */
export interface StubRow {
  readonly table: string;
  readonly key: readonly string[];
  readonly after: 'delete' | 'mask';
  /** Another stub keeps it on. */
  readonly keptOn: boolean;
}

/** What a purge would erase: rows whose period is over. */
export interface PurgePlan {
  readonly stubs: readonly { readonly id: number; readonly rows: readonly StubRow[]; readonly last: boolean }[];
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
}

/** A row in any stub. */
export function stubRowId({ table, key }: Pick<StubRow, 'table' | 'key'>): string {
  return [table, ...key].join('\u001f');
}

/** Plans the purge of what has expired before today; reads only. */
export async function planPurge(session: ErasureSession): Promise<PurgePlan> {
  const due = await session.db.all(
    'select stub_id, table_name, row_key, after_expiry from belbo_erase_stub_rows where retained_until < ? order by stub_id',
    [session.today],
  );
  const open = await session.db.all(
    'select stub_id, table_name, row_key from belbo_erase_stub_rows where retained_until >= ?',
    [session.today],
  );
  const running = new Set(open.map((row) => Number(row['stub_id'])));
  const kept = new Set(open.map((row) => `${String(row['table_name'])}\u001f${String(row['row_key'])}`));
  const byStub = new Map<number, StubRow[]>();
  const byTable = new Map<string, Set<string>>();
  for (const row of due) {
    const id = Number(row['stub_id']);
    const table = String(row['table_name']);
    const key = String(row['row_key']).split('\u001f');
    const rowId = stubRowId({ table, key });
    const ofStub = byStub.get(id) ?? [];
    byStub.set(id, ofStub);
    ofStub.push({ table, key, after: row['after_expiry'] === 'mask' ? 'mask' : 'delete', keptOn: kept.has(rowId) });
    if (!kept.has(rowId)) byTable.set(table, (byTable.get(table) ?? new Set<string>()).add(rowId));
  }
  return {
    stubs: [...byStub].map(([id, rows]) => ({ id, rows, last: !running.has(id) })),
    tables: [...byTable].map(([table, rows]) => ({ table, rows: rows.size })),
  };
}
