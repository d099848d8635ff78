import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysUntil, deadline } from '../../src/requests/deadline.js';

describe('the deadline of Art. 12(3) GDPR', () => {
  it.each([
    // The same date of the next month, a weekday.
    ['2026-11-20', '2026-12-21', '2026-12-20', 'sunday'],
    ['2026-11-24', '2026-12-24', '2026-12-24', null],
    // No 31st: the last day of the month; 28 February 2026 is a Saturday.
    ['2026-01-31', '2026-03-02', '2026-02-28', 'saturday'],
    ['2028-01-31', '2028-02-29', '2028-02-29', null],
    ['2026-03-31', '2026-04-30', '2026-04-30', null],
    ['2026-12-31', '2027-02-01', '2027-01-31', 'sunday'],
  ])('of a request of %s is %s', (received, due, monthEnd, movedBy) => {
    expect(deadline(received)).toEqual({ dueOn: due, monthEnd, movedBy });
  });

  it('is three months when extended', () => {
    expect(deadline('2026-11-30', 3).monthEnd).toBe('2027-02-28');
  });

  it('is never a Saturday or Sunday, and 28 to 33 days away', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2032-12-31'), noInvalidDate: true }),
        (date) => {
          const received = date.toISOString().slice(0, 10);
          const { dueOn } = deadline(received);
          expect([0, 6]).not.toContain(new Date(`${dueOn}T00:00:00Z`).getUTCDay());
          const days = daysUntil(dueOn, received);
          expect(days).toBeGreaterThanOrEqual(28);
          expect(days).toBeLessThanOrEqual(33);
        },
      ),
    );
  });
});
