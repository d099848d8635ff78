import { localTime, utcOf } from '../requests/days.js';
import { compareIds, type OpenStep, type QueueEntry } from '../requests/request.js';

/** What `run` may do without a person; the section `run` of the configuration. */
export interface RunRules {
  /** Whether the identity of whoever asked must have been made sure of (Art. 12(6) GDPR). */
  readonly requireIdentity: boolean;
  /** Whether a request from the online booking counts as verified: it was made by a logged-in customer. */
  readonly trustOnline: boolean;
  /** Hours since receipt before anything is erased: time for the customer to think better of it, and for the salon to notice. */
  readonly coolingOffHours: number;
  /** What to do with mentions that may mean somebody else; `ask` leaves the request to a person. */
  readonly uncertainMentions: 'ask' | 'keep' | 'redact';
}

export const defaultRunRules: RunRules = {
  requireIdentity: true,
  trustOnline: true,
  coolingOffHours: 24,
  uncertainMentions: 'ask',
};

/** Why a request was left to a person: a code of ours, or of a blocker of the plan. */
export interface Attention {
  readonly id: string;
  readonly reasons: readonly string[];
}

/** The queue as a run sees it before it looks at any customer. */
export interface SortedQueue {
  /** Requests that may be planned, the most urgent first; one a customer. */
  readonly candidates: readonly QueueEntry[];
  /** Further open requests of a candidate's customer, which its erasure answers as well. */
  readonly along: readonly { readonly id: string; readonly answeredBy: string }[];
  /** Erased before, with steps still open. */
  readonly unfinished: readonly QueueEntry[];
  /** In their cooling-off; need nobody. */
  readonly waiting: readonly { readonly id: string; readonly until: string }[];
  readonly attention: readonly Attention[];
}

/** Whether the identity behind a request counts as made sure of. */
export function isVerified({ request, handling }: QueueEntry, { trustOnline }: Pick<RunRules, 'trustOnline'>): boolean {
  return handling.verification !== null || (trustOnline && request.channel === 'online');
}

/**
 * Local time `YYYY-MM-DD HH:MM:SS` at which the cooling-off ends: so many hours later, also where the clocks change meanwhile. A day
 * without a time counts until its last second.
 */
function coolingOffEnds({ request }: QueueEntry, hours: number, timeZone: string): string {
  const received = utcOf(request.receivedAt ?? `${request.receivedOn} 23:59:59`, timeZone);
  return localTime(Date.parse(`${received.replace(' ', 'T')}Z`) + hours * 3_600_000, timeZone);
}

function byUrgency(a: QueueEntry, b: QueueEntry): number {
  return (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0) || compareIds(a.request.id, b.request.id);
}

function reasonsAgainst(entry: QueueEntry, rules: RunRules): string[] {
  return [
    ...(entry.request.customerKey === null ? ['customer_unknown'] : []),
    ...(entry.handling.hold === null ? [] : ['hold']),
    ...(rules.requireIdentity && !isVerified(entry, rules) ? ['identity_unverified'] : []),
  ];
}

/**
 * Sorts the queue by what can be told without looking at a customer's data: cheap, so that a run with nothing to do is over quickly.
 * @param now `YYYY-MM-DD HH:MM:SS` in the controller's time zone
 */
export function sortQueue(
  entries: readonly QueueEntry[],
  rules: RunRules,
  { localNow, timeZone }: { readonly localNow: string; readonly timeZone: string },
): SortedQueue {
  const judged = [...entries]
    .sort(byUrgency)
    .filter(({ request: { status } }) => status === 'open' || status === 'in_progress')
    .map((entry) => ({
      entry,
      reasons: reasonsAgainst(entry, rules),
      until: coolingOffEnds(entry, rules.coolingOffHours, timeZone),
    }));
  const candidates = new Map<string, QueueEntry>();
  for (const { entry, reasons, until } of judged) {
    const customer = entry.request.customerKey ?? '';
    if (reasons.length === 0 && until <= localNow && !candidates.has(customer)) candidates.set(customer, entry);
  }
  const along: { id: string; answeredBy: string }[] = [];
  const waiting: { id: string; until: string }[] = [];
  const attention: Attention[] = [];
  for (const { entry, reasons, until } of judged) {
    const { id, customerKey } = entry.request;
    const first = candidates.get(customerKey ?? '');
    if (first === entry) continue;
    // Answered by the erasure of another one of the same customer, also where that one alone is verified; a hold is a person's word.
    if (first !== undefined && !reasons.includes('hold')) along.push({ id, answeredBy: first.request.id });
    else if (reasons.length > 0) attention.push({ id, reasons });
    else waiting.push({ id, until });
  }
  const unfinished = entries.filter(({ request }) => request.status === 'erased' && request.openSteps.length > 0);
  return {
    candidates: [...candidates.values()],
    along,
    unfinished: [...unfinished].sort(byUrgency),
    waiting,
    attention,
  };
}

/** Steps after the database that a program can take; the others wait for a person. */
const ownSteps: ReadonlySet<string> = new Set(['residue', 'bytes']);

/** Whether an erased request has steps open that a program can take. */
export function needsProgram({ request }: QueueEntry): boolean {
  return request.openSteps.some((step) => ownSteps.has(step));
}

/** Whether a run can do nothing for a queue; then it need not even open the catalogue. */
export function isIdle({ candidates, unfinished }: SortedQueue): boolean {
  return candidates.length === 0 && !unfinished.some(needsProgram);
}

/** Requests that were erased before, and of which the database has nothing more to do. */
export function waitingForPerson({
  unfinished,
}: SortedQueue): { readonly id: string; readonly openSteps: readonly OpenStep[] }[] {
  return unfinished
    .filter((entry) => !needsProgram(entry))
    .map(({ request: { id, openSteps } }) => ({ id, openSteps }));
}
