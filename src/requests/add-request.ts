import type { DataMap } from '../data-map/schema.js';
import type { Queries, Row, Value } from '../database/database.js';
import { placeholders, quote } from '../database/dialect.js';
import { insertInto } from '../database/statements.js';
import { BelboEraseError } from '../errors.js';
import type { Desk } from './change-request.js';
import { readHandling, untouched, writeHandling, type IdentityMeans } from './handling.js';
import { askedOn, type RequestChannel } from './request.js';
import { readRequests, requestLayout, storedStatuses, type RequestQueries, type StoredRequest } from './store.js';
import { utcOf } from './days.js';
import { writeEvent } from './write-event.js';

/** A wish for erasure that reached the salon by other ways than the calendar. */
export interface NewRequest {
  /** Key of the customer's record. */
  readonly customerKey: string;
  readonly channel: RequestChannel;
  /** `YYYY-MM-DD`, in the controller's time zone; may lie in the past. */
  readonly receivedOn: string;
  /** Local time `HH:MM:SS` at which it was received, where that is now; null when it lies in the past. */
  readonly receivedAt: string | null;
  /** By what the identity was made sure of; null when it was not. */
  readonly verifiedBy: IdentityMeans | null;
}

/** Where a wish was filed. */
export interface FiledRequest {
  readonly id: string;
  /** Whether it joined a request of the same person that is open already. */
  readonly joined: boolean;
}

/**
 * The key of the one record with this customer number, or else with this key. Never a guess: two that fit are none.
 * @throws BelboEraseError `CUSTOMER_NOT_FOUND`, `CUSTOMER_AMBIGUOUS`
 */
export async function findCustomer(db: RequestQueries, map: DataMap, customer: string): Promise<string> {
  const { table, key, identifiers } = map.subject;
  const [column] = key;
  if (column === undefined) throw new BelboEraseError('CUSTOMER_NOT_FOUND', { customers: 0 });
  const q = (name: string): string => quote(db.engine, name);
  const search = async (by: string): Promise<string[]> => {
    const rows: Row[] = await db.all(`select ${q(column)} as k, ${q(by)} as v from ${q(table)} where ${q(by)} = ?`, [
      customer,
    ]);
    return rows.filter((row) => String(row['v']) === customer).map((row) => String(row['k']));
  };
  const byNumber = identifiers.number === undefined ? [] : await search(identifiers.number);
  const found = byNumber.length > 0 ? byNumber : await search(column);
  const [only] = found;
  if (only === undefined) throw new BelboEraseError('CUSTOMER_NOT_FOUND', { customers: 0 });
  if (found.length > 1)
    throw new BelboEraseError('CUSTOMER_AMBIGUOUS', {
      records: found.map((own) => `${byNumber.length > 0 ? customer : ''} [${own}]`.trim()).join(', '),
    });
  return only;
}

/** Open requests on a customer's record, the one received first at the front. */
async function readOpen(desk: Desk, trx: Queries, customerKey: string): Promise<readonly StoredRequest[]> {
  const { db, map, timeZone } = desk;
  const layout = requestLayout(map.requests);
  const q = (name: string): string => quote(db.engine, name);
  const statuses = (['open', 'in_progress'] as const).flatMap((status) => [...storedStatuses(map.requests, status)]);
  const rows = await trx.all(
    `select ${q(layout.key)} as id from ${q(layout.table)} where ${q(layout.customer)} = ? and ${q(layout.status)} in (${placeholders(statuses.length)})`,
    [customerKey, ...statuses],
  );
  if (rows.length === 0) return [];
  const found = await readRequests({ engine: db.engine, all: async (...query) => trx.all(...query) }, map, timeZone, {
    ids: rows.map((row) => String(row['id'])),
  });
  return found
    .filter(({ request }) => request.customerKey === customerKey)
    .sort((a, b) => (a.request.receivedOn < b.request.receivedOn ? -1 : 1));
}

async function insertRequest(desk: Desk, trx: Queries, wish: NewRequest): Promise<string> {
  const { requests } = desk.map;
  const layout = requestLayout(requests);
  const [open] = storedStatuses(requests, 'open');
  const own = requests === 'own';
  const encoding = own ? 'date' : requests.received.encoding;
  const local = `${wish.receivedOn} ${wish.receivedAt ?? '12:00:00'}`;
  const received = encoding === 'utc_datetime' ? utcOf(local, desk.timeZone) : local;
  const values: Record<string, Value> = {
    [layout.customer]: wish.customerKey,
    [layout.channel]: own ? wish.channel : (requests.channel[wish.channel][0] ?? null),
    [layout.received]: encoding === 'date' ? wish.receivedOn : received,
    [layout.status]: open ?? 'open',
    ...(own ? { created_at: desk.now } : {}),
  };
  const { sql, bindings } = insertInto(layout.table, values);
  return String(await trx.insert(sql, bindings));
}

async function join(trx: Queries, first: StoredRequest, wish: NewRequest): Promise<void> {
  const { request } = first;
  const handling = (await readHandling(trx, [request.id])).get(request.id) ?? untouched;
  // A wish voiced earlier and filed later: its period runs already.
  if (wish.receivedOn < askedOn({ request, handling }))
    await writeHandling(trx, request.id, { counts_from: wish.receivedOn });
}

/**
 * Files a request where the map says that requests live. Of a person who has an open one it joins that: one erasure answers both, by
 * the earlier deadline.
 */
export async function addRequest(desk: Desk, wish: NewRequest): Promise<FiledRequest> {
  return desk.db.transaction(async (trx) => {
    const [first] = await readOpen(desk, trx, wish.customerKey);
    const id = first === undefined ? await insertRequest(desk, trx, wish) : first.request.id;
    if (first !== undefined) await join(trx, first, wish);
    const by = { at: desk.now, who: desk.who };
    await writeEvent(trx, id, {
      ...by,
      event: first === undefined ? 'received' : 'joined',
      details: first === undefined ? wish.channel : `${wish.channel} ${wish.receivedOn}`,
    });
    if (wish.verifiedBy !== null) {
      await writeHandling(trx, id, {
        verified_at: desk.now,
        verified_by: desk.who,
        verified_means: wish.verifiedBy,
      });
      await writeEvent(trx, id, { ...by, event: 'verified', details: wish.verifiedBy });
    }
    return { id, joined: first !== undefined };
  });
}
