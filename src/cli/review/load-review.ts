import type { Candidate } from '../../customers/pending-candidates.js';
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
  /** Whether more come into question than are listed at a time. */
  readonly more: boolean;
  /** Keys of all that the erasure waits for, listed or not. */
  readonly gating: readonly string[];
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

/**
 * Finds, in one pass over the customers, who may be the person of a request and is not decided.
 * @param skipped records that were looked at and left undecided: they are not listed again
 */
export async function loadReview(
  session: Session,
  requestId: string,
  skipped: ReadonlySet<string> = new Set(),
): Promise<Review> {
  const [{ searchPeople }, { verdictOn }] = await Promise.all([
    import('../../customers/search-people.js'),
    import('../../customers/person.js'),
  ]);
  const erasure = await session.erasure();
  const own = await recordOf(session, requestId);
  const source = { ...erasure, onProgress: session.onProgress };
  const [found] = await searchPeople(source, [own], 'undecided', skipped);
  if (found === undefined) throw new BelboEraseError('SUBJECT_GONE', { id: requestId });
  const { person, candidates, left, likely } = found;
  const isOutdated = (key: string): boolean =>
    person.decisions.some(
      (each) => each.state === 'stale' && each.verdict !== 'undecided' && (each.a === key || each.b === key),
    );
  const listed = candidates.map((candidate): ReviewItem => ({
    key: candidate.key,
    candidate,
    outdated: isOutdated(candidate.key),
    gating: candidate.band !== 'different',
  }));
  const only = person.doubtful
    .filter((key) => key !== own && !skipped.has(key) && !listed.some((item) => item.key === key))
    .map((key): ReviewItem => ({ key, candidate: null, outdated: true, gating: true }));
  const items = [...only, ...listed].filter(({ key }) => verdictOn(person, key) === 'undecided');
  return {
    requestId,
    own,
    person,
    items: [...items.filter((item) => item.gating), ...items.filter((item) => !item.gating)],
    more: left > 0,
    gating: [...new Set([...person.doubtful.filter((key) => key !== own), ...likely])].filter(
      (key) => verdictOn(person, key) === 'undecided',
    ),
  };
}
