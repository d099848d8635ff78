import type { CalendarRequests, DataMap } from '../data-map/schema.js';
import type { Database, Row, Value } from '../database/database.js';
import { lowerAscii, placeholders, quote } from '../database/dialect.js';
import { isDay, localTime } from './days.js';
import { readHandling, untouched, type Handling } from './handling.js';
import type { CustomerDisplay, ErasureRequest, OpenStep, RequestStatus } from './request.js';

/*
 * Requests live in the calendar's own table, or in ours when it has none. These few statements are plain SQL with quoted
 * names, not built by knex: `list` runs them, is called by people and by cron all day, and loading knex would double its time.
 */

/** A request together with what the queue shows of its customer. */
export interface StoredRequest {
  readonly request: ErasureRequest;
  readonly customer: CustomerDisplay;
  readonly handling: Handling;
}

/** A connection, inside a transaction or outside of one, that knows its engine. */
export type RequestQueries = Pick<Database, 'engine' | 'all'>;

export interface RequestFilter {
  /** Only these ids. */
  readonly ids?: readonly string[];
  /** Closed requests (done, rejected, withdrawn) as well. Default false. */
  readonly closed?: boolean;
}

/** Columns of a request table, whoever's it is. */
interface Layout {
  readonly table: string;
  readonly key: string;
  readonly customer: string;
  readonly channel: string;
  readonly received: string;
  readonly status: string;
}

/** Where requests stand when the calendar has no table for them. */
const ownLayout: Layout = {
  table: 'belbo_erase_requests',
  key: 'id',
  customer: 'customer_key',
  channel: 'channel',
  received: 'received_on',
  status: 'status',
};

const closedStatuses: readonly RequestStatus[] = ['done', 'rejected', 'withdrawn'];

function layoutOf(requests: DataMap['requests']): Layout {
  if (requests === 'own') return ownLayout;
  const { table, key, customer, channel, received, status } = requests;
  return { table, key, customer, channel: channel.column, received: received.column, status: status.column };
}

/** Stored values that stand for a status; the first is the one written. */
export function storedStatuses(requests: DataMap['requests'], status: RequestStatus): readonly (string | number)[] {
  return requests === 'own' ? [status] : requests.status.values[status];
}

function statusOf(requests: DataMap['requests'], stored: Value): RequestStatus {
  const all: readonly RequestStatus[] = ['open', 'in_progress', 'erased', ...closedStatuses];
  // A value the map does not know is shown as open: a request must never vanish from the queue.
  return all.find((status) => storedStatuses(requests, status).map(String).includes(String(stored))) ?? 'open';
}

/** Day that stands for a date of receipt nobody can read: the request then shows as long overdue, and is looked at. */
const unreadable = '1970-01-01';

/**
 * Day of receipt in the controller's time zone, and the local time of day where it is known. A UTC timestamp cut off at ten
 * characters would be a day early at night.
 */
function receipt(
  requests: DataMap['requests'],
  stored: Value,
  timeZone: string,
): Pick<ErasureRequest, 'receivedOn' | 'receivedAt'> {
  const text = String(stored ?? '')
    .replace('T', ' ')
    .slice(0, 19);
  const day = text.slice(0, 10);
  if (!isDay(day)) return { receivedOn: unreadable, receivedAt: null };
  const encoding = requests === 'own' ? 'date' : requests.received.encoding;
  if (encoding === 'date' || text.length < 19) return { receivedOn: day, receivedAt: null };
  if (encoding === 'datetime') return { receivedOn: day, receivedAt: text };
  const moment = new Date(`${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(moment.getTime())) return { receivedOn: day, receivedAt: null };
  const local = localTime(moment, timeZone);
  return { receivedOn: local.slice(0, 10), receivedAt: local };
}

function selectRequests(db: RequestQueries, map: DataMap, filter: RequestFilter): { sql: string; bindings: Value[] } {
  const q = (name: string): string => quote(db.engine, name);
  const layout = layoutOf(map.requests);
  const { identifiers, table: subjectTable, key } = map.subject;
  const shown = [identifiers.number, identifiers.given_name, identifiers.family_name, identifiers.emails[0]];
  const own = [layout.key, layout.customer, layout.channel, layout.received, layout.status].map(
    (column, index) => `r.${q(column)} as c${String(index)}`,
  );
  const theirs = [...shown, key[0]].map((column, index) =>
    column === undefined ? `null as s${String(index)}` : `c.${q(column)} as s${String(index)}`,
  );
  // A composite key cannot be held in one column: such calendars show the key only.
  const isSingle = key.length === 1 && key[0] !== undefined;
  const [theirKey, ourKey] = [`c.${q(key[0] ?? '')}`, `r.${q(layout.customer)}`];
  // Both ways: SQLite compares by the collation of what stands on the left, and both columns have a say in whose the request is.
  const join = isSingle ? `left join ${q(subjectTable)} c on ${theirKey} = ${ourKey} and ${ourKey} = ${theirKey}` : '';
  const columns = isSingle ? [...own, ...theirs] : own;
  const where: string[] = [];
  const bindings: Value[] = [];
  if (filter.ids !== undefined) {
    where.push(`r.${q(layout.key)} in (${placeholders(filter.ids.length)})`);
    bindings.push(...filter.ids);
  } else if (filter.closed !== true) {
    const values = closedStatuses.flatMap((status) => [...storedStatuses(map.requests, status)]);
    where.push(`(r.${q(layout.status)} is null or r.${q(layout.status)} not in (${placeholders(values.length)}))`);
    bindings.push(...values);
  }
  const sql = `select ${columns.join(', ')} from ${q(layout.table)} r ${join}${where.length === 0 ? '' : ` where ${where.join(' and ')}`}`;
  return { sql, bindings };
}

function text(value: Value | undefined): string | null {
  return value === undefined || value === null || value === '' ? null : String(value);
}

function channelOf(requests: DataMap['requests'], stored: Value): ErasureRequest['channel'] {
  if (requests === 'own') return stored === 'online' ? 'online' : 'staff';
  return requests.channel.online.map(String).includes(String(stored)) ? 'online' : 'staff';
}

/**
 * Key of a request's customer. Where the database compares without regard to letter case a request may spell it in other letters than the
 * record; all else it takes for equal, as 12 and '12b', is another one.
 */
function customerKeyOf(stored: string | null, joined: string | null): string | null {
  if (stored === null || joined === null) return stored;
  return lowerAscii(stored) === lowerAscii(joined) ? joined : stored;
}

function toStored(
  map: DataMap,
  timeZone: string,
  row: Row,
  steps: ReadonlyMap<string, OpenStep[] | null>,
  handling: ReadonlyMap<string, Handling>,
): StoredRequest {
  const id = String(row['c0']);
  const erased = steps.get(id);
  const status = erased === undefined ? statusOf(map.requests, row['c4'] ?? null) : erased === null ? 'done' : 'erased';
  const open = status === 'open' || status === 'in_progress';
  const name = [text(row['s1']), text(row['s2'])].flatMap((part) => part ?? []).join(' ');
  const key = customerKeyOf(text(row['c1']), text(row['s4']));
  return {
    request: {
      id,
      status,
      channel: channelOf(map.requests, row['c2'] ?? null),
      ...receipt(map.requests, row['c3'] ?? null, timeZone),
      customerKey: key,
      openSteps: erased ?? (open ? ['erase'] : []),
    },
    customer: { key, number: text(row['s0']), name: name === '' ? null : name, email: text(row['s3']) },
    handling: handling.get(id) ?? untouched,
  };
}

/** Requests with their customers, in no particular order. Open steps come from the tool's own record of each erasure. */
export async function readRequests(
  db: RequestQueries,
  map: DataMap,
  timeZone: string,
  filter: RequestFilter = {},
): Promise<StoredRequest[]> {
  const { sql, bindings } = selectRequests(db, map, filter);
  const of = filter.ids === undefined ? '' : ` where request_id in (${placeholders(filter.ids.length)})`;
  const [rows, erasures, handling] = await Promise.all([
    db.all(sql, bindings),
    db.all(`select request_id, completed_at, open_steps from belbo_erase_erasures${of}`, filter.ids ?? []),
    readHandling(db, filter.ids),
  ]);
  // Numeric keys also match '12b' on MySQL: compare as text.
  const wanted =
    filter.ids === undefined ? rows : rows.filter((row) => filter.ids?.includes(String(row['c0'])) === true);
  const steps = new Map<string, OpenStep[] | null>();
  for (const row of erasures) {
    const open = String(row['open_steps'] ?? '')
      .split(',')
      .filter((step) => step !== '') as OpenStep[];
    steps.set(String(row['request_id']), row['completed_at'] === null ? open : null);
  }
  const found = wanted.map((row) => toStored(map, timeZone, row, steps, handling));
  // What the calendar calls erased, yet is not in our record, stays visible; what we know to be done does not.
  return filter.closed === true || filter.ids !== undefined
    ? found
    : found.filter((each) => each.request.status !== 'done');
}

/** Where a request's row stands, for locking, masking and setting its status. */
export function requestLayout(
  requests: DataMap['requests'],
): Layout & { readonly minimise: CalendarRequests['minimise'] } {
  return { ...layoutOf(requests), minimise: requests === 'own' ? { customer_key: null } : requests.minimise };
}
