import type { Queries, Row } from '../database/database.js';
import { placeholders } from '../database/dialect.js';
import { BelboEraseError } from '../errors.js';
import { compareIds, recipientOutcomes, type RecipientOutcome } from './request.js';
import { writeEvent } from './write-event.js';

/** Where one recipient of one request stands. Moments are ISO 8601. */
export interface RecipientState {
  readonly requestId: string;
  /** Name of the recipient in the configuration; it stays on the list when it is taken out there. */
  readonly recipient: string;
  readonly openedAt: string;
  readonly remindedAt: string | null;
  readonly reminders: number;
  readonly settledAt: string | null;
  /** Null while open. */
  readonly outcome: RecipientOutcome | null;
  /** Why telling it is impossible or disproportionate. */
  readonly reason: string | null;
}

/** Who changes the checklist, and when. */
export interface RecipientChange {
  readonly now: string;
  readonly who: string;
}

const textOrNull = (value: Row[string] | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

function toState(row: Row): RecipientState {
  const outcome = textOrNull(row['outcome']);
  return {
    requestId: String(row['request_id']),
    recipient: String(row['recipient']),
    openedAt: String(row['opened_at']),
    remindedAt: textOrNull(row['reminded_at']),
    reminders: Number(row['reminders']),
    settledAt: textOrNull(row['settled_at']),
    outcome: recipientOutcomes.find((each) => each === outcome) ?? null,
    reason: textOrNull(row['reason']),
  };
}

/** The checklist of one request, or of all that have one; by request and name. */
export async function readRecipients(queries: Queries, requestId?: string): Promise<RecipientState[]> {
  const where = requestId === undefined ? '' : ' where request_id = ?';
  const rows = await queries.all(
    `select * from belbo_erase_recipients${where}`,
    requestId === undefined ? [] : [requestId],
  );
  // Numbers as numbers: 2 comes before 11, though both are text.
  return rows.map(toState).sort((a, b) => compareIds(a.requestId, b.requestId) || (a.recipient < b.recipient ? -1 : 1));
}

/** Opens the checklist of a request, inside the transaction of its erasure. */
export async function openRecipients(
  trx: Queries,
  requestId: string,
  recipients: readonly string[],
  now: string,
): Promise<void> {
  for (const recipient of recipients) {
    await trx.run('insert into belbo_erase_recipients (request_id, recipient, opened_at) values (?, ?, ?)', [
      requestId,
      recipient,
      now,
    ]);
  }
}

/** Of these requests, those that still have a recipient to hear from. */
export async function requestsWithOpenRecipients(
  queries: Queries,
  requestIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (requestIds.length === 0) return new Set();
  const rows = await queries.all(
    `select distinct request_id from belbo_erase_recipients where settled_at is null and request_id in (${placeholders(requestIds.length)})`,
    requestIds,
  );
  return new Set(rows.map((row) => String(row['request_id'])));
}

/**
 * Takes a recipient off the checklist. `impossible` and `disproportionate` need a reason: it is what Art. 19 GDPR excuses
 * the silence with.
 * @throws BelboEraseError `RECIPIENT_NOT_FOUND` when the request has no such open recipient
 */
export async function settleRecipient(
  trx: Queries,
  requestId: string,
  recipient: string,
  settled: { readonly outcome: RecipientOutcome; readonly reason: string | null },
  change: RecipientChange,
): Promise<void> {
  const changed = await trx.run(
    'update belbo_erase_recipients set settled_at = ?, outcome = ?, reason = ? where request_id = ? and recipient = ? and settled_at is null',
    [change.now, settled.outcome, settled.reason, requestId, recipient],
  );
  if (changed === 0) throw await notFound(trx, requestId, recipient);
  await writeEvent(trx, requestId, {
    at: change.now,
    who: change.who,
    event: `recipient_${settled.outcome}`,
    details: recipient,
  });
}

/**
 * Notes that a recipient was asked (again).
 * @throws BelboEraseError `RECIPIENT_NOT_FOUND`
 */
export async function noteReminder(
  trx: Queries,
  requestId: string,
  recipient: string,
  change: RecipientChange,
): Promise<void> {
  const changed = await trx.run(
    'update belbo_erase_recipients set reminded_at = ?, reminders = reminders + 1 where request_id = ? and recipient = ? and settled_at is null',
    [change.now, requestId, recipient],
  );
  if (changed === 0) throw await notFound(trx, requestId, recipient);
  await writeEvent(trx, requestId, {
    at: change.now,
    who: change.who,
    event: 'recipient_reminded',
    details: recipient,
  });
}

async function notFound(queries: Queries, requestId: string, recipient: string): Promise<BelboEraseError> {
  const open = (await readRecipients(queries, requestId)).filter((each) => each.outcome === null);
  return new BelboEraseError('RECIPIENT_NOT_FOUND', {
    id: requestId,
    recipient,
    open: open.map((each) => each.recipient).join(', '),
  });
}
