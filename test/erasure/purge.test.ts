import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/connect.js';
import type { Engine } from '../../src/database/database.js';
import { executePurge, type PurgeOutcome } from '../../src/erasure/execute-purge.js';
import { planPurge } from '../../src/erasure/plan-purge.js';
import { forEachEngine } from '../database/harness.js';
import { documentRows as rows, openDocuments } from './documents.js';
import type { SmallCalendar } from './small-calendar.js';

/** Anna's invoice 1 (until 2034) and Bert's book 1 (until 2036) share entry 2; entry 1 is the invoice's, entry 3 the book's alone. */
const openShared = async (engine: Engine, rule: string): Promise<SmallCalendar> =>
  openDocuments(
    engine,
    rule,
    `insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example'), (2, 'Bert', 'Zorn', 'bert@zorn.example');
     insert into invoices values (1, 1, '2026-01-05');
     insert into books values (1, 2, '2026-02-01');
     insert into entries values (1, 1, null, 'a'), (2, 1, 1, 'both'), (3, null, 1, 'b');`,
  );

forEachEngine('the purge of several stubs', (engine) => {
  let calendar: SmallCalendar | null = null;
  afterEach(async () => {
    await calendar?.close();
    calendar = null;
  });
  const purgeOn = async (today: string): Promise<PurgeOutcome> => {
    if (calendar === null) throw new Error('no calendar');
    const then = { ...calendar.session, today };
    return executePurge(then, await planPurge(then));
  };
  const stubRows = "select concat(stub_id, ' ', table_name, row_key) from belbo_erase_stub_rows order by 1";

  describe.each(['cascade', 'restrict'])('of customers whose documents share a row (ON DELETE %s)', (rule) => {
    it('leaves it and both documents until the later period is over, then takes all of them', async () => {
      const { erase, column } = (calendar = await openShared(engine, rule));
      await erase('1');
      await erase('2');
      // Anna's other entry stays as long as the invoice, which the shared one needs.
      expect(await purgeOn('2035-01-01')).toMatchObject({ stubs: 0, rows: 0, staying: 3, failed: [] });
      expect(await column(rows)).toEqual(['b1', 'e1', 'e2', 'e3', 'i1']);
      expect(await column(stubRows)).toEqual([
        '1 entries1',
        '1 entries2',
        '1 invoices1',
        '2 books1',
        '2 entries2',
        '2 entries3',
      ]);
      expect(await column('select last_name from customers')).toEqual([]);
      expect(await purgeOn('2037-01-01')).toMatchObject({ stubs: 2, staying: 0, failed: [] });
      expect(await column(rows)).toEqual([]);
      expect(await column(stubRows)).toEqual([]);
      expect(await column('select count(*) from belbo_erase_stubs where base_data is not null')).toEqual(['0']);
    });

    it('leaves it while the other customer is one, and takes it once that one is erased as well', async () => {
      const { erase, column } = (calendar = await openShared(engine, rule));
      await erase('1');
      expect(await purgeOn('2035-01-01')).toMatchObject({ stubs: 0, staying: 3, failed: [] });
      expect(await column(rows)).toEqual(['b1', 'e1', 'e2', 'e3', 'i1']);
      await erase('2');
      expect(await purgeOn('2037-01-01')).toMatchObject({ stubs: 2, staying: 0, failed: [] });
      expect(await column(rows)).toEqual([]);
      expect(await column(stubRows)).toEqual([]);
    });
  });

  it('lets a document go that the shared row does not hold, and keeps the row in its stub', async () => {
    const { erase, column } = (calendar = await openShared(engine, 'undeclared'));
    await erase('1');
    await erase('2');
    expect(await purgeOn('2035-01-01')).toMatchObject({ stubs: 1, rows: 2, staying: 1, failed: [] });
    expect(await column(rows)).toEqual(['b1', 'e2', 'e3']);
    expect(await column(stubRows)).toEqual(['1 entries2', '2 books1', '2 entries2', '2 entries3']);
    await purgeOn('2037-01-01');
    expect(await column(rows)).toEqual([]);
    expect(await column(stubRows)).toEqual([]);
  });

  it('goes on after one that fails, which a later purge takes', async () => {
    const { erase, column, db } = (calendar = await openShared(engine, 'restrict'));
    await db.run('delete from entries where id = 2');
    await erase('1');
    await erase('2');
    // Added since, by a hand that knows of no stub: the invoice cannot go while it is there.
    await db.run("insert into entries values (9, 1, null, 'new')");
    const outcome = await purgeOn('2037-01-01');
    expect(outcome).toMatchObject({ stubs: 1, rows: 2, failed: [{ id: '1' }], notBegun: [] });
    expect(await column(rows)).toEqual(['e1', 'e9', 'i1']);
    expect(await column(stubRows)).toEqual(['1 entries1', '1 invoices1']);
    await db.run('delete from entries where id = 9');
    expect(await purgeOn('2037-01-01')).toMatchObject({ stubs: 1, failed: [] });
    expect(await column(rows)).toEqual([]);
  });

  it('begins no further one when the database is at fault', async () => {
    const { erase, session, column, database } = (calendar = await openShared(engine, 'cascade'));
    await erase('1');
    await erase('2');
    const plan = await planPurge({ ...session, today: '2037-01-01' });
    const db = await openDatabase(database.url, { readOnly: true });
    try {
      const outcome = await executePurge({ ...session, db, today: '2037-01-01' }, plan);
      expect(outcome).toMatchObject({ stubs: 0, failed: [{ id: '1', error: 'DATABASE_READ_ONLY' }], notBegun: ['2'] });
    } finally {
      await db.close();
    }
    expect(await column(rows)).toHaveLength(5);
  });
});
