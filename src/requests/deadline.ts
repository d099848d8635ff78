import { Temporal } from 'temporal-polyfill';

/** A deadline and how it came about. */
export interface Deadline {
  /** Last day of the period, `YYYY-MM-DD`. */
  readonly dueOn: string;
  /** The same date one month later, or that month's last day, before it moved off a weekend. */
  readonly monthEnd: string;
  readonly movedBy: 'saturday' | 'sunday' | null;
}

/**
 * Deadline of Art. 12(3) GDPR by Reg. (EEC, Euratom) 1182/71 Art. 3: the day of receipt does not count; a month ends with
 * the last hour of the same date of a following month, or of its last day if it has no such date (para. 2 c); if that day is a Saturday or
 * Sunday the period ends with the next working day (para. 4). Public holidays, which could only move it later, are not
 * looked at: the date given is never too late.
 * @param receivedOn `YYYY-MM-DD`
 * @param months 1, or 3 when extended
 */
export function deadline(receivedOn: string, months = 1): Deadline {
  const end = Temporal.PlainDate.from(receivedOn).add({ months }, { overflow: 'constrain' });
  const movedBy = end.dayOfWeek === 6 ? 'saturday' : end.dayOfWeek === 7 ? 'sunday' : null;
  const due = movedBy === null ? end : end.add({ days: movedBy === 'saturday' ? 2 : 1 });
  return { dueOn: due.toString(), monthEnd: end.toString(), movedBy };
}

/** Calendar days from `today` to `day`; negative when it has passed. Both `YYYY-MM-DD`. */
export function daysUntil(day: string, today: string): number {
  return Temporal.PlainDate.from(today).until(Temporal.PlainDate.from(day), { largestUnit: 'days' }).days;
}
