import type { Value } from '../database/database.js';
import type { Period } from './periods.js';

/** How a map says a date is stored. */
export type DateEncoding = 'date' | 'datetime' | 'unix' | 'unix_ms' | 'german';

/** Whether one row must stay, until when, and why. */
export interface RetentionDecision {
  readonly keep: boolean;
  /** Last day of the period, `YYYY-12-31`. */
  readonly until: string;
  readonly reason: 'period_running' | 'period_over' | 'date_unreadable';
}

/** What programs make of a zero where they want a date. */
const zeroDay = /^(?:1970-01-01|0?1\.0?1\.1970)/;
const dayMs = 86_400_000;

/** Making one takes longer than all else that is decided about a row. */
const yearFormats = new Map<string, Intl.DateTimeFormat>();

/** A receipt of the first hour of January is of the new year, whatever the clock says in Greenwich. */
function yearIn(timeZone: string, milliseconds: number): number {
  let format = yearFormats.get(timeZone);
  if (format === undefined)
    yearFormats.set(timeZone, (format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' })));
  return Number(format.format(milliseconds));
}

/**
 * Year of a document from its stored date; null when there is none that could be right: NULL, zero dates such as
 * `0000-00-00` and 1 January 1970 (what programs make of a zero), text that is no date, years before 1900 or far ahead.
 */
export function documentYear(
  stored: Value,
  encoding: DateEncoding,
  { today, timeZone }: { readonly today: string; readonly timeZone: string },
): number | null {
  if (stored === null || stored === '' || Buffer.isBuffer(stored)) return null;
  if (zeroDay.test(String(stored))) return null;
  const year = ((): number => {
    if (encoding === 'german') return Number(/^\d{1,2}\.\d{1,2}\.(\d{4})/.exec(String(stored))?.[1]);
    if (encoding === 'unix' || encoding === 'unix_ms') {
      const milliseconds = Number(stored) * (encoding === 'unix' ? 1000 : 1);
      return milliseconds > dayMs && milliseconds < 8.64e15 ? yearIn(timeZone, milliseconds) : Number.NaN;
    }
    return Number(/^(\d{4})-(?!00)\d{2}-(?!00)\d{2}/.exec(String(stored))?.[1]);
  })();
  return year >= 1900 && year <= Number(today.slice(0, 4)) + 1 ? year : null;
}

/**
 * Decides for one row. A period runs from the end of the calendar year of the document (§ 147 Abs. 4 AO; § 132 Abs. 1 BAO;
 * Art. 958f OR: end of the business year). An unreadable date is kept, counted from today: the law's side of a doubt is
 * to keep, and the plan says so.
 * @param now today, `YYYY-MM-DD`, in the controller's time zone; and the time zone
 */
export function decideRow(
  stored: Value,
  encoding: DateEncoding,
  period: Period,
  now: { readonly today: string; readonly timeZone: string },
): RetentionDecision {
  const { today } = now;
  const year = documentYear(stored, encoding, now);
  const until = `${String((year ?? Number(today.slice(0, 4))) + period.years)}-12-31`;
  if (year === null) return { keep: true, until, reason: 'date_unreadable' };
  return today <= until
    ? { keep: true, until, reason: 'period_running' }
    : { keep: false, until, reason: 'period_over' };
}
