import { searchCandidates } from '../customers/find-candidates.js';
import { recordsOfPerson, undecidedPerson, verdictOn, type PersonRecords } from '../customers/person.js';
import { recordOfRow } from '../customers/read-records.js';
import type { Queries, Row } from '../database/database.js';
import type { ErasureSession } from './session.js';
import { joinKey, type Subject } from './subject.js';

/** What stands between a subject and their erasure until a person has decided. */
export interface Gate {
  /** Keys of records that may be the same person and of which nobody has said whether they are, the likeliest first. */
  readonly undecided: readonly string[];
  /**
   * Whether at this moment no record is undecided, and nobody holds an identifier of the subject who did not when the plan was made: then
   * what was found by that identifier may be theirs. To be asked inside of the transaction that erases: a record entered or changed
   * since the search is found as well. The customers are read again only when somebody else may have written meanwhile,
   * and then once for all subjects of the search; on a busy server not at each of many erasures, but every few moments.
   */
  readonly isClear: (session: ErasureSession) => Promise<boolean>;
}

/** A subject as the gate looks at it. */
export interface GatedSubject {
  readonly subject: Subject;
  readonly person: PersonRecords;
  /** What records of theirs held before a merge. */
  readonly formerRows: readonly Row[];
}

/** What the search found of one subject. */
interface Found {
  readonly undecided: readonly string[];
  readonly sharing: readonly string[];
}

/**
 * Whoever looks alike enough (bands match and possible), and whoever an outdated or contradictory decision is about, of each
 * subject, unless decided; and whoever holds an identifier alike.
 */
async function search(session: ErasureSession, subjects: readonly GatedSubject[]): Promise<Found[]> {
  const { db, resolved, country, today, matching, onProgress } = session;
  const source = { db, map: resolved, country, today, matching, ...(onProgress === undefined ? {} : { onProgress }) };
  const found = await searchCandidates(
    source,
    subjects.map(({ subject }) => subject.records.map(joinKey)),
    {
      former: subjects.map(({ formerRows }) => formerRows.map((row) => recordOfRow(source, row))),
      contacts: subjects.map(({ subject }) => subject.identifiers),
    },
  );
  return subjects.map(({ person }, index) => {
    const asked = new Set([...person.doubtful, ...(found[index]?.likely ?? [])]);
    const undecided = [...asked].filter((key) => verdictOn(person, key) === 'undecided');
    return { undecided, sharing: found[index]?.sharing ?? [] };
  });
}

function isAsPlanned(planned: Found | undefined, now: Found | undefined): boolean {
  const known = new Set(planned?.sharing ?? []);
  const isKnown = (each: string): boolean => known.has(each) || known.has(each.slice(0, each.indexOf(':') + 1));
  return now?.undecided.length === 0 && now.sharing.every(isKnown);
}

/** On a server what others did is asked again and again, but that takes no more than one part in so many of a long run, */
const shareOfSearches = 10;

/** and what was found is believed for so many milliseconds: as long as an erasure may wait for the one before it. */
const believed = 200;

/** Records that may be one of these people's and are undecided, found in ONE pass for all of them. */
export async function findUndecided(session: ErasureSession, subjects: readonly GatedSubject[]): Promise<Gate[]> {
  // Before the search: what is written while it reads is then taken for a change, never overlooked.
  let mark = await session.db.changeMark();
  const planned = await search(session, subjects);
  let found = planned;
  let trustedUntil = 0;
  const isClear = async (index: number, current: ErasureSession): Promise<boolean> => {
    const start = performance.now();
    const isClearNow = (): boolean => isAsPlanned(planned[index], found[index]);
    if (start < trustedUntil) return isClearNow();
    const now = await current.db.changeMark();
    if (now === null || now !== mark) {
      found = await search(current, subjects);
      mark = now;
    }
    const end = performance.now();
    // A file says at once and exactly whether anybody else has written; a server only that somebody was at work, which is always so.
    if (current.db.file === undefined) trustedUntil = end + Math.max(believed, shareOfSearches * (end - start));
    return isClearNow();
  };
  return planned.map(({ undecided }, index): Gate => ({
    undecided,
    isClear: async (current) => isClear(index, current),
  }));
}

/**
 * Whether the decisions about a subject are still those a plan was made with. Cheap: looks at the records decided about only.
 * @param decided records that decisions name
 */
export async function decisionsHold(
  session: ErasureSession,
  queries: Queries,
  { records, personDigest }: { readonly records: Subject['records']; readonly personDigest: string },
  decided: ReadonlySet<string>,
): Promise<boolean> {
  const [first] = records.map(joinKey);
  if (first === undefined) return false;
  const person = decided.has(first) ? await recordsOfPerson(session, queries, first) : undecidedPerson(first);
  return person.digest === personDigest;
}
