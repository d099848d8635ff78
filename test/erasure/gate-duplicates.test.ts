import { afterEach, beforeEach, expect, it } from 'vitest';
import { comparedDigests, recordDecision } from '../../src/customers/decisions.js';
import { openDatabase } from '../../src/database/connect.js';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import type { PlanBlocker } from '../../src/erasure/plan.js';
import type { PreparedErasure } from '../../src/erasure/prepared.js';
import { executeMerge } from '../../src/merge/execute-merge.js';
import { planMerge } from '../../src/merge/plan-merge.js';
import { forEachEngine } from '../database/harness.js';
import { decide, openCalendar, type TestCalendar } from './calendar.js';

/** Request 15 of the story: Friederike Obermüller (17), who is Friederike Stoeckl (18) as well. */
const request = '15';

/** Another record of customer 17. */
const twin = (id: number): string =>
  `insert into customers (id, country, customer_no, first_name, last_name, birth_date, mobile, status, marketing_consent, created_at, updated_at)
     select ${String(id)}, country, 'K-9${String(id)}', first_name, last_name, birth_date, mobile, status, marketing_consent, created_at, updated_at from customers where id = 17`;

forEachEngine('an erasure with a likely duplicate', (engine) => {
  let calendar: TestCalendar;
  beforeEach(async () => {
    calendar = await openCalendar(engine, 24);
  });
  afterEach(async () => {
    await calendar.close();
  });

  const plan = async (): Promise<PreparedErasure> => {
    const [prepared] = await planErasures(calendar.session, [request]);
    if (prepared === undefined) throw new Error('no plan');
    return prepared;
  };
  const undecided = async (): Promise<string | undefined> =>
    (await plan()).plan.blockers.find(({ code }) => code === 'undecided_duplicates')?.detail['keys'];
  const count = async (from: string): Promise<number> =>
    Number((await calendar.db.all(`select count(*) as n from ${from}`))[0]?.['n']);

  it('is refused until somebody has decided, and again when the values that were compared change', async () => {
    expect(await undecided()).toBe('18');
    const option = { uncertainMentions: 'keep', forceLogin: 'x' } as const;
    await expect(executeErasure(calendar.session, await plan(), option)).rejects.toMatchObject({
      code: 'UNDECIDED_DUPLICATES',
    });
    expect(await count('customers where id = 17')).toBe(1);
    await decide(calendar.session, '17', '18', 'undecided');
    expect(await undecided()).toBe('18');
    await decide(calendar.session, '18', '17', 'different');
    expect(await undecided()).toBeUndefined();
    // Notes are not compared, names are.
    await calendar.db.run("update customers set notes = 'neu' where id = 18");
    expect(await undecided()).toBeUndefined();
    await calendar.db.run("update customers set first_name = 'Frederike' where id = 18");
    expect(await undecided()).toBe('18');
  });

  it('cannot be planned around the search', async () => {
    await decide(calendar.session, '17', '18', 'different');
    const [prepared] = await planErasures(calendar.session, [request], { scan: true, duplicates: false });
    if (prepared === undefined) throw new Error('no plan');
    await expect(executeErasure(calendar.session, prepared)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await count('customers where id = 17')).toBe(1);
  });

  it('takes both records when they are one person without a merge, and forgets the decision', async () => {
    await calendar.db.run("update customers set notes = 'Frau Friederike Stoeckl empfohlen' where id = 20");
    await decide(calendar.session, '17', '18', 'same');
    const prepared = await plan();
    expect(prepared.plan.records).toEqual(['17', '18']);
    expect(prepared.plan.blockers).toEqual([]);
    const { stub } = await executeErasure(calendar.session, prepared);
    expect(await count('customers where id in (17, 18)')).toBe(0);
    expect(await count('appointments where customer_id in (17, 18)')).toBe(0);
    expect(await count("customers where notes like '%Stoeckl%'")).toBe(0);
    expect(await count("belbo_erase_decisions where key_a in ('17', '18') or key_b in ('17', '18')")).toBe(0);
    const [base] = await calendar.db.all('select base_data from belbo_erase_stubs where id = ?', [stub?.id ?? 0]);
    expect(JSON.parse(String(base?.['base_data']))).toHaveLength(2);
    const [result] = await finishErasures(calendar.session, [request], { manualDone: true });
    expect(result?.residue).toMatchObject({ hits: 0, bytes: engine === 'sqlite' ? 0 : null });
  });

  it('is stale when a decision was changed after planning', async () => {
    await decide(calendar.session, '17', '18', 'different');
    const prepared = await plan();
    await decide(calendar.session, '17', '18', 'same');
    await expect(executeErasure(calendar.session, prepared)).rejects.toMatchObject({ code: 'PLAN_STALE' });
    expect(await count('customers where id in (17, 18)')).toBe(2);
  });

  it('asks again about a record that was the same person and has changed, and not about one that is gone', async () => {
    await decide(calendar.session, '17', '20', 'same');
    await decide(calendar.session, '17', '18', 'different');
    await calendar.db.run("update customers set last_name = 'Ganz-Anders' where id = 20");
    expect(await undecided()).toBe('20');
    await calendar.db.run('update customers set recommended_by = null where recommended_by = 20');
    await decide(calendar.session, '17', '20', 'different');
    expect(await undecided()).toBeUndefined();
  });

  it('does not remember a decision on values nobody has seen', async () => {
    const seen = await comparedDigests(calendar.session, calendar.db, ['17', '18']);
    await calendar.db.run("update customers set mobile = '0171 3920001' where id = 18");
    expect(await recordDecision(calendar.session, ['17', '18'], 'different', seen)).toBe(false);
    expect(await recordDecision(calendar.session, ['17', '9999'], 'same', seen)).toBe(false);
    expect(await undecided()).toBe('18');
  });

  /** What the calendar's own program does meanwhile, on a connection of its own. */
  async function meanwhile(...statements: readonly string[]): Promise<void> {
    const other = await openDatabase(calendar.database.url);
    for (const sql of statements) await other.run(sql);
    await other.close();
  }
  it('sees a record that was entered, or became like the customer, between plan and erasure', async () => {
    await decide(calendar.session, '17', '18', 'different');
    for (const change of [
      [twin(9001)],
      [
        "update customers set first_name = 'Friederike', last_name = 'Obermüller', birth_date = (select b from (select birth_date as b from customers where id = 17) as x) where id = 21",
      ],
    ]) {
      const prepared = await plan();
      expect(prepared.plan.blockers).toEqual([]);
      await meanwhile(...change);
      await expect(executeErasure(calendar.session, prepared)).rejects.toMatchObject({ code: 'PLAN_STALE' });
      expect(await count('customers where id = 17')).toBe(1);
      const key = await undecided();
      expect(key).toBe(change[0]?.startsWith('insert') === true ? '9001' : '21');
      await decide(calendar.session, '17', key ?? '', 'different');
    }
  });

  it('reads the customers again only when somebody else has written, and then once for all', async () => {
    let passes = 0;
    const { db } = calendar.session;
    // To count them is not to read them.
    const select = /^(?!select count).*from [`"]customers[`"]\s*$/is;
    const count = (sql: string): void => void (passes += Number(select.test(sql)));
    const { rows } = db;
    const counting: typeof db = {
      ...db,
      batches: (sql, ...rest) => {
        count(sql);
        return db.batches(sql, ...rest);
      },
      ...(rows === undefined
        ? {}
        : {
            rows: async (sql, ...rest) => {
              count(sql);
              return rows(sql, ...rest);
            },
          }),
    };
    const session = { ...calendar.session, db: counting };
    await decide(session, '17', '18', 'different');
    await db.run(
      "insert into erasure_requests (customer_id, channel, received_at, status) values (12, 'staff', '2026-11-20 10:00:00', 'neu'), (13, 'staff', '2026-11-20 10:00:00', 'neu')",
    );
    const ids = (
      await db.all('select id from erasure_requests where customer_id in (12, 13, 17) order by id desc limit 3')
    ).map((row) => String(row['id']));
    const able = (await planErasures(session, ids)).filter(({ plan: { blockers } }) => blockers.length === 0);
    expect(able.length).toBeGreaterThan(1);
    expect(passes).toBe(1);
    const [first, ...rest] = able;
    if (first === undefined) throw new Error('no plan');
    // A server is asked at the first erasure, a file at each; on one that runs other tests somebody may have written at any time.
    if (engine === 'sqlite') {
      await executeErasure(session, first);
      expect(passes).toBe(1);
    }
    await meanwhile("update customers set notes = 'hat abgesagt' where id = 22");
    for (const each of engine === 'sqlite' ? rest : able) await executeErasure(session, each);
    if (engine === 'sqlite') expect(passes).toBe(2);
    else expect(passes).toBeGreaterThan(1);
  });

  it('still knows whoever looks like a record that was merged away', async () => {
    const third = `insert into customers (id, country, customer_no, first_name, last_name, birth_date, email, status, marketing_consent, created_at, updated_at)
      values (9001, 'DE', 'K-99001', 'Fritzi', 'Stoeckl-Winter', '1981-07-19', 'fritzi.winter@mail.example', 'active', 0, '2026-01-01 10:00:00', '2026-01-01 10:00:00')`;
    await calendar.db.run(
      "update customers set first_name = 'Fritzi', last_name = 'Stoeckl-Winter', email = 'fritzi.winter@mail.example' where id = 18",
    );
    await calendar.db.run("update customers set birth_name = null, birth_date = '1960-02-29' where id = 17");
    const keep = {
      fields: Object.fromEntries(
        ['first_name', 'last_name', 'birth_name', 'birth_date', 'email'].map((field) => [
          field,
          { from: 'survivor' } as const,
        ]),
      ),
    };
    await executeMerge(calendar.session, await planMerge(calendar.session, ['17'], [['18']], keep), keep, null);
    expect(await undecided()).toBeUndefined();
    await meanwhile(third);
    expect(await undecided()).toBe('9001');
  });
});

forEachEngine('an erasure with more likely duplicates than are listed', (engine) => {
  it('waits for every one of them', async () => {
    const calendar = await openCalendar(engine, 3000);
    const { session, db } = calendar;
    for (let at = 0; at < 130; at += 1) await db.run(twin(9001 + at));
    const blocker = async (): Promise<PlanBlocker | undefined> => {
      const [prepared] = await planErasures(session, [request]);
      return prepared?.plan.blockers.find(({ code }) => code === 'undecided_duplicates');
    };
    await decide(session, '17', '18', 'different');
    const first = await blocker();
    expect(first?.rows).toBe(130);
    expect(first?.detail['keys']?.split(', ')).toHaveLength(20);
    expect(first?.detail['more']).toBe('110');
    for (let at = 0; at < 120; at += 1) await decide(session, '17', String(9001 + at), 'different');
    expect((await blocker())?.rows).toBe(10);
    await calendar.close();
  });
});
