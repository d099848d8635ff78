import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addMonths, daysUntil, isDay, weekday } from '../../src/requests/days.js';
import { deadline } from '../../src/requests/deadline.js';
import { holidayCalendar, type HolidayCalendar } from '../../src/requests/holidays.js';

const nowhere: HolidayCalendar = () => null;
const de = (state: string | null): HolidayCalendar => holidayCalendar({ country: 'DE', state });

describe('the deadline of Art. 12(3) GDPR', () => {
  it.each([
    // The same date of the next month, a weekday.
    ['2026-11-20', '2026-12-21', '2026-12-20', ['sunday']],
    ['2026-11-24', '2026-12-24', '2026-12-24', []],
    // No 31st: the last day of the month; 28 February 2026 is a Saturday.
    ['2026-01-31', '2026-03-02', '2026-02-28', ['saturday', 'sunday']],
    ['2028-01-31', '2028-02-29', '2028-02-29', []],
    ['2026-03-31', '2026-04-30', '2026-04-30', []],
    ['2026-12-31', '2027-02-01', '2027-01-31', ['sunday']],
  ])('of a request of %s is %s where there are no holidays', (received, due, monthEnd, reasons) => {
    const found = deadline(received, nowhere);
    expect([found.dueOn, found.monthEnd, found.movedOver.map(({ reason }) => reason)]).toEqual([
      due,
      monthEnd,
      reasons,
    ]);
  });

  /*
   * Worked out on paper. Easter Sundays as the churches publish them: 5 April 2026, 28 March 2027, 16 April 2028, 1 April 2029,
   * 21 April 2030, 13 April 2031, 28 March 2032. From them Good Friday -2, Easter Monday +1, Ascension +39, Whit Monday +50, Corpus
   * Christi +60.
   */
  it.each([
    ['2026: 3 April is Good Friday, 6 April Easter Monday: five days are skipped', '2026-03-03', 'BE', '2026-04-07'],
    ['2027: 26 March is Good Friday, 29 March Easter Monday', '2027-02-26', null, '2027-03-30'],
    ['2028: 17 April is Easter Monday', '2028-03-17', 'HH', '2028-04-18'],
    ['2029: 2 April is Easter Monday', '2029-03-02', null, '2029-04-03'],
    ['2030: 30 May is Ascension, a Thursday: only that day is skipped', '2030-04-30', null, '2030-05-31'],
    ['2031: 22 May is Ascension', '2031-04-22', null, '2031-05-23'],
    ['2032: 26 March is Good Friday', '2032-02-26', null, '2032-03-30'],
    ['2032, leap year: 31 January + 1 month is 29 February, a Sunday', '2032-01-31', null, '2032-03-01'],
    ['2028, leap year: 31 January + 1 month is Tuesday 29 February', '2028-01-31', null, '2028-02-29'],
    ['2028: 29 February + 1 month keeps the date', '2028-02-29', null, '2028-03-29'],
    ['2026: 25 May is Whit Monday', '2026-04-25', 'NW', '2026-05-26'],
    ['2030: 10 June is Whit Monday', '2030-05-10', 'SN', '2030-06-11'],
    ['Corpus Christi, 4 June 2026, in North Rhine-Westphalia', '2026-05-04', 'NW', '2026-06-05'],
    ['and no holiday in Berlin', '2026-05-04', 'BE', '2026-06-04'],
    ['Epiphany, 6 January 2026, a Tuesday, in Baden-Württemberg', '2025-12-06', 'BW', '2026-01-07'],
    ['and no holiday in Hesse', '2025-12-06', 'HE', '2026-01-06'],
    ['Women’s Day, 8 March 2027, a Monday, in Mecklenburg-Vorpommern', '2027-02-08', 'MV', '2027-03-09'],
    ['Women’s Day, 8 March 2027, in Berlin', '2027-02-08', 'BE', '2027-03-09'],
    ['Assumption, 15 August 2028, a Tuesday, in Saarland', '2028-07-15', 'SL', '2028-08-16'],
    ['in Bavaria only in communities that keep it', '2028-07-15', 'BY-KATH', '2028-08-16'],
    ['and not in the others', '2028-07-15', 'BY', '2028-08-15'],
    ['Augsburg Peace Festival, 8 August 2029, a Wednesday', '2029-07-08', 'BY-A', '2029-08-09'],
    ['Children’s Day, 20 September 2027, a Monday, in Thuringia', '2027-08-20', 'TH', '2027-09-21'],
    ['All Saints, 1 November 2027, a Monday, in Rhineland-Palatinate', '2027-10-01', 'RP', '2027-11-02'],
    ['Day of Repentance in Saxony, Wednesday before 23 November: 18 November 2026', '2026-10-18', 'SN', '2026-11-19'],
    ['Unity Day, 3 October 2028, a Tuesday', '2028-09-03', null, '2028-10-04'],
    ['Christmas 2026: 25 Friday, 26 Saturday, 27 Sunday', '2026-11-25', null, '2026-12-28'],
    ['Christmas 2028: 25 Monday, 26 Tuesday', '2028-11-25', null, '2028-12-27'],
    ['New Year 2027 is a Friday', '2026-12-01', null, '2027-01-04'],
    ['Labour Day 2026 is a Friday', '2026-04-01', null, '2026-05-04'],
  ])('%s', (_, received, state, due) => {
    expect(deadline(received, de(state)).dueOn).toBe(due);
  });

  it('tells every day it moved over, with the holiday’s name', () => {
    expect(deadline('2026-03-03', de(null)).movedOver).toEqual([
      { day: '2026-04-03', reason: 'holiday', name: { de: 'Karfreitag', en: 'Good Friday' } },
      { day: '2026-04-04', reason: 'saturday', name: null },
      { day: '2026-04-05', reason: 'sunday', name: null },
      { day: '2026-04-06', reason: 'holiday', name: { de: 'Ostermontag', en: 'Easter Monday' } },
    ]);
  });

  it('knows Austrian and Swiss holidays', () => {
    // 26 October 2026 is a Monday; 8 December 2026 a Tuesday.
    expect(deadline('2026-09-26', holidayCalendar({ country: 'AT', state: null })).dueOn).toBe('2026-10-27');
    expect(deadline('2026-11-08', holidayCalendar({ country: 'AT', state: null })).dueOn).toBe('2026-12-09');
    // 1 August 2028 is a Tuesday; the Genevan fast is the Thursday after the first Sunday of September: 10 September 2026.
    expect(deadline('2028-07-01', holidayCalendar({ country: 'CH', state: null })).dueOn).toBe('2028-08-02');
    expect(deadline('2026-08-10', holidayCalendar({ country: 'CH', state: 'GE' })).dueOn).toBe('2026-09-11');
    expect(deadline('2026-08-10', holidayCalendar({ country: 'CH', state: 'ZH' })).dueOn).toBe('2026-09-10');
  });

  it('is three months when extended, from receipt and not from the first deadline', () => {
    expect(deadline('2026-11-30', nowhere, 3)).toMatchObject({
      monthEnd: '2027-02-28',
      dueOn: '2027-03-01',
      months: 3,
    });
    // 30 March 2029 is Good Friday: over Easter to Tuesday. 31 October 2028 and 2029 are Reformation Day, a Tuesday and a Wednesday.
    expect(deadline('2028-12-30', de(null), 3).dueOn).toBe('2029-04-03');
    expect(deadline('2028-07-31', de('BB'), 3).dueOn).toBe('2028-11-01');
    expect(deadline('2029-07-31', de('NI'), 3).dueOn).toBe('2029-11-01');
    expect(deadline('2029-07-31', de('BE'), 3).dueOn).toBe('2029-10-31');
    // 28 February 2026 is a Saturday; what counts for the extension is the day of receipt all the same.
    expect(deadline('2026-01-31', nowhere, 3).dueOn).toBe('2026-04-30');
    expect(deadline('2026-07-31', de('BB'), 3).movedOver).toMatchObject([{ reason: 'saturday' }, { reason: 'sunday' }]);
  });
});

describe('for every day from 2026 to 2032', () => {
  const day = fc
    .date({ min: new Date('2026-01-01'), max: new Date('2032-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const state = fc.constantFrom(
    null,
    'BW',
    'BY',
    'BE',
    'BB',
    'HB',
    'HH',
    'HE',
    'MV',
    'NI',
    'NW',
    'RP',
    'SL',
    'SN',
    'ST',
    'SH',
    'TH',
  );

  it('a deadline is a working day, 28 to 35 days away, and never before the month ends', () => {
    fc.assert(
      fc.property(day, state, (received, where) => {
        const holiday = de(where);
        const { dueOn, monthEnd, movedOver } = deadline(received, holiday);
        expect(weekday(dueOn)).toBeLessThanOrEqual(5);
        expect(holiday(dueOn)).toBeNull();
        expect(daysUntil(dueOn, monthEnd)).toBe(movedOver.length);
        const days = daysUntil(dueOn, received);
        expect(days).toBeGreaterThanOrEqual(28);
        // 31 days and the longest row of days without work: Good Friday to Easter Monday.
        expect(days).toBeLessThanOrEqual(35);
      }),
    );
  });

  it('a state’s holidays never make it earlier than the nation’s, and never more than two working days later', () => {
    fc.assert(
      fc.property(day, state, (received, where) => {
        const [bare, own] = [deadline(received, de(null)), deadline(received, de(where))];
        expect(own.dueOn >= bare.dueOn).toBe(true);
        expect(daysUntil(own.dueOn, bare.dueOn)).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('later receipt never means an earlier deadline, extended or not', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 0, max: 60 }),
        fc.constantFrom(1 as const, 3 as const),
        (received, more, months) => {
          const later = new Date(Date.parse(`${received}T00:00:00Z`) + more * 86_400_000).toISOString().slice(0, 10);
          expect(deadline(later, de('BY'), months).dueOn >= deadline(received, de('BY'), months).dueOn).toBe(true);
        },
      ),
    );
  });

  it('days are counted as Temporal counts them', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 40 }), (text, months) => {
        const plain = Temporal.PlainDate.from(text);
        expect(addMonths(text, months)).toBe(plain.add({ months }, { overflow: 'constrain' }).toString());
        expect(weekday(text)).toBe(plain.dayOfWeek);
        expect(daysUntil(text, '2026-11-24')).toBe(Temporal.PlainDate.from('2026-11-24').until(plain).total('days'));
      }),
    );
  });
});

it.each(['2026-02-29', '2026-13-01', '0000-00-00', '2026-1-1', '', '2026-11-24 10:00:00'])('%s is no day', (text) => {
  expect(isDay(text)).toBe(false);
});
