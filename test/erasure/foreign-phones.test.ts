import { afterEach, beforeEach, expect, it } from 'vitest';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import { forEachEngine } from '../database/harness.js';
import { openCalendar, story, type TestCalendar } from './calendar.js';

/* A salon in Germany with a customer in Austria, whose number is stored as one writes it there. */
forEachEngine('the phone of a customer of another country', (engine) => {
  let calendar: TestCalendar;
  beforeEach(async () => {
    calendar = await openCalendar(engine);
    expect(calendar.session.country).toBe('DE');
    await calendar.db.run("update customers set country = 'AT', mobile = '0664 1234567' where id = 2");
    await calendar.db.run("update customers set notes = 'Rückruf: +43 664 1234567, heute' where id = 40");
    await calendar.db.run("update message_log set recipient = '+436641234567', customer_id = null where id = 1");
  });
  afterEach(async () => calendar.close());

  it('is found with the calling code of that country', async () => {
    const [prepared] = await planErasures(calendar.session, [story.household]);
    if (prepared === undefined) throw new Error('no plan');
    await executeErasure(calendar.session, prepared, { uncertainMentions: 'keep' });
    const [result] = await finishErasures(calendar.session, [story.household]);
    expect(result?.residue.hits).toBe(0);
    const [row] = await calendar.db.all('select notes from customers where id = 40');
    expect(String(row?.['notes'])).not.toContain('1234567');
    expect(String(row?.['notes'])).toContain('Rückruf');
    const left = await calendar.db.all("select count(*) as n from message_log where recipient = '+436641234567'");
    expect(left).toEqual([{ n: 0 }]);
  });
});
