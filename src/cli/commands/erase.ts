import type { ExecuteOptions } from '../../erasure/execute-erasure.js';
import type { ErasureResult } from '../../erasure/plan.js';
import type { PreparedErasure } from '../../erasure/prepared.js';
import { BelboEraseError, ExitCode } from '../../errors.js';
import { readQueueEntry } from '../../requests/read-queue.js';
import type { Context, Style } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { escapeText } from '../render/escape.js';
import { manualSteps } from '../manual-steps.js';
import { renderPlan } from '../render/plan.js';
import { renderTable } from '../render/table.js';
import { queueOf, type Session } from '../session.js';
import { plan as planCommand } from './plan.js';

/** What was typed, or decided beforehand. */
export interface EraseInput {
  readonly id: string;
  readonly confirm: string | null;
  readonly forceLogin: string | null;
  readonly uncertainMentions: 'redact' | 'keep' | null;
  readonly manualDone: boolean;
}

function parse({ words, options }: CommandInput): EraseInput {
  const { confirm, forceLogin, uncertainMentions, manualDone } = options;
  if (uncertainMentions !== undefined && uncertainMentions !== 'redact' && uncertainMentions !== 'keep') {
    throw new BelboEraseError('INVALID_OPTION', { option: '--uncertain-mentions', valid: 'redact, keep' });
  }
  const [id = ''] = words;
  // Told before the long look through the calendar.
  if (typeof confirm === 'string' && confirm.trim() !== id) throw new BelboEraseError('CONFIRMATION_WRONG', { id });
  return {
    id,
    confirm: typeof confirm === 'string' ? confirm : null,
    forceLogin: typeof forceLogin === 'string' ? forceLogin : null,
    uncertainMentions: uncertainMentions ?? null,
    manualDone: manualDone === true,
  };
}

/** A severe step is confirmed by typing the request's number: a stray Enter, or a "yes" out of habit, erases nobody. */
async function confirm(context: Context, { id, confirm: given }: EraseInput): Promise<void> {
  if (given === null && !context.prompter.canAsk) throw new BelboEraseError('CONFIRMATION_MISSING', { id });
  const typed = given ?? (await context.prompter.text(context.messages.erase.confirm(id)));
  if (typed.trim() !== id) throw new BelboEraseError('CONFIRMATION_WRONG', { id });
}

async function decide(context: Context, input: EraseInput, { plan }: PreparedErasure): Promise<ExecuteOptions> {
  const { erase } = context.messages;
  const undecided =
    plan.blockers.some((blocker) => blocker.code === 'uncertain_mentions') && input.uncertainMentions === null;
  if (undecided && !context.prompter.canAsk)
    throw new BelboEraseError('DECISION_MISSING', { option: '--uncertain-mentions' });
  const uncertain = undecided
    ? await context.prompter.choose(erase.uncertain, [
        { value: 'keep', name: erase.keep },
        { value: 'redact', name: erase.redact },
      ])
    : input.uncertainMentions;
  return {
    ...(input.forceLogin === null ? {} : { forceLogin: input.forceLogin }),
    ...(uncertain === null ? {} : { uncertainMentions: uncertain }),
  };
}

/** Blockers that no decision can lift are told before anybody is asked to confirm. */
async function refuse({ plan }: PreparedErasure, input: EraseInput): Promise<void> {
  const { blockedBy, undecidedDuplicates } = await import('../../erasure/execute-erasure.js');
  const undecided = plan.blockers.find((blocker) => blocker.code === 'undecided_duplicates');
  if (undecided !== undefined) throw undecidedDuplicates(plan.requestId, undecided);
  const login = plan.blockers.find((blocker) => blocker.code === 'staff_login')?.detail['login'];
  const last = plan.blockers.find((blocker) => blocker.code === 'last_owner_login')?.detail['login'];
  if (last !== undefined) throw new BelboEraseError('LAST_OWNER_LOGIN', { login: last });
  if (login !== undefined && input.forceLogin !== login) throw new BelboEraseError('STAFF_LOGIN', { login });
  const ceiling = plan.blockers.find((blocker) => blocker.code === 'ceiling');
  if (ceiling !== undefined)
    throw new BelboEraseError('CEILING_EXCEEDED', {
      table: ceiling.table ?? '',
      rows: ceiling.rows,
      ceiling: Number(ceiling.detail['ceiling']),
    });
  const fixed = plan.blockers.filter((blocker) => !blocker.forcible);
  if (fixed.length > 0) throw blockedBy(plan.requestId, fixed);
}

/** Plans, shows the plan to whoever can answer, lets them decide and confirm, and erases. */
export async function eraseNow(context: Context, input: EraseInput, session: Session): Promise<void> {
  const [{ planErasures }, { executeErasure }] = await Promise.all([
    import('../../erasure/plan-erasure.js'),
    import('../../erasure/execute-erasure.js'),
  ]);
  const erasure = await session.erasure();
  const [prepared] = await planErasures(erasure, [input.id]);
  if (prepared === undefined) throw new BelboEraseError('REQUEST_NOT_FOUND', { id: input.id });
  if (context.prompter.canAsk && !context.settings.quiet) {
    const { messages, language, io } = context;
    const { createStyle } = await import('../context.js');
    context.note(`${await renderPlan(prepared, messages, language, await createStyle(io, context.settings))}\n`);
  }
  await refuse(prepared, input);
  const decisions = await decide(context, input, prepared);
  await confirm(context, input);
  await executeErasure(erasure, prepared, decisions);
}

const actions = ['delete', 'mask', 'detach', 'keep'];

/** What goes first, as the plan shows it; the engine's own order is that of its statements. */
function byAction(erased: ErasureResult['erased']): ErasureResult['erased'] {
  return [...erased].sort((a, b) => actions.indexOf(a.action) - actions.indexOf(b.action));
}

async function draw(
  context: Context,
  result: ErasureResult,
  manual: (bullet: string) => Promise<readonly string[]>,
  style: Style,
): Promise<string> {
  const { messages } = context;
  const { headers } = messages.plan;
  const { chalk, sign } = style;
  const table = await renderTable(
    [{ header: headers.action }, { header: headers.table, shrink: 1 }, { header: headers.rows, align: 'right' }],
    byAction(result.erased).map((each) => [
      { text: messages.action[each.action] },
      { text: each.table },
      { text: String(each.rows) },
    ]),
    { width: style.width, chalk, more: messages.more },
  );
  const redacted = result.redacted.reduce((sum, each) => sum + each.rows, 0);
  const { residue } = result;
  const steps = result.openSteps.map((step) => messages.step[step] ?? step).join(', ');
  const lines = [
    table,
    '',
    ...(redacted === 0 ? [] : [`${messages.erase.redacted}: ${String(redacted)}`]),
    ...result.kept.map(
      (each) =>
        `${messages.show.kept}: ${escapeText(each.table)} ${String(each.rows)}, ${each.basis}, ${messages.date(each.until)}`,
    ),
    ...(result.stub === null
      ? []
      : [`${messages.show.stub}: ${messages.show.stubLine(result.stub.id, messages.date(result.stub.until))}`]),
    residue.unknown === true
      ? `${chalk.red(sign.error)} ${messages.erase.unknown}`
      : `${messages.show.residue}: ${messages.show.residueLine(residue.hits, residue.uncertain, residue.bytes)}`,
    ...residue.places.map(
      (place) =>
        `  ${chalk.red(sign.error)} ${escapeText(`${place.table}.${place.column}`)}: ${messages.rows(place.rows)} (${place.kinds.join(', ')})`,
    ),
    '',
    result.status === 'done'
      ? `${chalk.green(sign.ok)} ${messages.erase.done(result.requestId)}`
      : `${chalk.yellow(sign.warning)} ${messages.erase.open(result.requestId, steps)}`,
    ...(result.openSteps.includes('manual')
      ? ['', ...(await manual(sign.bullet)), messages.erase.next(result.requestId)]
      : []),
  ];
  return lines.join('\n');
}

function exitCodeOf(result: ErasureResult): ExitCode {
  if (result.status === 'done') return ExitCode.ok;
  return result.residue.hits > 0 || (result.residue.bytes ?? 0) > 0 || result.residue.unknown === true
    ? ExitCode.verificationFailed
    : ExitCode.incomplete;
}

/** Brings a request as far as it goes: erased unless it is already, then verified. */
async function finishNow(context: Context, input: EraseInput, session: Session): Promise<ErasureResult> {
  const { id, manualDone } = input;
  const { request } = await readQueueEntry(queueOf(session), id);
  let manual = manualDone;
  if (request.status !== 'erased') await eraseNow(context, input, session);
  else if (request.openSteps.includes('manual') && !manualDone && context.prompter.canAsk) {
    const typed = await context.prompter.text(context.messages.erase.manualDone);
    manual = ['done', 'fertig'].includes(typed.trim().toLowerCase());
  }
  const { finishErasures } = await import('../../erasure/finish-erasure.js');
  const [result] = await finishErasures(await session.erasure(), [id], { manualDone: manual });
  if (result === undefined) throw new BelboEraseError('REQUEST_NOT_ERASED', { id });
  return result;
}

/** Erases one request, verifies, and closes it; on a request erased before, carries on with the open steps. */
export async function erase(context: Context, input: CommandInput): Promise<ExitCode> {
  const parsed = parse(input);
  if (input.options['dryRun'] === true) {
    const code = await planCommand(context, { ...input, words: [parsed.id] });
    context.note(context.messages.erase.dryRun);
    return code;
  }
  return context.withSession(async (session) => {
    const result = await finishNow(context, parsed, session);
    const { requestId, ...rest } = result;
    await context.print({
      json: { request: requestId, ...rest },
      tsv: {
        headers: ['request', 'status', 'action', 'table', 'rows'],
        rows: result.erased.map((each) => [requestId, result.status, each.action, each.table, each.rows]),
      },
      terminal: async (style) =>
        draw(context, result, async (bullet) => manualSteps(context, session, requestId, bullet), style),
    });
    return exitCodeOf(result);
  });
}
