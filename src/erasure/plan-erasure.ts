import { createHash } from 'node:crypto';
import { selectWhere } from '../data-map/conditions.js';
import { addresseeOf } from '../requests/addressee.js';
import { findMentions, softRowsIn } from './classify-mentions.js';
import type { Collection, CollectedRow } from './collect.js';
import { decideSubject, type DecidedRow, type Retained } from './decide-rows.js';
import { draftRequests, type Draft, type FailureListener } from './draft-subject.js';
import { findUndecided, type Gate } from './gate-duplicates.js';
import { readKeptElsewhere } from './kept-elsewhere.js';
import type { IdentifierKey } from './holders.js';
import { findShared } from './orphans.js';
import type { StaffLogin } from './plan.js';
import type { PreparedErasure } from './prepared.js';
import { recordsDigest } from './read-subject.js';
import { scanSubjects, type ScanResult } from './scan-subjects.js';
import { mentionTargets } from './scan-text.js';
import type { ErasureSession } from './session.js';
import { digestFound, rowId, settleSoftRows } from './settle-soft-rows.js';
import { joinKey } from './subject.js';
import { findTraces, readGoing, type GoingRows } from './traces.js';
import { summarise } from './summarise-plan.js';

export interface PlanOptions {
  /** Without the pass over free text the plan has no mentions and cannot be executed. For measuring the rest. */
  readonly scan?: boolean;
  /** Without the search for duplicates the plan cannot be executed either. Default: as `scan`. */
  readonly duplicates?: boolean;
  /** Told of a request that cannot be planned, which is then left out. Without it the first such request fails the whole. */
  readonly onFailure?: FailureListener;
}

/** A draft, and what the passes over the whole database found of its subject; null where one was left out. */
interface Searched {
  readonly draft: Draft;
  readonly scan: ScanResult | null;
  /** Place of the subject in the scan. */
  readonly index: number;
  readonly gate: Gate | null;
}

/** The identifiers of a subject that somebody else holds as well. */
function sharedIdentifiersOf({ scan, index }: Searched): ReadonlySet<IdentifierKey> {
  return scan?.holders.sharedBy(index) ?? new Set();
}

const rowsOf = ({ rows }: Collection): CollectedRow[] => [...rows.values()].flatMap((ofTable) => [...ofTable.values()]);

interface Settled {
  readonly collection: Collection;
  /** Left alone, because somebody else holds the value as well. */
  readonly left: readonly CollectedRow[];
  /** Taken, although only the text search could find them. */
  readonly foundOnly: readonly CollectedRow[];
}

/** The collection with rows added that only the search found, and without those that are somebody else's. */
async function settle(session: ErasureSession, searched: Searched): Promise<Settled> {
  const { subject, collection } = searched.draft;
  const found = softRowsIn(session, subject, searched.scan?.found.get(searched.index) ?? []);
  const all = new Map<string, CollectedRow>();
  // What the statement found comes last: it knows of all links, the search only of the value it saw.
  for (const row of [...found, ...rowsOf(collection)]) all.set(rowId(row), row);
  const { accepted, shared } = await settleSoftRows(session, subject, [...all.values()], sharedIdentifiersOf(searched));
  const rows = new Map<string, Map<string, CollectedRow>>();
  for (const row of accepted) {
    const ofTable = rows.get(row.table.name) ?? new Map<string, CollectedRow>();
    rows.set(row.table.name, ofTable.set(row.key.join('\u001f'), row));
  }
  const foundOnly = accepted.filter(({ table, key }) => collection.rows.get(table.name)?.has(joinKey(key)) !== true);
  return { collection: { ...collection, rows }, left: shared, foundOnly };
}

/** Blockers as collected, and those that rows satisfy which only the search found. */
async function withBlockersOf(
  session: ErasureSession,
  collected: ReadonlyMap<string, number>,
  foundOnly: readonly CollectedRow[],
): Promise<ReadonlyMap<string, number>> {
  const blockers = new Map(collected);
  for (const { code, table, where } of session.resolved.map.blockers) {
    const rows = foundOnly.filter((row) => row.table.name === table);
    const [first] = rows;
    if (first === undefined) continue;
    const keys = rows.map(({ key }) => key);
    const stopping = await selectWhere(session, table, first.table.key, where, { keys, nullPasses: true });
    if (stopping.length > 0) blockers.set(code, (blockers.get(code) ?? 0) + stopping.length);
  }
  return blockers;
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

function fingerprint(digests: readonly string[], session: ErasureSession, rows: readonly DecidedRow[]): string {
  const decided = rows.map((row) => `${rowId(row)}\u001f${row.action}\u001f${row.retained?.until ?? ''}\u001e`);
  const text = digests.join() + session.resolved.digest + decided.join('');
  return createHash('sha256').update(text).digest('hex');
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
  const fail: FailureListener =
    options.onFailure ??
    ((_, error) => {
      throw error;
    });
  const drafts = await draftRequests(session, requestIds, fail);
  const scan =
    options.scan === false
      ? null
      : await scanSubjects(
          session,
          drafts.map((each) => each.subject),
          mentionTargets(session.resolved),
          'mention-scan',
        );
  const gates = (options.duplicates ?? options.scan) === false ? null : await findUndecided(session, drafts);
  const searched = drafts.map((draft, index) => ({ draft, scan, index, gate: gates?.[index] ?? null }));
  const prepared: PreparedErasure[] = [];
  for (let at = 0; at < searched.length; at += groupSize)
    prepared.push(...(await finishGroup(session, searched.slice(at, at + groupSize))));
  return prepared;
}

/** So many subjects are finished together: what has to be read of their rows is asked for at once. */
const groupSize = 32;

async function finishGroup(session: ErasureSession, group: readonly Searched[]): Promise<PreparedErasure[]> {
  const settled = await Promise.all(
    group.map(async (searched) => ({ searched, ...(await settle(session, searched)) })),
  );
  const collected = settled.flatMap(({ collection }) => rowsOf(collection));
  const keptElsewhere = await readKeptElsewhere(session, session.db, collected);
  const decided = await Promise.all(
    settled.map(async (each) => {
      const { collection } = each;
      const undisturbed = decideSubject(session, collection, new Set(), keptElsewhere);
      const { subject } = each.searched.draft;
      const sharedRows = await findShared(session, session.db, subject, collection, undisturbed);
      const rows = sharedRows.size === 0 ? undisturbed : decideSubject(session, collection, sharedRows, keptElsewhere);
      return { ...each, sharedRows, rows };
    }),
  );
  const going = await readGoing(
    session,
    decided.flatMap(({ rows }) => rows),
  );
  return Promise.all(decided.map(async (each) => finish(session, each, keptElsewhere, going)));
}

interface Decided extends Settled {
  readonly searched: Searched;
  readonly sharedRows: ReadonlySet<string>;
  readonly rows: readonly DecidedRow[];
}

async function finish(
  session: ErasureSession,
  { searched, collection, left, foundOnly, sharedRows, rows }: Decided,
  keptElsewhere: ReadonlyMap<string, Retained>,
  going: GoingRows,
): Promise<PreparedErasure> {
  const { draft: each, scan, index, gate } = searched;
  const found = scan?.found.get(index) ?? [];
  const logins = await staffLogins(session, collection);
  const mentions = scan === null ? [] : findMentions(session, each.subject, found, rows, scan.holders);
  const { stub, identifiers } = session.resolved.map.subject;
  const [first] = each.records;
  const sharedIdentifiers = sharedIdentifiersOf(searched);
  const { traces, manualItems } = findTraces(session, each, rows, sharedIdentifiers, going);
  return {
    plan: summarise(session, each.subject, {
      rows,
      mentions,
      logins,
      left,
      manualItems,
      blockers: await withBlockersOf(session, collection.blockers, foundOnly),
      held: each.held,
      undecided: gate?.undecided ?? [],
      unreadableMerges: each.unreadableMerges,
      fingerprint: fingerprint([each.collection.digest, each.person.digest, ...(gate?.undecided ?? [])], session, rows),
    }),
    subject: each.subject,
    rows,
    mentions,
    logins,
    digest: each.collection.digest,
    foundOnly,
    foundDigest: await digestFound(session.db, foundOnly),
    recordsDigest: recordsDigest(session, each.records),
    personDigest: each.person.digest,
    formerRecords: each.formerRecords,
    requests: each.requests,
    scanned: scan !== null,
    gate,
    sharedRows,
    keptElsewhere,
    sharedIdentifiers,
    addressee: first === undefined ? null : addresseeOf(first, identifiers),
    baseData: each.records.map((record) => Object.fromEntries(stub.map((column) => [column, record[column] ?? null]))),
    traces,
    manualItems,
  };
}
