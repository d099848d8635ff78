import type { Matcher } from '../customers/find-in-text.js';
import type { TableInfo } from '../database/catalogue.js';
import type { Queries } from '../database/database.js';
import { selectIn, updateIn } from '../database/statements.js';
import { requestLayout, storedStatuses } from '../requests/store.js';
import { maskRows } from './apply-rows.js';
import { masksOf } from './mask-values.js';
import type { PreparedErasure } from './prepared.js';
import type { ErasureSession } from './session.js';

/**
 * What of the request itself goes, and its new status: whoever reads the queue later sees that there was one, not of whom.
 * Done before the records go, for a foreign key may then have set the request's reference to NULL.
 */
export async function closeRequest(
  session: ErasureSession,
  trx: Queries,
  prepared: PreparedErasure,
  matcher: () => Matcher,
): Promise<void> {
  const { requests } = session.resolved.map;
  const layout = requestLayout(requests);
  const id = prepared.plan.requestId;
  const [status] = storedStatuses(requests, 'erased');
  const info = session.resolved.catalogue.tables.get(layout.table);
  if (info === undefined || requests === 'own') {
    const { sql, bindings } = await updateIn(
      session.db.engine,
      layout.table,
      { [layout.customer]: null, [layout.status]: status ?? 'erased' },
      [layout.key],
      [[id]],
    );
    await trx.run(sql, bindings);
    return;
  }
  const masks = new Map(masksOf(layout.minimise, info, matcher));
  masks.set(layout.status, { kind: 'constant', value: status ?? 'erased' });
  await maskRows(session, trx, { info, key: [layout.key] }, masks, [], [[id]]);
  await joinOtherRequests(session, trx, prepared, info, matcher);
}

/** Other requests of the same person hold the same data. Open ones are answered by this erasure: they are done. */
async function joinOtherRequests(
  session: ErasureSession,
  trx: Queries,
  prepared: PreparedErasure,
  info: TableInfo,
  matcher: () => Matcher,
): Promise<void> {
  const { requests } = session.resolved.map;
  const layout = requestLayout(requests);
  const key = [layout.key];
  const { sql, bindings } = await selectIn(
    session.db.engine,
    layout.table,
    [layout.key, layout.status],
    [layout.customer],
    prepared.subject.records,
  );
  const open = [...storedStatuses(requests, 'open'), ...storedStatuses(requests, 'in_progress')].map(String);
  for (const row of await trx.all(sql, bindings)) {
    const masks = new Map(masksOf(layout.minimise, info, matcher));
    const [done] = storedStatuses(requests, 'done');
    if (open.includes(String(row[layout.status]))) masks.set(layout.status, { kind: 'constant', value: done ?? null });
    await maskRows(session, trx, { info, key }, masks, [], [[String(row[layout.key])]]);
  }
}
