import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Engine } from '../../src/database/database.js';
import { BelboEraseError } from '../../src/errors.js';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { executePurge } from '../../src/erasure/execute-purge.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import { planPurge } from '../../src/erasure/plan-purge.js';
import { forEachEngine } from '../database/harness.js';
import { generatedCalendar, mapOf, sqlOf, touchable, whatStays, type GeneratedCalendar } from './generated-calendar.js';
import { fileRequest, openSmallCalendar, type SmallCalendar } from './small-calendar.js';

const now = '2026-11-24';
const afterAllPeriods = '2099-01-01';

/** Every row of the calendar by its table and key. */
type Rows = Readonly<Record<string, string>>;

async function rowsOf({ db }: SmallCalendar, { tables }: GeneratedCalendar): Promise<Rows> {
  const found: Record<string, string> = {};
  for (const name of ['customers', 'addresses', ...tables.map((table) => table.name)])
    for (const row of await db.all(`select * from ${name} order by id`))
      found[`${name} ${String(row['id'])}`] = JSON.stringify(row);
  return found;
}

/** Null for a map that is refused because it could lose a row that is to stay. */
async function open(engine: Engine, generated: GeneratedCalendar): Promise<SmallCalendar | null> {
  try {
    return await openSmallCalendar(engine, sqlOf(generated), mapOf(generated));
  } catch (error) {
    if (!(error instanceof BelboEraseError) || error.code !== 'MAP_MISMATCH') throw error;
    return null;
  }
}

/** Erases customers, each in its turn; returns how many rows of each table it says it deleted. */
async function erase(calendar: SmallCalendar, customers: readonly string[], today = now): Promise<Map<string, number>> {
  const session = { ...calendar.session, today };
  const told = new Map<string, number>();
  for (const customer of customers) {
    const [prepared] = await planErasures(session, [await fileRequest(session, customer)]);
    if (prepared === undefined) throw new Error('no plan');
    const { erased } = await executeErasure(session, prepared);
    for (const { table, action, rows } of erased)
      if (action === 'delete' && rows > 0) told.set(table, (told.get(table) ?? 0) + rows);
  }
  return told;
}

function expectOnlyOwnGone(generated: GeneratedCalendar, before: Rows, after: Rows, told: Map<string, number>): void {
  const mine = touchable(generated);
  const gone = new Map<string, number>();
  for (const [id, row] of Object.entries(before)) {
    if (!mine.has(id)) expect([id, after[id]]).toEqual([id, row]);
    const [table = ''] = id.split(' ');
    if (after[id] === undefined) gone.set(table, (gone.get(table) ?? 0) + 1);
  }
  expect(told).toEqual(gone);
  expect(after['customers 1']).toBeUndefined();
  const expected = whatStays(generated, Object.keys(before));
  if (expected !== null) expect(Object.keys(after).sort()).toEqual(expected);
}

/** In the suite the same few, each time; any number of others when asked. */
const wanted = process.env['BELBO_ERASE_TEST_CASES'];
const few = { sqlite: 8, mysql: 2 } as const;

forEachEngine('calendars of any shape', (engine) => {
  const check = async (
    generated: GeneratedCalendar,
    [one, other, late]: readonly [SmallCalendar, SmallCalendar, SmallCalendar],
  ): Promise<void> => {
    const before = await rowsOf(one, generated);
    const told = await erase(one, ['1']);
    expectOnlyOwnGone(generated, before, await rowsOf(one, generated), told);

    await erase(one, ['2']);
    await erase(other, ['2', '1']);
    expect(await rowsOf(other, generated), 'whoever goes first').toEqual(await rowsOf(one, generated));

    await erase(one, ['3']);
    const session = { ...one.session, today: afterAllPeriods };
    const { failed, staying } = await executePurge(session, await planPurge(session));
    expect([failed, staying]).toEqual([[], 0]);
    await erase(late, ['1', '2', '3'], afterAllPeriods);
    expect(await rowsOf(one, generated), 'purged as if erased late').toEqual(await rowsOf(late, generated));
  };

  it(
    'lose what is the subject’s and is told of, and nothing of others; the same whoever goes first, and purged as if erased late',
    async () => {
      await fc.assert(
        fc.asyncProperty(generatedCalendar, async (generated) => {
          const opened: SmallCalendar[] = [];
          try {
            for (let at = 0; at < 3; at += 1) {
              const calendar = await open(engine, generated);
              if (calendar === null) return;
              opened.push(calendar);
            }
            await check(generated, opened as [SmallCalendar, SmallCalendar, SmallCalendar]);
          } finally {
            for (const each of opened) await each.close();
          }
        }),
        wanted === undefined ? { numRuns: few[engine], seed: 1 } : { numRuns: Number(wanted) },
      );
    },
    wanted === undefined ? 60_000 : 3_600_000,
  );
});
