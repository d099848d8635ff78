import type { Matcher } from '../customers/find-in-text.js';
import { rowKey } from '../database/catalogue.js';
import type { Transaction, Value } from '../database/database.js';
import { selectIn, updateIn } from '../database/statements.js';
import type { Mention } from './classify-mentions.js';
import { identifierKey } from './holders.js';
import { redactCell } from './mask-values.js';
import type { ErasureSession } from './session.js';
import { joinKey, type Subject } from './subject.js';

/** Cells redacted, by table and column. */
export interface RedactedCells {
  readonly table: string;
  readonly column: string;
  readonly rows: number;
}

/**
 * Redacts mentions in other people's rows. Each cell is read again inside the transaction and changed only where the subject
 * still stands in it; whatever else was written there since the search stays.
 */
export async function redactAll(
  session: ErasureSession,
  trx: Transaction,
  mentions: readonly Mention[],
  { identifiers }: Subject,
  matcher: () => Matcher,
): Promise<RedactedCells[]> {
  const counts = new Map<string, RedactedCells>();
  for (const { table, column, key, spared } of mentions) {
    const info = session.resolved.catalogue.tables.get(table);
    const columnInfo = info?.columns.get(column);
    if (info === undefined || columnInfo === undefined) continue;
    const keyColumns = table === session.resolved.subject.info.name ? session.resolved.subject.key : rowKey(info);
    const read = selectIn(table, [column], keyColumns, [key]);
    const [row] = await trx.all(read.sql, read.bindings);
    const stored: Value = row?.[column] ?? null;
    const redacted = redactCell(
      stored,
      matcher,
      columnInfo,
      (hit) => spared.size === 0 || !spared.has(identifierKey(identifiers, hit, session.country)),
    );
    if (redacted === stored) continue;
    const still = [...info.columns.values()].filter((each) => each.autoUpdate).map((each) => each.name);
    const write = updateIn(table, { [column]: redacted }, keyColumns, [key], still);
    await trx.change(write, table, 1);
    const id = joinKey([table, column]);
    counts.set(id, { table, column, rows: (counts.get(id)?.rows ?? 0) + 1 });
  }
  return [...counts.values()];
}
