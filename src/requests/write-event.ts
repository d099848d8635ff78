import type { Queries } from '../database/database.js';
import type { RecipientOutcome } from './request.js';

/**
 * What can happen to a request. `details` hold codes, days and numbers only, never what somebody typed: the history outlives the
 * customer's data.
 */
export type EventName =
  | 'received'
  | 'joined'
  | 'verified'
  | 'verification_withdrawn'
  | 'extended'
  | 'held'
  | 'released'
  | 'rejected'
  | 'withdrawn'
  | 'started'
  | 'left_to_person'
  | 'residue_clear'
  | 'manual_done'
  | 'backups_settled'
  | 'done'
  | 'recipient_reminded'
  | `recipient_${RecipientOutcome}`
  | 'letter_sent'
  | 'letter_posted';

/** Writes an entry into a request's history, inside the caller's transaction. */
export async function writeEvent(
  trx: Queries,
  requestId: string,
  event: { readonly at: string; readonly who: string; readonly event: EventName; readonly details?: string },
): Promise<void> {
  await trx.run('insert into belbo_erase_events (request_id, at, who, event, details) values (?, ?, ?, ?, ?)', [
    requestId,
    event.at,
    // As long as the column: a name of the system's may be longer.
    event.who.slice(0, 100),
    event.event,
    event.details ?? null,
  ]);
}
