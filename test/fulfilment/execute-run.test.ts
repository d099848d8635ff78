import { hostname } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockOwner, withLock } from '../../src/database/lock.js';
import { BelboEraseError } from '../../src/errors.js';
import type { ErasureSession } from '../../src/erasure/session.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import { eraseAll } from '../../src/fulfilment/erase-all.js';
import { executeRun, previewRun, type RunOptions, type RunOutcome } from '../../src/fulfilment/execute-run.js';
import { defaultRunRules, sortQueue, type RunRules, type SortedQueue } from '../../src/fulfilment/run-rules.js';
import type { ProgressEvent } from '../../src/progress.js';
import { readLeft } from '../../src/requests/left-to-person.js';
import { readQueue } from '../../src/requests/read-queue.js';
import { forEachEngine } from '../database/harness.js';
import { deskOf, openCalendar, snapshot, story, type TestCalendar } from '../erasure/calendar.js';

forEachEngine('a run', (engine) => {
  let calendar: TestCalendar;

  beforeEach(async () => {
    calendar = await openCalendar(engine, 40, 7);
  });
  afterEach(async () => {
    await calendar.close();
  });

  const sorted = async (rules: RunRules): Promise<SortedQueue> =>
    sortQueue(await readQueue(deskOf(calendar.session), { closed: false }), rules, calendar.session);
  const go = async (
    options: Partial<RunOptions> = {},
    session: ErasureSession = calendar.session,
  ): Promise<RunOutcome> => {
    const rules = options.rules ?? { ...defaultRunRules, uncertainMentions: 'keep' };
    return executeRun(session, {
      rules,
      owner: lockOwner('tester'),
      stopping: new AbortController().signal,
      readQueue: async () => sorted(rules),
      limit: Number.POSITIVE_INFINITY,
      // This calendar has no backups.
      scrub: async () => Promise.reject(new Error('not to be called')),
      ...options,
    });
  };
  const statuses = async (): Promise<Map<string, unknown>> =>
    new Map(
      (await calendar.db.all('select id, status from erasure_requests')).map((row) => [
        String(row['id']),
        row['status'],
      ]),
    );

  it('does what is allowed, leaves the rest as it was with reasons, and has nothing left to do', async () => {
    const before = await statuses();
    const { processed, attention, failed } = await go();
    const after = await statuses();
    expect(failed).toEqual([]);
    expect(processed.map(({ id }) => id)).toContain(story.katharina);
    for (const { id, status } of processed)
      expect([id, after.get(id)]).toEqual([id, status === 'done' ? 'fertig' : 'gelöscht']);
    const reasons = new Map(attention.map(({ id, reasons: why }) => [id, why]));
    expect(reasons.get(story.stylist)).toEqual(['staff_login']);
    expect(reasons.get(story.voucher)).toEqual(['unused_vouchers']);
    expect(reasons.get(story.namesake)).toEqual(['identity_unverified']);
    const worked = new Set(processed.map(({ id }) => id));
    for (const [id, status] of before) if (!worked.has(id)) expect([id, after.get(id)]).toEqual([id, status]);
    const residue = await calendar.db.all('select report from belbo_erase_erasures');
    for (const row of residue) expect(JSON.parse(String(row['report']))).toMatchObject({ residue: { hits: 0 } });
    const done = processed.find(({ status, answeredBy }) => status === 'done' && answeredBy === null)?.id ?? '';
    const history = await calendar.db.all('select event from belbo_erase_events where request_id = ? order by id', [
      done,
    ]);
    expect(history.map(({ event }) => event).slice(-3)).toEqual(['erased', 'residue_clear', 'done']);
    const again = await go();
    expect([again.processed, again.failed]).toEqual([[], []]);
    // Noted for whoever tells of the queue, once; what a look at the queue tells is not.
    const noted = await calendar.db.all(
      "select request_id, details from belbo_erase_events where event = 'left_to_person' order by id",
    );
    const byRequest = new Map(noted.map((row) => [String(row['request_id']), row['details']]));
    expect(byRequest.size).toBe(noted.length);
    expect(byRequest.get(story.stylist)).toBe('staff_login');
    expect(byRequest.get(story.voucher)).toBe('unused_vouchers');
    expect(byRequest.has(story.namesake)).toBe(false);
    expect(Object.fromEntries(await readLeft(calendar.db, [story.stylist, story.namesake]))).toEqual({
      [story.stylist]: ['staff_login'],
    });
  });

  it('previews the very same without changing anything', async () => {
    const rules = { ...defaultRunRules, uncertainMentions: 'keep' } as const;
    const before = await snapshot(calendar.db);
    const { planned } = await previewRun(calendar.session, await sorted(rules), { rules, limit: 100 });
    expect(await snapshot(calendar.db)).toEqual(before);
    const { processed } = await go({ rules });
    expect(processed.map(({ id }) => id).sort()).toEqual([...planned].sort());
  });

  it('stops at its limit', async () => {
    const { processed } = await go({ limit: 3 });
    expect(processed).toHaveLength(3);
    expect((await go()).processed.length).toBeGreaterThan(0);
  });

  it('searches free text once before and once after, however many requests', async () => {
    const passes = new Map<string, number>();
    let last = '';
    const session: ErasureSession = {
      ...calendar.session,
      onProgress: ({ stage, at }: ProgressEvent) => {
        const here = `${stage} ${at ?? ''}`;
        if (here !== last) passes.set(here, (passes.get(here) ?? 0) + 1);
        last = here;
      },
    };
    const { processed } = await go({}, session);
    expect(processed.length).toBeGreaterThan(5);
    expect(passes.get('residue-scan customers')).toBe(1);
    // Once more for plans that another erasure has changed.
    expect(passes.get('mention-scan customers')).toBeLessThanOrEqual(2);
  });

  it('is not stopped by a request that fails', async () => {
    let transactions = 0;
    const broken: ErasureSession = {
      ...calendar.session,
      db: {
        ...calendar.db,
        // The first is the lock's, the third the second erasure.
        transaction: async (work, options) => {
          transactions += 1;
          if (transactions === 3) throw new BelboEraseError('QUERY_FAILED', { code: 'TEST', table: '' });
          return calendar.db.transaction(work, options);
        },
      },
    };
    const planned = (await sorted(defaultRunRules)).candidates.map(({ request }) => request.id);
    const { processed, failed } = await go({}, broken);
    expect(failed).toMatchObject([{ error: 'QUERY_FAILED' }]);
    expect(planned).toContain(failed[0]?.id);
    expect(processed.length).toBeGreaterThan(3);
    expect((await go()).processed.map(({ id }) => id)).toEqual([failed[0]?.id]);
  });

  it('goes on past a customer record that vanished', async () => {
    await calendar.db.run('update erasure_requests set customer_id = null where id = ?', [story.katharina]);
    const { processed, attention } = await go();
    expect(attention).toContainEqual({ id: story.katharina, reasons: ['customer_unknown'] });
    expect(processed.length).toBeGreaterThan(3);
  });

  it('plans again what another erasure has changed', async () => {
    const { candidates } = await sorted(defaultRunRules);
    const plans = await planErasures(
      calendar.session,
      candidates.map(({ request }) => request.id),
    );
    const free = plans.filter(({ plan }) => plan.blockers.length === 0).map(({ plan }) => plan.requestId);
    const [first, second] = candidates
      .map(({ request }) => request)
      .filter(({ id }) => free.includes(id))
      .slice(-2);
    // Whoever recommended the other goes first: that changes the other's record.
    await calendar.db.run('update customers set recommended_by = ? where id = ?', [
      first?.customerKey ?? '',
      second?.customerKey ?? '',
    ]);
    const { processed, failed } = await go();
    expect(failed).toEqual([]);
    expect(processed.map(({ id }) => id)).toEqual(expect.arrayContaining([first?.id, second?.id]));
  });

  it('answers a second request of the same customer along', async () => {
    await calendar.db.run(
      "insert into erasure_requests (customer_id, channel, received_at, status) values (1, 'online', '2026-11-22 10:00:00', 'neu')",
    );
    const { processed } = await go();
    const along = processed.find(({ answeredBy }) => answeredBy === story.katharina);
    expect(along?.status).toBe('done');
    expect((await statuses()).get(along?.id ?? '')).toBe('fertig');
  });

  it('leaves nothing of two who shared an e-mail and are erased together', async () => {
    await calendar.db.run(
      "insert into erasure_requests (customer_id, channel, received_at, status) values (3, 'online', '2026-11-20 10:00:00', 'neu')",
    );
    const [his] = await calendar.db.all('select id from erasure_requests where customer_id = 3');
    const { processed } = await go();
    const couple = processed.filter(({ id }) => id === story.household || id === String(his?.['id']));
    expect(couple).toHaveLength(2);
    expect(
      await calendar.db.all("select id from newsletter_subscribers where email = 'familie.brandt@mail.example'"),
    ).toEqual([]);
    expect(
      await calendar.db.all("select request_id from belbo_erase_erasures where open_steps like '%residue%'"),
    ).toEqual([]);
  });

  it('finishes the erasure under way when it is told to stop, begins no other, and verifies what is done', async () => {
    const stop = new AbortController();
    const session: ErasureSession = {
      ...calendar.session,
      onProgress: ({ stage, done }: ProgressEvent) => {
        if (stage === 'erase' && done === 2) stop.abort();
      },
    };
    const { processed, notBegun } = await go({ stopping: stop.signal }, session);
    expect(processed).toHaveLength(2);
    expect(notBegun.length).toBeGreaterThan(3);
    expect(
      await calendar.db.all("select request_id from belbo_erase_erasures where open_steps like '%residue%'"),
    ).toEqual([]);
    expect((await go()).processed.map(({ id }) => id)).toEqual(expect.arrayContaining([...notBegun]));
  });

  it('erases the same in portions as all at once, and forgets none when it is stopped while it plans a later one', async () => {
    const rules = { ...defaultRunRules, uncertainMentions: 'keep' } as const;
    const ids = (await sorted(rules)).candidates.map(({ request }) => request.id);
    const { planned } = await previewRun(calendar.session, await sorted(rules), { rules, limit: 100 });
    expect(planned.length).toBeGreaterThan(5);
    const stop = new AbortController();
    let erasing = false;
    const inPortions = async (session: ErasureSession, stopping: AbortSignal): ReturnType<typeof eraseAll> =>
      withLock(calendar.db, 'run', lockOwner('tester'), async (lock) =>
        eraseAll(session, ids, { rules, lock, stopping, together: 4 }),
      );
    const session: ErasureSession = {
      ...calendar.session,
      onProgress: ({ stage }: ProgressEvent) => {
        erasing ||= stage === 'erase';
        if (erasing && stage === 'mention-scan') stop.abort();
      },
    };
    const stopped = await inPortions(session, stop.signal);
    expect(stopped.erased.length).toBeGreaterThan(0);
    expect(stopped.failed).toEqual([]);
    expect(stopped.notBegun).toEqual(expect.arrayContaining(ids.slice(4)));
    const rest = await inPortions(calendar.session, new AbortController().signal);
    expect([...stopped.erased, ...rest.erased].sort()).toEqual([...planned].sort());
  });

  it('is refused while another one is at work, and does nothing', async () => {
    const before = await snapshot(calendar.db);
    await withLock(calendar.db, 'run', { owner: 'anna', host: hostname(), pid: process.ppid }, async () => {
      await expect(go()).rejects.toMatchObject({ code: 'LOCKED' });
    });
    expect(await snapshot(calendar.db)).toEqual(before);
    expect((await go()).processed.length).toBeGreaterThan(3);
  });

  it('verifies and closes what an earlier run erased and left there', async () => {
    const { processed } = await go({ limit: 1 });
    const id = processed[0]?.id ?? '';
    await calendar.db.run(
      "update belbo_erase_erasures set open_steps = 'residue', completed_at = null, status = 'erased' where request_id = ?",
      [id],
    );
    await calendar.db.run("update erasure_requests set status = 'gelöscht' where id = ?", [id]);
    const next = await go({ limit: 0 });
    expect(next.processed.map((each) => each.id)).toContain(id);
  });
});
