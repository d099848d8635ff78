import type { Notice, UncertainMail } from './outbox.js';

/** A pending request as the digest needs it. Days are `YYYY-MM-DD`. */
export interface DigestRequest {
  readonly id: string;
  readonly receivedOn: string;
  readonly dueOn: string;
  /** Calendar days until `dueOn`; negative when overdue. */
  readonly daysLeft: number;
  readonly extended: boolean;
  /** What waits for a person: open steps, and what keeps a batch run from taking it. Codes, sorted. */
  readonly attention: readonly string[];
  /** Number and name, where the configuration wants them in mails. */
  readonly customer: string | null;
}

export type DigestSection = 'overdue' | 'due' | 'new' | 'attention' | 'uncertain';

/** One line of the digest, with the notice by which it is told once. */
export type DigestItem =
  | {
      readonly section: 'overdue' | 'due' | 'new' | 'attention';
      readonly notice: Notice;
      readonly request: DigestRequest;
    }
  | { readonly section: 'uncertain'; readonly notice: Notice; readonly mail: UncertainMail };

/**
 * The smallest threshold that a request has come within: with 14, 7, 3 and 1, five days left are `7`. A run that was missed
 * thus skips a warning instead of sending two at once.
 */
function thresholdOf(daysLeft: number, thresholds: readonly number[]): number | null {
  const within = thresholds.filter((days) => daysLeft <= days);
  return daysLeft < 0 || within.length === 0 ? null : Math.min(...within);
}

/**
 * Everything there would be to tell, whether it was told before or not: the outbox knows. A deadline that moves (extension) is
 * told anew, for its date is part of the key.
 * @param dueSoon days before the deadline at which to warn
 */
export function selectNotices(
  requests: readonly DigestRequest[],
  uncertain: readonly UncertainMail[],
  dueSoon: readonly number[],
): DigestItem[] {
  const items: DigestItem[] = [];
  const add = (section: 'overdue' | 'due' | 'new' | 'attention', request: DigestRequest, key: string): void => {
    items.push({ section, request, notice: { key: `${section}:${key}`, kind: 'digest', requestId: request.id } });
  };
  for (const request of requests) {
    const { id, dueOn, daysLeft, attention } = request;
    add('new', request, id);
    const threshold = thresholdOf(daysLeft, dueSoon);
    if (threshold !== null) add('due', request, `${id}:${dueOn}:${String(threshold)}`);
    if (daysLeft < 0) add('overdue', request, `${id}:${dueOn}`);
    if (attention.length > 0) add('attention', request, `${id}:${attention.join(',')}`);
  }
  for (const mail of uncertain) {
    const notice = { key: `uncertain:${mail.messageId}:${mail.handedAt}`, kind: 'digest', requestId: null };
    items.push({ section: 'uncertain', mail, notice });
  }
  return items;
}
