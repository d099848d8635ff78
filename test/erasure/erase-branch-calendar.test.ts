import { afterEach, beforeEach, expect, it } from 'vitest';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import type { PreparedErasure } from '../../src/erasure/prepared.js';
import { forEachEngine } from '../database/harness.js';
import { openBranchCalendar } from './branch-calendar.js';
import { decide, type TestCalendar } from './calendar.js';

const [first, second] = ['1\u001f10', '2\u001f5'];

forEachEngine('erasing from a calendar with keys of two columns', (engine) => {
  let calendar: TestCalendar;
  beforeEach(async () => {
    calendar = await openBranchCalendar(engine);
  });
  afterEach(async () => calendar.close());

  const plan = async (): Promise<PreparedErasure> => {
    const [prepared] = await planErasures(calendar.session, ['1']);
    if (prepared === undefined) throw new Error('no plan');
    return prepared;
  };
  const left = async (select: string): Promise<string[]> =>
    (await calendar.db.all(select)).map((row) => Object.values(row).join('/'));

  it('takes the rows of this key and of no other, over three hops, a circle of foreign keys and a polymorphic reference', async () => {
    await decide(calendar.session, first, second, 'different');
    const prepared = await plan();
    expect(prepared.plan.records).toEqual([first]);
    expect(
      Object.fromEntries(prepared.plan.tables.map(({ table, action, rows }) => [`${action} ${table}`, rows])),
    ).toEqual({
      'delete guests': 1,
      'detach guests': 1,
      'delete visits': 1,
      'delete visit_items': 1,
      'delete item_photos': 1,
      'delete remarks': 1,
      'delete cards': 1,
      'delete newsletter': 1,
    });
    await executeErasure(calendar.session, prepared, { uncertainMentions: 'redact' });
    expect(await left('select branch, no from guests order by 1, 2')).toEqual(['2/5', '2/10']);
    expect(await left('select id from visits order by id')).toEqual(['2', '3']);
    expect(await left('select id from visit_items order by id')).toEqual(['2', '3']);
    expect(await left('select id from item_photos order by id')).toEqual(['2', '3']);
    expect(await left('select id from remarks order by id')).toEqual(['2', '3', '4', '5', '6']);
    expect(await left('select branch, guest, kind from cards order by 1, 2, 3')).toEqual([
      '2/5/cut',
      '2/5/tan',
      '2/10/cut',
    ]);
    expect(await left('select email from newsletter order by id')).toEqual([
      'nadja@firma.example',
      'bernd.zander@mail.example',
    ]);
    expect(await left('select sent_branch, sent_no from guests where branch = 2 and no = 5')).toEqual(['/']);
    // The other guest's reference to the other record stands.
    expect(await left('select sent_branch, sent_no from guests where branch = 2 and no = 10')).toEqual(['2/5']);
  });

  it('takes both records that are one person, redacts mentions, and moves no date of a row that stays', async () => {
    await decide(calendar.session, first, second, 'same');
    const prepared = await plan();
    expect(prepared.plan.records).toEqual([first, second]);
    await executeErasure(calendar.session, prepared);
    expect(await left('select branch, no, notes, sent_branch from guests')).toEqual(['2/10/Nachbar von [gelöscht]/']);
    expect(await left('select id, notes, best_item from visits')).toEqual(['3/neben [gelöscht]/3']);
    expect(await left('select id from remarks order by id')).toEqual(['3', '5', '6']);
    expect(await left('select email from newsletter')).toEqual(['bernd.zander@mail.example']);
    // ON UPDATE CURRENT_TIMESTAMP would tell when somebody else's row was changed, and why.
    expect(await left('select changed_at from guests union all select changed_at from visits')).toEqual([
      '2020-01-01 00:00:00',
      '2020-01-01 00:00:00',
    ]);
    const [result] = await finishErasures(calendar.session, ['1']);
    expect([result?.status, result?.residue.hits]).toEqual(['done', 0]);
  });
});
