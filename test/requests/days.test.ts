import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonTimeZones, localDay, localTime, utcOf } from '../../src/requests/days.js';

describe('a moment as clocks show it', () => {
  it.each([
    ['2026-01-15 23:30:00', 'Europe/Berlin', '2026-01-15 22:30:00'],
    ['2026-07-15 00:30:00', 'Europe/Berlin', '2026-07-14 22:30:00'],
    ['2026-07-15 00:30:00', 'Europe/Zurich', '2026-07-14 22:30:00'],
    ['2026-07-15 00:30:00', 'UTC', '2026-07-15 00:30:00'],
  ])('of %s in %s is %s in UTC', (local, timeZone, utc) => {
    expect(utcOf(local, timeZone)).toBe(utc);
  });

  it.each([
    ['2026-11-24T22:59:59.999Z', 'Europe/Berlin', '2026-11-24'],
    ['2026-11-24T23:00:00.000Z', 'Europe/Berlin', '2026-11-25'],
    ['2026-07-31T22:00:00.000Z', 'Europe/Zurich', '2026-08-01'],
    ['2026-12-31T23:30:00+01:00', 'Europe/Vienna', '2026-12-31'],
  ])('%s is in %s the %s', (moment, timeZone, day) => {
    expect(localDay(moment, timeZone)).toBe(day);
  });

  it.each([...commonTimeZones])('is in %s what the zone data says, and the process keeps its own zone', (timeZone) => {
    // Swedish writes dates and times as ISO does.
    const expected = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    const own = process.env['TZ'];
    const noon = new Date(2026, 6, 1, 12);
    try {
      for (const zone of [undefined, 'Pacific/Auckland']) {
        if (zone === undefined) delete process.env['TZ'];
        else process.env['TZ'] = zone;
        const before = [process.env['TZ'], noon.getTimezoneOffset()];
        // Both changes of the clocks, minute by minute, and some of each year.
        for (const start of [Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25)])
          for (let at = start; at < start + 4 * 3_600_000; at += 60_000)
            expect(localTime(at, timeZone)).toBe(expected.format(at));
        for (let at = Date.UTC(1985, 0, 1); at < Date.UTC(2040, 0, 1); at += 5.37 * 86_400_000)
          expect(localTime(at, timeZone)).toBe(expected.format(at));
        expect([process.env['TZ'], noon.getTimezoneOffset()]).toEqual(before);
      }
    } finally {
      if (own === undefined) delete process.env['TZ'];
      else process.env['TZ'] = own;
    }
  });

  it('comes back as it was, whatever the hour, but for the one that clocks skip', () => {
    const moment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2032, 0, 1) }).map((ms) => ms - (ms % 1000));
    fc.assert(
      fc.property(moment, (ms) => {
        const local = localTime(ms, 'Europe/Vienna');
        expect(localTime(Date.parse(`${utcOf(local, 'Europe/Vienna').replace(' ', 'T')}Z`), 'Europe/Vienna')).toBe(
          local,
        );
      }),
    );
  });
});
