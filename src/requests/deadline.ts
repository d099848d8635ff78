import { addDays, addMonths, weekday } from './days.js';
import type { HolidayCalendar, HolidayName } from './holidays.js';

/** A day on which a period cannot end, and why. */
export interface DayOff {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly reason: 'saturday' | 'sunday' | 'holiday';
  /** Of the public holiday; null on weekends. */
  readonly name: HolidayName | null;
}

/** A deadline and how it came about. */
export interface Deadline {
  /** Last day of the period, `YYYY-MM-DD`. */
  readonly dueOn: string;
  /** The same date one month (three, when extended) later, or that month's last day, before it moved off a day without work. */
  readonly monthEnd: string;
  readonly months: 1 | 3;
  /** Days the end moved over, in order, beginning with `monthEnd`; empty when that is a working day. */
  readonly movedOver: readonly DayOff[];
}

function dayOff(day: string, holiday: HolidayCalendar): DayOff | null {
  const number = weekday(day);
  if (number === 6) return { day, reason: 'saturday', name: null };
  if (number === 7) return { day, reason: 'sunday', name: null };
  const name = holiday(day);
  return name === null ? null : { day, reason: 'holiday', name };
}

/**
 * Deadline of Art. 12(3) GDPR by Reg. (EEC, Euratom) 1182/71 Art. 3: the day of receipt does not count (para. 1); a month ends with
 * the last hour of the same date of a following month, or of its last day if it has no such date (para. 2 c); if that day is a public
 * holiday, Sunday or Saturday the period ends with the next working day (para. 4).
 * @param receivedOn `YYYY-MM-DD` in the controller's time zone
 * @param holiday public holidays where the controller acts (Art. 2(1) of the Regulation)
 * @param months 1, or 3 when extended by two further months
 */
export function deadline(receivedOn: string, holiday: HolidayCalendar, months: 1 | 3 = 1): Deadline {
  const monthEnd = addMonths(receivedOn, months);
  const movedOver: DayOff[] = [];
  let dueOn = monthEnd;
  for (let off = dayOff(dueOn, holiday); off !== null; off = dayOff(dueOn, holiday)) {
    movedOver.push(off);
    dueOn = addDays(dueOn, 1);
  }
  return { dueOn, monthEnd, months, movedOver };
}
