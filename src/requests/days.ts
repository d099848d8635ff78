import { isMainThread } from 'node:worker_threads';

/*
 * Days of the calendar as `YYYY-MM-DD`, without time and zone. Whole days since 1970 do for the little that is asked of them;
 * a date library would double the start-up time of `list`.
 */

const dayMs = 86_400_000;

/** Days since 1 January 1970. @throws RangeError when the text is no day of the calendar */
function toNumber(day: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(day)) throw new RangeError('not a day');
  return ms / dayMs;
}

const toDay = (number: number): string => new Date(number * dayMs).toISOString().slice(0, 10);

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  try {
    return toNumber(text) <= toNumber('9999-12-31');
  } catch {
    return false;
  }
}

/** The day so many days later, or earlier when negative. */
export function addDays(day: string, days: number): string {
  return toDay(toNumber(day) + days);
}

/** The same date so many months later, or that month's last day if it has no such date. */
export function addMonths(day: string, months: number): string {
  toNumber(day);
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  // Day 0 of a month is the last day of the month before.
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(day: string): number {
  return ((((toNumber(day) + 3) % 7) + 7) % 7) + 1;
}

/** Calendar days from `today` to `day`; negative when it has passed. Both `YYYY-MM-DD`. */
export function daysUntil(day: string, today: string): number {
  return toNumber(day) - toNumber(today);
}

/** By time zone: making one takes longer than a thousand uses. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Zones of most controllers, spelled as the process's own clock wants them: others it takes for UTC without a word. */
export const commonTimeZones: ReadonlySet<string> = new Set(['Europe/Berlin', 'Europe/Vienna', 'Europe/Zurich']);

/**
 * By the process's own clock, set to the zone meanwhile: `Intl` loads its languages first, for 15 ms. Null in a worker, whose clock cannot be
 * set, and where the clock shows what none of these zones has.
 */
function byOwnClock(moment: Date | number, timeZone: string): string | null {
  if (!isMainThread) return null;
  const before = process.env['TZ'];
  process.env['TZ'] = timeZone;
  try {
    const at = new Date(moment);
    const ahead = -at.getTimezoneOffset();
    if (ahead !== 60 && ahead !== 120) return null;
    return new Date(at.getTime() + ahead * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
}

/** A moment as clocks in a time zone show it, `YYYY-MM-DD HH:MM:SS`. */
export function localTime(moment: Date | number, timeZone: string): string {
  const own = commonTimeZones.has(timeZone) ? byOwnClock(moment, timeZone) : null;
  if (own !== null) return own;
  let format = formats.get(timeZone);
  if (format === undefined) {
    // Swedish writes dates and times as ISO does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(timeZone, format);
  }
  return format.format(moment);
}

/** The day on which a moment (ISO 8601 with zone) falls in a time zone, `YYYY-MM-DD`: cut off in UTC it would be a day early at night. */
export function localDay(moment: string, timeZone: string): string {
  return localTime(Date.parse(moment), timeZone).slice(0, 10);
}

/** The moment, as UTC in the same form, at which clocks in the time zone show this; in the hour that clocks skip, an hour later. */
export function utcOf(local: string, timeZone: string): string {
  const asUtc = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`);
  const wanted = asUtc(local);
  let moment = wanted;
  // Twice: the first guess may lie on the other side of a change of the clocks.
  for (let step = 0; step < 2; step += 1) moment = wanted - (asUtc(localTime(moment, timeZone)) - moment);
  return new Date(moment).toISOString().slice(0, 19).replace('T', ' ');
}
