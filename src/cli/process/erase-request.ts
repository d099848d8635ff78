import { BelboEraseError, isBelboEraseError } from '../../errors.js';
import { eraseNow } from '../commands/erase.js';
import { announce, chooseOrLeave, entryOf, type Step } from './flow.js';

/** Errors that a person resolves elsewhere and comes back from. */
const resumable = new Set(['BLOCKED', 'STAFF_LOGIN', 'LAST_OWNER_LOGIN', 'CEILING_EXCEEDED']);

/**
 * Plan, what stands in the way, the typed confirmation, and the erasure. A wrong confirmation changes nothing and leaves; what stands
 * in the way is told with what to do about it, and leaves as well.
 */
export const eraseRequest: Step = async (flow) => {
  const { context, session, id } = flow;
  const { process } = context.messages;
  const { status } = (await entryOf(flow)).request;
  if (status !== 'open' && status !== 'in_progress') return 'done';
  announce(flow, process.title.plan);
  const choice = await chooseOrLeave(flow, process.lookUp, [{ value: 'plan', name: process.plan }]);
  if (choice === 'leave') return 'left';
  const input = { id, confirm: null, forceLogin: null, uncertainMentions: null, manualDone: false };
  try {
    await eraseNow(context, input, session);
  } catch (error) {
    if (!isBelboEraseError(error)) throw error;
    if (error.code === 'CONFIRMATION_WRONG') {
      context.note(context.messages.errors.CONFIRMATION_WRONG.message({ id }));
      return 'left';
    }
    // The plan above says what stands in the way and what to do; the exit code is that of `erase`.
    if (resumable.has(error.code)) context.note(process.resume(id));
    throw error;
  }
  return 'done';
};

/** Verifies what was erased, and asks for what only a person can do. */
export const finishRequest: Step = async (flow) => {
  const { context, session, id } = flow;
  const { process } = context.messages;
  const { request } = await entryOf(flow);
  if (request.status !== 'erased') return 'done';
  const { finishErasures } = await import('../../erasure/finish-erasure.js');
  const erasure = await session.erasure();
  announce(flow, process.title.verify);
  const [first] = await finishErasures(erasure, [id]);
  if (first === undefined) throw new BelboEraseError('REQUEST_NOT_ERASED', { id });
  const { residue, openSteps } = first;
  context.note(context.messages.show.residueLine(residue.hits, residue.uncertain, residue.bytes));
  if (!openSteps.includes('manual')) return openSteps.length === 0 ? 'done' : 'left';
  announce(flow, process.title.manual);
  const choice = await chooseOrLeave(flow, process.manual, [{ value: 'done', name: process.manualDone }]);
  if (choice === 'leave') return 'left';
  const [last] = await finishErasures(erasure, [id], { manualDone: true });
  return last?.status === 'done' ? 'done' : 'left';
};
