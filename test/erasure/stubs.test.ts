import { expect, it } from 'vitest';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import { executePurge } from '../../src/erasure/execute-purge.js';
import { planPurge } from '../../src/erasure/plan-purge.js';
import { listStubs, showStub } from '../../src/erasure/stubs.js';
import { forEachEngine } from '../database/harness.js';
import { openCalendar, snapshot, story } from './calendar.js';

forEachEngine('a retention stub', (engine) => {
  it('holds base data for owner and accountant, tells of every look, and goes when its period is over', async () => {
    const calendar = await openCalendar(engine, 30);
    try {
      const { session, db } = calendar;
      const [prepared] = await planErasures(session, [story.katharina]);
      if (prepared === undefined) throw new Error('no plan');
      const { stub } = await executeErasure(session, prepared, { uncertainMentions: 'keep' });
      await finishErasures(session, [story.katharina], { manualDone: true });
      const id = String(stub?.id);
      expect(await listStubs(session.db)).toMatchObject([
        { requestId: story.katharina, visibleTo: ['owner', 'accountant'], until: '2034-12-31', purgedAt: null },
      ]);
      expect((await showStub(session, id, null)).baseData).toBeNull();
      const { baseData } = await showStub(session, id, 'accountant');
      expect(baseData).toMatchObject([{ customer_no: 'K-100001', last_name: 'Süßmilch', city: 'Berlin' }]);
      // Base data is what a receipt needs: no e-mail, no phone, no notes.
      expect(JSON.stringify(baseData)).not.toMatch(/@|0171|Ammoniak/);
      const events = await db.all("select who, details from belbo_erase_events where event = 'stub_shown'");
      expect(events).toEqual([{ who: 'tester', details: 'accountant' }]);
      await expect(showStub(session, '999', 'owner')).rejects.toMatchObject({ code: 'STUB_NOT_FOUND' });
      await expect(showStub(session, '1 or 1=1', 'owner')).rejects.toMatchObject({ code: 'STUB_NOT_FOUND' });

      expect((await planPurge(session)).stubs).toEqual([]);
      const later = { ...session, today: '2035-01-01' };
      const before = await snapshot(db);
      const purge = await planPurge(later);
      expect(purge.stubs).toHaveLength(1);
      expect(await snapshot(db)).toEqual(before);
      await executePurge(later, purge);
      const kept = prepared.plan.kept.find((each) => each.table === 'receipts')?.rows ?? 0;
      expect(kept).toBeGreaterThan(0);
      expect((before.get('receipts')?.length ?? 0) - ((await snapshot(db)).get('receipts')?.length ?? 0)).toBe(kept);
      expect(await db.all('select base_data from belbo_erase_stubs')).toEqual([{ base_data: null }]);
      expect(await db.all('select stub_id from belbo_erase_stub_rows')).toEqual([]);
      expect((await planPurge(later)).stubs).toEqual([]);
    } finally {
      await calendar.close();
    }
  });

  it('leaves a row alone whose key the calendar has given to somebody else', async () => {
    const calendar = await openCalendar(engine, 30);
    try {
      const { session, db } = calendar;
      const [prepared] = await planErasures(session, [story.katharina]);
      if (prepared === undefined) throw new Error('no plan');
      await executeErasure(session, prepared, { uncertainMentions: 'keep' });
      const kept = await db.all("select row_key from belbo_erase_stub_rows where table_name = 'receipts' order by 1");
      const [other, later] = kept.map((row) => String(row['row_key']));
      await db.run('update receipts set customer_id = 4 where id = ?', [other ?? '']);
      await db.run("update receipts set issued_at = '2034-06-01 10:00:00' where id = ?", [later ?? '']);
      const items = 'select id from receipt_items where receipt_id in (?, ?) order by id';
      const itemsBefore = await db.all(items, [other ?? '', later ?? '']);
      expect(itemsBefore).not.toEqual([]);
      const after = { ...session, today: '2035-01-01' };
      await executePurge(after, await planPurge(after));
      expect(await db.all(items, [other ?? '', later ?? ''])).toEqual(itemsBefore);
      const left = await db.all('select id from receipts where id in (?, ?) order by id', [other ?? '', later ?? '']);
      expect(left.map((row) => String(row['id'])).sort()).toEqual([other, later].sort());
      expect(await db.all("select row_key from belbo_erase_stub_rows where table_name = 'receipts'")).toEqual([]);
    } finally {
      await calendar.close();
    }
  });

  it('takes what still refers to a record that was masked, not deleted', async () => {
    const calendar = await openCalendar(engine, 30);
    try {
      const { session, db } = calendar;
      const [prepared] = await planErasures(session, [story.katharina]);
      if (prepared === undefined) throw new Error('no plan');
      await executeErasure(session, prepared, { uncertainMentions: 'keep' });
      const kept = await db.all("select row_key from belbo_erase_stub_rows where table_name = 'receipts'");
      const id = String(kept[0]?.['row_key']);
      // As the receipts of a calendar that masks its customers: they go on naming the record, which stays.
      await db.run('update receipts set customer_id = 4 where id = ?', [id]);
      const { map } = session.resolved;
      const masking = { ...session.resolved, map: { ...map, subject: { ...map.subject, rows: 'mask' as const } } };
      const after = { ...session, resolved: masking, today: '2035-01-01' };
      await executePurge(after, await planPurge(after));
      expect(await db.all('select id from receipts where id = ?', [id])).toEqual([]);
    } finally {
      await calendar.close();
    }
  });

  it('is purged in part when some of its rows fall due earlier', async () => {
    const calendar = await openCalendar(engine, 30);
    try {
      const { session, db } = calendar;
      const [prepared] = await planErasures(session, [story.katharina]);
      if (prepared === undefined) throw new Error('no plan');
      await executeErasure(session, prepared, { uncertainMentions: 'keep' });
      const days = await db.all('select distinct retained_until as day from belbo_erase_stub_rows order by 1');
      expect(days.length).toBeGreaterThan(1);
      const first = String(days[0]?.['day']);
      const later = { ...session, today: `${String(Number(first.slice(0, 4)) + 1)}-01-01` };
      await executePurge(later, await planPurge(later));
      expect(await db.all('select distinct retained_until as day from belbo_erase_stub_rows order by 1')).toEqual(
        days.slice(1),
      );
      const [stub] = await listStubs(session.db);
      expect(stub?.purgedAt).toBeNull();
    } finally {
      await calendar.close();
    }
  });
});
