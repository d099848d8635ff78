import { recordDecision, type Verdict } from '../../customers/decisions.js';
import type { ErasureSession } from '../../erasure/session.js';
import type { ExecutedMerge } from '../../merge/execute-merge.js';
import { createStyle, type Context } from '../context.js';
import type { Session } from '../session.js';
import { loadReview, type Review, type ReviewItem } from './load-review.js';
import { mergePair } from './merge-pair.js';
import { readPair, renderReviewItem } from './show-pair.js';

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
}

type Step = 'next' | 'previous' | 'again' | 'search' | 'quit';

const verdictOf: Readonly<Record<string, Verdict>> = { e: 'same', d: 'different', s: 'undecided' };

/** Shows one record beside the request's, asks, and does what was said. */
async function ask(
  context: Context,
  session: ErasureSession,
  review: Review,
  at: number,
  progress: Progress,
): Promise<Step> {
  const { prompter, messages, io, settings } = context;
  const { merge } = messages;
  const item = review.items[at];
  if (item === undefined) return 'next';
  const pair = await readPair(session, review.own, item.key);
  if (pair === null) {
    context.note(merge.gone(item.key));
    return 'next';
  }
  const style = await createStyle(io, settings);
  const heading = merge.title(at + 1, review.items.length, review.requestId);
  context.show(await renderReviewItem(context, session, pair, item, heading, style));
  const before = progress.decided.get(item.key);
  if (before !== undefined) context.show(merge.decided(merge.verdict[before] ?? before));
  const keys = Object.entries(merge.keys).map(([key, name]) => ({ key, name }));
  const key = await prompter.key({ message: merge.question, keys });
  if (key === 'q') return 'quit';
  if (key === 'p') return 'previous';
  if (key === 'm') return mergeItem(context, session, review, item, progress);
  const verdict = verdictOf[key] ?? 'undecided';
  if (!(await recordDecision(session, [review.own, item.key], verdict, pair.seen))) {
    context.note(merge.changed);
    return 'again';
  }
  progress.decided.set(item.key, verdict);
  if (verdict === 'undecided') progress.skipped.add(item.key);
  else progress.skipped.delete(item.key);
  return 'next';
}

async function mergeItem(
  context: Context,
  session: ErasureSession,
  { own, requestId }: Review,
  { key }: ReviewItem,
  progress: Progress,
): Promise<Step> {
  const { merge } = context.messages;
  const done = await mergePair(context, session, { survivor: own, duplicate: key, requestId });
  if (done === 'back') return 'again';
  if (done === 'changed') {
    context.note(merge.changed);
    return 'again';
  }
  progress.merged.push(done);
  progress.decided.delete(key);
  context.note(merge.done(done.survivor, done.merged.join(', '), done.id));
  return 'search';
}

/** Goes through the records of one search. */
async function goThrough(
  context: Context,
  session: ErasureSession,
  review: Review,
  progress: Progress,
): Promise<'search' | 'quit' | 'end'> {
  for (let at = 0; at < review.items.length;) {
    const step = await ask(context, session, review, at, progress);
    if (step === 'quit' || step === 'search') return step;
    if (step === 'next') at += 1;
    else if (step === 'previous') at = Math.max(0, at - 1);
  }
  // Whoever is the same person brings their own look-alikes along.
  return [...progress.decided.values()].includes('same') ? 'search' : 'end';
}

/**
 * Lets a person decide of every record that may be the one of a request: merge, erase too, different person. Each decision is
 * committed when it is made, so that quitting, Ctrl-C and a broken connection keep all that was decided. After a merge the
 * customers are searched again, for the merged record may look like others.
 */
export async function reviewCandidates(context: Context, session: Session, requestId: string): Promise<ReviewOutcome> {
  const erasure = await session.erasure();
  const progress: Progress = { merged: [], decided: new Map(), skipped: new Set() };
  let review = await loadReview(session, requestId);
  for (;;) {
    const open = { ...review, items: review.items.filter(({ key }) => !progress.skipped.has(key)) };
    if (open.items.length === 0) break;
    const end = await goThrough(context, erasure, open, progress);
    if (end !== 'search') return outcome(review, progress, end === 'quit');
    review = await loadReview(session, requestId);
    // What was decided of records that have changed by a merge since is to be decided again.
    for (const { key } of review.items) if (!progress.skipped.has(key)) progress.decided.delete(key);
  }
  return outcome(review, progress, false);
}

function outcome(review: Review, { merged, decided }: Progress, quit: boolean): ReviewOutcome {
  const undecided = review.items
    .filter(({ key, gating }) => gating && (decided.get(key) ?? 'undecided') === 'undecided')
    .filter(({ key }) => !merged.some((each) => each.merged.includes(key)))
    .map(({ key }) => key);
  return { merged, decided: [...decided].map(([key, verdict]) => ({ key, verdict })), undecided, quit };
}
