import { readErasure } from '../../erasure/erasure-record.js';
import type { OpenStep, QueueEntry } from '../../requests/request.js';
import { readQueueEntry } from '../../requests/read-queue.js';
import type { Context, Style } from '../context.js';
import { queueOf, type Session } from '../session.js';

/**
 * What a step came to: go on with the next one; leave here, to be resumed at this very step; or leave because something stands in
 * the way that is to be settled elsewhere.
 */
export type StepOutcome = 'done' | 'left' | 'blocked';

/** What the steps of the guided flow work with. Where a request stands is read from the database each time, never remembered. */
export interface Flow {
  readonly context: Context;
  readonly session: Session;
  readonly style: Style;
  readonly id: string;
  /** What the person has said on the way to the erasure; nothing of it outlives this flow. */
  readonly said: {
    /** Login of a member of staff whose customer record is to go all the same. */
    forceLogin: string | null;
  };
}

/** One step of the guided flow. It asks, does, and says what it did; it returns at once when there is nothing to do for it. */
export type Step = (flow: Flow) => Promise<StepOutcome>;

/** The request as it stands now. */
export async function entryOf({ session, id }: Flow): Promise<QueueEntry> {
  return readQueueEntry(queueOf(session), id);
}

/** Whether nothing of the request is erased yet. */
export async function isOpen(flow: Flow): Promise<boolean> {
  return ['open', 'in_progress'].includes((await entryOf(flow)).request.status);
}

/** Whether the request is erased, and waits for this step. */
export async function awaits({ session, id }: Flow, step: OpenStep): Promise<boolean> {
  const record = await readErasure(session.db, id);
  return record !== null && record.completedAt === null && record.openSteps.includes(step);
}

/** A heading above a step. */
export function announce({ context, style }: Flow, title: string): void {
  context.note(`\n${style.chalk.bold.underline(title)}`);
}

/** Asks what to do; the last choice is always to leave. */
export async function chooseOrLeave<T extends string>(
  { context }: Flow,
  question: string,
  choices: readonly { readonly value: T; readonly name: string }[],
): Promise<T | 'leave'> {
  return context.prompter.choose<T | 'leave'>(question, [
    ...choices,
    { value: 'leave', name: context.messages.process.leave },
  ]);
}
