import { expect, it } from 'vitest';
import { executePurge } from '../../src/erasure/execute-purge.js';
import { planPurge } from '../../src/erasure/plan-purge.js';
import { forEachEngine } from '../database/harness.js';
import { touchable, whatStays, type GeneratedCalendar } from './generated-calendar.js';
import { eraseCustomers, forGenerated, generatedTimeout, rowsOf, type Rows } from './generated-run.js';
import type { SmallCalendar } from './small-calendar.js';

const afterAllPeriods = '2099-01-01';

function expectOnlyOwnGone(generated: GeneratedCalendar, before: Rows, after: Rows, told: Map<string, number>): void {
  const mine = touchable(generated);
  const gone = new Map<string, number>();
  for (const [id, row] of Object.entries(before)) {
    if (!mine.has(id)) expect([id, after[id]]).toEqual([id, row]);
    const [table = ''] = id.split(' ');
    if (after[id] === undefined) gone.set(table, (gone.get(table) ?? 0) + 1);
  }
  expect(told).toEqual(gone);
  expect(after['customers 1'] === undefined).toBe(!generated.masked);
  const expected = whatStays(generated, Object.keys(before));
  if (expected !== null) expect(Object.keys(after).sort()).toEqual(expected);
}

forEachEngine('calendars of any shape', (engine) => {
  it(
    'lose what is the subject’s and is told of, and nothing of others; the same whoever goes first, and purged as if erased late',
    async () => {
      await forGenerated(engine, 3, async (generated, calendars) => {
        const [one, other, late] = calendars as [SmallCalendar, SmallCalendar, SmallCalendar];
        const before = await rowsOf(one, generated);
        const told = await eraseCustomers(one, ['1']);
        expectOnlyOwnGone(generated, before, await rowsOf(one, generated), told);

        await eraseCustomers(one, ['2']);
        await eraseCustomers(other, ['2', '1']);
        expect(await rowsOf(other, generated), 'whoever goes first').toEqual(await rowsOf(one, generated));

        await eraseCustomers(one, ['3']);
        const session = { ...one.session, today: afterAllPeriods };
        const { failed, staying } = await executePurge(session, await planPurge(session));
        expect(failed).toEqual([]);
        await eraseCustomers(late, ['1', '2', '3'], afterAllPeriods);
        const purged = await rowsOf(one, generated);
        const erasedLate = await rowsOf(late, generated);
        // A purge leaves what hangs on a document of nobody it knows as well; an erasure does what the map says of its own.
        if (staying > 0) expect(purged).toMatchObject(erasedLate);
        else expect(purged, 'purged as if erased late').toEqual(erasedLate);
      });
    },
    generatedTimeout,
  );
});
