import { afterEach, beforeEach, expect, it } from 'vitest';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import { executeMerge, type ExecutedMerge } from '../../src/merge/execute-merge.js';
import { planMerge } from '../../src/merge/plan-merge.js';
import { readHanging } from '../../src/merge/read-hanging.js';
import { undoMerge } from '../../src/merge/undo-merge.js';
import { forEachEngine } from '../database/harness.js';
import { openBranchCalendar } from '../erasure/branch-calendar.js';
import type { TestCalendar } from '../erasure/calendar.js';
import { dump } from './dump.js';

forEachEngine('merging records with keys of two columns', (engine) => {
  let calendar: TestCalendar;
  beforeEach(async () => {
    calendar = await openBranchCalendar(engine);
  });
  afterEach(async () => calendar.close());

  const merge = async (survivor: string[], duplicate: string[]): Promise<ExecutedMerge> =>
    executeMerge(calendar.session, await planMerge(calendar.session, survivor, [duplicate]), {}, null);
  /** Without an integer key SQLite stores a row that comes back behind the others: the rows are the same, in another order. */
  const contents = (): string[] => dump(calendar.database).split('\n').sort();
  const left = async (select: string): Promise<string[]> =>
    (await calendar.db.all(select)).map((row) => Object.values(row).join('/'));

  it('moves what has the whole key, by foreign key, by type and key, and inside of a unique key, and gives all back', async () => {
    const before = contents();
    const done = await merge(['1', '10'], ['2', '5']);
    expect(await left('select branch, no, sent_branch, sent_no from guests order by 1, 2')).toEqual([
      '1/10//',
      '2/10/1/10',
    ]);
    expect(await left('select id, branch, guest from visits order by id')).toEqual(['1/1/10', '2/1/10', '3/2/10']);
    expect(await left('select id, branch, no from remarks order by id')).toEqual([
      '1/1/10',
      '2/1/10',
      '3/2/10',
      // About a visit and about a member of staff: other things with the same numbers.
      '4//2',
      '5//3',
      '6/1/10',
    ]);
    expect(await left('select branch, guest, kind, stamps from cards order by 1, 2, 3')).toEqual([
      '1/10/cut/7',
      '1/10/tan/1',
      '2/10/cut/7',
    ]);
    expect(done.rows.map(({ table, action, rows }) => `${action} ${table} ${String(rows)}`).sort()).toEqual([
      'change cards 1',
      'drop cards 1',
      'drop guests 1',
      'move cards 1',
      'move guests 1',
      'move remarks 1',
      'move visits 1',
    ]);
    await undoMerge(calendar.session, String(done.id));
    expect(contents()).toEqual(before);
  });

  it('takes the request along, into whatever record it goes', async () => {
    await merge(['2', '5'], ['1', '10']);
    expect(await left('select customer_key from belbo_erase_requests')).toEqual(['2\u001f5']);
  });

  it('tells what hangs on a record of either branch', async () => {
    const hanging = await readHanging(calendar.session, '2\u001f5');
    expect(hanging).toEqual({ counts: [{ table: 'visits', rows: 1 }], lastVisit: '2026-02-05 10:00:00' });
  });

  it('keeps a chain together: what was merged twice is erased with all it ever was, and undone from its end', async () => {
    await calendar.db.run(
      "insert into guests (branch, no, guest_no, first_name, last_name, birth_date, email, notes) values (3, 1, 'G-301', 'N.', 'Ott', '1980-04-05', 'nadine.ott@alt.example', null)",
    );
    await calendar.db.run("insert into newsletter values (4, 'nadine.ott@alt.example')");
    await calendar.db.run("insert into remarks values (7, 'guest', 3, 1, 'fragt nach Rosa')");
    const before = contents();
    const [first, second] = [await merge(['2', '5'], ['3', '1']), await merge(['1', '10'], ['2', '5'])];
    await undoMerge(calendar.session, String(second.id));
    await undoMerge(calendar.session, String(first.id));
    expect(contents()).toEqual(before);
    await merge(['2', '5'], ['3', '1']);
    await merge(['1', '10'], ['2', '5']);
    // What matches by value keeps its value, which the merge remembers.
    expect(await left('select email from newsletter order by id')).toHaveLength(4);
    const [prepared] = await planErasures(calendar.session, ['1']);
    if (prepared === undefined) throw new Error('no plan');
    expect(prepared.plan.blockers).toEqual([]);
    expect([...prepared.formerRecords].sort()).toEqual(['2\u001f5', '3\u001f1']);
    await executeErasure(calendar.session, prepared);
    expect(await left('select email from newsletter')).toEqual(['bernd.zander@mail.example']);
    expect(await left('select id from remarks order by id')).toEqual(['3', '5', '6']);
    expect((await finishErasures(calendar.session, ['1']))[0]?.residue.hits).toBe(0);
    expect(await left('select count(*) from belbo_erase_merges')).toEqual(['0']);
  });
});
