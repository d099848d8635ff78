import { blockerTexts } from '../../data-map/blocker-texts.js';
import { isVerified } from '../../fulfilment/run-rules.js';
import { releaseRequest, startRequest, verifyIdentity } from '../../requests/change-request.js';
import { identityMeans } from '../../requests/handling.js';
import { readEvents } from '../../requests/read-events.js';
import { renderRequest } from '../render/request-detail.js';
import { deskOf } from '../session.js';
import { announce, chooseOrLeave, entryOf, isOpen, type Step } from './flow.js';

/** Who asked, until when it is due and why, and what happened so far. */
export const showRequest: Step = async (flow) => {
  const { context, session, style, id } = flow;
  const entry = await entryOf(flow);
  const { readErasure } = await import('../../erasure/erasure-record.js');
  const detail = {
    ...entry,
    events: await readEvents(session.db, id),
    erasure: await readErasure(session.db, id),
    blockers: blockerTexts(session.map),
    // That step shows it.
    manual: [],
  };
  context.note(renderRequest(context, detail, session.config.timeZone, style));
  return 'done';
};

/** A hold is a person's word: only a person takes it back. */
export const liftHold: Step = async (flow) => {
  const { context, session, id } = flow;
  const { process } = context.messages;
  if (!(await isOpen(flow)) || (await entryOf(flow)).handling.hold === null) return 'done';
  announce(flow, process.title.hold);
  const choice = await chooseOrLeave(flow, process.held, [{ value: 'release', name: process.release }]);
  if (choice === 'leave') return 'left';
  await releaseRequest(deskOf(session), id);
  return 'done';
};

/** Nobody's data are erased because somebody else asked (Art. 12(6) GDPR). */
export const makeSureOfIdentity: Step = async (flow) => {
  const { context, session, id } = flow;
  const { process, identity } = context.messages;
  if (!(await isOpen(flow)) || isVerified(await entryOf(flow), session.config.run)) return 'done';
  announce(flow, process.title.identity);
  const means = await chooseOrLeave(
    flow,
    process.identity,
    identityMeans.map((value) => ({ value, name: identity[value] })),
  );
  if (means === 'leave') return 'left';
  await verifyIdentity(deskOf(session), id, means);
  return 'done';
};

/** Lets the salon's other people see in the calendar that somebody is at it. */
export const takeInHand: Step = async (flow) => {
  if (await isOpen(flow)) await startRequest(deskOf(flow.session), flow.id);
  return 'done';
};
