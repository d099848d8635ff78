import type { DataMap } from '../data-map/schema.js';
import type { Database, Queries } from '../database/database.js';
import { updateIn } from '../database/statements.js';
import type { OpenStep } from '../requests/request.js';
import { requestLayout, storedStatuses } from '../requests/store.js';
import { writeEvent, type EventName } from '../requests/write-event.js';
import { readErasure, type ErasureRecord } from './erasure-record.js';
import type { Residue } from './plan.js';
import type { ErasureReport } from './write-records.js';

/** What closing a step needs to know. */
export interface Closing {
  readonly db: Database;
  readonly map: DataMap;
  /** ISO 8601 with zone. */
  readonly now: string;
  readonly who: string;
}

/** What the history says of a step that is closed; the others have entries of their own. */
const eventOf: Readonly<Partial<Record<OpenStep, EventName>>> = {
  residue: 'residue_clear',
  manual: 'manual_done',
  backups: 'backups_settled',
};

/** The request is done: its status says so, and the sealed identifiers are destroyed. */
async function complete({ map, now, who }: Closing, trx: Queries, requestId: string): Promise<void> {
  const layout = requestLayout(map.requests);
  const [status] = storedStatuses(map.requests, 'done');
  const { sql, bindings } = updateIn(layout.table, { [layout.status]: status ?? 'done' }, [layout.key], [[requestId]]);
  await trx.run(sql, bindings);
  await trx.run('delete from belbo_erase_identifiers where request_id = ?', [requestId]);
  await trx.run('delete from belbo_erase_backup_reviews where request_id = ?', [requestId]);
  await writeEvent(trx, requestId, { at: now, who, event: 'done' });
}

/**
 * Takes steps off a request, and closes it when none is left. What is open is read again inside the transaction: another
 * run may have closed another step meanwhile. Returns the steps still open.
 * @param residue what a search has just found; null when none was made
 */
export async function saveSteps(
  closing: Closing,
  { requestId }: Pick<ErasureRecord, 'requestId'>,
  closed: readonly OpenStep[],
  residue: Residue | null,
): Promise<readonly OpenStep[]> {
  return closing.db.transaction(async (trx) => {
    const record = await readErasure(trx, requestId);
    if (record === null || record.completedAt !== null) return [];
    const steps = record.openSteps.filter((step) => !closed.includes(step));
    const report: ErasureReport =
      residue === null
        ? record.report
        : { ...record.report, residue: { hits: residue.hits, uncertain: residue.uncertain, bytes: residue.bytes } };
    for (const step of record.openSteps.filter((each) => closed.includes(each))) {
      const event = eventOf[step];
      if (event !== undefined) await writeEvent(trx, requestId, { at: closing.now, who: closing.who, event });
    }
    const completed = steps.length === 0 ? closing.now : null;
    await trx.run(
      'update belbo_erase_erasures set open_steps = ?, report = ?, completed_at = ?, status = ? where request_id = ?',
      [steps.join(','), JSON.stringify(report), completed, completed === null ? 'erased' : 'done', requestId],
    );
    if (completed !== null) await complete(closing, trx, requestId);
    return steps;
  });
}

/**
 * Closes one step of a request that a person, or a mail server, has said is done. Returns the steps still open; nothing
 * happens to a request that was not erased, is done, or has no such step.
 */
export async function settleStep(closing: Closing, requestId: string, step: OpenStep): Promise<readonly OpenStep[]> {
  const steps = await saveSteps(closing, { requestId }, [step], null);
  // Destroying the sealed row must reach the file, too.
  if (steps.length === 0) await closing.db.file?.checkpoint();
  return steps;
}
