import fc from 'fast-check';
import type { Engine } from '../../src/database/database.js';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import { BelboEraseError } from '../../src/errors.js';
import { generatedCalendar, mapOf, sqlOf, type GeneratedCalendar } from './generated-calendar.js';
import { fileRequest, openSmallCalendar, type SmallCalendar } from './small-calendar.js';

/** Every row of a calendar by its table and key, such as `customers 1`. */
export type Rows = Readonly<Record<string, string>>;

/** Reads every row of a generated calendar. */
export async function rowsOf({ db }: SmallCalendar, { tables }: GeneratedCalendar): Promise<Rows> {
  const found: Record<string, string> = {};
  for (const name of ['customers', 'addresses', ...tables.map((table) => table.name)])
    for (const row of await db.all(`select * from ${name} order by id`))
      found[`${name} ${String(row['id'])}`] = JSON.stringify(row);
  return found;
}

/** Erases customers, each in its turn; returns how many rows of each table it says it deleted. */
export async function eraseCustomers(
  calendar: SmallCalendar,
  customers: readonly string[],
  today = calendar.session.today,
): Promise<Map<string, number>> {
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

/** Null for a map that is refused because it could lose a row that is to stay. */
async function open(engine: Engine, generated: GeneratedCalendar): Promise<SmallCalendar | null> {
  try {
    return await openSmallCalendar(engine, sqlOf(generated), mapOf(generated));
  } catch (error) {
    if (!(error instanceof BelboEraseError) || error.code !== 'MAP_MISMATCH') throw error;
    return null;
  }
}

/** In the suite the same few, each time; any number of others when asked. */
const wanted = process.env['BELBO_ERASE_TEST_CASES'];
const few = { sqlite: 8, mysql: 2 } as const;

/** How long a test of generated calendars may take, in milliseconds. */
export const generatedTimeout = wanted === undefined ? 60_000 : 3_600_000;

/**
 * Checks what must hold in calendars of any shape.
 * @param count how many calendars, all the same, each case needs
 */
export async function forGenerated(
  engine: Engine,
  count: number,
  check: (generated: GeneratedCalendar, calendars: readonly SmallCalendar[]) => Promise<void>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(generatedCalendar, async (generated) => {
      const opened: SmallCalendar[] = [];
      try {
        while (opened.length < count) {
          const calendar = await open(engine, generated);
          if (calendar === null) return;
          opened.push(calendar);
        }
        await check(generated, opened);
      } finally {
        for (const each of opened) await each.close();
      }
    }),
    wanted === undefined ? { numRuns: few[engine], seed: 1 } : { numRuns: Number(wanted) },
  );
}
