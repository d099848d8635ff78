import { finishErasures } from '../../erasure/finish-erasure.js';
import { settleStep } from '../../erasure/save-steps.js';
import { BelboEraseError, isBelboEraseError } from '../../errors.js';
import { eraseNow } from '../commands/erase.js';
import { manualSteps } from '../manual-steps.js';
import { escapeText } from '../render/escape.js';
import { announce, awaits, chooseOrLeave, isOpen, type Flow, type Step, type StepOutcome } from './flow.js';

/** Errors that a person resolves elsewhere and comes back from. */
const resumable = new Set(['BLOCKED', 'STAFF_LOGIN', 'LAST_OWNER_LOGIN', 'CEILING_EXCEEDED', 'UNDECIDED_DUPLICATES']);

async function tryToErase({ context, session, id, said }: Flow): Promise<StepOutcome | 'stale'> {
  const { process, errors } = context.messages;
  const { forceLogin } = said;
  try {
    await eraseNow(context, { id, confirm: null, forceLogin, uncertainMentions: null, manualDone: false }, session);
    return 'done';
  } catch (error) {
    if (!isBelboEraseError(error)) throw error;
    if (error.code === 'CONFIRMATION_WRONG') {
      context.note(errors.CONFIRMATION_WRONG.message({ id }));
      return 'left';
    }
    if (error.code === 'PLAN_STALE') return 'stale';
    // The plan above says what stands in the way and what to do; the exit code is that of `erase`.
    if (resumable.has(error.code)) context.note(process.resume(id));
    throw error;
  }
}

/**
 * Plan, what stands in the way, the typed confirmation, and the erasure. A wrong confirmation changes nothing and leaves; what stands
 * in the way is told with what to do about it, and leaves as well.
 */
export const eraseRequest: Step = async (flow) => {
  const { context } = flow;
  const { process } = context.messages;
  if (!(await isOpen(flow))) return 'done';
  announce(flow, process.title.plan);
  for (let question = process.lookUp; ; question = process.stale) {
    const choice = await chooseOrLeave(flow, question, [{ value: 'plan', name: process.plan }]);
    if (choice === 'leave') return 'left';
    const outcome = await tryToErase(flow);
    if (outcome !== 'stale') return outcome;
  }
};

/** Searches the whole database for what may be left of the person. What is found can be looked at, and searched for again. */
export const verifyErasure: Step = async (flow) => {
  const { context, session, style, id } = flow;
  const { process, show, erase } = context.messages;
  for (let first = true; ; first = false) {
    if (!(await awaits(flow, 'residue')) && !(await awaits(flow, 'bytes'))) return 'done';
    if (first) announce(flow, process.title.verify);
    const [result] = await finishErasures(await session.erasure(), [id]);
    if (result === undefined) throw new BelboEraseError('REQUEST_NOT_ERASED', { id });
    const { residue, openSteps } = result;
    const clean = !openSteps.includes('residue') && !openSteps.includes('bytes');
    const { ok, error } = style.sign;
    context.note(
      `${clean ? style.chalk.green(ok) : style.chalk.red(error)} ${residue.unknown === true ? erase.unknown : show.residueLine(residue.hits, residue.uncertain, residue.bytes)}`,
    );
    if (clean) return 'done';
    for (const { table, column, rows } of residue.places)
      context.note(`  ${escapeText(`${table}.${column}`)}: ${context.messages.rows(rows)}`);
    const choice = await chooseOrLeave(flow, process.residue, [
      { value: 'again', name: process.lookAgain },
      { value: 'later', name: process.later },
    ]);
    if (choice !== 'again') return choice === 'leave' ? 'left' : 'done';
  }
};

/** What only a person can do. */
export const doByHand: Step = async (flow) => {
  const { context, session, id } = flow;
  const { process } = context.messages;
  if (!(await awaits(flow, 'manual'))) return 'done';
  announce(flow, process.title.manual);
  for (const line of await manualSteps(context, session, id, flow.style.sign.bullet)) context.note(line);
  const choice = await chooseOrLeave(flow, process.manual, [
    { value: 'done', name: process.manualDone },
    { value: 'later', name: process.later },
  ]);
  if (choice === 'leave') return 'left';
  if (choice === 'done') {
    const { db, map, clock, who } = session;
    await settleStep({ db, map, now: clock().toISOString(), who }, id, 'manual');
  }
  return 'done';
};
