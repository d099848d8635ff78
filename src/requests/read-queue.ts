import type { Database } from '../database/database.js';
import type { DataMap } from '../data-map/schema.js';
import { BelboEraseError } from '../errors.js';
import { daysUntil } from './days.js';
import { deadline } from './deadline.js';
import type { HolidayCalendar } from './holidays.js';
import { askedOn, type QueueEntry } from './request.js';
import { readRequests, type StoredRequest } from './store.js';

/** Where the queue stands, and as of when. */
export interface QueueSource {
  readonly db: Database;
  readonly map: DataMap;
  /** The controller's, in which a day begins and ends. */
  readonly timeZone: string;
  /** Today there, `YYYY-MM-DD`. */
  readonly today: string;
  /** Public holidays where the controller acts. */
  readonly holiday: HolidayCalendar;
}

/** With its deadline: one month, three when extended, from the day of receipt or from that of an earlier wish that joined. */
function toEntry({ today, holiday }: QueueSource, { request, customer, handling }: StoredRequest): QueueEntry {
  const extended = handling.extension !== null;
  const found = deadline(askedOn({ request, handling }), holiday, extended ? 3 : 1);
  const { dueOn } = found;
  return { request, customer, handling, dueOn, daysLeft: daysUntil(dueOn, today), extended, deadline: found };
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
