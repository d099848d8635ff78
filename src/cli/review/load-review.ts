import type { Candidate } from '../../customers/find-candidates.js';
import type { PersonRecords } from '../../customers/person.js';
import { BelboEraseError } from '../../errors.js';
import { queueOf, type Session } from '../session.js';

/** A record that may be the same person as the one of a request. */
export interface ReviewItem {
  readonly key: string;
  /** Null when only an earlier decision, which no longer holds, is about it. */
  readonly candidate: Candidate | null;
  /** A decision had been made, but the records have changed since. */
  readonly outdated: boolean;
  /** Whether the erasure waits for it. A rival that merely holds the same phone is shown, but does not stand in the way. */
  readonly gating: boolean;
}

/** What is to be looked at for one request. */
export interface Review {
  readonly requestId: string;
  /** Key of the record the request was filed on. */
  readonly own: string;
  readonly person: PersonRecords;
  /** Undecided ones, those the erasure waits for first. */
  readonly items: readonly ReviewItem[];
}

/** Key of the record of an open request. */
async function recordOf(session: Session, id: string): Promise<string> {
  const { readQueueEntry } = await import('../../requests/read-queue.js');
  const { request } = await readQueueEntry(queueOf(session), id);
  const { status, customerKey } = request;
  if (status !== 'open' && status !== 'in_progress') throw new BelboEraseError('REQUEST_CLOSED', { id, status });
  if (customerKey === null) throw new BelboEraseError('SUBJECT_GONE', { id });
  return customerKey;
}

/** Finds, in one pass over the customers, who may be the person of a request and is not decided. */
export async function loadReview(session: Session, requestId: string): Promise<Review> {
  const [{ findCandidates }, { recordsOfPerson, verdictOn }] = await Promise.all([
    import('../../customers/find-candidates.js'),
    import('../../customers/person.js'),
  ]);
  const erasure = await session.erasure();
  const own = await recordOf(session, requestId);
  const person = await recordsOfPerson(erasure, erasure.db, own);
  const { db, resolved, country, today, matching } = erasure;
  const source = { db, map: resolved, country, today, matching, onProgress: session.onProgress };
  const [candidates = []] = await findCandidates(source, [person.records]);
  const isOutdated = (key: string): boolean =>
    person.decisions.some(
      (each) => each.state === 'stale' && each.verdict !== 'undecided' && (each.a === key || each.b === key),
    );
  const found = candidates.map((candidate): ReviewItem => ({
    key: candidate.key,
    candidate,
    outdated: isOutdated(candidate.key),
    gating: candidate.band !== 'different',
  }));
  const only = person.doubtful
    .filter((key) => key !== own && !found.some((item) => item.key === key))
    .map((key): ReviewItem => ({ key, candidate: null, outdated: true, gating: true }));
  const items = [...only, ...found].filter(({ key }) => verdictOn(person, key) === 'undecided');
  return {
    requestId,
    own,
    person,
    items: [...items.filter((item) => item.gating), ...items.filter((item) => !item.gating)],
  };
}
