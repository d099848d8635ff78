import { afterEach, expect, it } from 'vitest';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import type { PreparedErasure } from '../../src/erasure/prepared.js';
import type { ErasureSession } from '../../src/erasure/session.js';
import { forEachEngine } from '../database/harness.js';
import { openCalendar, story, type TestCalendar } from './calendar.js';

/** What a plan decides, in a form that compares; the order of rows and of shared values is the engine's own. */
function comparable({ plan, subject, rows, digest, recordsDigest, sharedRows, traces }: PreparedErasure): unknown {
  return {
    plan,
    subject,
    digest,
    recordsDigest,
    rows: rows.map((row) => [row.table.name, row.key, row.action, row.mask, row.detach, row.retained?.until]).sort(),
    shared: [...sharedRows].sort(),
    traces: [traces.identifiers, [...traces.notes].sort()],
  };
}

/** A session that counts its statements in which this stands. */
function counting(session: ErasureSession): {
  readonly session: ErasureSession;
  readonly count: (part: string) => number;
} {
  const asked: string[] = [];
  const { db } = session;
  const all: typeof db.all = async (sql, bindings, options) => {
    asked.push(sql);
    return db.all(sql, bindings, options);
  };
  const count = (part: string): number => asked.filter((sql) => sql.includes(part)).length;
  return { session: { ...session, db: { ...db, all } }, count };
}

forEachEngine('planning many requests together', (engine) => {
  let calendar: TestCalendar | null = null;
  afterEach(async () => {
    await calendar?.close();
  });

  it('gives each the very plan it would have alone, by a few statements for all', async () => {
    calendar = await openCalendar(engine, 160, 70);
    const rows = await calendar.db.all("select id from erasure_requests where status in ('neu', 'in Bearbeitung')");
    const ids = rows.map((row) => String(row['id']));
    expect(ids.length).toBeGreaterThan(60);
    const { session, count } = counting(calendar.session);
    const together = await planErasures(session, ids, { scan: false });
    // 32 by one statement, and once more those to whom an online account has added an e-mail.
    expect(count(' union all ')).toBeLessThanOrEqual(2 * Math.ceil(ids.length / 32));
    // What stubs keep, and notes that go: once for 32, and again for each 256 rows.
    for (const table of ['belbo_erase_stub_rows', 'appointment_services'])
      expect(count(` from \`${table}\``)).toBeLessThan(ids.length / 4);
    expect(together.map(({ plan }) => plan.requestId)).toEqual(ids);
    for (const each of together) {
      const [alone] = await planErasures(calendar.session, [each.plan.requestId], { scan: false });
      expect(alone === undefined ? null : comparable(alone)).toEqual(comparable(each));
    }
  });

  it('leaves out those that cannot be planned, and tells of each', async () => {
    calendar = await openCalendar(engine);
    await calendar.db.run('update erasure_requests set customer_id = null where id = ?', [story.namesake]);
    const failed: [string, unknown][] = [];
    const plans = await planErasures(
      calendar.session,
      [story.katharina, '4711', story.done, story.namesake, story.voucher],
      { scan: false, onFailure: (id, error) => void failed.push([id, (error as { code: string }).code]) },
    );
    expect(plans.map(({ plan }) => plan.requestId)).toEqual([story.katharina, story.voucher]);
    expect(failed).toEqual([
      ['4711', 'REQUEST_NOT_FOUND'],
      [story.done, 'REQUEST_CLOSED'],
      [story.namesake, 'SUBJECT_GONE'],
    ]);
  });
});
