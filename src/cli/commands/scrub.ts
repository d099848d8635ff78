import { resolve } from 'node:path';
import { readBackupStatus } from '../../backups/backup-status.js';
import { readDecisionsFile, type DecisionEntry } from '../../backups/decisions-file.js';
import type { ScrubScope } from '../../backups/plan-scrub.js';
import type { ScrubResult } from '../../backups/scrub-result.js';
import { settleByHand } from '../../backups/settle-by-hand.js';
import { BelboEraseError, ExitCode } from '../../errors.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { applyDecisions, askDecisions } from '../decide-reviews.js';
import { renderScrub, renderStatus, totalsOf } from '../render/scrub.js';
import {
  closeBackups,
  erasedRequests,
  plannedSubjects,
  scrubOnce,
  scrubSession,
  stillToErase,
  subjectsOf,
  type BackupsClosed,
} from '../scrub-backups.js';
import type { Session } from '../session.js';

interface ScrubInput {
  /** Absolute. */
  readonly paths: readonly string[];
  /** null: all that are erased and not done. */
  readonly requests: readonly string[] | null;
  readonly dryRun: boolean;
  readonly action: ScrubScope['action'];
  readonly decisions: string | null;
  readonly status: boolean;
  readonly byHand: boolean;
}

function parse(context: Context, { words, options }: CommandInput): ScrubInput {
  const { request, allErased, action, decisions, dryRun, status, byHand } = options;
  const invalid = (option: string, valid: string): BelboEraseError =>
    new BelboEraseError('INVALID_OPTION', { option, valid });
  if (action !== undefined && action !== 'remove' && action !== 'redact') throw invalid('--action', 'remove, redact');
  const requests = Array.isArray(request) ? request.flatMap((each) => String(each).split(',')) : null;
  if (requests !== null && allErased === true) throw invalid('--all-erased', '--request');
  if (byHand === true && words.length === 0)
    throw new BelboEraseError('MISSING_ARGUMENT', { argument: 'path', command: 'scrub ' });
  return {
    paths: words.map((word) => resolve(context.io.cwd, word)),
    requests,
    dryRun: dryRun === true,
    action: action ?? null,
    decisions: typeof decisions === 'string' ? resolve(context.io.cwd, decisions) : null,
    status: status === true,
    byHand: byHand === true,
  };
}

async function showStatus(context: Context, session: Session, input: ScrubInput): Promise<ExitCode> {
  const requests = await erasedRequests(session, input.requests);
  const ids = requests.map(({ requestId }) => requestId);
  const statuses = await readBackupStatus(session.db, session.config.backups, ids);
  const isAwaiting = (id: string): boolean => statuses.some(({ awaiting }) => awaiting.includes(id));
  await context.print({
    json: { backups: statuses, requests: ids.map((id) => ({ id, settled: !isAwaiting(id) })) },
    tsv: {
      headers: ['path', 'state', 'awaiting', 'problem', 'review'],
      rows: statuses.map(({ path, state, awaiting, problem, review }) => [
        path,
        state,
        awaiting.join(','),
        problem,
        review,
      ]),
    },
    terminal: async (style) => renderStatus(statuses, context.messages, style, context.io.cwd),
  });
  return ids.some(isAwaiting) ? ExitCode.incomplete : ExitCode.ok;
}

async function noteByHand(context: Context, session: Session, input: ScrubInput): Promise<ExitCode> {
  const requests = await erasedRequests(session, input.requests);
  const scribe = { db: session.db, now: () => session.clock().toISOString(), who: session.who };
  const noted = await settleByHand(
    scribe,
    input.paths.map((path) => ({ path, ignore: [] })),
    requests.map(({ requestId }) => requestId),
  );
  context.note(context.messages.scrub.byHand(noted.files.length, noted.gone.length));
  const closed = await closeBackups(session, requests);
  await printResult(context, input, { result: nothing, lost: [], closed });
  return exitCodeOf({ result: nothing, lost: [], closed }, input);
}

const nothing: ScrubResult = { documents: [], problems: [], reviews: [], residue: [], leftovers: 0 };

interface Outcome {
  readonly result: ScrubResult;
  /** Requests whose identifiers cannot be opened any more. */
  readonly lost: readonly string[];
  /** How the backups stand after it; null for a dry run. */
  readonly closed: BackupsClosed | null;
}

function exitCodeOf({ result, lost, closed }: Outcome, { paths }: ScrubInput): ExitCode {
  if (result.problems.some(({ code }) => code === 'verification')) return ExitCode.verificationFailed;
  // Whoever named files has had these done; otherwise every backup counts, also one that has vanished.
  const awaited = paths.length === 0 && closed?.statuses.some(({ awaiting }) => awaiting.length > 0) === true;
  return lost.length > 0 || result.problems.length > 0 || result.reviews.length > 0 || awaited
    ? ExitCode.incomplete
    : ExitCode.ok;
}

async function printResult(context: Context, input: ScrubInput, { result, lost, closed }: Outcome): Promise<void> {
  const { messages, io } = context;
  const { scrub } = messages;
  const requests = (closed?.statuses ?? []).flatMap(({ awaiting }) => awaiting);
  const waiting = [...new Set(requests)];
  await context.print({
    json: {
      dryRun: input.dryRun,
      files: result.documents.map(({ path, member, csv, sha256Before, sha256After }) => ({
        path,
        member,
        encoding: csv.dialect.encoding,
        delimiter: csv.dialect.delimiter,
        records: csv.records,
        removed: csv.removed,
        redacted: csv.redacted,
        review: csv.review.length,
        sha256Before,
        sha256After,
      })),
      totals: totalsOf(result),
      problems: result.problems,
      // Never the cells: they are the data itself.
      reviews: result.reviews.map(({ digest, path, member, line, requestId, reason }) => ({
        id: digest.slice(0, 12),
        file: path,
        member,
        line,
        request: requestId,
        reason,
      })),
      residue: result.residue.map(({ path, member, requestId, reason, records, line }) => ({
        file: path,
        member,
        request: requestId,
        reason,
        records,
        line,
      })),
      requests: {
        settled: closed?.settled ?? [],
        done: closed?.done ?? [],
        awaiting: waiting,
        identifiersLost: lost,
      },
    },
    tsv: {
      headers: ['path', 'member', 'encoding', 'records', 'removed', 'redacted', 'review', 'problem'],
      rows: [
        ...result.documents.map(({ path, member, csv }) => [
          path,
          member,
          csv.dialect.encoding,
          csv.records,
          csv.removed,
          csv.redacted,
          csv.review.length,
          null,
        ]),
        ...result.problems.map(({ path, member, code }) => [path, member, null, null, null, null, null, code]),
      ],
    },
    terminal: async (style) => renderScrub(result, messages, style, { cwd: io.cwd, dryRun: input.dryRun }),
  });
  if (result.leftovers > 0) context.note(scrub.leftovers(result.leftovers));
  if (result.reviews.length > 0 && !input.dryRun) context.note(scrub.decide);
  for (const id of lost) context.note(scrub.lost(id));
  for (const id of closed?.settled ?? []) context.note(scrub.settled(id));
  for (const id of closed?.done ?? []) context.note(scrub.done(id));
  for (const id of waiting) context.note(scrub.awaiting(id, requests.filter((each) => each === id).length));
}

async function scrubNow(
  context: Context,
  session: Session,
  input: ScrubInput,
  entries: readonly DecisionEntry[],
): Promise<Outcome | null> {
  const { paths, action, dryRun } = input;
  const waiting = dryRun && input.requests !== null ? await stillToErase(session, input.requests) : [];
  const planned = await plannedSubjects(session, waiting);
  const wanted = input.requests?.filter((id) => !waiting.includes(id)) ?? null;
  const requests = await erasedRequests(session, wanted);
  if (requests.length + planned.length === 0) return null;
  for (const id of waiting) context.note(context.messages.scrub.notErased(id));
  const backups = await scrubSession(session);
  const { subjects, lost } = await subjectsOf(backups, requests);
  const scope: ScrubScope = { subjects: [...subjects, ...planned], paths, action, folders: session.config.backups };
  if (dryRun) return { result: await scrubOnce(backups, scope, { dryRun }), lost, closed: null };
  const decided = await applyDecisions(context, backups, scope, entries);
  const result = await askDecisions(context, backups, scope, decided);
  return { result, lost, closed: await closeBackups(session, requests) };
}

/** Removes the persons of erased requests from CSV backups; shows how the backups stand; notes what was done by hand. */
export async function scrub(context: Context, given: CommandInput): Promise<ExitCode> {
  const input = parse(context, given);
  const entries = input.decisions === null ? [] : await readDecisionsFile(input.decisions, context.io.cwd);
  return context.withSession(async (session) => {
    if (input.status) return showStatus(context, session, input);
    if (input.byHand) return noteByHand(context, session, input);
    const { knowsBackups } = await import('../../backups/register.js');
    if (input.paths.length === 0 && session.config.backups.length === 0 && !(await knowsBackups(session.db)))
      throw new BelboEraseError('NO_BACKUPS', { path: session.config.path ?? 'belbo-erase.yaml' });
    const outcome = await scrubNow(context, session, input, entries);
    if (outcome === null) context.note(context.messages.scrub.nobody);
    const told = outcome ?? { result: nothing, lost: [], closed: null };
    await printResult(context, input, told);
    return exitCodeOf(told, input);
  });
}
