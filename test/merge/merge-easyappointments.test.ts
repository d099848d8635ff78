import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/connect.js';
import { migrate } from '../../src/database/migrate.js';
import { executeMerge } from '../../src/merge/execute-merge.js';
import { planMerge } from '../../src/merge/plan-merge.js';
import { undoMerge } from '../../src/merge/undo-merge.js';
import { createDatabase, loadSql, mariadbMissing } from '../database/harness.js';
import { builtInMap, sessionFor } from '../erasure/calendar.js';
import { dump } from './dump.js';

// A database that no one here wrote; it is not part of the repository.
const shared = new URL('../../../shared/data/databases/', import.meta.url).pathname;
const absent = !existsSync(shared);

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

describe.skipIf(absent || mariadbMissing !== null)('Easy!Appointments (skipped without ../shared/data)', () => {
  it('merges people entered twice or more, and undoes to the very same dump; staff are refused', async () => {
    const database = await createDatabase('mysql');
    await loadSql(database, `${shared}easyappointments.mysql.sql.gz`);
    await migrate(database.url);
    const db = await openDatabase(database.url);
    cleanUp.push(
      async () => database.drop(),
      async () => db.close(),
    );
    const session = await sessionFor(db, await builtInMap('easyappointments'));
    const before = dump(database);
    const truth = JSON.parse(readFileSync(`${shared}easyappointments.truth.json`, 'utf8')) as {
      customers: Record<string, number[]>;
    };
    const people = Object.values(truth.customers)
      .filter((ids) => ids.length > 1)
      .slice(0, 15);
    expect(people.length).toBe(15);
    const merges: number[] = [];
    for (const ids of people) {
      const [survivor = '', ...duplicates] = ids.map(String);
      const plan = await planMerge(
        session,
        [survivor],
        duplicates.map((key) => [key]),
      );
      merges.push((await executeMerge(session, plan, {}, null)).id);
      const gone = duplicates.join(', ');
      for (const from of [
        `ea_users where id in (${gone})`,
        `ea_appointments where id_users_customer in (${gone})`,
        `ea_consents where id_users in (${gone})`,
      ])
        expect([from, (await db.all(`select count(*) as n from ${from}`))[0]?.['n']]).toEqual([from, 0]);
    }
    expect(dump(database)).not.toBe(before);
    for (const id of merges.reverse()) await undoMerge(session, String(id));
    expect(dump(database)).toBe(before);
    const [[staff], [customer]] = [
      await db.all('select id from ea_users where id_roles = 2 limit 1'),
      await db.all('select id from ea_users where id_roles = 3 limit 1'),
    ];
    await expect(planMerge(session, [String(customer?.['id'])], [[String(staff?.['id'])]])).rejects.toMatchObject({
      code: 'MERGE_REFUSED',
    });
  });
});
