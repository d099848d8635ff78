import { createHash } from 'node:crypto';
import { BelboEraseError } from '../errors.js';
import type { Row } from '../database/database.js';
import { readRequests } from '../requests/store.js';
import { classifyMentions } from './classify-mentions.js';
import { isHeld, readRequestsOf } from './close-requests.js';
import { selectWhere } from './conditions.js';
import { createCollector, type Collection, type CollectedRow, type Collector } from './collect.js';
import { decideRows, type DecidedRow } from './decide-rows.js';
import { findShared } from './orphans.js';
import type { StaffLogin } from './plan.js';
import type { PreparedErasure } from './prepared.js';
import { identifiersOf, joinIdentifiers } from '../customers/read-identifiers.js';
import { readRows } from '../database/read-rows.js';
import { furtherIdentifiers, keyOfRecord, readRecords, recordsDigest } from './read-subject.js';
import { scanSubjects, type ScanResult } from './scan-subjects.js';
import { mentionTargets } from './scan-text.js';
import type { ErasureSession } from './session.js';
import { rowId, settleSoftRows } from './settle-soft-rows.js';
import type { Subject } from './subject.js';
import { findTraces } from './traces.js';
import { summarise } from './summarise-plan.js';

export interface PlanOptions {
  /** Without the pass over free text the plan has no mentions and cannot be executed. For measuring the rest. */
  readonly scan?: boolean;
  /** Told of a request that cannot be planned, which is then left out. Without it the first such request fails the whole. */
  readonly onFailure?: (requestId: string, error: unknown) => void;
}

/** A subject with what hangs on it, before the text search. */
interface Draft {
  readonly subject: Subject;
  readonly records: readonly Row[];
  readonly collection: Collection;
  /** Whether one of the person's open requests is on hold. */
  readonly held: boolean;
}

async function draft(
  session: ErasureSession,
  collector: Collector,
  requestId: string,
  customerKey: string,
  asked: Row | undefined,
): Promise<Draft> {
  const records = await readRecords(session, session.db, [[customerKey]]);
  // MySQL finds '12' with '12b': the key must be the very same text.
  const exact = records.filter((row) => keyOfRecord(session, row) === customerKey);
  if (exact.length === 0) throw new BelboEraseError('SUBJECT_GONE', { id: requestId });
  const { requests, subject: mapped } = session.resolved.map;
  const base = identifiersOf(exact, mapped.identifiers);
  const extra =
    requests === 'own' || asked === undefined
      ? base
      : joinIdentifiers(base, identifiersOf([asked], requests.identifiers ?? {}));
  let subject: Subject = { requestId, records: [[customerKey]], identifiers: extra };
  const now = { date: session.today, datetime: session.localNow };
  let collection = await collector.collect(session.db, subject, now);
  const more = await furtherIdentifiers(session, subject, collection);
  if (more !== null) {
    subject = { ...subject, identifiers: more };
    collection = await collector.collect(session.db, subject, now);
  }
  if (!(await isCustomer(session, customerKey, collection)))
    throw new BelboEraseError('NOT_A_CUSTOMER', { id: requestId });
  const held = await isHeld(session, session.db, await readRequestsOf(session, session.db, subject));
  return { subject, records: exact, collection, held };
}

/**
 * Whether the record is one of those the map calls customers. A staff login in the same table is let through to the guard
 * that names it; anything else is not ours to erase.
 */
async function isCustomer(session: ErasureSession, customerKey: string, collection: Collection): Promise<boolean> {
  const { table, key, filter, logins } = session.resolved.map.subject;
  if (filter.length === 0) return true;
  const found = await selectWhere(session, table, key, filter, [customerKey]);
  return (
    found.length > 0 ||
    collection.logins.some(
      (login) => login.by === 'record' && logins[Number(login.id.split('\u001f')[0])]?.table === table,
    )
  );
}

/** The collection with rows added that only the search found, and without those that are somebody else's. */
async function settle(
  session: ErasureSession,
  { subject, collection }: Draft,
  found: readonly CollectedRow[],
  scan: ScanResult | null,
  index: number,
): Promise<{ collection: Collection; left: readonly CollectedRow[] }> {
  const all = new Map<string, CollectedRow>();
  // What the statement found comes last: it knows of all links, the search only of the value it saw.
  for (const row of [...found, ...[...collection.rows.values()].flatMap((rows) => [...rows.values()])])
    all.set(rowId(row), row);
  const { accepted, shared } = await settleSoftRows(
    session,
    subject,
    [...all.values()],
    scan?.holders.sharedBy(index) ?? new Set(),
  );
  const rows = new Map<string, Map<string, CollectedRow>>();
  for (const row of accepted) {
    const ofTable = rows.get(row.table.name) ?? new Map<string, CollectedRow>();
    rows.set(row.table.name, ofTable.set(row.key.join('\u001f'), row));
  }
  return { collection: { ...collection, rows }, left: shared };
}

function decide(session: ErasureSession, collection: Collection, shared: ReadonlySet<string>): DecidedRow[] {
  const { resolved, country, today } = session;
  const tables = [...resolved.tables, ...(resolved.selfReferences === null ? [] : [resolved.selfReferences])];
  return decideRows(collection, tables, { country, today, shared });
}

async function staffLogins(session: ErasureSession, collection: Collection): Promise<StaffLogin[]> {
  const logins: StaffLogin[] = [];
  for (const [index, mapped] of session.resolved.map.subject.logins.entries()) {
    const mine = collection.logins.filter((login) => login.id.startsWith(`${String(index)}\u001f`));
    if (mine.length === 0) continue;
    const owners =
      mapped.owner === undefined
        ? []
        : await selectWhere(session, mapped.table, mapped.key, [...mapped.filter, mapped.owner]);
    for (const login of mine) {
      logins.push({
        login: login.login,
        reason:
          login.by === 'email'
            ? 'same_email'
            : mapped.table === session.resolved.subject.info.name
              ? 'same_record'
              : 'linked',
        lastOwner: login.owner && owners.length <= 1,
      });
    }
  }
  return logins;
}

function fingerprint(draftDigest: string, session: ErasureSession, rows: readonly DecidedRow[]): string {
  const hash = createHash('sha256').update(draftDigest).update(session.resolved.digest);
  for (const row of rows) hash.update(`${rowId(row)}\u001f${row.action}\u001f${row.retained?.until ?? ''}\u001e`);
  return hash.digest('hex');
}

/**
 * Plans the erasure of any number of requests: reads only. Free text is searched in ONE pass for all of them.
 * @throws BelboEraseError `REQUEST_NOT_FOUND`, `REQUEST_CLOSED`, `SUBJECT_GONE`
 */
export async function planErasures(
  session: ErasureSession,
  requestIds: readonly string[],
  options: PlanOptions = {},
): Promise<PreparedErasure[]> {
  const collector = createCollector(session.db, session.resolved);
  const drafts: Draft[] = [];
  for (const id of requestIds) {
    try {
      drafts.push(await draftRequest(session, collector, id));
    } catch (error) {
      if (options.onFailure === undefined) throw error;
      options.onFailure(id, error);
    }
  }
  const scan =
    options.scan === false
      ? null
      : await scanSubjects(
          session,
          drafts.map((each) => each.subject),
          mentionTargets(session.resolved),
          'mention-scan',
        );
  const prepared: PreparedErasure[] = [];
  for (const [index, each] of drafts.entries()) prepared.push(await finish(session, each, scan, index));
  return prepared;
}

async function draftRequest(session: ErasureSession, collector: Collector, id: string): Promise<Draft> {
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

async function finish(
  session: ErasureSession,
  each: Draft,
  scan: ScanResult | null,
  index: number,
): Promise<PreparedErasure> {
  const found = scan?.found.get(index) ?? [];
  const first = decide(session, each.collection, new Set());
  const classified =
    scan === null ? { mentions: [], soft: [] } : classifyMentions(session, each.subject, found, first, scan.holders);
  const { collection, left } = await settle(session, each, classified.soft, scan, index);
  const sharedRows = await findShared(session, session.db, each.subject, collection);
  const rows = decide(session, collection, sharedRows);
  const logins = await staffLogins(session, collection);
  const going = new Set(rows.filter((row) => row.action === 'delete').map(rowId));
  const mentions = classified.mentions.filter(
    (mention) => !going.has(`${mention.table}\u001f${mention.key.join('\u001f')}`),
  );
  const { stub } = session.resolved.map.subject;
  const { traces, manualItems } = await findTraces(
    session,
    each.subject,
    each.records,
    rows,
    scan?.holders.sharedBy(index) ?? new Set(),
  );
  return {
    plan: summarise(session, each.subject, {
      rows,
      mentions,
      logins,
      left,
      manualItems,
      blockers: collection.blockers,
      held: each.held,
      fingerprint: fingerprint(each.collection.digest, session, rows),
    }),
    subject: each.subject,
    rows,
    mentions,
    logins,
    digest: each.collection.digest,
    recordsDigest: recordsDigest(session, each.records),
    scanned: scan !== null,
    sharedRows,
    sharedIdentifiers: scan?.holders.sharedBy(index) ?? new Set(),
    baseData: each.records.map((record) => Object.fromEntries(stub.map((column) => [column, record[column] ?? null]))),
    traces,
    manualItems,
  };
}
