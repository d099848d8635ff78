import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Transaction } from '../../src/database/database.js';
import type { BelboEraseError } from '../../src/errors.js';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import type { PreparedErasure } from '../../src/erasure/prepared.js';
import { forEachEngine } from '../database/harness.js';
import { missingFrom, openCalendar, snapshot, story, type TestCalendar } from './calendar.js';

forEachEngine('erasing a customer of the reference calendar', (engine) => {
  let calendar: TestCalendar;

  beforeEach(async () => {
    calendar = await openCalendar(engine);
  });
  afterEach(async () => {
    await calendar.close();
  });

  const plan = async (id: string): Promise<PreparedErasure> => {
    const [prepared] = await planErasures(calendar.session, [id]);
    if (prepared === undefined) throw new Error('no plan');
    return prepared;
  };
  const codeOf = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'no error',
      (error: unknown) => (error as BelboEraseError).code,
    );
  const count = async (sql: string): Promise<number> =>
    Number((await calendar.db.all(`select count(*) as n from ${sql}`))[0]?.['n']);

  it('plans without changing anything, and twice the same', async () => {
    const before = await snapshot(calendar.db);
    const [first, second] = [await plan(story.katharina), await plan(story.katharina)];
    expect(first.plan.fingerprint).toBe(second.plan.fingerprint);
    expect(first.plan.blockers).toEqual([]);
    expect(first.plan.records).toEqual(['1']);
    expect(await snapshot(calendar.db)).toEqual(before);
  });

  it('takes exactly the planned rows, and nothing of anybody else', async () => {
    const before = await snapshot(calendar.db);
    const prepared = await plan(story.katharina);
    const { erased, redacted } = await executeErasure(calendar.session, prepared);
    const after = await snapshot(calendar.db);
    const deleted = Object.fromEntries(
      erased.filter((each) => each.action === 'delete').map((each) => [each.table, each.rows]),
    );
    for (const [table, rows] of before) {
      const fewer = rows.length - (after.get(table)?.length ?? 0);
      expect([table, fewer]).toEqual([table, deleted[table] ?? 0]);
    }
    // Rows that changed or went: those told of, and the request itself.
    const told = new Map<string, number>([['erasure_requests', 1]]);
    for (const { table, rows } of [...erased, ...redacted]) told.set(table, (told.get(table) ?? 0) + rows);
    for (const [table, rows] of Object.entries(missingFrom(before, after)))
      expect([table, rows <= (told.get(table) ?? 0)]).toEqual([table, true]);
  });

  it('leaves no residue, keeps what tax law needs, and closes the request', async () => {
    const prepared = await plan(story.katharina);
    const executed = await executeErasure(calendar.session, prepared);
    const [open] = await finishErasures(calendar.session, [story.katharina]);
    expect(open?.residue).toMatchObject({ hits: 0, bytes: engine === 'sqlite' ? 0 : null });
    expect(open?.openSteps).toEqual(['manual']);
    expect(executed.stub?.basis).toEqual(['§ 147 Abs. 3 AO, § 257 Abs. 4 HGB']);
    const [done] = await finishErasures(calendar.session, [story.katharina], { manualDone: true });
    expect(done).toMatchObject({ status: 'done', openSteps: [] });
    expect(await count("customers where last_name = 'Süßmilch'")).toBe(0);
    expect(await count("receipts where customer_id is null and billing_name = 'Katharina Süßmilch'")).toBeGreaterThan(
      0,
    );
    const [request] = await calendar.db.all('select * from erasure_requests where id = 1');
    expect(request).toMatchObject({
      status: 'fertig',
      customer_id: null,
      customer_name: null,
      customer_email: null,
      note: null,
    });
    expect(await count('belbo_erase_identifiers')).toBe(0);
  });

  it('keeps identifiers sealed while a step is open', async () => {
    await executeErasure(calendar.session, await plan(story.katharina));
    const [row] = await calendar.db.all('select * from belbo_erase_identifiers');
    expect(String(row?.['ciphertext'])).not.toContain('suessmilch');
    expect(Buffer.from(String(row?.['ciphertext']), 'base64').toString('latin1')).not.toContain('suessmilch');
    const [result] = await finishErasures({ ...calendar.session, key: Buffer.alloc(32, 8) }, [story.katharina], {
      manualDone: true,
    });
    // With another key nothing can be proven: the request stays open and says so.
    expect(result).toMatchObject({ status: 'erased', residue: { unknown: true } });
    expect(result?.openSteps).toContain('residue');
  });

  it.each([
    ['a future appointment', story.futureAppointment, 'BLOCKED'],
    ['a voucher with a balance', story.voucher, 'BLOCKED'],
    ['a staff login', story.stylist, 'STAFF_LOGIN'],
    ['the last owner login', story.owner, 'LAST_OWNER_LOGIN'],
  ])('refuses %s and changes nothing', async (_, id, code) => {
    const before = await snapshot(calendar.db);
    const prepared = await plan(id);
    expect(prepared.plan.blockers).not.toEqual([]);
    expect(await codeOf(executeErasure(calendar.session, prepared, { uncertainMentions: 'keep' }))).toBe(code);
    expect(await snapshot(calendar.db)).toEqual(before);
  });

  it('erases a member of staff as a customer only when the login is named, and leaves the login', async () => {
    const prepared = await plan(story.stylist);
    const login = prepared.logins[0]?.login ?? '';
    expect(
      await codeOf(
        executeErasure(calendar.session, prepared, { forceLogin: 'somebody.else', uncertainMentions: 'keep' }),
      ),
    ).toBe('STAFF_LOGIN');
    const staff = await count('staff');
    await executeErasure(calendar.session, prepared, { forceLogin: login, uncertainMentions: 'keep' });
    expect(await count('staff')).toBe(staff);
  });

  it('never lets the last owner be forced', async () => {
    const prepared = await plan(story.owner);
    const login = prepared.logins[0]?.login ?? '';
    expect(await codeOf(executeErasure(calendar.session, prepared, { forceLogin: login }))).toBe('LAST_OWNER_LOGIN');
  });

  it('leaves every row of the household member who shares e-mail and phone', async () => {
    const before = await snapshot(calendar.db);
    await executeErasure(calendar.session, await plan(story.household), { uncertainMentions: 'keep' });
    const after = await snapshot(calendar.db);
    const husband = (rows: string[] | undefined): string[] =>
      (rows ?? []).filter((row) => row.includes('"customer_id":3,'));
    for (const [table, rows] of before) expect(husband(after.get(table))).toEqual(husband(rows));
    expect(await count('customers where id = 3')).toBe(1);
  });

  it('leaves the namesake alone', async () => {
    const [subject] = await calendar.db.all(
      'select c.* from customers c join erasure_requests r on r.customer_id = c.id where r.id = 6',
    );
    const same = `customers where first_name = '${String(subject?.['first_name'])}' and last_name = '${String(subject?.['last_name'])}'`;
    const before = await count(same);
    expect(before).toBeGreaterThan(1);
    await executeErasure(calendar.session, await plan(story.namesake), { uncertainMentions: 'keep' });
    expect(await count(same)).toBe(before - 1);
  });

  it.each([
    [
      'a new appointment',
      "insert into appointments (customer_id, staff_id, location_id, starts_at, ends_at, status, created_at) values (1, 1, 1, '2026-12-01 10:00:00', '2026-12-01 11:00:00', 'booked', '2026-11-24 09:00:00')",
    ],
    ['a changed record', "update customers set mobile = '0171 3920001' where id = 1"],
    ['a deleted row', 'delete from waiting_list where customer_id = 1'],
    ['a request somebody else has closed', "update erasure_requests set status = 'abgelehnt' where id = 1"],
  ])('refuses a plan gone stale by %s', async (_, sql) => {
    const prepared = await plan(story.katharina);
    await calendar.db.run(sql);
    const before = await snapshot(calendar.db);
    expect(await codeOf(executeErasure(calendar.session, prepared))).toBe('PLAN_STALE');
    expect(await snapshot(calendar.db)).toEqual(before);
    expect(await count('belbo_erase_erasures')).toBe(0);
  });

  it('cannot be carried out twice', async () => {
    const prepared = await plan(story.katharina);
    await executeErasure(calendar.session, prepared);
    expect(await codeOf(executeErasure(calendar.session, prepared))).toBe('PLAN_STALE');
    expect(await codeOf(planErasures(calendar.session, [story.katharina]))).toBe('REQUEST_CLOSED');
  });

  it.each([
    ['an unknown request', '999999', 'REQUEST_NOT_FOUND'],
    ['a request that is not one', '1b', 'REQUEST_NOT_FOUND'],
    ['a request that is done', story.done, 'REQUEST_CLOSED'],
  ])('refuses %s', async (_, id, code) => {
    expect(await codeOf(planErasures(calendar.session, [id]))).toBe(code);
  });

  it('counts every row against its ceiling', async () => {
    const map = structuredClone(calendar.session.resolved.map);
    const documents = map.tables['appointments'];
    if (documents !== undefined) documents.ceiling = 2;
    const session = await calendar.again(map);
    const [prepared] = await planErasures(session, [story.katharina]);
    expect(prepared?.plan.blockers).toMatchObject([{ code: 'ceiling', table: 'appointments' }]);
    if (prepared !== undefined) expect(await codeOf(executeErasure(session, prepared))).toBe('CEILING_EXCEEDED');
  });

  it('rolls everything back when a statement fails half-way', async () => {
    const prepared = await plan(story.katharina);
    const before = await snapshot(calendar.db);
    const failing = {
      ...calendar.session,
      db: {
        ...calendar.db,
        transaction: async <T>(work: (trx: Transaction) => Promise<T>): Promise<T> =>
          calendar.db.transaction(async (trx) => {
            let writes = 0;
            return work({
              ...trx,
              change: async (...args) => {
                writes += 1;
                // What waits on MariaDB is sent.
                await trx.all('select 1');
                if (writes === 12) throw new Error('connection torn');
                return trx.change(...args);
              },
            });
          }),
      },
    };
    await expect(executeErasure(failing, prepared)).rejects.toThrow('connection torn');
    expect(await snapshot(calendar.db)).toEqual(before);
    expect(await count('belbo_erase_stubs')).toBe(0);
  });

  it('answers a second open request of the same person along', async () => {
    await calendar.db.run(
      "insert into erasure_requests (customer_id, customer_name, customer_email, channel, received_at, status) values (1, 'Katharina Süßmilch', 'katharina.suessmilch@post.example', 'staff', '2026-11-20 10:00:00', 'neu')",
    );
    await executeErasure(calendar.session, await plan(story.katharina));
    expect(await count("erasure_requests where customer_name like 'Katharina S%'")).toBe(0);
    expect(await count("erasure_requests where received_at = '2026-11-20 10:00:00' and status = 'fertig'")).toBe(1);
  });

  // The bytes of a server's files are not ours to read.
  if (engine === 'sqlite') {
    it('leaves no byte in the file, also where the calendar had left older copies in free pages', async () => {
      const { path } = calendar.database;
      // As a calendar does that does not know secure_delete: rows come and go, their bytes stay in free pages.
      const { default: BetterSqlite } = await import('better-sqlite3');
      const other = new BetterSqlite(path);
      other.pragma('secure_delete = OFF');
      other.exec('create table scratch (note varchar(200))');
      const insert = other.prepare('insert into scratch values (?)');
      other.transaction(() => {
        for (let row = 0; row < 2000; row += 1) insert.run(`katharina.suessmilch@post.example ${String(row)}`);
      })();
      other.exec('drop table scratch');
      other.close();
      const traces = ['katharina.suessmilch@post.example', '0171 3920097', 'Katharina verträgt kein Ammoniak'];
      for (const trace of traces) expect(readFileSync(path).includes(trace)).toBe(true);
      await executeErasure(calendar.session, await plan(story.katharina));
      const [result] = await finishErasures(calendar.session, [story.katharina]);
      expect(result?.residue.bytes).toBe(0);
      for (const trace of traces) expect([trace, readFileSync(path).includes(trace)]).toEqual([trace, false]);
    });
  }
});
