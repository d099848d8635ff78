import { addDays } from './days.js';
import { holidays, holidaysByPlace } from './holiday-table.js';

/** A public holiday's name in the languages the tool speaks. */
export type HolidayName = Readonly<Record<'de' | 'en', string>>;

/** Tells the public holiday on a day (`YYYY-MM-DD`); null on all others. */
export type HolidayCalendar = (day: string) => HolidayName | null;

/** Where the controller sits: whose public holidays move a deadline. */
export interface HolidayPlace {
  readonly country: 'DE' | 'AT' | 'CH';
  /**
   * Federal state or canton, such as `BY`, or a region in it, such as `BY-KATH` (Bavarian communities that keep the Assumption). Null:
   * only what is a holiday in all of the country.
   */
  readonly state: string | null;
}

/** States and regions of a country as `HolidayPlace.state` takes them. */
export function holidayStates(country: HolidayPlace['country']): readonly string[] {
  return Object.keys(holidaysByPlace)
    .filter((place) => place.startsWith(`${country}-`))
    .map((place) => place.slice(3));
}

/**
 * Easter Sunday by the Gregorian computus in the form of Meeus, Jones and Butcher (Meeus, Astronomical Algorithms, chapter 8).
 * @param year 1583 or later
 * @returns `YYYY-MM-DD`
 */
export function easterSunday(year: number): string {
  const whole = (a: number, b: number): number => Math.floor(a / b);
  const [a, b, c] = [year % 19, whole(year, 100), year % 100];
  const [d, e, g] = [whole(b, 4), b % 4, whole(8 * b + 13, 25)];
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * e + 2 * whole(c, 4) - h - (c % 4)) % 7;
  const m = whole(a + 11 * h + 22 * l, 451);
  const sum = h + l - 7 * m + 114;
  return `${String(year)}-${String(whole(sum, 31)).padStart(2, '0')}-${String((sum % 31) + 1).padStart(2, '0')}`;
}

function falls(rule: string, day: string): boolean {
  const [text = '', since = '0'] = rule.split('@');
  if (text.length > 5) return text.split(' ').includes(day);
  const year = Number(day.slice(0, 4));
  if (year < Number(since)) return false;
  return /^[+-]/.test(text) ? addDays(easterSunday(year), Number(text)) === day : day.slice(5) === text;
}

/**
 * The public holidays of a place. Those that follow no simple rule (Buß- und Bettag, Genfer Bettag) are known until 2040.
 * Where a place is not known none is: a deadline is then told too early, never too late.
 */
export function holidayCalendar({ country, state }: HolidayPlace): HolidayCalendar {
  const indexes = (holidaysByPlace[state === null ? country : `${country}-${state}`] ?? '').split(' ');
  const own = holidays.filter((_, index) => indexes.includes(String(index)));
  return (day) => {
    const found = own.find(([rule]) => falls(rule, day));
    return found === undefined ? null : { de: found[1], en: found[2] };
  };
}
