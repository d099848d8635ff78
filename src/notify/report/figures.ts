import type { RequestStatus } from '../../requests/request.js';

/** One request as the report counts it: numbers and days, nothing of the customer. Days are `YYYY-MM-DD`. */
export interface ReportRequest {
  readonly id: string;
  readonly status: RequestStatus;
  readonly receivedOn: string;
  readonly dueOn: string;
  readonly extended: boolean;
  /** Day on which it was done, refused or withdrawn; null while pending, and where only the calendar knows. */
  readonly closedOn: string | null;
  readonly openSteps: readonly string[];
}

/** A retention stub as the report counts it. */
export interface ReportStub {
  readonly until: string;
  readonly rows: number;
  readonly purged: boolean;
}

/** First and last day of receipt, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export interface MonthFigures {
  /** `YYYY-MM` of receipt. */
  readonly month: string;
  readonly done: number;
  readonly refused: number;
  readonly withdrawn: number;
  readonly pending: number;
}

/** The upper ends of the classes of days from receipt to done; the last class is open. */
export const durationEnds = [7, 14, 21, 31] as const;

export interface ReportFigures {
  readonly period: Period;
  /** Numbers of requests whose stored day of receipt cannot be right; they are counted nowhere else. */
  readonly misdated: readonly string[];
  readonly received: number;
  readonly done: number;
  /** Of those done: on or before the deadline, after it, and of unknown day. */
  readonly onTime: number;
  readonly late: number;
  readonly undated: number;
  /** Mean of calendar days from receipt to done, one decimal; null when none is known. */
  readonly averageDays: number | null;
  readonly extended: number;
  readonly refused: number;
  readonly withdrawn: number;
  readonly pending: number;
  /** Pending and past the deadline. */
  readonly overdue: number;
  readonly months: readonly MonthFigures[];
  /** How many were done within each class of `durationEnds`. */
  readonly durations: readonly number[];
  /** What the law keeps, by year in which it falls due; not bound to the period. */
  readonly retained: readonly { readonly year: string; readonly stubs: number; readonly rows: number }[];
  /** Stubs whose time is over and that were not purged yet. */
  readonly expired: number;
  /** Numbers of erased requests by what is still open: backups, recipients, letter and so on. */
  readonly openSteps: Readonly<Record<string, readonly string[]>>;
}

/** Since this day there have been requests by Art. 17 GDPR (Art. 99(2)); what is dated before it, or ahead, nobody could read. */
const firstDay = '2018-05-25';

/** Whether a request may have been received on the day that is stored. */
export function isDated({ receivedOn }: Pick<ReportRequest, 'receivedOn'>, today: string): boolean {
  return receivedOn >= firstDay && receivedOn <= today;
}

const dayMs = 86_400_000;
const days = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** Every month from the first to the last day on which there can be any, so that a month without requests shows as one. */
function monthsOf(period: Period, today: string): string[] {
  const months: string[] = [];
  const from = period.from < firstDay ? firstDay : period.from;
  const to = period.to > today ? today : period.to;
  let [year = 0, month = 0] = from.split('-').map(Number);
  for (;;) {
    const name = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
    if (name > to.slice(0, 7)) return months;
    months.push(name);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
}

const isPending = ({ status }: ReportRequest): boolean =>
  status === 'open' || status === 'in_progress' || status === 'erased';

function monthFigures(month: string, requests: readonly ReportRequest[]): MonthFigures {
  const mine = requests.filter(({ receivedOn }) => receivedOn.startsWith(month));
  const count = (status: RequestStatus): number => mine.filter((each) => each.status === status).length;
  return {
    month,
    done: count('done'),
    refused: count('rejected'),
    withdrawn: count('withdrawn'),
    pending: mine.filter(isPending).length,
  };
}

function retainedByYear(stubs: readonly ReportStub[]): ReportFigures['retained'] {
  const live = stubs.filter(({ purged }) => !purged);
  const years = [...new Set(live.map(({ until }) => until.slice(0, 4)))].sort();
  return years.map((year) => {
    const mine = live.filter(({ until }) => until.startsWith(year));
    return { year, stubs: mine.length, rows: mine.reduce((sum, { rows }) => sum + rows, 0) };
  });
}

function stepsOf(requests: readonly ReportRequest[]): Record<string, string[]> {
  const steps: Record<string, string[]> = {};
  for (const { id, status, openSteps } of requests)
    if (status === 'erased') for (const step of openSteps) (steps[step] ??= []).push(id);
  return steps;
}

/**
 * Figures for the accountability report (Art. 5(2) GDPR): what became of the requests received in a period, as of today. What
 * is retained and what is still open is told for all requests, whenever received.
 * @param period default: from the first request to today
 */
export function computeFigures(
  all: readonly ReportRequest[],
  stubs: readonly ReportStub[],
  period: Partial<Period>,
  today: string,
): ReportFigures {
  const dated = all.filter((each) => isDated(each, today));
  const first = dated.reduce((least, { receivedOn }) => (receivedOn < least ? receivedOn : least), today);
  const whole: Period = { from: period.from ?? first, to: period.to ?? today };
  const requests = dated.filter(({ receivedOn }) => receivedOn >= whole.from && receivedOn <= whole.to);
  const done = requests.filter(({ status }) => status === 'done');
  const closed = done.flatMap((each) => (each.closedOn === null ? [] : [{ ...each, closedOn: each.closedOn }]));
  const spans = closed.map(({ receivedOn, closedOn }) => days(receivedOn, closedOn));
  const onTime = closed.filter(({ closedOn, dueOn }) => closedOn <= dueOn).length;
  const pending = requests.filter(isPending);
  const classOf = (span: number): number => {
    const at = durationEnds.findIndex((end) => span <= end);
    return at === -1 ? durationEnds.length : at;
  };
  return {
    period: whole,
    misdated: all.filter((each) => !isDated(each, today)).map(({ id }) => id),
    received: requests.length,
    done: done.length,
    onTime,
    late: closed.length - onTime,
    undated: done.length - closed.length,
    averageDays:
      spans.length === 0 ? null : Math.round((spans.reduce((sum, each) => sum + each, 0) / spans.length) * 10) / 10,
    extended: requests.filter(({ extended }) => extended).length,
    refused: requests.filter(({ status }) => status === 'rejected').length,
    withdrawn: requests.filter(({ status }) => status === 'withdrawn').length,
    pending: pending.length,
    overdue: pending.filter(({ dueOn }) => dueOn < today).length,
    months: monthsOf(whole, today).map((month) => monthFigures(month, requests)),
    durations: [...durationEnds, 0].map((_, at) => spans.filter((span) => classOf(span) === at).length),
    retained: retainedByYear(stubs),
    expired: stubs.filter(({ until, purged }) => !purged && until < today).length,
    openSteps: stepsOf(all),
  };
}
