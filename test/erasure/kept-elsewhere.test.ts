import { afterEach, describe, expect, it } from 'vitest';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { executePurge } from '../../src/erasure/execute-purge.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import { planPurge } from '../../src/erasure/plan-purge.js';
import { listStubs, showStub } from '../../src/erasure/stubs.js';
import { forEachEngine } from '../database/harness.js';
import { documentRows, openDocuments } from './documents.js';
import { fileRequest, type SmallCalendar } from './small-calendar.js';

/** Anna's invoice 1 (until 2034) and Bert's book 1 (over) share entry 2; entry 1 is the invoice's, entry 3 the book's alone. */
const customers = `
  insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example'), (2, 'Bert', 'Zorn', 'bert@zorn.example');
  insert into invoices values (1, 1, '2026-01-05');
  insert into books values (1, 2, '2010-02-01');
  insert into entries values (1, 1, null, 'a'), (2, 1, 1, 'both'), (3, null, 1, 'b');`;

forEachEngine('an erasure of rows that the stub of somebody erased before keeps', (engine) => {
  let calendar: SmallCalendar | null = null;
  afterEach(async () => {
    await calendar?.close();
    calendar = null;
  });
  const open = async (rule: string): Promise<SmallCalendar> =>
    (calendar = await openDocuments(engine, rule, customers));
  const purgeOn = async ({ session }: SmallCalendar, today: string): Promise<void> => {
    const then = { ...session, today };
    await executePurge(then, await planPurge(then));
  };

  describe.each(['cascade', 'restrict'])('(ON DELETE %s)', (rule) => {
    it('leaves them with the document that holds them, without base data, until that period is over', async () => {
      const opened = await open(rule);
      const { erase, column, session } = opened;
      await erase('1');
      const { prepared } = await erase('2');
      expect(await column(documentRows)).toEqual(['b1', 'e1', 'e2', 'e3', 'i1']);
      expect(await column('select last_name from customers')).toEqual([]);
      expect(prepared.plan.kept).toMatchObject([
        { table: 'books', rows: 1, until: '2034-12-31' },
        { table: 'entries', rows: 2, until: '2034-12-31' },
      ]);
      // No law asks for Bert's name: the rows are kept for Anna's invoice.
      const [, bert] = await listStubs(session.db);
      expect(bert).toMatchObject({ until: '2034-12-31' });
      expect((await showStub(session, String(bert?.id), 'owner')).baseData).toEqual([]);
      await purgeOn(opened, '2034-12-31');
      expect(await column(documentRows)).toEqual(['b1', 'e1', 'e2', 'e3', 'i1']);
      await purgeOn(opened, '2035-01-01');
      expect(await column(documentRows)).toEqual([]);
      expect(await column('select count(*) from belbo_erase_stub_rows')).toEqual(['0']);
    });
  });

  it('leaves them alone where the document does not hold them', async () => {
    const opened = await open('undeclared');
    const { erase, column } = opened;
    await erase('1');
    await erase('2');
    expect(await column(documentRows)).toEqual(['e1', 'e2', 'i1']);
    await purgeOn(opened, '2035-01-01');
    expect(await column(documentRows)).toEqual([]);
  });

  it('is stale when that somebody was erased after the plan was made', async () => {
    const { session, erase, column } = await open('cascade');
    const [prepared] = await planErasures(session, [await fileRequest(session, '2')]);
    if (prepared === undefined) throw new Error('no plan');
    await erase('1');
    await expect(executeErasure(session, prepared)).rejects.toMatchObject({ code: 'PLAN_STALE' });
    expect(await column(documentRows)).toEqual(['b1', 'e1', 'e2', 'e3', 'i1']);
  });

  it('takes them once no stub keeps them any more', async () => {
    const opened = await open('cascade');
    const { session, erase, column } = opened;
    await erase('1');
    const then = { ...session, today: '2035-01-01' };
    const [prepared] = await planErasures(then, [await fileRequest(session, '2')]);
    if (prepared === undefined) throw new Error('no plan');
    expect(prepared.plan.kept).toEqual([]);
    await executeErasure(then, prepared);
    expect(await column('select count(*) from books')).toEqual(['0']);
    await purgeOn(opened, '2035-01-01');
    expect(await column(documentRows)).toEqual([]);
  });
});
