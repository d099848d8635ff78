import Holidays from 'date-holidays';
import { describe, expect, it } from 'vitest';
import { addDays, weekday } from '../../src/requests/days.js';
import { deadline } from '../../src/requests/deadline.js';
import { easterSunday, holidayCalendar, holidayStates } from '../../src/requests/holidays.js';

const years = [2026, 2027, 2028, 2029, 2030, 2031, 2032];

/** Days of the library that only a part of a canton keeps, or that are no holidays by law there: month and day, or days from Easter. */
const notOfTheWholeCanton: Readonly<Record<string, readonly string[]>> = {
  AG: ['01-02', '+1', '05-01', '+50', '+60', '08-15', '11-01', '12-08', '12-26'],
  AI: ['09-22'],
  FR: ['+60', '08-15', '11-01', '12-08'],
  GL: ['12-24', '12-31'],
  NE: ['+1', '+50', '+60'],
  SO: ['03-19', '+60', '08-15', '11-01'],
  VS: ['+50'],
};
const dayOf = (rule: string, year: number): string =>
  rule.startsWith('+') ? addDays(easterSunday(year), Number(rule)) : `${String(year)}-${rule}`;

/** Holidays that move a deadline: those that do not fall on a weekend anyway. */
function daysOf(country: 'DE' | 'AT' | 'CH', state: string | null, year: number): string[] {
  const holiday = holidayCalendar({ country, state });
  const found: string[] = [];
  for (let day = `${String(year)}-01-01`; day.startsWith(String(year)); day = addDays(day, 1))
    if (holiday(day) !== null && weekday(day) !== 7) found.push(day);
  return found;
}

/*
 * Easter once more by another way: the first Sunday after the first full moon of the church from 21 March on. The moon by the Golden
 * Number and the epact of the Gregorian calendar (Clavius 1603, as in the Book of Common Prayer), day by day instead of by a formula.
 */
function easterByTheMoon(year: number): string {
  const golden = (year % 19) + 1;
  const century = Math.floor(year / 100) + 1;
  const solar = Math.floor((3 * century) / 4) - 12;
  const lunar = Math.floor((8 * century + 5) / 25) - 5;
  let epact = (11 * golden + 20 + lunar - solar) % 30;
  if ((epact === 25 && golden > 11) || epact === 24) epact += 1;
  const moon = 44 - epact;
  let day = addDays(`${String(year)}-03-01`, (moon < 21 ? moon + 30 : moon) - 1);
  do day = addDays(day, 1);
  while (weekday(day) !== 7);
  return day;
}

describe('Easter', () => {
  it('is on the Sundays the churches publish', () => {
    expect(years.map(easterSunday)).toEqual([
      '2026-04-05',
      '2027-03-28',
      '2028-04-16',
      '2029-04-01',
      '2030-04-21',
      '2031-04-13',
      '2032-03-28',
    ]);
  });

  it('is the same by formula and by the moon, 1900 to 2199', () => {
    for (let year = 1900; year < 2200; year += 1) expect(easterSunday(year)).toBe(easterByTheMoon(year));
  });
});

/*
 * Public holidays of the sixteen states by their statutes, put down by hand: Unification Treaty Art. 2(2) for 3 October; FTG BW § 1,
 * BayFTG Art. 1, BE § 1, BB FTG § 2, HB § 2, HH § 1, HFeiertagsG § 1, FTG M-V § 2, NFeiertagsG § 2, FeiertG NW § 2, LFtG RP § 2, SFG § 2,
 * SächsSFG § 1, FeiertG LSA § 2, SFTG SH § 2, ThürFGtG § 2.
 */
const everywhere = ['01-01', 'E-2', 'E+1', '05-01', 'E+39', 'E+50', '10-03', '12-25', '12-26'];
const statutes: Readonly<Record<string, readonly string[]>> = {
  BW: ['01-06', 'E+60', '11-01'],
  BY: ['01-06', 'E+60', '11-01'],
  BE: ['03-08'],
  BB: ['10-31'],
  HB: ['10-31'],
  HH: ['10-31'],
  HE: ['E+60'],
  MV: ['03-08', '10-31'],
  NI: ['10-31'],
  NW: ['E+60', '11-01'],
  RP: ['E+60', '11-01'],
  SL: ['E+60', '08-15', '11-01'],
  SN: ['10-31', 'repentance'],
  ST: ['01-06', '10-31'],
  SH: ['10-31'],
  TH: ['09-20', '10-31'],
};

/** Wednesday before 23 November. */
function repentance(year: number): string {
  let day = `${String(year)}-11-22`;
  while (weekday(day) !== 3) day = addDays(day, -1);
  return day;
}

function byStatute(state: string, year: number): string[] {
  const all = [...everywhere, ...(statutes[state] ?? [])].map((rule) => {
    if (rule === 'repentance') return repentance(year);
    return rule.startsWith('E') ? addDays(easterByTheMoon(year), Number(rule.slice(1))) : `${String(year)}-${rule}`;
  });
  // 17 June 2028, 75 years after the uprising of 1953: once, in Berlin (FeiertG BE § 1(2)); a Saturday.
  if (state === 'BE' && year === 2028) all.push('2028-06-17');
  return all.filter((day) => weekday(day) !== 7).sort();
}

describe('public holidays', () => {
  it.each(Object.keys(statutes))('of %s are those of its statute, 2026 to 2032', (state) => {
    for (const year of years) expect(daysOf('DE', state, year)).toEqual(byStatute(state, year));
  });

  it('of Germany as a whole are those that all states have', () => {
    for (const year of years) expect(daysOf('DE', null, year)).toEqual(byStatute('', year));
  });

  it('of Women’s Day in Mecklenburg-Vorpommern begin with 2023', () => {
    expect(daysOf('DE', 'MV', 2022)).not.toContain('2022-03-08');
    expect(daysOf('DE', 'MV', 2023)).toContain('2023-03-08');
  });

  it.each(['DE', 'AT', 'CH'] as const)(
    'of all places of %s are those of the library the table was made from',
    (country) => {
      for (const place of holidayStates(country)) {
        const [state = '', region] = place.split('-');
        const library = region === undefined ? new Holidays(country, state) : new Holidays(country, state, region);
        for (const year of [2020, 2029]) {
          const theirs = library
            .getHolidays(year)
            .filter((each) => each.type === 'public' && each.end.getTime() - each.start.getTime() > 20 * 3_600_000)
            .map((each) => each.date.slice(0, 10))
            .filter((day) => weekday(day) !== 7);
          const left = country === 'CH' ? (notOfTheWholeCanton[place] ?? []).map((rule) => dayOf(rule, year)) : [];
          const expected = [...new Set(theirs)].filter((day) => !left.includes(day)).sort();
          expect([place, year, daysOf(country, place, year)]).toEqual([place, year, expected]);
        }
      }
    },
  );

  it('of a canton are those of the whole canton: where districts differ, a deadline is told by the earlier day', () => {
    const aarau = holidayCalendar({ country: 'CH', state: 'AG' });
    // Easter Monday 2026 is kept in Baden, not in Muri; Corpus Christi in Muri, not in Aarau.
    expect(['2026-04-06', '2026-06-04', '2026-12-26'].map((day) => aarau(day)?.de ?? null)).toEqual([null, null, null]);
    expect(['2026-04-03', '2026-05-14', '2026-12-25'].map((day) => aarau(day)?.de)).toEqual([
      'Karfreitag',
      'Auffahrt',
      'Weihnachtstag',
    ]);
    // 05.03.2026 + 1 month is Easter Sunday, and the Monday after it a working day there.
    expect(deadline('2026-03-05', aarau).dueOn).toBe('2026-04-06');
    expect(deadline('2026-03-05', holidayCalendar({ country: 'CH', state: 'ZH' })).dueOn).toBe('2026-04-07');
    for (const year of years) {
      const everywhereInIt = daysOf('CH', null, year);
      for (const state of holidayStates('CH'))
        expect(daysOf('CH', state, year)).toEqual(expect.arrayContaining(everywhereInIt));
    }
  });

  it('of a place nobody knows are none', () => {
    expect(holidayCalendar({ country: 'DE', state: 'XX' })('2026-12-25')).toBeNull();
  });
});
