import { afterEach, beforeEach, expect, it } from 'vitest';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import type { BelboEraseError } from '../../src/errors.js';
import { executeMerge, type ExecutedMerge } from '../../src/merge/execute-merge.js';
import { forgetMerge } from '../../src/merge/forget-merge.js';
import type { MergeChoices, MergePlan } from '../../src/merge/plan.js';
import { planMerge } from '../../src/merge/plan-merge.js';
import { undoMerge } from '../../src/merge/undo-merge.js';
import { forEachEngine } from '../database/harness.js';
import { openCalendar, type TestCalendar } from '../erasure/calendar.js';
import { dump } from './dump.js';

forEachEngine('merging two records of the reference calendar', (engine) => {
  let calendar: TestCalendar;
  beforeEach(async () => {
    calendar = await openCalendar(engine, 24);
  });
  afterEach(async () => {
    await calendar.close();
  });

  const plan = async (survivor: string, duplicates: string[], choices: MergeChoices = {}): Promise<MergePlan> =>
    planMerge(
      calendar.session,
      [survivor],
      duplicates.map((key) => [key]),
      choices,
    );
  const merge = async (survivor: string, duplicates: string[], choices: MergeChoices = {}): Promise<ExecutedMerge> =>
    executeMerge(calendar.session, await plan(survivor, duplicates, choices), choices, null);
  const one = async (sql: string): Promise<Record<string, unknown>> => ({ ...(await calendar.db.all(sql))[0] });
  const count = async (from: string): Promise<number> => Number((await one(`select count(*) as n from ${from}`))['n']);

  it('plans row by row, twice the same, and changes nothing', async () => {
    const before = dump(calendar.database);
    const [first, second] = [await plan('17', ['18']), await plan('17', ['18'])];
    expect(first.fingerprint).toBe(second.fingerprint);
    expect(first.rows.map(({ table, action }) => `${action} ${table}`)).toEqual([
      'move appointments',
      'move receipts',
      'drop customers',
    ]);
    expect(dump(calendar.database)).toBe(before);
  });

  it('leaves nothing that refers to the record that went, and undoes to the very same dump', async () => {
    // A plain pair, a pair with collisions, and one that refers to each other in several ways.
    for (const [survivor, duplicate] of [
      ['17', '18'],
      ['1', '23'],
      ['19', '1'],
    ] as const) {
      const before = dump(calendar.database);
      const done = await merge(survivor, [duplicate], { collisions: { online_accounts: 'survivor' } });
      const id = Number(duplicate);
      for (const from of [
        `customers where id = ${duplicate} or recommended_by = ${duplicate}`,
        `appointments where customer_id = ${duplicate} or companion_customer_id = ${duplicate}`,
        `online_accounts where customer_id = ${duplicate}`,
        `bonus_cards where customer_id = ${duplicate}`,
        `receipts where customer_id = ${duplicate}`,
        `message_log where customer_id = ${duplicate}`,
        `waiting_list where customer_id = ${duplicate}`,
        `erasure_requests where customer_id = ${duplicate}`,
        `change_log where table_name = 'customers' and row_key = '${duplicate}'`,
        `custom_field_values where entity_type = 'customer' and entity_id = ${duplicate}`,
      ])
        expect([from, id, await count(from)]).toEqual([from, id, 0]);
      expect(dump(calendar.database)).not.toBe(before);
      await undoMerge(calendar.session, String(done.id));
      expect(dump(calendar.database)).toBe(before);
    }
  });

  const codeOf = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'no error',
      (error: unknown) => (error as BelboEraseError).code,
    );

  /** An online account and two bonus cards for each of the two records. */
  async function addCollisions(): Promise<void> {
    for (const [id, login, stamps] of [
      [17, '2026-01-05 10:00:00', 4],
      [18, '2026-06-05 10:00:00', 5],
    ] as const) {
      await calendar.db.run('delete from online_accounts where customer_id = ?', [id]);
      await calendar.db.run('delete from bonus_cards where customer_id = ?', [id]);
      await calendar.db.run(
        "insert into online_accounts (customer_id, email, password_hash, last_login_at, created_at) values (?, ?, 'x', ?, '2020-01-01 00:00:00')",
        [id, `account${String(id)}@mail.example`, login],
      );
      await calendar.db.run(
        "insert into bonus_cards (customer_id, kind, stamps, issued_on) values (?, 'stamps', ?, '2025-01-01')",
        [id, stamps],
      );
    }
  }

  it('resolves what may stand only once by the rule of its table, tells of every row, and gives all back', async () => {
    await addCollisions();
    const before = dump(calendar.database);
    const planned = await plan('17', ['18']);
    expect(planned.collisions.map(({ table, rule, dropped }) => [table, rule, dropped.length])).toEqual([
      ['online_accounts', 'newest', 1],
      ['bonus_cards', 'sum', 1],
    ]);
    expect(
      planned.rows
        .filter(({ action }) => action === 'drop')
        .map(({ table }) => table)
        .sort(),
    ).toEqual(['bonus_cards', 'customers', 'online_accounts']);
    const done = await merge('17', ['18']);
    expect(await one('select email from online_accounts where customer_id = 17')).toEqual({
      email: 'account18@mail.example',
    });
    expect(await one("select stamps from bonus_cards where customer_id = 17 and kind = 'stamps'")).toEqual({
      stamps: 9,
    });
    await undoMerge(calendar.session, String(done.id));
    expect(dump(calendar.database)).toBe(before);
  });

  it('asks where the map has no rule, and changes nothing until somebody answers', async () => {
    await addCollisions();
    const { map } = calendar.session.resolved;
    const tables = { ...map.tables };
    for (const name of ['online_accounts', 'bonus_cards']) {
      const table = tables[name];
      if (table !== undefined) tables[name] = { ...table, merge: undefined };
    }
    const session = await calendar.again({ ...map, tables });
    const before = dump(calendar.database);
    const open = await planMerge(session, ['17'], [['18']]);
    expect([...open.undecided].sort()).toEqual(['bonus_cards', 'online_accounts']);
    expect(await codeOf(executeMerge(session, open, {}, null))).toBe('MERGE_UNDECIDED');
    expect(dump(calendar.database)).toBe(before);
    const choices = { collisions: { bonus_cards: 'duplicate', online_accounts: 'survivor' } } as const;
    await executeMerge(session, await planMerge(session, ['17'], [['18']], choices), choices, null);
    expect(await one("select stamps from bonus_cards where customer_id = 17 and kind = 'stamps'")).toEqual({
      stamps: 5,
    });
  });

  it('keeps the stricter consent, whatever is chosen, and the fuller value', async () => {
    await calendar.db.run(
      "update customers set marketing_consent = 1, email = null, notes = 'Kommt gern früh' where id = 17",
    );
    await calendar.db.run(
      "update customers set marketing_consent = 0, email = 'friede@mail.example', notes = 'Allergie: Ammoniak', status = 'blocked' where id = 18",
    );
    await merge('17', ['18'], {
      fields: { marketing_consent: { from: 'survivor' }, last_name: { from: 'duplicate', record: '18' } },
    });
    expect(
      await one('select marketing_consent, email, status, notes, last_name, birth_name from customers where id = 17'),
    ).toEqual({
      marketing_consent: 0,
      email: 'friede@mail.example',
      status: 'blocked',
      notes: 'Kommt gern früh\nAllergie: Ammoniak',
      last_name: 'Stoeckl',
      birth_name: 'Stöckl',
    });
  });

  it('refuses a record with itself, a record twice, and one that has gone into another', async () => {
    expect(await codeOf(plan('17', ['17']))).toBe('MERGE_REFUSED');
    expect(await codeOf(plan('17', ['18', '18']))).toBe('MERGE_REFUSED');
    await merge('17', ['18']);
    expect(await codeOf(plan('18', ['17']))).toBe('MERGE_RECORD_GONE');
  });

  it('refuses a plan the calendar has overtaken', async () => {
    const planned = await plan('17', ['18']);
    await calendar.db.run("update customers set mobile = '0171 3920001' where id = 18");
    expect(await codeOf(executeMerge(calendar.session, planned, {}, null))).toBe('MERGE_STALE');
    expect(await count('customers where id = 18')).toBe(1);
  });

  it('undoes a chain from its end only, and back to the start', async () => {
    const before = dump(calendar.database);
    const first = await merge('18', ['20']);
    const second = await merge('17', ['18']);
    expect(await codeOf(undoMerge(calendar.session, String(first.id)))).toBe('MERGE_CHANGED');
    await undoMerge(calendar.session, String(second.id));
    expect(await codeOf(undoMerge(calendar.session, String(second.id)))).toBe('MERGE_UNDONE');
    await undoMerge(calendar.session, String(first.id));
    expect(dump(calendar.database)).toBe(before);
  });

  it('does not undo over what somebody has changed since', async () => {
    const done = await merge('17', ['18']);
    await calendar.db.run(
      'update appointments set customer_id = 20 where id in (select id from (select min(id) as id from appointments where customer_id = 17) as x)',
    );
    const planned = await calendar.db.all('select ciphertext from belbo_erase_merges');
    expect(planned[0]?.['ciphertext']).not.toBeNull();
    await calendar.db.run('update receipts set customer_id = 20 where customer_id = 17');
    const before = dump(calendar.database);
    expect(await codeOf(undoMerge(calendar.session, String(done.id)))).toBe('MERGE_CHANGED');
    expect(dump(calendar.database)).toBe(before);
    expect(await codeOf(undoMerge({ ...calendar.session, key: Buffer.alloc(32, 9) }, String(done.id)))).toBe(
      'MERGE_SEALED',
    );
    expect(await codeOf(undoMerge(calendar.session, '999'))).toBe('MERGE_NOT_FOUND');
  });

  it('seals what it remembers of the records', async () => {
    await merge('17', ['18']);
    const [row] = await calendar.db.all('select * from belbo_erase_merges');
    const stored = JSON.stringify(row) + Buffer.from(String(row?.['ciphertext']), 'base64').toString('latin1');
    expect(stored).not.toMatch(/Stoeckl|Friederike|mail\.example/);
  });

  it('lets one erasure answer the requests of both records, by all their spellings, and forgets the merge', async () => {
    await calendar.db.run(
      "insert into erasure_requests (customer_id, customer_name, customer_email, channel, received_at, status) values (18, 'Friederike Stoeckl', null, 'staff', '2026-11-20 10:00:00', 'neu')",
    );
    await calendar.db.run("update customers set notes = 'Frau Friederike Stoeckl empfohlen' where id = 20");
    await merge('17', ['18'], { fields: { last_name: { from: 'survivor' } } });
    const [prepared] = await planErasures(calendar.session, ['15']);
    if (prepared === undefined) throw new Error('no plan');
    expect(prepared.plan.blockers).toEqual([]);
    expect(prepared.subject.identifiers.numbers).toContain('K-100018');
    expect(prepared.subject.identifiers.names).toContainEqual({ given: 'Friederike', family: 'Stoeckl' });
    expect(prepared.formerRecords).toEqual(['18']);
    await executeErasure(calendar.session, prepared);
    const [result] = await finishErasures(calendar.session, ['15'], { manualDone: true });
    expect(result?.residue).toMatchObject({ hits: 0, bytes: engine === 'sqlite' ? 0 : null });
    expect((await one('select notes from customers where id = 20'))['notes']).not.toContain('Stoeckl');
    expect(await count("erasure_requests where status = 'neu' and customer_id in (17, 18)")).toBe(0);
    expect(await count("erasure_requests where customer_name = 'Friederike Stoeckl'")).toBe(0);
    expect(await count('belbo_erase_merges')).toBe(0);
    expect(await count("belbo_erase_decisions where key_a = '17' or key_b = '17'")).toBe(0);
  });

  it('with its key file lost stops the erasure, until somebody gives it up', async () => {
    const { session } = calendar;
    const lost = { ...session, key: Buffer.alloc(32, 9) };
    const done = await merge('17', ['18']);
    const id = String(done.id);
    const blockers = async (): Promise<(readonly [string, string | undefined])[]> =>
      (await planErasures(lost, ['15']))[0]?.plan.blockers.map(
        ({ code, detail }) => [code, detail['merges']] as const,
      ) ?? [];
    expect(await blockers()).toEqual([['sealed_merges', id]]);
    const [blocked] = await planErasures(lost, ['15']);
    if (blocked === undefined) throw new Error('no plan');
    expect(await codeOf(executeErasure(lost, blocked))).toBe('BLOCKED');
    // What can be opened is never thrown away.
    expect(await codeOf(forgetMerge(session, id))).toBe('MERGE_READABLE');
    expect(await codeOf(forgetMerge(lost, '999'))).toBe('MERGE_NOT_FOUND');
    expect((await forgetMerge(lost, id)).forgotten).toBe(true);
    expect(await blockers()).toEqual([]);
    expect(await one('select undone_at, nonce, tag, ciphertext from belbo_erase_merges')).toEqual({
      undone_at: null,
      nonce: null,
      tag: null,
      ciphertext: null,
    });
    expect(await codeOf(undoMerge(session, id))).toBe('MERGE_SEALED');
    const [prepared] = await planErasures(lost, ['15']);
    if (prepared === undefined) throw new Error('no plan');
    await executeErasure(lost, prepared);
    expect(await count('customers where id = 17')).toBe(0);
    expect(await count('belbo_erase_merges')).toBe(0);
  });
});
