import type { Queries } from '../database/database.js';
import { quote } from '../database/dialect.js';
import { BelboEraseError } from '../errors.js';
import { deadline } from './deadline.js';
import { writeHandling, type HandlingColumns, type IdentityMeans, type RejectionGround } from './handling.js';
import type { QueueSource } from './read-queue.js';
import { askedOn, type RequestStatus } from './request.js';
import { readRequests, requestLayout, storedStatuses, type StoredRequest } from './store.js';
import { writeEvent, type EventName } from './write-event.js';

/** The queue as somebody changes it. */
export interface Desk extends QueueSource {
  /** Now, ISO 8601 with zone. */
  readonly now: string;
  /** Who acts, for the history. */
  readonly who: string;
}

/** What a change writes: columns of the handling, an entry in the history, and a new status where it has one. */
interface Change {
  readonly columns: HandlingColumns;
  readonly event: EventName;
  readonly details?: string;
  readonly status?: RequestStatus;
}

/** The request and its handling, read inside the transaction that will change it; open ones only. */
async function findOpen({ db, map, timeZone }: Desk, trx: Queries, id: string): Promise<StoredRequest> {
  const [stored] = await readRequests(
    { engine: db.engine, all: async (...query) => trx.all(...query) },
    map,
    timeZone,
    { ids: [id] },
  );
  if (stored === undefined) throw new BelboEraseError('REQUEST_NOT_FOUND', { id });
  const { request } = stored;
  if (request.status !== 'open' && request.status !== 'in_progress')
    throw new BelboEraseError('REQUEST_CLOSED', { id, status: request.status });
  return stored;
}

async function setStatus({ db, map }: Desk, trx: Queries, id: string, status: RequestStatus): Promise<void> {
  const layout = requestLayout(map.requests);
  const q = (name: string): string => quote(db.engine, name);
  const [value] = storedStatuses(map.requests, status);
  await trx.run(`update ${q(layout.table)} set ${q(layout.status)} = ? where ${q(layout.key)} = ?`, [
    value ?? status,
    id,
  ]);
}

/** Reads, decides and writes in one transaction, so that two people cannot both extend, or reject what is being erased. */
async function change(desk: Desk, id: string, decide: (found: StoredRequest) => Change | null): Promise<void> {
  await desk.db.transaction(async (trx) => {
    const decided = decide(await findOpen(desk, trx, id));
    if (decided === null) return;
    await writeHandling(trx, id, decided.columns);
    if (decided.status !== undefined) await setStatus(desk, trx, id, decided.status);
    await writeEvent(trx, id, {
      at: desk.now,
      who: desk.who,
      event: decided.event,
      ...(decided.details === undefined ? {} : { details: decided.details }),
    });
  });
}

/**
 * Extends the period by two further months (Art. 12(3) GDPR): once, with a reason, and only while the first month still runs.
 * @throws BelboEraseError `ALREADY_EXTENDED`, `EXTENSION_TOO_LATE`, `REQUEST_NOT_FOUND`, `REQUEST_CLOSED`
 */
export async function extendRequest(desk: Desk, id: string, reason: string): Promise<void> {
  await change(desk, id, ({ request, handling }) => {
    if (handling.extension !== null) throw new BelboEraseError('ALREADY_EXTENDED', { id });
    const from = askedOn({ request, handling });
    const { dueOn } = deadline(from, desk.holiday);
    if (desk.today > dueOn) throw new BelboEraseError('EXTENSION_TOO_LATE', { id, dueOn });
    return {
      columns: { extended_at: desk.now, extended_by: desk.who, extension_reason: reason },
      event: 'extended',
      details: deadline(from, desk.holiday, 3).dueOn,
    };
  });
}

/** Refuses a request on one of the grounds of the law, and closes it (Art. 12(4) GDPR: reasons are to be told to the customer). */
export async function rejectRequest(
  desk: Desk,
  id: string,
  ground: RejectionGround,
  reason: string | null,
): Promise<void> {
  await change(desk, id, () => ({
    columns: {
      rejected_at: desk.now,
      rejected_by: desk.who,
      rejection_ground: ground,
      rejection_reason: reason,
    },
    event: 'rejected',
    details: ground,
    status: 'rejected',
  }));
}

/** Puts a request on hold: nothing is erased until it is released. The period runs on. A second reason replaces the first. */
export async function holdRequest(desk: Desk, id: string, reason: string): Promise<void> {
  await change(desk, id, () => ({
    columns: { held_at: desk.now, held_by: desk.who, hold_reason: reason },
    event: 'held',
  }));
}

/** Ends a hold. @throws BelboEraseError `NOT_ON_HOLD` */
export async function releaseRequest(desk: Desk, id: string): Promise<void> {
  await change(desk, id, ({ handling }) => {
    if (handling.hold === null) throw new BelboEraseError('NOT_ON_HOLD', { id });
    return { columns: { held_at: null, held_by: null, hold_reason: null }, event: 'released' };
  });
}

/** Closes a request that the customer took back. */
export async function withdrawRequest(desk: Desk, id: string): Promise<void> {
  await change(desk, id, () => ({
    columns: { withdrawn_at: desk.now, withdrawn_by: desk.who },
    event: 'withdrawn',
    status: 'withdrawn',
  }));
}

/** Notes by what the identity of whoever asked was made sure of; null takes that back. */
export async function verifyIdentity(desk: Desk, id: string, means: IdentityMeans | null): Promise<void> {
  await change(desk, id, ({ handling }) => {
    if (means !== null)
      return {
        columns: { verified_at: desk.now, verified_by: desk.who, verified_means: means },
        event: 'verified',
        details: means,
      };
    if (handling.verification === null) return null;
    return {
      columns: { verified_at: null, verified_by: null, verified_means: null },
      event: 'verification_withdrawn',
    };
  });
}
/** Marks a request as being worked on; nothing when it is already. */
export async function startRequest(desk: Desk, id: string): Promise<void> {
  await change(desk, id, ({ request }) =>
    request.status === 'in_progress' ? null : { columns: {}, event: 'started', status: 'in_progress' },
  );
}
