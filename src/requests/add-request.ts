import type { DataMap } from '../data-map/schema.js';
import type { Database, Row } from '../database/database.js';
import { quote } from '../database/dialect.js';
import { insertInto } from '../database/statements.js';
import { BelboEraseError } from '../errors.js';
import { ownLayout, requestLayout, storedStatuses } from './store.js';

/** A wish for erasure that reached the salon by other ways than the calendar. */
export interface NewRequest {
  /** Customer number, or key of the record. */
  readonly customer: string;
  readonly channel: 'online' | 'staff';
  /** `YYYY-MM-DD`, in the controller's time zone; may lie in the past. */
  readonly receivedOn: string;
  readonly now: string;
  readonly who: string;
}

/** The key of the one record with this number or key. Never a guess: two that fit are none. */
export async function findCustomer(db: Database, map: DataMap, customer: string): Promise<string> {
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
  if (only === undefined || found.length > 1)
    throw new BelboEraseError('CUSTOMER_NOT_FOUND', { customers: found.length });
  return only;
}

/**
 * Files a request where the map says that requests live; returns its id.
 * @throws BelboEraseError `CUSTOMER_NOT_FOUND`
 */
export async function addRequest(db: Database, map: DataMap, request: NewRequest): Promise<string> {
  const customerKey = await findCustomer(db, map, request.customer);
  const layout = map.requests === 'own' ? ownLayout : requestLayout(map.requests);
  const [open] = storedStatuses(map.requests, 'open');
  const channel = map.requests === 'own' ? request.channel : (map.requests.channel[request.channel][0] ?? null);
  const time = map.requests === 'own' || map.requests.received.encoding === 'date' ? '' : ' 12:00:00';
  return db.transaction(async (trx) => {
    const values = {
      [layout.customer]: customerKey,
      [layout.channel]: channel,
      [layout.received]: `${request.receivedOn}${time}`,
      [layout.status]: open ?? 'open',
      ...(map.requests === 'own' ? { created_at: request.now } : {}),
    };
    const { sql, bindings } = await insertInto(db.engine, layout.table, values);
    const id = String(await trx.insert(sql, bindings));
    await trx.run('insert into belbo_erase_events (request_id, at, who, event, details) values (?, ?, ?, ?, ?)', [
      id,
      request.now,
      request.who,
      'received',
      request.channel,
    ]);
    return id;
  });
}
