import { comparedDigests, recordDecision, type Verdict } from '../../customers/decisions.js';
import type { ErasureSession } from '../../erasure/session.js';
import { BelboEraseError } from '../../errors.js';
import type { ExecutedMerge } from '../../merge/execute-merge.js';
import { createStyle, type Context } from '../context.js';
import { isInterruption } from '../interruption.js';
import { escapeText } from '../render/escape.js';
import type { Session } from '../session.js';
import { loadReview, type Review } from './load-review.js';
import { mergePair } from './merge-pair.js';
import { readPair, renderReviewItem, type Pair } from './show-pair.js';

/** What came of a review. All of it is in the database already: quitting loses nothing. */
export interface ReviewOutcome {
  readonly merged: readonly ExecutedMerge[];
  readonly decided: readonly { readonly key: string; readonly verdict: Verdict }[];
  /** Keys the erasure still waits for. */
  readonly undecided: readonly string[];
  /** The person wanted no more. */
  readonly quit: boolean;
}

interface Progress {
  readonly merged: ExecutedMerge[];
  readonly decided: Map<string, Verdict>;
  readonly skipped: Set<string>;
  /** Deleted by the calendar meanwhile. */
  readonly gone: Set<string>;
}

/** `again`: the same record as before; `changed`: the calendar has changed it meanwhile. */
type Step = 'next' | 'previous' | 'again' | 'changed' | 'search' | 'quit';

const verdictOf: Readonly<Record<string, Verdict>> = { e: 'same', d: 'different', s: 'undecided' };

/** Shows one record beside the request's, asks, and does what was said. */
async function ask(
  context: Context,
  session: ErasureSession,
  review: Review,
  at: number,
  progress: Progress,
  changed: boolean,
): Promise<Step> {
  const { prompter, messages, io, settings } = context;
  const { merge } = messages;
  const item = review.items[at];
  if (item === undefined) return 'next';
  const pair = await readPair(session, review.own, item.key);
  if ('gone' in pair) {
    // Without the record the request is about there is nothing to compare with any more.
    if (pair.gone === review.own) throw new BelboEraseError('SUBJECT_GONE', { id: review.requestId });
    progress.gone.add(item.key);
    context.note(escapeText(merge.gone(item.key)));
    return 'next';
  }
  if (changed) context.note(merge.changed);
  const style = await createStyle(io, settings);
  const heading = merge.title(at + 1, review.items.length, review.requestId);
  context.show(await renderReviewItem(context, session, pair, item, heading, style));
  const before = progress.decided.get(item.key);
  if (before !== undefined) context.show(merge.decided(merge.verdict[before] ?? before));
  const keys = Object.entries(merge.keys).map(([key, name]) => ({ key, name }));
  const key = await prompter.key({ message: merge.question, keys });
  if (key === 'q') return 'quit';
  if (key === 'p') return 'previous';
  if (key === 'm') return mergeItem(context, session, review, pair, progress);
  const verdict = verdictOf[key] ?? 'undecided';
  if (!(await recordDecision(session, [review.own, item.key], verdict, pair.seen))) return 'changed';
  progress.decided.set(item.key, verdict);
  if (verdict === 'undecided') progress.skipped.add(item.key);
  else progress.skipped.delete(item.key);
  return 'next';
}

async function mergeItem(
  context: Context,
  session: ErasureSession,
  { own, requestId }: Review,
  { b: { key }, seen }: Pair,
  progress: Progress,
): Promise<Step> {
  const { merge } = context.messages;
  const now = await comparedDigests(session, session.db, [own, key]);
  if ([own, key].some((each) => now.get(each) !== seen.get(each))) return 'changed';
  const done = await mergePair(context, session, { survivor: own, duplicate: key, requestId });
  if (done === 'back') return 'again';
  if (done === 'changed') return 'changed';
  progress.merged.push(done);
  progress.decided.delete(key);
  context.note(merge.done(escapeText(done.survivor), escapeText(done.merged.join(', ')), done.id));
  return 'search';
}

/** Goes through the records of one search. */
async function goThrough(
  context: Context,
  session: ErasureSession,
  review: Review,
  progress: Progress,
): Promise<'search' | 'quit' | 'end'> {
  let changed = false;
  for (let at = 0; at < review.items.length;) {
    const step = await ask(context, session, review, at, progress, changed);
    changed = step === 'changed';
    if (step === 'quit' || step === 'search') return step;
    if (step === 'next') at += 1;
    else if (step === 'previous') at = Math.max(0, at - 1);
  }
  // Whoever is the same person brings their own look-alikes along.
  return review.more || [...progress.decided.values()].includes('same') ? 'search' : 'end';
}

/**
 * Lets a person decide of every record that may be the one of a request: merge, erase too, different person. Each decision is
 * committed when it is made, so that quitting, Ctrl-C and a broken connection keep all that was decided. After a merge the
 * customers are searched again, for the merged record may look like others.
 */
export async function reviewCandidates(context: Context, session: Session, requestId: string): Promise<ReviewOutcome> {
  const erasure = await session.erasure();
  const progress: Progress = { merged: [], decided: new Map(), skipped: new Set(), gone: new Set() };
  let review = await loadReview(session, requestId);
  for (;;) {
    if (review.items.length === 0) break;
    const end = await goThrough(context, erasure, review, progress).catch((error: unknown) => {
      if (isInterruption(error)) context.note(context.messages.merge.kept);
      throw error;
    });
    if (end !== 'search') return outcome(review, progress, end === 'quit');
    review = await loadReview(session, requestId, progress.skipped);
    // What was decided of records that have changed by a merge since is to be decided again.
    for (const { key } of review.items) progress.decided.delete(key);
  }
  return outcome(review, progress, false);
}

function outcome(review: Review, { merged, decided, gone }: Progress, quit: boolean): ReviewOutcome {
  const undecided = review.gating
    .filter((key) => (decided.get(key) ?? 'undecided') === 'undecided')
    .filter((key) => !gone.has(key) && !merged.some((each) => each.merged.includes(key)));
  return { merged, decided: [...decided].map(([key, verdict]) => ({ key, verdict })), undecided, quit };
}
