import { planErasures } from '../../erasure/plan-erasure.js';
import type { PlanBlocker } from '../../erasure/plan.js';
import { blockerText } from '../render/plan.js';
import { escapeText } from '../render/escape.js';
import { wrap } from '../render/wrap.js';
import { loadReview } from '../review/load-review.js';
import { reviewCandidates } from '../review/review-candidates.js';
import { announce, chooseOrLeave, isOpen, type Flow, type Step, type StepOutcome } from './flow.js';

/** What stands in the way of an erasure, as far as it can be told without a search through all customers and texts. */
async function readBlockers({ session, id, said }: Flow): Promise<readonly PlanBlocker[]> {
  const [prepared] = await planErasures(await session.erasure(), [id], { scan: false });
  const blockers = prepared?.plan.blockers ?? [];
  return blockers.filter(({ code, detail }) => code !== 'staff_login' || detail['login'] !== said.forceLogin);
}

/** A record that is also a member of staff goes only when their login is typed; the login itself stays. */
async function askForLogin({ context, said }: Flow, login: string): Promise<void> {
  const { process } = context.messages;
  const typed = (await context.prompter.text(escapeText(process.typeLogin(login)))).trim();
  if (typed === login) said.forceLogin = login;
  else context.note(process.otherLogin);
}

/** Appointments to come, vouchers, members of staff: to be settled in the calendar, and looked at again, before anything else is asked. */
export const clearBlockers: Step = async (flow) => {
  const { context, style } = flow;
  const { messages, language } = context;
  const { process } = messages;
  if (!(await isOpen(flow))) return 'done';
  for (let first = true; ; first = false) {
    const blockers = await readBlockers(flow);
    if (blockers.length === 0) {
      if (!first) context.note(`${style.chalk.green(style.sign.ok)} ${messages.plan.ready}`);
      return 'done';
    }
    announce(flow, messages.plan.blockers);
    for (const blocker of blockers) {
      const lines = wrap(blockerText(blocker, messages, language), Math.max(20, style.width - 2));
      context.note(`${style.chalk.red(style.sign.error)} ${lines.join('\n  ')}`);
    }
    const login = blockers.every(({ code }) => code === 'staff_login') ? blockers[0]?.detail['login'] : undefined;
    const choice = await chooseOrLeave(flow, process.blocked, [
      { value: 'again', name: process.lookAgain },
      ...(login === undefined ? [] : [{ value: 'force' as const, name: process.force }]),
    ]);
    if (choice === 'leave') return 'blocked';
    if (choice === 'force' && login !== undefined) await askForLogin(flow, login);
  }
};

/** Nobody is erased while somebody who may be the same person is undecided: both would otherwise be half there. */
export const decideDuplicates: Step = async (flow) => {
  const { context, session, style, id } = flow;
  const { process } = context.messages;
  if (!(await isOpen(flow))) return 'done';
  announce(flow, process.title.duplicates);
  for (;;) {
    const waiting = (await loadReview(session, id)).items.filter(({ gating }) => gating);
    if (waiting.length === 0) {
      context.note(`${style.chalk.green(style.sign.ok)} ${process.noDuplicates}`);
      return 'done';
    }
    const choice = await chooseOrLeave(flow, process.duplicates(waiting.length), [
      { value: 'review', name: process.review },
    ]);
    if (choice === 'leave') return 'blocked';
    const { quit, undecided } = await reviewCandidates(context, session, id);
    if (quit) return leftAt(undecided.length);
  }
};

const leftAt = (undecided: number): StepOutcome => (undecided > 0 ? 'blocked' : 'left');
