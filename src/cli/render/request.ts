import type { Deadline } from '../../requests/deadline.js';
import { compareIds, type QueueEntry } from '../../requests/request.js';
import type { Language } from '../language.js';
import type { Messages } from '../messages/en.js';

/** Fields of a request as the JSON contract of `list` has them. */
export const requestFields = [
  'id',
  'status',
  'channel',
  'receivedAt',
  'dueAt',
  'daysLeft',
  'extended',
  'onHold',
  'verifiedBy',
  'customer',
  'openSteps',
] as const;

/** Order of the queue: the nearest deadline first. Closed requests have no deadline to watch: they come last, newest first. */
export function byUrgency(a: QueueEntry, b: QueueEntry): number {
  const closed = (entry: QueueEntry): number =>
    ['done', 'rejected', 'withdrawn'].includes(entry.request.status) ? 1 : 0;
  if (closed(a) !== closed(b)) return closed(a) - closed(b);
  const order = a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0;
  return (closed(a) === 1 ? -order : order) || compareIds(a.request.id, b.request.id);
}

/** A request as the JSON contract has it. */
export function toJson({
  request,
  customer,
  dueOn,
  daysLeft,
  extended,
  handling,
}: QueueEntry): Readonly<Record<(typeof requestFields)[number], unknown>> {
  const { id, status, channel, receivedOn, openSteps } = request;
  return {
    id,
    status,
    channel,
    receivedAt: receivedOn,
    dueAt: dueOn,
    daysLeft,
    extended,
    onHold: handling.hold !== null,
    verifiedBy: handling.verification?.means ?? null,
    customer,
    openSteps,
  };
}

/** How a deadline came about, in words: `31 Jan 2026 + 1 month = 28 Feb 2026, a Saturday -> Monday 2 Mar 2026`. */
export function explainDeadline(
  countsFrom: string,
  { monthEnd, months, movedOver, dueOn }: Deadline,
  messages: Messages,
  language: Language,
): string {
  const { why } = messages;
  const sum = why.sum(messages.date(countsFrom), months, messages.date(monthEnd));
  const [first, ...more] = movedOver.map(({ reason, name }) =>
    reason === 'holiday' ? (name?.[language] ?? '') : why.dayOff[reason],
  );
  if (first === undefined) return sum;
  return `${sum}, ${[why.first(first, movedOver[0]?.reason === 'holiday'), ...more].join(', ')} -> ${why.weekday(dueOn)} ${messages.date(dueOn)}`;
}
