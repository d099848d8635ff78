import { expect, it } from 'vitest';
import { BelboEraseError } from '../../src/errors.js';
import { executeMerge } from '../../src/merge/execute-merge.js';
import { planMerge } from '../../src/merge/plan-merge.js';
import { undoMerge } from '../../src/merge/undo-merge.js';
import { forEachEngine } from '../database/harness.js';
import { eraseCustomers, forGenerated, generatedTimeout, rowsOf } from '../erasure/generated-run.js';
import type { SmallCalendar } from '../erasure/small-calendar.js';
import { dump } from './dump.js';

/** Null for a merge that is refused because no erasure would find what hangs on the address that is given up. */
async function merge({ session }: SmallCalendar): Promise<string | null> {
  try {
    const { id } = await executeMerge(session, await planMerge(session, ['1'], [['2']]), {}, null);
    return String(id);
  } catch (error) {
    if (error instanceof BelboEraseError && (error.params as { reason?: string }).reason === 'left_behind') return null;
    throw error;
  }
}

forEachEngine('merging in calendars of any shape', (engine) => {
  it(
    'can be undone to the byte, loses no row, and is erased like both',
    async () => {
      await forGenerated(engine, 2, async (generated, calendars) => {
        const [one, other] = calendars as [SmallCalendar, SmallCalendar];
        const before = Object.keys(await rowsOf(one, generated));
        const bytes = dump(one.database);
        const id = await merge(one);
        if (id === null) {
          expect(dump(one.database)).toBe(bytes);
          return;
        }
        const after = Object.keys(await rowsOf(one, generated));
        expect(before.filter((row) => !after.includes(row) && !row.startsWith('addresses'))).toEqual(['customers 2']);
        await undoMerge(one.session, id);
        expect(dump(one.database)).toBe(bytes);
        // A masked record stays, a merged one does not.
        if (generated.masked) return;
        await merge(one);
        await eraseCustomers(one, ['1']);
        await eraseCustomers(other, ['1', '2']);
        expect(await rowsOf(one, generated)).toEqual(await rowsOf(other, generated));
      });
    },
    generatedTimeout,
  );
});
