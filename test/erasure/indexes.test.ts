import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectionStatement } from '../../src/erasure/collection-statement.js';
import { openCalendar, type TestCalendar } from './calendar.js';

describe('the collection of what hangs on a subject (SQLite)', () => {
  let calendar: TestCalendar;
  beforeAll(async () => {
    calendar = await openCalendar('sqlite');
  });
  afterAll(() => calendar.close());

  it('reads no table from end to end but that of the staff', async () => {
    const { db, session } = calendar;
    for (const several of [false, true]) {
      const widths = { record: 1, email: 2, phone: 2, number: 1 };
      const { sql, slots } = await collectionStatement('sqlite', session.resolved, widths, several);
      const steps = await db.all(
        `explain query plan ${sql}`,
        slots.map(() => '1'),
      );
      const details = steps.map((step) => String(step['detail']));
      expect(details.filter((detail) => detail.startsWith('SEARCH')).length).toBeGreaterThan(20);
      const scanned = details.flatMap((detail) => /^SCAN (\w+)/.exec(detail)?.[1] ?? []);
      expect(scanned.filter((table) => table !== 'staff')).toEqual([]);
    }
  });
});
