import { describe, expect, it } from 'vitest';
import { deadline } from '../../src/requests/deadline.js';
import { untouched, type Handling } from '../../src/requests/handling.js';
import type { ErasureRequest, QueueEntry } from '../../src/requests/request.js';
import { defaultRunRules, isIdle, sortQueue, waitingForPerson } from '../../src/fulfilment/run-rules.js';

const entry = (over: Partial<ErasureRequest>, handling: Partial<Handling> = {}): QueueEntry => {
  const request: ErasureRequest = {
    id: '1',
    status: 'open',
    channel: 'online',
    receivedOn: '2026-11-20',
    receivedAt: '2026-11-20 10:00:00',
    customerKey: over.id ?? '1',
    openSteps: [],
    ...over,
  };
  const found = deadline(request.receivedOn, () => null);
  return {
    request,
    customer: { key: null, number: null, name: null, email: null },
    dueOn: found.dueOn,
    daysLeft: 0,
    extended: false,
    deadline: found,
    handling: { ...untouched, ...handling },
  };
};
const now = '2026-11-24 12:00:00';
const sort = (entries: QueueEntry[], rules = {}, localNow = now): ReturnType<typeof sortQueue> =>
  sortQueue(entries, { ...defaultRunRules, ...rules }, { localNow, timeZone: 'Europe/Berlin' });
const ids = (entries: readonly QueueEntry[]): string[] => entries.map(({ request }) => request.id);

describe('what a run may do without a person', () => {
  // Nights of 23 and of 25 hours.
  it.each([
    ['2026-03-28', '2026-03-28 20:00:00', '2026-03-29 21:00:00'],
    ['2026-10-24', '2026-10-24 20:00:00', '2026-10-25 19:00:00'],
  ])('the cooling-off of 24 hours is that long also when the clocks change (%s)', (receivedOn, receivedAt, until) => {
    const queue = [entry({ receivedOn, receivedAt })];
    expect(sort(queue, {}, receivedAt).waiting).toEqual([{ id: '1', until }]);
  });

  it('an online request is verified by its login, another one only when somebody says so', () => {
    const verification = { at: '', who: 'anna', means: 'in_person' };
    const queue = [
      entry({ id: '1' }),
      entry({ id: '2', channel: 'staff' }),
      entry({ id: '3', channel: 'staff' }, { verification }),
    ];
    expect(ids(sort(queue).candidates)).toEqual(['1', '3']);
    expect(sort(queue).attention).toEqual([{ id: '2', reasons: ['identity_unverified'] }]);
    expect(ids(sort(queue, { trustOnline: false }).candidates)).toEqual(['3']);
    expect(ids(sort(queue, { requireIdentity: false }).candidates)).toEqual(['1', '2', '3']);
  });

  it('a hold or a missing customer record needs a person, whatever else is so', () => {
    const hold = { at: '', who: 'anna', reason: null };
    const queue = [entry({ id: '1' }, { hold }), entry({ id: '2', customerKey: null })];
    expect(sort(queue).attention).toEqual([
      { id: '1', reasons: ['hold'] },
      { id: '2', reasons: ['customer_unknown'] },
    ]);
  });

  it.each([
    ['received 24 hours ago to the second', { receivedOn: '2026-11-23', receivedAt: '2026-11-23 12:00:00' }, null],
    ['received a second later', { receivedOn: '2026-11-23', receivedAt: '2026-11-23 12:00:01' }, '2026-11-24 12:00:01'],
    ['of yesterday, hour unknown', { receivedOn: '2026-11-23', receivedAt: null }, '2026-11-24 23:59:59'],
    ['of the day before, hour unknown', { receivedOn: '2026-11-22', receivedAt: null }, null],
  ])('a request %s cools off until', (_, over, until) => {
    const { candidates, waiting } = sort([entry(over)]);
    expect(waiting).toEqual(until === null ? [] : [{ id: '1', until }]);
    expect(candidates).toHaveLength(until === null ? 1 : 0);
  });

  it('of one customer’s requests the most urgent is taken and answers the others', () => {
    const queue = [
      entry({ id: '8', customerKey: 'c', receivedOn: '2026-11-21' }),
      entry({ id: '9', customerKey: 'c', receivedOn: '2026-11-17' }),
    ];
    const sorted = sort(queue);
    expect(ids(sorted.candidates)).toEqual(['9']);
    expect(sorted.along).toEqual([{ id: '8', answeredBy: '9' }]);
  });

  it('a customer who is verified once is: an older wish of theirs is answered along, not left to a person', () => {
    const queue = [
      entry({ id: '7', customerKey: 'c', channel: 'staff', receivedOn: '2026-11-17' }),
      entry({ id: '8', customerKey: 'c', receivedOn: '2026-11-21' }),
    ];
    const sorted = sort(queue);
    expect(ids(sorted.candidates)).toEqual(['8']);
    expect(sorted.along).toEqual([{ id: '7', answeredBy: '8' }]);
    expect(sorted.attention).toEqual([]);
  });

  it('one held request of a customer is still told of when another of theirs may be planned', () => {
    const hold = { at: '', who: 'anna', reason: null };
    const queue = [entry({ id: '7', customerKey: 'c' }), entry({ id: '8', customerKey: 'c' }, { hold })];
    const sorted = sort(queue);
    expect(sorted.along).toEqual([]);
    expect(sorted.attention).toEqual([{ id: '8', reasons: ['hold'] }]);
  });

  it('closed requests are none of its business; erased ones are when a program can go on', () => {
    const queue = [
      entry({ id: '1', status: 'done' }),
      entry({ id: '2', status: 'rejected' }),
      entry({ id: '3', status: 'erased', openSteps: ['manual'] }),
    ];
    expect(isIdle(sort(queue))).toBe(true);
    expect(waitingForPerson(sort(queue))).toEqual([{ id: '3', openSteps: ['manual'] }]);
    expect(isIdle(sort([...queue, entry({ id: '4', status: 'erased', openSteps: ['residue', 'manual'] })]))).toBe(
      false,
    );
  });
});
