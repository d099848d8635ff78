import { mergedRecords } from '../customers/merged-records.js';
import { recordsOfPerson, type PersonRecords } from '../customers/person.js';
import { identifiersOf, joinIdentifiers } from '../customers/read-identifiers.js';
import type { Row } from '../database/database.js';
import { readRows } from '../database/read-rows.js';
import { selectWhere } from '../data-map/conditions.js';
import { BelboEraseError } from '../errors.js';
import { readRequests } from '../requests/store.js';
import { isHeld, readRequestsOf } from './close-requests.js';
import type { Collection, Collector } from './collect.js';
import { furtherIdentifiers, keyOfRecord, readRecords } from './read-subject.js';
import type { ErasureSession } from './session.js';
import { splitKey, type Subject } from './subject.js';

/** A subject with what hangs on it, before the passes over the whole database. */
export interface Draft {
  readonly subject: Subject;
  readonly records: readonly Row[];
  readonly collection: Collection;
  /** The decisions that say which records are the subject's. */
  readonly person: PersonRecords;
  /** Keys of records that were merged into the subject's. */
  readonly formerRecords: readonly string[];
  /** What their records held before a merge. */
  readonly formerRows: readonly Row[];
  /** Whether one of the person's open requests is on hold. */
  readonly held: boolean;
  /** Merges whose sealed identifiers this key file does not open: the subject could not be found everywhere. */
  readonly unreadableMerges: readonly number[];
}

/**
 * Whether a record is one of those the map calls customers. A staff login in the same table is let through to the guard
 * that names it; anything else is not ours to erase.
 */
async function isCustomer(session: ErasureSession, key: readonly string[], collection: Collection): Promise<boolean> {
  const { table, key: columns, filter, logins } = session.resolved.map.subject;
  if (filter.length === 0) return true;
  const found = await selectWhere(session, table, columns, filter, key);
  return (
    found.length > 0 ||
    collection.logins.some(
      (login) => login.by === 'record' && logins[Number(login.id.split('\u001f')[0])]?.table === table,
    )
  );
}

/** All records of the person: the one asked about, and those a person said are the same. */
async function readPerson(
  session: ErasureSession,
  requestId: string,
  customerKey: string,
): Promise<{ readonly person: PersonRecords; readonly records: readonly Row[]; readonly keys: readonly string[] }> {
  const person = await recordsOfPerson(session, session.db, customerKey);
  const found = await readRecords(session, session.db, person.records.map(splitKey));
  // MySQL finds '12' with '12b': the key must be the very same text.
  const records = found.filter((row) => person.records.includes(keyOfRecord(session, row)));
  const present = records.map((row) => keyOfRecord(session, row));
  if (!present.includes(customerKey)) throw new BelboEraseError('SUBJECT_GONE', { id: requestId });
  return { person, records, keys: person.records.filter((key) => present.includes(key)) };
}

async function draft(
  session: ErasureSession,
  collector: Collector,
  requestId: string,
  customerKey: string,
  asked: Row | undefined,
): Promise<Draft> {
  const { person, records, keys } = await readPerson(session, requestId, customerKey);
  const { requests, subject: mapped } = session.resolved.map;
  const base = identifiersOf(records, mapped.identifiers);
  const extra =
    requests === 'own' || asked === undefined
      ? base
      : joinIdentifiers(base, identifiersOf([asked], requests.identifiers ?? {}));
  const current = {
    table: mapped.table,
    rows: new Map(records.map((row) => [keyOfRecord(session, row), row])),
    identifiers: extra,
  };
  const merged = await mergedRecords(session.db, keys, current, session.key);
  let subject: Subject = { requestId, records: keys.map(splitKey), identifiers: merged.identifiers };
  const now = { date: session.today, datetime: session.localNow };
  let collection = await collector.collect(session.db, subject, now);
  const more = await furtherIdentifiers(session, subject, collection);
  if (more !== null) {
    subject = { ...subject, identifiers: more };
    collection = await collector.collect(session.db, subject, now);
  }
  for (const key of subject.records) {
    if (!(await isCustomer(session, key, collection))) throw new BelboEraseError('NOT_A_CUSTOMER', { id: requestId });
  }
  const held = await isHeld(session, session.db, await readRequestsOf(session, session.db, subject));
  const { keys: formerRecords, former: formerRows, unreadable: unreadableMerges } = merged;
  return { subject, records, collection, person, held, formerRecords, formerRows, unreadableMerges };
}

/**
 * Reads who a request is about and what hangs on them.
 * @throws BelboEraseError `REQUEST_NOT_FOUND`, `REQUEST_CLOSED`, `SUBJECT_GONE`, `NOT_A_CUSTOMER`
 */
export async function draftRequest(session: ErasureSession, collector: Collector, id: string): Promise<Draft> {
  const { map } = session.resolved;
  const [stored] = await readRequests(session.db, map, session.timeZone, { ids: [id] });
  if (stored === undefined) throw new BelboEraseError('REQUEST_NOT_FOUND', { id });
  const { status, customerKey } = stored.request;
  if (status !== 'open' && status !== 'in_progress') throw new BelboEraseError('REQUEST_CLOSED', { id, status });
  if (customerKey === null) throw new BelboEraseError('SUBJECT_GONE', { id });
  const asked =
    map.requests === 'own'
      ? []
      : await readRows(
          session,
          session.db,
          map.requests.table,
          [map.requests.key, ...(map.requests.identifiers?.emails ?? []), ...(map.requests.identifiers?.phones ?? [])],
          [map.requests.key],
          [[id]],
        );
  return draft(session, collector, id, customerKey, asked[0]);
}
