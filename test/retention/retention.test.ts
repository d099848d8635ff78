import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retentionClasses } from '../../src/data-map/schema.js';
import { decideRow, documentYear } from '../../src/retention/decide-row.js';
import { findPeriod, retentionCountries } from '../../src/retention/periods.js';

describe('retention periods', () => {
  it.each(retentionCountries)('exist in %s for every class, with a citation', (country) => {
    for (const each of retentionClasses) expect(findPeriod(country, each).basis).toMatch(/§|Art\./);
  });

  it('are those of the law', () => {
    const years = retentionCountries.map((country) => retentionClasses.map((each) => findPeriod(country, each).years));
    // DE since 1 January 2025: receipts 8 (BEG IV), books 10, letters 6; AT 7; CH 10.
    expect(years).toEqual([
      [8, 10, 6],
      [7, 7, 7],
      [10, 10, 10],
    ]);
  });
});

const timeZone = 'Europe/Berlin';

describe('a row', () => {
  const receipt = findPeriod('DE', 'receipt');

  it.each([
    ['2018-01-01 09:00:00', '2026-12-31', true, '2026-12-31'],
    ['2018-12-31 23:59:59', '2026-12-31', true, '2026-12-31'],
    ['2018-12-31 23:59:59', '2027-01-01', false, '2026-12-31'],
    ['2017-12-31 10:00:00', '2026-01-01', false, '2025-12-31'],
    ['2024-02-29 10:00:00', '2026-11-24', true, '2032-12-31'],
  ])('of %s is kept on %s: %s, until %s', (stored, today, keep, until) => {
    expect(decideRow(stored, 'datetime', receipt, { today, timeZone })).toMatchObject({ keep, until });
  });

  it.each([null, '', '0000-00-00 00:00:00', '1970-01-01 01:00:00', '2024-00-10', 'never', '0024-01-01'])(
    'with the date %j is kept: a doubt is no reason to destroy',
    (stored) => {
      expect(decideRow(stored, 'datetime', receipt, { today: '2026-11-24', timeZone })).toEqual({
        keep: true,
        until: '2034-12-31',
        reason: 'date_unreadable',
      });
    },
  );

  it.each([
    ['german', '24.11.2019', 2019],
    ['unix', 1574553600, 2019],
    ['unix_ms', 1574553600000, 2019],
    ['date', '2019-11-24', 2019],
    // Half past midnight on New Year's Day in Berlin, still the old year in Greenwich.
    ['unix', 1767223800, 2026],
  ] as const)('dated as %s is understood', (encoding, stored, year) => {
    expect(documentYear(stored, encoding, { today: '2026-11-24', timeZone })).toBe(year);
  });

  it.each([
    ['german', '1.1.1970'],
    ['unix', 0],
    ['unix', 3600],
    ['unix_ms', 3_600_000],
  ] as const)('dated as %s has no date where a zero stands for one (%j)', (encoding, stored) => {
    expect(documentYear(stored, encoding, { today: '2026-11-24', timeZone })).toBeNull();
  });

  it('is kept exactly while its period runs, whatever the dates', () => {
    const day = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2026-11-24'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, (document, later) => {
        const [stored, today] = document <= later ? [document, later] : [later, document];
        const { keep, until } = decideRow(stored, 'date', receipt, { today, timeZone });
        expect(keep).toBe(Number(today.slice(0, 4)) - Number(stored.slice(0, 4)) <= receipt.years);
        expect(until.endsWith('-12-31')).toBe(true);
      }),
    );
  });
});
