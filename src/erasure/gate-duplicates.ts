import { searchCandidates } from '../customers/find-candidates.js';
import { recordsOfPerson, verdictOn, type PersonRecords } from '../customers/person.js';
import { recordOfRow } from '../customers/read-records.js';
import type { Queries, Row } from '../database/database.js';
import type { ErasureSession } from './session.js';
import { joinKey, type Subject } from './subject.js';

/** What stands between a subject and their erasure until a person has decided. */
export interface Gate {
  /** Keys of records that may be the same person and of which nobody has said whether they are, the likeliest first. */
  readonly undecided: readonly string[];
  /**
   * Whether no record is undecided at this moment, to be asked inside of the transaction that erases: a record entered or changed
   * since the search is found as well. The customers are read again only when somebody else may have written meanwhile,
   * and then once for all subjects of the search.
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

/**
 * Whoever looks alike enough (bands match and possible), and whoever an outdated or contradictory decision is about, of each
 * subject, unless decided.
 */
async function search(session: ErasureSession, subjects: readonly GatedSubject[]): Promise<string[][]> {
  const { db, resolved, country, today, matching, onProgress } = session;
  const source = { db, map: resolved, country, today, matching, ...(onProgress === undefined ? {} : { onProgress }) };
  const found = await searchCandidates(
    source,
    subjects.map(({ subject }) => subject.records.map(joinKey)),
    { former: subjects.map(({ formerRows }) => formerRows.map((row) => recordOfRow(source, row))) },
  );
  return subjects.map(({ person }, index) => {
    const asked = new Set([...person.doubtful, ...(found[index]?.likely ?? [])]);
    return [...asked].filter((key) => verdictOn(person, key) === 'undecided');
  });
}

/** Records that may be one of these people's and are undecided, found in ONE pass for all of them. */
export async function findUndecided(session: ErasureSession, subjects: readonly GatedSubject[]): Promise<Gate[]> {
  // Before the search: what is written while it reads is then taken for a change, never overlooked.
  let mark = await session.db.changeMark();
  let undecided = await search(session, subjects);
  const isClear = async (index: number, current: ErasureSession): Promise<boolean> => {
    const now = await current.db.changeMark();
    if (now === null || now !== mark) {
      undecided = await search(current, subjects);
      mark = now;
    }
    return undecided[index]?.length === 0;
  };
  return undecided.map((keys, index): Gate => ({
    undecided: keys,
    isClear: async (current) => isClear(index, current),
  }));
}

/** Whether the decisions about a subject are still those a plan was made with. Cheap: looks at the records decided about only. */
export async function decisionsHold(
  session: ErasureSession,
  queries: Queries,
  subject: Subject,
  personDigest: string,
): Promise<boolean> {
  const [first] = subject.records;
  if (first === undefined) return false;
  return (await recordsOfPerson(session, queries, joinKey(first))).digest === personDigest;
}
