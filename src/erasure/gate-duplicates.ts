import { findCandidates } from '../customers/find-candidates.js';
import { recordsOfPerson, undecidedPerson, verdictOn, type PersonRecords } from '../customers/person.js';
import type { Queries } from '../database/database.js';
import type { ErasureSession } from './session.js';
import { joinKey, type Subject } from './subject.js';

/** What stands between a subject and their erasure until a person has decided. */
export interface Gate {
  /** Keys of records that may be the same person and of which nobody has said whether they are. */
  readonly undecided: readonly string[];
}

/**
 * Records that may be one of these people's and are undecided, found in ONE pass for all of them: whoever looks alike enough
 * (bands match and possible), and whoever an outdated or contradictory decision is about.
 */
export async function findUndecided(
  session: ErasureSession,
  drafts: readonly { readonly subject: Subject; readonly person: PersonRecords }[],
): Promise<Gate[]> {
  const { db, resolved, country, today, matching, onProgress } = session;
  const source = { db, map: resolved, country, today, matching, ...(onProgress === undefined ? {} : { onProgress }) };
  const found = await findCandidates(
    source,
    drafts.map(({ subject }) => subject.records.map(joinKey)),
  );
  return drafts.map(({ person }, index): Gate => {
    const likely = (found[index] ?? []).filter(({ band }) => band !== 'different').map(({ key }) => key);
    const asked = new Set([...person.doubtful, ...likely]);
    return { undecided: [...asked].filter((key) => verdictOn(person, key) === 'undecided').sort() };
  });
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
