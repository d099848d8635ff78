import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/connect.js';
import type { BelboEraseError } from '../../src/errors.js';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import { addRequest } from '../../src/requests/add-request.js';
import {
  extendRequest,
  holdRequest,
  rejectRequest,
  releaseRequest,
  verifyIdentity,
  withdrawRequest,
  type Desk,
} from '../../src/requests/change-request.js';
import { readEvents } from '../../src/requests/read-events.js';
import { readQueue, readQueueEntry } from '../../src/requests/read-queue.js';
import type { QueueEntry } from '../../src/requests/request.js';
import { forEachEngine } from '../database/harness.js';
import { deskOf, openCalendar, type TestCalendar } from '../erasure/calendar.js';

const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error as BelboEraseError).code,
  );

forEachEngine('handling requests', (engine) => {
  let calendar: TestCalendar;
  let customer = 40;

  beforeAll(async () => {
    calendar = await openCalendar(engine);
  });
  afterAll(async () => {
    await calendar.close();
  });

  const desk = (over: Partial<Desk> = {}): Desk => ({ ...deskOf(calendar.session), ...over });
  const entryOf = async (id: string, over: Partial<Desk> = {}): Promise<QueueEntry> => readQueueEntry(desk(over), id);
  const eventsOf = async (id: string): Promise<(string | null)[][]> =>
    (await readEvents(calendar.db, id)).map(({ event, details }) => [event, details]);
  const stored = async (id: string): Promise<unknown> =>
    (await calendar.db.all('select status from erasure_requests where id = ?', [id]))[0]?.['status'];

  /** A request of a customer who has none yet. */
  const file = async (receivedOn: string, customerKey = String((customer += 1))): Promise<string> => {
    await calendar.db.run("update erasure_requests set status = 'fertig' where customer_id = ?", [customerKey]);
    const { id } = await addRequest(desk(), {
      customerKey,
      channel: 'staff',
      receivedOn,
      receivedAt: null,
      verifiedBy: null,
    });
    return id;
  };

  it('an extension makes it three months from receipt, once, and tells who and when', async () => {
    const id = await file('2026-11-20');
    expect(await entryOf(id)).toMatchObject({ dueOn: '2026-12-21', extended: false });
    await extendRequest(desk(), id, 'records in four branches');
    // 20 February 2027 is a Saturday.
    expect(await entryOf(id)).toMatchObject({
      dueOn: '2027-02-22',
      extended: true,
      daysLeft: 90,
      handling: { extension: { at: '2026-11-24T08:00:00.000Z', who: 'tester', reason: 'records in four branches' } },
    });
    expect(await refusal(extendRequest(desk(), id, 'again'))).toBe('ALREADY_EXTENDED');
    expect(await eventsOf(id)).toEqual([
      ['received', 'staff'],
      ['extended', '2027-02-22'],
    ]);
  });

  it('an extension is possible on the last day of the first month and not on the day after', async () => {
    const id = await file('2026-10-24');
    // 24 November 2026 is a Tuesday.
    expect(await refusal(extendRequest(desk({ today: '2026-11-25' }), id, 'late'))).toBe('EXTENSION_TOO_LATE');
    await extendRequest(desk({ today: '2026-11-24' }), id, 'in time');
    expect((await entryOf(id)).extended).toBe(true);
  });

  it('a hold blocks the plan, and the erasure of a plan made before, until it is released', async () => {
    const id = await file('2026-11-20');
    const [before] = await planErasures(calendar.session, [id]);
    if (before === undefined) throw new Error('no plan');
    expect(before.plan.blockers.map(({ code }) => code)).not.toContain('hold');
    await holdRequest(desk(), id, 'a copy of the form is missing');
    const [held] = await planErasures(calendar.session, [id]);
    expect(held?.plan.blockers).toContainEqual(expect.objectContaining({ code: 'hold', forcible: false }));
    expect(await refusal(executeErasure(calendar.session, before, { uncertainMentions: 'keep' }))).toBe('BLOCKED');
    expect(await stored(id)).toBe('neu');
    await releaseRequest(desk(), id);
    expect(await refusal(releaseRequest(desk(), id))).toBe('NOT_ON_HOLD');
    await executeErasure(calendar.session, before, { uncertainMentions: 'keep' });
    expect(await stored(id)).toBe('gelöscht');
    expect((await eventsOf(id)).map(([event]) => event)).toEqual(['received', 'held', 'released', 'erased']);
  });

  /** Files one more request of the same customer; returns its id. */
  const fileAgain = async (id: string): Promise<string> => {
    const key = (await entryOf(id)).request.customerKey ?? '';
    const again = await calendar.db.insert(
      "insert into erasure_requests (customer_id, channel, received_at, status) values (?, 'online', '2026-11-21 10:00:00', 'neu')",
      [key],
    );
    return String(again);
  };

  it('a hold on one request of a customer blocks the erasure by another one', async () => {
    const id = await file('2026-11-20');
    const other = await fileAgain(id);
    await holdRequest(desk(), id, 'unclear');
    const [plan] = await planErasures(calendar.session, [other]);
    expect(plan?.plan.blockers.map(({ code }) => code)).toContain('hold');
  });

  it('a request that comes after the plan is answered by its erasure, or blocks it when it is on hold', async () => {
    const id = await file('2026-11-20');
    const [prepared] = await planErasures(calendar.session, [id]);
    if (prepared === undefined) throw new Error('no plan');
    const other = await fileAgain(id);
    await holdRequest(desk(), other, 'unclear');
    expect(await refusal(executeErasure(calendar.session, prepared, { uncertainMentions: 'keep' }))).toBe('BLOCKED');
    await releaseRequest(desk(), other);
    await extendRequest(desk(), other, 'Anna Abgelegen hat vier Akten');
    await executeErasure(calendar.session, prepared, { uncertainMentions: 'keep' });
    expect([await stored(id), await stored(other)]).toEqual(['gelöscht', 'fertig']);
    const [row] = await calendar.db.all('select * from belbo_erase_handling where request_id = ?', [other]);
    expect(row).toMatchObject({ extended_by: 'tester', extension_reason: null });
  });

  it('what people typed goes with the customer, that it was done stays', async () => {
    const id = await file('2026-11-20');
    await extendRequest(desk(), id, 'Anna Abgelegen hat vier Akten');
    await holdRequest(desk(), id, 'Rückruf bei Anna Abgelegen');
    await releaseRequest(desk(), id);
    await holdRequest(desk(), id, 'noch einmal Anna Abgelegen');
    await calendar.db.run('update belbo_erase_handling set held_at = null where request_id = ?', [id]);
    const [prepared] = await planErasures(calendar.session, [id]);
    if (prepared === undefined) throw new Error('no plan');
    await executeErasure(calendar.session, prepared, { uncertainMentions: 'keep' });
    const [row] = await calendar.db.all('select * from belbo_erase_handling where request_id = ?', [id]);
    expect(JSON.stringify(row)).not.toContain('Abgelegen');
    expect(row).toMatchObject({ extended_by: 'tester', extension_reason: null, hold_reason: null });
    expect(JSON.stringify(await readEvents(calendar.db, id))).not.toContain('Abgelegen');
  });

  it('a refusal and a withdrawal close the request in the calendar’s own words', async () => {
    const [refused, withdrawn] = [await file('2026-11-20'), await file('2026-11-20')];
    await rejectRequest(desk(), refused, 'legal_claims', 'Klage anhängig');
    await withdrawRequest(desk(), withdrawn);
    expect([await stored(refused), await stored(withdrawn)]).toEqual(['abgelehnt', 'zurückgezogen']);
    expect(await entryOf(refused)).toMatchObject({
      request: { status: 'rejected', openSteps: [] },
      handling: { rejection: { ground: 'legal_claims', reason: 'Klage anhängig', who: 'tester' } },
    });
    const open = (await readQueue(desk(), { closed: false })).map(({ request }) => request.id);
    expect(open).not.toContain(refused);
    expect(open).not.toContain(withdrawn);
    expect(await refusal(holdRequest(desk(), refused, 'x'))).toBe('REQUEST_CLOSED');
    expect(await refusal(withdrawRequest(desk(), withdrawn))).toBe('REQUEST_CLOSED');
    expect(await refusal(withdrawRequest(desk(), '999999'))).toBe('REQUEST_NOT_FOUND');
    expect(await refusal(withdrawRequest(desk(), `${refused}b`))).toBe('REQUEST_NOT_FOUND');
  });

  it('identity is noted with how, and can be taken back', async () => {
    const id = await file('2026-11-20');
    await verifyIdentity(desk(), id, 'call_back');
    expect((await entryOf(id)).handling.verification).toMatchObject({ means: 'call_back', who: 'tester' });
    await verifyIdentity(desk(), id, null);
    expect((await entryOf(id)).handling.verification).toBeNull();
    expect((await eventsOf(id)).map(([event]) => event)).toEqual(['received', 'verified', 'verification_withdrawn']);
  });

  it('a second wish of the same person joins the first and keeps the earlier deadline', async () => {
    const id = await file('2026-11-10');
    const key = (await entryOf(id)).request.customerKey ?? '';
    const count = async (): Promise<number> => (await readQueue(desk(), { closed: true })).length;
    const before = await count();
    const wish = { customerKey: key, channel: 'staff' as const, receivedAt: null, verifiedBy: null };
    // Later than the first: nothing changes.
    expect(await addRequest(desk(), { ...wish, receivedOn: '2026-11-23' })).toEqual({ id, joined: true });
    expect(await entryOf(id)).toMatchObject({ dueOn: '2026-12-10', handling: { countsFrom: null } });
    // A phone call of the week before, filed only now.
    expect(await addRequest(desk(), { ...wish, receivedOn: '2026-11-03' })).toEqual({ id, joined: true });
    expect(await entryOf(id)).toMatchObject({ dueOn: '2026-12-03', handling: { countsFrom: '2026-11-03' } });
    await addRequest(desk(), { ...wish, receivedOn: '2026-11-05', verifiedBy: 'in_person' });
    expect(await entryOf(id)).toMatchObject({
      dueOn: '2026-12-03',
      handling: { verification: { means: 'in_person' } },
    });
    expect(await count()).toBe(before);
    expect(await eventsOf(id)).toEqual([
      ['received', 'staff'],
      ['joined', 'staff 2026-11-23'],
      ['joined', 'staff 2026-11-03'],
      ['joined', 'staff 2026-11-05'],
      ['verified', 'in_person'],
    ]);
  });

  // Within one process SQLite's writers wait for each other without letting the other one work.
  it.skipIf(engine === 'sqlite')('of two who extend at once one succeeds', async () => {
    const id = await file('2026-11-20');
    const second = await openDatabase(calendar.database.url);
    const both = await Promise.all([
      refusal(extendRequest(desk(), id, 'one')),
      refusal(extendRequest(desk({ db: second }), id, 'two')),
    ]);
    await second.close();
    expect(both.sort()).toEqual(['ALREADY_EXTENDED', 'no error']);
    expect((await eventsOf(id)).filter(([event]) => event === 'extended')).toHaveLength(1);
  });
});
