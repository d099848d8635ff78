import { resolveDecisions, type DecisionEntry } from '../backups/decisions-file.js';
import type { ScrubScope, ScrubSession } from '../backups/plan-scrub.js';
import { readBackups } from '../backups/register.js';
import { decideReviews, readReviews, type Decided, type Review, type ReviewDecision } from '../backups/reviews.js';
import type { ScrubResult } from '../backups/scrub-result.js';
import type { Context } from './context.js';
import { escapeText } from './render/escape.js';
import { shownPath } from './render/scrub.js';
import { joinResults, scrubOnce } from './scrub-backups.js';

/** Scrubs again the files in which what was just decided, and saved, stands. */
async function again(
  session: ScrubSession,
  scope: ScrubScope,
  result: ScrubResult,
  decided: readonly Decided[],
): Promise<ScrubResult> {
  const digests = new Set(decided.map(({ digest }) => digest));
  const only = new Set(result.reviews.filter(({ digest }) => digests.has(digest)).map(({ path }) => path));
  if (only.size === 0) return result;
  return joinResults(result, await scrubOnce(session, scope, { dryRun: false, only }), only);
}

/** Scrubs with the decisions of a file: first those on what was listed before, then those on what is listed now. */
export async function applyDecisions(
  context: Context,
  session: ScrubSession,
  scope: ScrubScope,
  entries: readonly DecisionEntry[],
): Promise<ScrubResult> {
  const backups = await readBackups(session.db);
  const stored = await readReviews(session.db);
  const listed = new Set(stored.map(({ backupId }) => backupId));
  const before = resolveDecisions(entries, backups, stored);
  await decideReviews(session.db, session, before.decided);
  const result = await scrubOnce(session, scope, { dryRun: false });
  // A line of a file that was listed before means the line of then. Where nothing was listed, it is that of now; an id is of no line.
  const fresh = before.open.filter(({ file, id }) => id !== null || !listed.has(backups.get(file)?.id ?? -1));
  const now = resolveDecisions(fresh, await readBackups(session.db), await readReviews(session.db));
  const unmatched = [...before.open.filter((entry) => !fresh.includes(entry)), ...now.open];
  for (const { file, line } of unmatched) context.note(context.messages.scrub.unmatched(file, line));
  await decideReviews(session.db, session, now.decided);
  return again(session, scope, result, now.decided);
}

async function ask(context: Context, review: Review): Promise<ReviewDecision | 'later'> {
  const { scrub } = context.messages;
  const { path, member, line, reason, cells, requestId } = review;
  const place = `${shownPath(path, member, context.io.cwd)}, ${scrub.line(line)}: ${scrub.reason[reason]}`;
  context.note(`\n${escapeText(place)}\n  ${cells.map(escapeText).join(' | ')}`);
  return context.prompter.choose(
    scrub.question(requestId),
    // The first one is what Enter alone says: nothing that cannot be taken back.
    (['later', 'remove', 'redact', 'keep'] as const).map((value) => ({ value, name: scrub.choices[value] })),
  );
}

/**
 * Asks a person, where there is one, about each record in doubt, and carries out what they say. Each decision is saved when it is made:
 * after Ctrl-C the next run carries them out.
 */
export async function askDecisions(
  context: Context,
  session: ScrubSession,
  scope: ScrubScope,
  result: ScrubResult,
): Promise<ScrubResult> {
  // What cannot be shown cannot be decided here.
  const askable = result.reviews.filter(({ cells }) => cells.length > 0);
  if (!context.prompter.canAsk || context.settings.quiet || askable.length === 0) return result;
  const decided: Decided[] = [];
  // The same record in several files is decided once.
  for (const review of new Map(askable.map((each) => [each.digest, each])).values()) {
    const decision = await ask(context, review);
    if (decision === 'later') continue;
    const made = { requestId: review.requestId, digest: review.digest, decision };
    await decideReviews(session.db, session, [made]);
    decided.push(made);
  }
  return again(session, scope, result, decided);
}
