import type { Matcher } from '../customers/find-in-text.js';
import type { Queries, Transaction } from '../database/database.js';
import { foldKey } from '../database/dialect.js';
import { readRows } from '../database/read-rows.js';
import { updateIn } from '../database/statements.js';
import { chunks } from '../database/write-rows.js';
import { heldAmong, minimiseHandling } from '../requests/handling.js';
import { requestLayout, storedStatuses } from '../requests/store.js';
import { maskRows } from './apply-rows.js';
import { masksOf, type Mask } from './mask-values.js';
import type { PreparedErasure } from './prepared.js';
import type { ErasureSession } from './session.js';
import { joinKey, type Subject } from './subject.js';

/** A request as it stands in its table. */
export interface StoredState {
  readonly id: string;
  /** As stored, in the calendar's own word. */
  readonly status: string;
}

/** The requests of each customer, by the customer's key. */
export type RequestsBy = (customer: string) => readonly StoredState[];

/** All requests of customers, whatever their state; their rows are locked inside a transaction. */
export async function readRequestsBy(
  session: ErasureSession,
  queries: Queries,
  customers: readonly string[],
): Promise<RequestsBy> {
  const { table, key, customer, status } = requestLayout(session.resolved.map.requests);
  const { info, key: subjectKey } = session.resolved.subject;
  const column = subjectKey.length === 1 ? info.columns.get(subjectKey[0] ?? '') : undefined;
  // MySQL finds '12' with '12b': the text must be the same, but for letters where no other customer's key could differ by these only.
  const fold = (text: string): string => foldKey(text, column ?? { collation: null });
  const found = new Map<string, StoredState[]>();
  const keys = customers.map((each) => [each]);
  for (const row of await readRows(queries, table, [key, customer, status], [customer], keys)) {
    const of = fold(String(row[customer]));
    const known = found.get(of) ?? [];
    found.set(of, [...known, { id: String(row[key]), status: String(row[status]) }]);
  }
  return (of) => found.get(fold(of)) ?? [];
}

/** All requests of a person, whatever their state; their rows are locked inside a transaction. */
export async function readRequestsOf(
  session: ErasureSession,
  queries: Queries,
  subject: Subject,
): Promise<readonly StoredState[]> {
  // One column holds the key of a customer; of several columns it holds them joined.
  const keys = subject.records.map(joinKey);
  const requestsOf = await readRequestsBy(session, queries, keys);
  return keys.flatMap((key) => [...requestsOf(key)]);
}

/** Stored words for a request that waits to be fulfilled. */
export function openStatuses(session: ErasureSession): readonly string[] {
  const { requests } = session.resolved.map;
  return [...storedStatuses(requests, 'open'), ...storedStatuses(requests, 'in_progress')].map(String);
}

/** Whether a person has put one of these requests, as far as they are open, on hold. */
export function isHeld(session: ErasureSession, requests: readonly StoredState[], held: ReadonlySet<string>): boolean {
  const open = openStatuses(session);
  return requests.some(({ id, status }) => open.includes(status) && held.has(id));
}

/** A person's requests, whatever their state, and whether one that is open is on hold. */
export interface PersonsRequests {
  readonly ids: readonly string[];
  readonly held: boolean;
}

/**
 * The requests of each person.
 * @param known whether they are on hold, of requests of which that has been read already
 */
export async function requestsOfPersons(
  session: ErasureSession,
  queries: Queries,
  subjects: readonly Subject[],
  requestsOf: RequestsBy,
  known: ReadonlyMap<string, boolean>,
): Promise<PersonsRequests[]> {
  const all = subjects.map(({ records }) => records.flatMap((record) => [...requestsOf(joinKey(record))]));
  const held = new Set([...known].flatMap(([id, isOnHold]) => (isOnHold ? [id] : [])));
  const ids = all.flat().map(({ id }) => id);
  for (const chunk of chunks([...new Set(ids)].filter((id) => !known.has(id))))
    for (const id of await heldAmong(queries, chunk)) held.add(id);
  return all.map((requests) => ({ ids: requests.map(({ id }) => id), held: isHeld(session, requests, held) }));
}

/**
 * What of the person's requests goes, and their new status: whoever reads the queue later sees that there was one, not of
 * whom. Other requests of the same person hold the same data; open ones are answered by this erasure: they are done. Comes
 * before the records go, for a foreign key may then have set the request's reference to NULL.
 */
export async function closeRequests(
  session: ErasureSession,
  trx: Transaction,
  prepared: PreparedErasure,
  requests: readonly StoredState[],
  handled: ReadonlySet<string>,
  matcher: () => Matcher,
): Promise<void> {
  const mapped = session.resolved.map.requests;
  const open = openStatuses(session);
  for (const { id, status } of requests) {
    const next = id === prepared.plan.requestId ? 'erased' : open.includes(status) ? 'done' : null;
    const value = next === null ? null : (storedStatuses(mapped, next)[0] ?? next);
    await minimise(session, trx, id, value, matcher);
  }
  await minimiseHandling(
    trx,
    requests.map(({ id }) => id).filter((id) => handled.has(id)),
  );
}

async function minimise(
  session: ErasureSession,
  trx: Transaction,
  id: string,
  status: string | number | null,
  matcher: () => Matcher,
): Promise<void> {
  const { requests } = session.resolved.map;
  const layout = requestLayout(requests);
  const key = [layout.key];
  const info = session.resolved.catalogue.tables.get(layout.table);
  if (info === undefined || requests === 'own') {
    const values = { [layout.customer]: null, ...(status === null ? {} : { [layout.status]: status }) };
    await trx.change(updateIn(layout.table, values, key, [[id]]), layout.table, 1);
    return;
  }
  const masks = new Map<string, Mask>(masksOf(layout.minimise, info, matcher));
  if (status !== null) masks.set(layout.status, { kind: 'constant', value: status });
  await maskRows(trx, { info, key }, masks, [], [[id]]);
}
