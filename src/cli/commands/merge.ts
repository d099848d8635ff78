import { resolve } from 'node:path';
import type { ErasureSession } from '../../erasure/session.js';
import { BelboEraseError, ExitCode } from '../../errors.js';
import { executeMerge, type ExecutedMerge } from '../../merge/execute-merge.js';
import type { FieldChoice, MergeChoices, MergePlan } from '../../merge/plan.js';
import { planMerge } from '../../merge/plan-merge.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { renderMergePlan } from '../render/merge-plan.js';
import { applyDecisions, planDecisions } from '../review/apply-decisions.js';
import { readDecisionsFile } from '../review/decisions-file.js';
import { loadReview } from '../review/load-review.js';
import { reviewCandidates, type ReviewOutcome } from '../review/review-candidates.js';
import { labelOf } from '../review/show-pair.js';
import type { Session } from '../session.js';

interface MergeInput {
  readonly request: string | null;
  readonly decisions: string | null;
  readonly survivor: string | null;
  readonly duplicates: readonly string[];
  readonly choices: MergeChoices;
  readonly confirm: string | null;
  readonly dryRun: boolean;
}

/** `name=value` of an option that may be given several times. */
function pairsOf(option: string, given: unknown, valid: string): [string, string][] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  return list.map(String).map((text) => {
    const at = text.indexOf('=');
    if (at < 1 || at === text.length - 1) throw new BelboEraseError('INVALID_OPTION', { option, valid });
    return [text.slice(0, at), text.slice(at + 1)];
  });
}

function parseChoices({ options }: CommandInput, duplicates: readonly string[]): MergeChoices {
  const fields = pairsOf('--field', options['field'], 'COLUMN=survivor, COLUMN=KEY').map(
    ([column, from]): [string, FieldChoice] => {
      if (from === 'survivor') return [column, { from }];
      if (!duplicates.includes(from))
        throw new BelboEraseError('INVALID_OPTION', {
          option: '--field',
          valid: ['survivor', ...duplicates].join(', '),
        });
      return [column, { from: 'duplicate', record: from }];
    },
  );
  const collisions = pairsOf('--collision', options['collision'], 'TABLE=survivor, TABLE=duplicate').map(
    ([table, from]): [string, 'survivor' | 'duplicate'] => {
      if (from !== 'survivor' && from !== 'duplicate')
        throw new BelboEraseError('INVALID_OPTION', {
          option: '--collision',
          valid: 'TABLE=survivor, TABLE=duplicate',
        });
      return [table, from];
    },
  );
  return { fields: Object.fromEntries(fields), collisions: Object.fromEntries(collisions) };
}

function parse(input: CommandInput): MergeInput {
  const { words, options } = input;
  const text = (name: string): string | null => (typeof options[name] === 'string' ? options[name] : null);
  const duplicates = (text('duplicates') ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '');
  const [request = null] = words;
  const survivor = text('survivor');
  if (request === null && survivor === null)
    throw new BelboEraseError('MISSING_ARGUMENT', { argument: 'request', command: 'merge ' });
  if (survivor !== null && duplicates.length === 0)
    throw new BelboEraseError('MISSING_ARGUMENT', { argument: '--duplicates', command: 'merge ' });
  const confirm = text('confirm');
  if (confirm !== null && survivor !== null && confirm.trim() !== survivor)
    throw new BelboEraseError('CONFIRMATION_WRONG', { id: survivor });
  return {
    request,
    decisions: text('decisions'),
    survivor,
    duplicates,
    choices: parseChoices(input, duplicates),
    confirm,
    dryRun: options['dryRun'] === true,
  };
}

/** A plan as JSON: every row, and for each field what it will hold and why. */
function planJson({ survivor, duplicates, rows, collisions, undecided, fields, fingerprint }: MergePlan): object {
  return {
    survivor: survivor.join('\u001f'),
    duplicates: duplicates.map((key) => key.join('\u001f')),
    rows,
    collisions,
    undecided,
    fields: fields.map(({ column, result, reason, fixed }) => ({ column, result, reason, fixed })),
    fingerprint,
  };
}

async function printPlans(context: Context, session: ErasureSession, plans: readonly MergePlan[]): Promise<ExitCode> {
  await context.print({
    json: { dryRun: true, plans: plans.map(planJson), merges: [], decided: [], undecided: [] },
    tsv: {
      headers: ['survivor', 'table', 'key', 'action', 'columns', 'reason'],
      rows: plans.flatMap((plan) =>
        plan.rows.map((row) => [
          plan.survivor.join('\u001f'),
          row.table,
          row.key,
          row.action,
          row.columns.join(','),
          row.reason,
        ]),
      ),
    },
    terminal: async (style) => {
      const drawn = plans.map(async (plan) =>
        renderMergePlan(plan, context, (column) => labelOf(context, session, column), style, true),
      );
      return [...(await Promise.all(drawn)), '', context.messages.erase.dryRun].join('\n');
    },
  });
  return plans.some((plan) => plan.undecided.length > 0) ? ExitCode.blocked : ExitCode.ok;
}

async function printOutcome(
  context: Context,
  { merged, decided, undecided }: Omit<ReviewOutcome, 'quit'>,
  told = false,
): Promise<ExitCode> {
  const { merge } = context.messages;
  await context.print({
    json: {
      dryRun: false,
      merges: merged,
      decided: decided.map(({ key, verdict }) => ({ record: key, decision: verdict })),
      undecided,
      plans: [],
    },
    tsv: {
      headers: ['what', 'record', 'detail'],
      rows: [
        ...merged.flatMap((each) => each.merged.map((key) => ['merged', key, `${each.survivor} ${String(each.id)}`])),
        ...decided.map(({ key, verdict }) => ['decided', key, verdict]),
        ...undecided.map((key) => ['undecided', key, '']),
      ],
    },
    terminal: async ({ chalk, sign }) =>
      [
        // A review has told of each merge when it was made.
        ...(told ? [] : merged).map(
          (each) => `${chalk.green(sign.ok)} ${merge.done(each.survivor, each.merged.join(', '), each.id)}`,
        ),
        ...decided.map(
          ({ key, verdict }) => `${chalk.green(sign.ok)} ${merge.record(key)}: ${merge.verdict[verdict] ?? verdict}`,
        ),
        undecided.length > 0 ? `${chalk.yellow(sign.warning)} ${merge.left(undecided.join(', '))}` : merge.nothing,
      ].join('\n'),
  });
  return undecided.length > 0 ? ExitCode.incomplete : ExitCode.ok;
}

async function mergeNamed(
  context: Context,
  session: ErasureSession,
  input: MergeInput,
  survivor: string,
): Promise<ExitCode> {
  const split = (key: string): string[] => key.split('\u001f');
  const plan = await planMerge(session, split(survivor), input.duplicates.map(split), input.choices);
  if (input.dryRun) return printPlans(context, session, [plan]);
  const { prompter, messages, io } = context;
  if (input.confirm === null) {
    if (!prompter.canAsk) throw new BelboEraseError('CONFIRMATION_MISSING', { id: survivor });
    const { createStyle } = await import('../context.js');
    const style = await createStyle(io, context.settings);
    context.show(
      `${await renderMergePlan(plan, context, (column) => labelOf(context, session, column), style, true)}\n`,
    );
    const typed = await prompter.text(messages.merge.confirm(survivor));
    if (typed.trim() !== survivor) throw new BelboEraseError('CONFIRMATION_WRONG', { id: survivor });
  }
  const done: ExecutedMerge = await executeMerge(session, plan, input.choices, null);
  return printOutcome(context, { merged: [done], decided: [], undecided: [] });
}

async function mergeForRequest(
  context: Context,
  session: Session,
  input: MergeInput,
  request: string,
): Promise<ExitCode> {
  if (input.decisions === null) {
    if (!context.prompter.canAsk) throw new BelboEraseError('DECISION_MISSING', { option: '--decisions' });
    return printOutcome(context, await reviewCandidates(context, session, request), true);
  }
  const erasure = await session.erasure();
  const { own } = await loadReview(session, request);
  const decisions = await readDecisionsFile(resolve(context.io.cwd, input.decisions), own);
  if (input.dryRun) return printPlans(context, erasure, await planDecisions(erasure, own, decisions));
  const done = await applyDecisions(erasure, request, own, decisions);
  const { gating } = await loadReview(session, request);
  return printOutcome(context, { ...done, undecided: gating });
}

/** Decides who is the same person: in a review at the terminal, from a file, or two records named outright. */
export async function merge(context: Context, input: CommandInput): Promise<ExitCode> {
  const parsed = parse(input);
  return context.withSession(async (session) =>
    parsed.survivor === null
      ? mergeForRequest(context, session, parsed, parsed.request ?? '')
      : mergeNamed(context, await session.erasure(), parsed, parsed.survivor),
  );
}
