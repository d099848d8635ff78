import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/connect.js';
import type { Row, Value } from '../../src/database/database.js';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import type { PreparedErasure } from '../../src/erasure/prepared.js';
import { forEachEngine } from '../database/harness.js';
import { openCalendar, story, type TestCalendar } from './calendar.js';

/* Sabine (customer 2) and her husband Thomas (3) share an e-mail address and a phone; the request is Sabine's. */
const family = 'familie.brandt@mail.example';

forEachEngine('a value that somebody else holds as well', (engine) => {
  let calendar: TestCalendar;
  beforeEach(async () => {
    calendar = await openCalendar(engine);
    await calendar.db.run('update customers set email = ? where id in (2, 3)', [family]);
  });
  afterEach(async () => {
    await calendar.close();
  });

  const rows = async (sql: string, bindings: readonly Value[] = []): Promise<Row[]> => calendar.db.all(sql, bindings);
  const plan = async (id: string): Promise<PreparedErasure> => {
    const [prepared] = await planErasures(calendar.session, [id]);
    if (prepared === undefined) throw new Error('no plan');
    return prepared;
  };
  const voucher = async (values: Readonly<Record<string, Value>>): Promise<Value> => {
    const [first] = await rows('select id from vouchers order by id limit 1');
    const set = Object.keys(values).map((column) => `${column} = ?`);
    await calendar.db.run(`update vouchers set ${set.join(', ')} where id = ?`, [
      ...Object.values(values),
      first?.['id'] ?? null,
    ]);
    return first?.['id'] ?? null;
  };

  it('stays in a voucher the person has bought for the other one', async () => {
    const id = await voucher({
      buyer_customer_id: 2,
      recipient_name: 'Thomas Brandt',
      recipient_email: family,
      balance: 0,
    });
    await executeErasure(calendar.session, await plan(story.household), { uncertainMentions: 'keep' });
    expect(
      await rows('select buyer_customer_id, recipient_name, recipient_email from vouchers where id = ?', [id]),
    ).toEqual([{ buyer_customer_id: null, recipient_name: 'Thomas Brandt', recipient_email: family }]);
  });

  it('stays in a note on the other one, beside a mention that goes', async () => {
    await calendar.db.run('update customers set notes = ? where id = 3', [
      `Ehefrau: Sabine Kowalski-Brandt. Thomas selbst: ${family}`,
    ]);
    await executeErasure(calendar.session, await plan(story.household), { uncertainMentions: 'keep' });
    const [row] = await rows('select notes from customers where id = 3');
    expect(String(row?.['notes'])).toContain(`Thomas selbst: ${family}`);
    expect(String(row?.['notes'])).not.toContain('Sabine');
  });

  it('is no question in the change log of the other one, whose record a polymorphic reference names', async () => {
    const values = JSON.stringify({ email: family });
    await calendar.db.run(
      "insert into change_log (table_name, row_key, staff_id, changed_at, old_values, new_values) select 'customers', '3', staff_id, changed_at, null, ? from change_log order by id limit 1",
      [values],
    );
    const prepared = await plan(story.household);
    expect(prepared.mentions.filter(({ table }) => table === 'change_log')).toEqual([]);
    await executeErasure(calendar.session, prepared, { uncertainMentions: 'redact' });
    expect(
      await rows("select new_values from change_log where row_key = '3' and new_values = ?", [values]),
    ).toHaveLength(1);
  });

  it('does not keep a mention from being redacted in a message that stays', async () => {
    const [message] = await rows('select id from message_log order by id limit 1');
    const id = message?.['id'] ?? null;
    await calendar.db.run('update message_log set customer_id = null, recipient = ?, body = ? where id = ?', [
      family,
      'Liebe Sabine Kowalski-Brandt, bis Freitag!',
      id,
    ]);
    await executeErasure(calendar.session, await plan(story.household), { uncertainMentions: 'keep' });
    const [left] = await rows('select recipient, body from message_log where id = ?', [id]);
    expect(left?.['recipient']).toBe(family);
    expect(String(left?.['body'])).not.toContain('Sabine');
    const [result] = await finishErasures(calendar.session, [story.household]);
    expect(result?.residue.hits).toBe(0);
  });
});

forEachEngine('a value that somebody else has come to hold since the plan', (engine) => {
  let calendar: TestCalendar;
  beforeEach(async () => {
    calendar = await openCalendar(engine, 40);
  });
  afterEach(async () => {
    await calendar.close();
  });
  const plan = async (): Promise<PreparedErasure> => {
    const [prepared] = await planErasures(calendar.session, [story.katharina]);
    if (prepared === undefined) throw new Error('no plan');
    return prepared;
  };
  /** What the calendar's own program does meanwhile, on a connection of its own. */
  const meanwhile = async (sql: string): Promise<void> => {
    const other = await openDatabase(calendar.database.url);
    await other.run(sql);
    await other.close();
  };
  const message = async (): Promise<Row[]> => calendar.db.all('select recipient from message_log where id = 1');

  it.each([
    ['e-mail address', "email = 'Katharina.Suessmilch@post.example '"],
    ['telephone number', 'mobile = (select m from (select mobile as m from customers where id = 1) as x)'],
  ])('such as the %s of another stops the erasure, for a row found by it may be theirs', async (_, change) => {
    const address = 'katharina.suessmilch@post.example';
    await calendar.db.run('update message_log set customer_id = null, recipient = ? where id = 1', [address]);
    const prepared = await plan();
    await meanwhile(`update customers set ${change} where id = 20`);
    await expect(executeErasure(calendar.session, prepared, { uncertainMentions: 'keep' })).rejects.toMatchObject({
      code: 'PLAN_STALE',
    });
    expect(await message()).toEqual([{ recipient: address }]);
    await executeErasure(calendar.session, await plan(), { uncertainMentions: 'keep' });
    expect(await calendar.db.all('select id from customers where id = 1')).toEqual([]);
    expect(await message()).toEqual(change.startsWith('email') ? [{ recipient: address }] : []);
  });

  it('such as the e-mail address that only the person’s online account has stops it as well', async () => {
    const address = 'kaethe.konto@post.example';
    await calendar.db.run('update online_accounts set email = ? where customer_id = 1', [address]);
    await calendar.db.run('update message_log set customer_id = null, recipient = ? where id = 1', [address]);
    const prepared = await plan();
    await meanwhile("update customers set email = 'Kaethe.Konto@post.example' where id = 20");
    await expect(executeErasure(calendar.session, prepared, { uncertainMentions: 'keep' })).rejects.toMatchObject({
      code: 'PLAN_STALE',
    });
    const renewed = await plan();
    expect(renewed.subject.identifiers.emails).toContain(address);
    // Who shares it is no candidate for that: the account's address is none of the record's.
    expect(renewed.gate?.undecided).toEqual([]);
    await executeErasure(calendar.session, renewed, { uncertainMentions: 'keep' });
    expect(await calendar.db.all('select id from customers where id = 1')).toEqual([]);
    expect(await message()).toEqual([{ recipient: address }]);
  });

  it('does not stop it when they held it before, whatever else changes', async () => {
    await meanwhile("update customers set email = 'katharina.suessmilch@post.example' where id = 20");
    const prepared = await plan();
    await meanwhile("update customers set notes = 'neu' where id = 20");
    await executeErasure(calendar.session, prepared, { uncertainMentions: 'keep' });
    expect(await calendar.db.all('select id from customers where id = 1')).toEqual([]);
  });
});

forEachEngine('the bytes of a longer address of somebody else', (engine) => {
  it('are no trace of the person', async () => {
    const calendar = await openCalendar(engine);
    try {
      await calendar.db.run("update customers set email = 'xkatharina.suessmilch@post.example' where id = 20");
      const [prepared] = await planErasures(calendar.session, [story.katharina]);
      if (prepared === undefined) throw new Error('no plan');
      await executeErasure(calendar.session, prepared, { uncertainMentions: 'keep' });
      const [result] = await finishErasures(calendar.session, [story.katharina], { manualDone: true });
      expect(result?.residue).toMatchObject({ hits: 0, bytes: engine === 'sqlite' ? 0 : null });
      expect(result?.openSteps).toEqual([]);
    } finally {
      await calendar.close();
    }
  });
});

forEachEngine('a row that only the search of the texts finds', (engine) => {
  let calendar: TestCalendar;
  const spelled = '  Katharina.Suessmilch@Post.example';
  beforeEach(async () => {
    calendar = await openCalendar(engine);
  });
  afterEach(async () => {
    await calendar.close();
  });
  const plan = async (): Promise<PreparedErasure> => {
    const [prepared] = await planErasures(calendar.session, [story.katharina]);
    if (prepared === undefined) throw new Error('no plan');
    return prepared;
  };

  it('is not taken when it has become somebody else’s since', async () => {
    await calendar.db.run('update message_log set customer_id = null, recipient = ? where id = 1', [spelled]);
    const prepared = await plan();
    expect(prepared.foundOnly.map(({ table, key }) => [table.name, ...key])).toContainEqual(['message_log', '1']);
    await calendar.db.run("update message_log set recipient = 'ida@post.example' where id = 1");
    await expect(executeErasure(calendar.session, prepared, { uncertainMentions: 'keep' })).rejects.toMatchObject({
      code: 'PLAN_STALE',
    });
    expect(await calendar.db.all('select recipient from message_log where id = 1')).toEqual([
      { recipient: 'ida@post.example' },
    ]);
  });

  it('stops the erasure when it satisfies a blocker', async () => {
    await calendar.db.run(
      'update vouchers set buyer_customer_id = null, recipient_email = ?, balance = 150 where id = (select id from (select min(id) as id from vouchers) first)',
      [spelled],
    );
    expect((await plan()).plan.blockers.map(({ code }) => code)).toContain('unused_vouchers');
  });
});
