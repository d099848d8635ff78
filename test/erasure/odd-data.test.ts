import { afterEach, beforeEach, expect, it } from 'vitest';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import type { PreparedErasure } from '../../src/erasure/prepared.js';
import type { Row, Value } from '../../src/database/database.js';
import { forEachEngine, runScript } from '../database/harness.js';
import { openCalendar, story, type TestCalendar } from './calendar.js';

forEachEngine('data that is odd', (engine) => {
  let calendar: TestCalendar;
  beforeEach(async () => {
    calendar = await openCalendar(engine, 30);
  });
  afterEach(async () => {
    await calendar.close();
  });

  const plan = async (id: string): Promise<PreparedErasure> => {
    const [prepared] = await planErasures(calendar.session, [id]);
    if (prepared === undefined) throw new Error('no plan');
    return prepared;
  };
  const rows = async (sql: string, bindings: readonly Value[] = []): Promise<Row[]> => calendar.db.all(sql, bindings);
  /** Runs SQL as a calendar would that is less strict than the tool. */
  const loosely = async (sql: string): Promise<void> =>
    runScript(calendar.database, engine === 'mysql' ? `set sql_mode = ''; ${sql}` : sql);

  it('such as zero dates is erased all the same; a receipt without a date is kept', async () => {
    await loosely(`update customers set birth_date = '0000-00-00' where id = 1;
      update receipts set issued_at = '0000-00-00 00:00:00' where customer_id = 1;
      update appointments set starts_at = '0000-00-00 00:00:00' where customer_id = 1;
      update erasure_requests set received_at = '0000-00-00 00:00:00' where id = 1;`);
    const [receipts] = await rows('select count(*) as n from receipts where customer_id = 1');
    const prepared = await plan(story.katharina);
    expect(prepared.plan.kept.find((each) => each.table === 'receipts')).toMatchObject({
      rows: Number(receipts?.['n']),
      until: '2034-12-31',
      undated: Number(receipts?.['n']),
    });
    expect(prepared.plan.kept.find((each) => each.table === 'receipt_items')).toMatchObject({ undated: 0 });
    await executeErasure(calendar.session, prepared);
    const [result] = await finishErasures(calendar.session, [story.katharina], { manualDone: true });
    expect(result).toMatchObject({ status: 'done', residue: { hits: 0 } });
    expect(await rows('select id from appointments where customer_id = 1')).toEqual([]);
  });

  it('such as the sign that divides cells, inside a cell of somebody else, hides no mention', async () => {
    const name = 'Eva\u001fMaria';
    await calendar.db.run('update customers set first_name = ?, notes = ? where id = ?', [
      name,
      'Post an katharina.suessmilch@post.example',
      20,
    ]);
    await executeErasure(calendar.session, await plan(story.katharina));
    const [left] = await rows('select first_name, notes from customers where id = 20');
    expect(left?.['first_name']).toBe(name);
    expect(left?.['notes']).toMatch(/^Post an (?!katharina)/);
    const [result] = await finishErasures(calendar.session, [story.katharina], { manualDone: true });
    expect(result).toMatchObject({ status: 'done', residue: { hits: 0 } });
  });

  it('such as emoji, quotes and wildcards finds its owner, and nobody a wildcard would fit', async () => {
    const name = `O'Brien-%_"\\;😀`;
    const email = `o'brien_%+x@post.example`;
    const others = ['oXbrienYZ+x@post.example', 'o’brien_%+x@post.example'];
    await calendar.db.run('update customers set first_name = ?, last_name = ?, email = ? where id = 1', [
      'Zoë',
      name,
      email,
    ]);
    await calendar.db.run('delete from newsletter_subscribers');
    for (const each of [email, ...others])
      await calendar.db.run("insert into newsletter_subscribers (email, first_name) values (?, 'Zoë')", [each]);
    await executeErasure(calendar.session, await plan(story.katharina), { uncertainMentions: 'keep' });
    const left = (await rows('select email from newsletter_subscribers')).map((row) => row['email']);
    expect(left.sort()).toEqual([...others].sort());
    expect(await rows('select id from customers where last_name = ?', [name])).toEqual([]);
  });

  it('such as a login’s e-mail in capitals still guards the member of staff', async () => {
    const [customer] = await rows('select email from customers where id = 1');
    await calendar.db.run('update staff set email = ? where id = 2', [
      ` ${String(customer?.['email']).toUpperCase()} `,
    ]);
    const prepared = await plan(story.katharina);
    expect(prepared.logins.map((login) => login.reason)).toContain('same_email');
    await expect(executeErasure(calendar.session, prepared)).rejects.toMatchObject({ code: 'STAFF_LOGIN' });
  });

  it('such as a voucher that somebody else has bought for the person keeps its buyer', async () => {
    const [customer] = await rows('select email from customers where id = 1');
    const [voucher] = await rows('select id from vouchers order by id limit 1');
    await calendar.db.run('update vouchers set buyer_customer_id = 3, recipient_email = ?, balance = 0 where id = ?', [
      customer?.['email'] ?? null,
      voucher?.['id'] ?? null,
    ]);
    await executeErasure(calendar.session, await plan(story.katharina), { uncertainMentions: 'keep' });
    expect(
      await rows('select buyer_customer_id, recipient_email from vouchers where id = ?', [voucher?.['id'] ?? null]),
    ).toEqual([{ buyer_customer_id: 3, recipient_email: null }]);
  });
});
