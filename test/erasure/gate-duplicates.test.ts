import { afterEach, beforeEach, expect, it } from 'vitest';
import { comparedDigests, recordDecision } from '../../src/customers/decisions.js';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import type { PreparedErasure } from '../../src/erasure/prepared.js';
import { forEachEngine } from '../database/harness.js';
import { decide, openCalendar, type TestCalendar } from './calendar.js';

/** Request 15 of the story: Friederike Obermüller (17), who is Friederike Stoeckl (18) as well. */
const request = '15';

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
});
