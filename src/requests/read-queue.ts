import type { Database } from '../database/database.js';
import type { DataMap } from '../data-map/schema.js';
import { BelboEraseError } from '../errors.js';
import { daysUntil, deadline } from './deadline.js';
import type { QueueEntry } from './request.js';
import { readRequests, type StoredRequest } from './store.js';

/** Where the queue stands, and as of when. */
export interface QueueSource {
  readonly db: Database;
  readonly map: DataMap;
  /** The controller's, in which a day begins and ends. */
  readonly timeZone: string;
  /** Today there, `YYYY-MM-DD`. */
  readonly today: string;
}

function toEntry({ today }: QueueSource, { request, customer }: StoredRequest): QueueEntry {
  const { dueOn } = deadline(request.receivedOn);
  return { request, customer, dueOn, daysLeft: daysUntil(dueOn, today), extended: false };
}

/** Requests in no particular order; closed ones (done, rejected, withdrawn) only when asked for. */
export async function readQueue(
  source: QueueSource,
  filter: { readonly closed: boolean },
): Promise<readonly QueueEntry[]> {
  const stored = await readRequests(source.db, source.map, source.timeZone, filter);
  return stored.map((each) => toEntry(source, each));
}

/**
 * One request, whatever its state.
 * @throws BelboEraseError `REQUEST_NOT_FOUND`
 */
export async function readQueueEntry(source: QueueSource, id: string): Promise<QueueEntry> {
  const [stored] = await readRequests(source.db, source.map, source.timeZone, { ids: [id] });
  if (stored === undefined) throw new BelboEraseError('REQUEST_NOT_FOUND', { id });
  return toEntry(source, stored);
}
