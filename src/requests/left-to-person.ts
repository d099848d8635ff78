import type { Queries } from '../database/database.js';
import { placeholders } from '../database/dialect.js';
import { writeEvent } from './write-event.js';

/*
 * Why a run left an open request to a person, as far as only a plan finds it out: an undecided duplicate, an appointment to come.
 * Making a plan searches all customers and texts, so whoever tells of the queue (`notify`) goes by what the last run has found.
 */

/** Reasons by request: codes, sorted. */
export type LeftToPerson = ReadonlyMap<string, readonly string[]>;

/** What the last run said of each of these requests; those that none ever left are not listed. */
export async function readLeft(queries: Pick<Queries, 'all'>, requestIds: readonly string[]): Promise<LeftToPerson> {
  const left = new Map<string, readonly string[]>();
  for (let at = 0; at < requestIds.length; at += 500) {
    const ids = requestIds.slice(at, at + 500);
    const rows = await queries.all(
      `select request_id, details from belbo_erase_events where event = 'left_to_person' and request_id in (${placeholders(ids.length)}) order by id`,
      ids,
    );
    for (const row of rows) left.set(String(row['request_id']), String(row['details']).split(','));
  }
  return left;
}

/** Notes why these requests were left to a person: only what is new, for a run comes every few hours and the history stays. */
export async function noteLeft(
  trx: Queries,
  left: readonly { readonly id: string; readonly reasons: readonly string[] }[],
  by: { readonly at: string; readonly who: string },
): Promise<void> {
  const known = await readLeft(
    trx,
    left.map(({ id }) => id),
  );
  for (const { id, reasons } of left) {
    const details = [...reasons].sort().join(',');
    if (known.get(id)?.join(',') !== details) await writeEvent(trx, id, { ...by, event: 'left_to_person', details });
  }
}
