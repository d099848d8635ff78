import type { Database, Queries, Row } from '../database/database.js';
import { placeholders } from '../database/dialect.js';
import type { Scribe } from './register.js';
import type { RecordDecision, ReviewReason } from './types.js';

/** What a person can say of a record in doubt. */
export const reviewDecisions = ['remove', 'redact', 'keep'] as const;
export type ReviewDecision = (typeof reviewDecisions)[number];

/** A record that waits for a decision. */
export interface Review {
  readonly path: string;
  /** Member of an archive; null for the file itself. */
  readonly member: string | null;
  readonly requestId: string;
  /** Line it begins in, from 1 on. */
  readonly line: number;
  readonly reason: ReviewReason;
  /** Keyed digest of request and record: the same record in another file has the same. */
  readonly digest: string;
  /** For the person who decides; never to be logged or kept. Empty where a file has very many. */
  readonly cells: readonly string[];
}

/** A review as the register holds it. */
export interface StoredReview {
  readonly backupId: number;
  readonly requestId: string;
  readonly member: string | null;
  readonly line: number;
  readonly digest: string;
  readonly decision: ReviewDecision | null;
}

function toStored(row: Row): StoredReview {
  const decision = row['decision'];
  return {
    backupId: Number(row['backup_id']),
    requestId: String(row['request_id']),
    member: row['member'] === null || row['member'] === undefined ? null : String(row['member']),
    line: Number(row['line']),
    digest: String(row['digest']),
    decision: reviewDecisions.find((each) => each === decision) ?? null,
  };
}

/** All reviews of the register, decided or not. They go when their request is done. */
export async function readReviews(db: Queries): Promise<StoredReview[]> {
  return (await db.all('select * from belbo_erase_backup_reviews order by id')).map(toStored);
}

/** What was decided, by digest: the last word counts. */
export async function readDecisions(db: Queries): Promise<Map<string, RecordDecision>> {
  const rows = await db.all('select * from belbo_erase_backup_reviews where decision is not null order by id');
  return new Map(
    rows.map(toStored).flatMap(({ digest, decision }) => (decision === null ? [] : [[digest, decision] as const])),
  );
}

/** Which backups hold records of which request that nobody has decided about. */
export async function readUndecided(
  db: Queries,
): Promise<readonly { readonly backupId: number; readonly requestId: string }[]> {
  const rows = await db.all(
    'select distinct backup_id, request_id from belbo_erase_backup_reviews where decision is null',
  );
  return rows.map((row) => ({ backupId: Number(row['backup_id']), requestId: String(row['request_id']) }));
}

/** Most rows or ids one statement names. */
const largestBatch = 100;

/** What a scrub of one backup says of the records that wait in it. */
export interface ReviewsFound {
  readonly requestIds: readonly string[];
  readonly reviews: readonly Review[];
  /** Whether the file was written anew: then what waits for other requests has moved, or is gone, and is listed when they are next looked for. */
  readonly rewritten: boolean;
  /** Records decided about that have another digest now: the decision holds. */
  readonly renamed: readonly { readonly requestId: string; readonly before: string; readonly after: string }[];
}

/** Replaces what waits in a backup for these requests; what was decided stays. */
export async function noteReviews(
  db: Queries,
  backupId: number,
  { requestIds, reviews, rewritten, renamed }: ReviewsFound,
): Promise<void> {
  if (rewritten)
    await db.run('delete from belbo_erase_backup_reviews where backup_id = ? and decision is null', [backupId]);
  for (const { requestId, before, after } of renamed) {
    await db.run(
      `insert into belbo_erase_backup_reviews (backup_id, request_id, digest, member, line, reason, decision, decided_at, who)
         select ?, request_id, ?, member, line, reason, decision, decided_at, who from belbo_erase_backup_reviews
           where request_id = ? and digest = ? and decision is not null order by id desc limit 1`,
      [backupId, after, requestId, before],
    );
  }
  for (let at = 0; at < requestIds.length; at += largestBatch) {
    const ids = requestIds.slice(at, at + largestBatch);
    await db.run(
      `delete from belbo_erase_backup_reviews where backup_id = ? and decision is null and request_id in (${placeholders(ids.length)})`,
      [backupId, ...ids],
    );
  }
  for (let at = 0; at < reviews.length; at += largestBatch) {
    const batch = reviews.slice(at, at + largestBatch);
    await db.run(
      `insert into belbo_erase_backup_reviews (backup_id, request_id, digest, member, line, reason) values ${batch.map(() => '(?, ?, ?, ?, ?, ?)').join(', ')}`,
      batch.flatMap(({ requestId, digest, member, line, reason }) => [
        backupId,
        requestId,
        digest,
        member?.slice(0, 500) ?? null,
        line,
        reason,
      ]),
    );
  }
}

/** What was said of one record. */
export interface Decided {
  readonly requestId: string;
  readonly digest: string;
  readonly decision: ReviewDecision;
}

/** Remembers decisions, for all backups the same records stand in. */
export async function decideReviews(db: Database, { now, who }: Scribe, decided: readonly Decided[]): Promise<void> {
  await db.transaction(async (trx) => {
    for (const { requestId, digest, decision } of decided) {
      await trx.run(
        'update belbo_erase_backup_reviews set decision = ?, decided_at = ?, who = ? where request_id = ? and digest = ?',
        [decision, now(), who, requestId, digest],
      );
    }
  });
}
