import type { Deadline } from './deadline.js';
import type { Handling } from './handling.js';

/** Where a request stands; see DESIGN "Words". Stored values are translated by the data map. */
export const requestStatuses = ['open', 'in_progress', 'erased', 'done', 'rejected', 'withdrawn'] as const;
export type RequestStatus = (typeof requestStatuses)[number];

export type RequestChannel = 'online' | 'staff';

/** What is still to be done before a request may be called done. */
export type OpenStep = 'erase' | 'residue' | 'bytes' | 'manual' | 'backups' | 'recipients' | 'letter';

/** How a recipient came off the checklist: it confirmed, or telling it is impossible or disproportionate (Art. 19 GDPR). */
export const recipientOutcomes = ['confirmed', 'impossible', 'disproportionate'] as const;
export type RecipientOutcome = (typeof recipientOutcomes)[number];

/** One erasure request, as the queue knows it. */
export interface ErasureRequest {
  readonly id: string;
  readonly status: RequestStatus;
  readonly channel: RequestChannel;
  /** Calendar date of receipt in the controller's time zone, `YYYY-MM-DD`. */
  readonly receivedOn: string;
  /** Local time of receipt, `YYYY-MM-DD HH:MM:SS`; null where only the day is known. */
  readonly receivedAt: string | null;
  /** Key of the customer record the request was filed on; null once the record is erased. */
  readonly customerKey: string | null;
  readonly openSteps: readonly OpenStep[];
}

/** What the queue shows of a customer; every field null once erased. */
export interface CustomerDisplay {
  readonly key: string | null;
  readonly number: string | null;
  readonly name: string | null;
  readonly email: string | null;
}

/** A row of `list`: a request, its deadline and its customer. */
export interface QueueEntry {
  readonly request: ErasureRequest;
  readonly customer: CustomerDisplay;
  /** Last day of the period, `YYYY-MM-DD`. */
  readonly dueOn: string;
  /** Calendar days from today to `dueOn`; negative when overdue. */
  readonly daysLeft: number;
  readonly extended: boolean;
  /** How `dueOn` came about. */
  readonly deadline: Deadline;
  readonly handling: Handling;
}

/** The day on which the person first asked, from which the period counts: that of receipt, or of an earlier wish that joined. */
export function askedOn({ request, handling }: Pick<QueueEntry, 'request' | 'handling'>): string {
  return handling.countsFrom ?? request.receivedOn;
}

/** Order of request ids: by their text, with the numbers in it by size. `localeCompare` loads the languages of the world for it first. */
export function compareIds(a: string, b: string): number {
  const sortable = (id: string): string => id.replace(/\d+/g, (digits) => digits.padStart(20, '0'));
  const [left, right] = [sortable(a), sortable(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
