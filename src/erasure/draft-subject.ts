import { joinMerged, readMerges } from '../customers/merged-records.js';
import { recordsOfPersons, type PersonRecords } from '../customers/person.js';
import { identifiersOf, joinIdentifiers } from '../customers/read-identifiers.js';
import type { Row } from '../database/database.js';
import { readRows } from '../database/read-rows.js';
import { chunks } from '../database/write-rows.js';
import { selectWhere } from '../data-map/conditions.js';
import { BelboEraseError } from '../errors.js';
import { readRequests, type StoredRequest } from '../requests/store.js';
import { readRequestsBy, requestsOfPersons, type RequestsBy } from './close-requests.js';
import { collectAll, type Collection } from './collect.js';
import { furtherIdentifiers, keyOfRecord, readRecords } from './read-subject.js';
import type { ErasureSession } from './session.js';
import { joinKey, splitKey, type Subject } from './subject.js';

/** A subject with what hangs on it, before the passes over the whole database. */
export interface Draft {
  readonly subject: Subject;
  readonly records: readonly Row[];
  readonly collection: Collection;
  /** The decisions that say which records are the subject's. */
  readonly person: PersonRecords;
  /** Keys of records that were merged into the subject's. */
  readonly formerRecords: readonly string[];
  /** What records of theirs held before a merge. */
  readonly formerRows: readonly Row[];
  /** Ids of the person's requests, whatever their state, and whether one that is open is on hold. */
  readonly requests: readonly string[];
  readonly held: boolean;
  /** Merges whose sealed identifiers this key file does not open: the subject could not be found everywhere. */
  readonly unreadableMerges: readonly number[];
}

/** Told of a request that cannot be planned, which is then left out. */
export type FailureListener = (requestId: string, error: unknown) => void;

/** An open request, with what of its own row names the customer. */
interface Asked {
  readonly id: string;
  readonly customerKey: string;
  readonly onHold: boolean;
}

function checkOpen(id: string, stored: StoredRequest | undefined): Asked {
  if (stored === undefined) throw new BelboEraseError('REQUEST_NOT_FOUND', { id });
  const { status, customerKey } = stored.request;
  if (status !== 'open' && status !== 'in_progress') throw new BelboEraseError('REQUEST_CLOSED', { id, status });
  if (customerKey === null) throw new BelboEraseError('SUBJECT_GONE', { id });
  return { id, customerKey, onHold: stored.handling.hold !== null };
}

/** Those of a list for which `work` does not throw. */
function collectAble<T, R>(
  items: readonly T[],
  idOf: (item: T) => string,
  fail: FailureListener,
  work: (item: T) => R,
): R[] {
  return items.flatMap((item) => {
    try {
      return [work(item)];
    } catch (error) {
      fail(idOf(item), error);
      return [];
    }
  });
}

/** What is there of a list. */
function present<T>(items: readonly (T | undefined)[]): T[] {
  return items.filter((item) => item !== undefined);
}

async function readAsked(session: ErasureSession, ids: readonly string[], fail: FailureListener): Promise<Asked[]> {
  const stored = new Map<string, StoredRequest>();
  for (const chunk of chunks(ids)) {
    const found = await readRequests(session.db, session.resolved.map, session.timeZone, { ids: chunk });
    for (const each of found) stored.set(each.request.id, each);
  }
  return collectAble(
    ids,
    (id) => id,
    fail,
    (id) => checkOpen(id, stored.get(id)),
  );
}

/** E-mails and phones that the requests themselves hold, by request. */
async function readRequestRows(session: ErasureSession, asked: readonly Asked[]): Promise<Map<string, Row>> {
  const { requests } = session.resolved.map;
  if (requests === 'own' || requests.identifiers === undefined) return new Map();
  const { key, table, identifiers } = requests;
  const rows = await readRows(
    session.db,
    table,
    [key, ...identifiers.emails, ...identifiers.phones],
    [key],
    asked.map(({ id }) => [id]),
  );
  return new Map(rows.map((row) => [String(row[key]), row]));
}

/** Somebody who asked, with all their records: the one asked about, and those a person said are the same. */
interface Person extends Asked {
  readonly person: PersonRecords;
  readonly records: readonly Row[];
  readonly keys: readonly string[];
}

/** Records of these persons besides those asked about: few have any. */
function others(persons: readonly Pick<PersonRecords, 'records'>[], customers: readonly string[]): string[] {
  const known = new Set(customers);
  return [...new Set(persons.flatMap(({ records }) => records))].filter((key) => !known.has(key));
}

async function readPersons(session: ErasureSession, asked: readonly Asked[], fail: FailureListener): Promise<Person[]> {
  const customers = asked.map(({ customerKey }) => customerKey);
  // MySQL finds '12' with '12b': the key must be the very same text.
  const stored = new Map<string, Row>();
  const read = async (keys: readonly string[]): Promise<void> => {
    for (const row of await readRecords(session, session.db, keys.map(splitKey)))
      stored.set(keyOfRecord(session, row), row);
  };
  const [persons] = await Promise.all([recordsOfPersons(session, session.db, customers), read(customers)]);
  await read(others(persons, customers));
  return collectAble(
    asked.map((each, index) => ({ ...each, person: persons[index] })),
    ({ id }) => id,
    fail,
    ({ person, ...each }) => {
      const { id, customerKey } = each;
      const keys = person?.records.filter((key) => stored.has(key)) ?? [];
      if (person === undefined || !keys.includes(customerKey)) throw new BelboEraseError('SUBJECT_GONE', { id });
      return { ...each, person, keys, records: present(keys.map((key) => stored.get(key))) };
    },
  );
}

/** A person as they are looked for: with the identifiers of merged records and of the request itself. */
type Named = Person & Pick<Draft, 'subject' | 'formerRecords' | 'formerRows' | 'unreadableMerges'>;

/** Those who asked, with the requests of all their records. */
interface NamedSubjects {
  readonly named: readonly Named[];
  readonly requestsOf: RequestsBy;
}

async function nameSubjects(
  session: ErasureSession,
  asked: readonly Asked[],
  fail: FailureListener,
): Promise<NamedSubjects> {
  const { requests, subject: mapped } = session.resolved.map;
  const customers = [...new Set(asked.map(({ customerKey }) => customerKey))];
  const readBy = async (keys: readonly string[]): Promise<readonly [Row[], RequestsBy]> =>
    Promise.all([readMerges(session.db, keys), readRequestsBy(session, session.db, keys)]);
  // Most people have one record: what hangs on its key need not wait until that is known.
  const [persons, requestRows, theirs] = await Promise.all([
    readPersons(session, asked, fail),
    readRequestRows(session, asked),
    readBy(customers),
  ]);
  const further = others(
    persons.map(({ keys }) => ({ records: keys })),
    customers,
  );
  const [merges, requestsOf] = further.length === 0 ? theirs : await readBy([...customers, ...further]);
  const named = persons.map((each): Named => {
    const base = identifiersOf(each.records, mapped.identifiers, session.country);
    const row = requestRows.get(each.id);
    const known =
      requests === 'own' || row === undefined
        ? base
        : joinIdentifiers(base, identifiersOf([row], requests.identifiers ?? {}, session.country));
    const rows = new Map(each.records.map((record) => [keyOfRecord(session, record), record]));
    const current = { table: mapped.table, rows, identifiers: known };
    const { identifiers, keys, former, unreadable } = joinMerged(merges, each.keys, current, session.key);
    const subject = { requestId: each.id, records: each.keys.map(splitKey), identifiers };
    return { ...each, subject, formerRecords: keys, formerRows: former, unreadableMerges: unreadable };
  });
  return { named, requestsOf };
}

/** What hangs on each subject, and each subject with the identifiers that this added. */
async function collectWithIdentifiers(
  session: ErasureSession,
  given: readonly Subject[],
): Promise<{ readonly subject: Subject; readonly collection: Collection }[]> {
  const now = { date: session.today, datetime: session.localNow };
  const first = await collectAll(session, session.db, given, now);
  const pairs = given.flatMap((subject, index) => {
    const collection = first[index];
    return collection === undefined ? [] : [{ subject, collection }];
  });
  const more = await furtherIdentifiers(session, pairs);
  const changed = [...more].flatMap(([index, identifiers]) => {
    const subject = given[index];
    return subject === undefined ? [] : [{ index, subject: { ...subject, identifiers } }];
  });
  const again = await collectAll(
    session,
    session.db,
    changed.map(({ subject }) => subject),
    now,
  );
  changed.forEach(({ index, subject }, at) => {
    const collection = again[at];
    if (collection !== undefined) pairs[index] = { subject, collection };
  });
  return pairs;
}

/**
 * Records that are none of those the map calls customers, by joined key. A staff login in the same table is let through to the
 * guard that names it; anything else is not ours to erase.
 */
async function findStrangers(
  session: ErasureSession,
  drafts: readonly Pick<Draft, 'subject' | 'collection'>[],
): Promise<ReadonlySet<string>> {
  const { table, key: columns, filter, logins } = session.resolved.map.subject;
  const strangers = new Set<string>();
  if (filter.length === 0) return strangers;
  for (const { subject, collection } of drafts) {
    const isLogin = collection.logins.some(
      (login) => login.by === 'record' && logins[Number(login.id.split('\u001f')[0])]?.table === table,
    );
    if (!isLogin) for (const record of subject.records) strangers.add(joinKey(record));
  }
  for (const chunk of chunks([...strangers])) {
    for (const row of await selectWhere(session, table, columns, filter, { keys: chunk.map(splitKey) }))
      strangers.delete(joinKey(columns.map((column) => String(row[column]))));
  }
  return strangers;
}

/**
 * Reads who requests are about and what hangs on them, for all of them together.
 * @param fail told of each request that is left out: `REQUEST_NOT_FOUND`, `REQUEST_CLOSED`, `SUBJECT_GONE`, `NOT_A_CUSTOMER`
 */
export async function draftRequests(
  session: ErasureSession,
  ids: readonly string[],
  fail: FailureListener,
): Promise<Draft[]> {
  const { named, requestsOf } = await nameSubjects(session, await readAsked(session, ids, fail), fail);
  const known = new Map(named.map(({ id, onHold }) => [id, onHold]));
  const subjects = named.map(({ subject }) => subject);
  const [collected, requests] = await Promise.all([
    collectWithIdentifiers(session, subjects),
    requestsOfPersons(session, session.db, subjects, requestsOf, known),
  ]);
  const strangers = await findStrangers(session, collected);
  return collectAble(
    named.map((each, index) => ({ ...each, ...collected[index], requests: requests[index] })),
    ({ id }) => id,
    fail,
    ({ id, collection, requests: own, subject, ...rest }) => {
      if (collection === undefined || own === undefined)
        throw new BelboEraseError('INTERNAL', { detail: 'a subject without collection' });
      if (subject.records.some((record) => strangers.has(joinKey(record))))
        throw new BelboEraseError('NOT_A_CUSTOMER', { id });
      const { records, person, formerRecords, formerRows, unreadableMerges } = rest;
      const { ids: all, held } = own;
      return { subject, records, collection, person, formerRecords, formerRows, requests: all, held, unreadableMerges };
    },
  );
}
