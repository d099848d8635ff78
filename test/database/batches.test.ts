import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Value } from '../../src/database/database.js';
import { expectError } from './expect-error.js';
import { asMariadbRoot, forEachEngine, onMariadb, openFresh } from './harness.js';

const count = 25_000;
const fill = `create table notes (id int primary key, big bigint, body text);
  insert into notes with recursive n as (select 1 as i union all select i + 1 from n where i < ${String(count)})
  select i, 9007199254740993, 'Notiz' from n;`;
const prepare = 'set max_recursive_iterations = 1000000;';

forEachEngine('batches', (engine) => {
  let db: Database;
  let done: () => Promise<void>;
  beforeAll(async () => {
    ({ db, done } = await openFresh(engine, engine === 'mysql' ? prepare + fill : fill));
  });
  afterAll(() => done());

  it('hand over all rows, in order, as arrays of the size asked for', async () => {
    const sizes: number[] = [];
    let next = 1;
    for await (const batch of db.batches('select id, big, body from notes where id > ? order by id', [0], 4000)) {
      sizes.push(batch.length);
      expect(batch[0]).toEqual([next, '9007199254740993', 'Notiz']);
      next += batch.length;
    }
    expect(sizes).toEqual([4000, 4000, 4000, 4000, 4000, 4000, 1000]);
  });

  it('give nothing for no rows', async () => {
    const batches: Value[][][] = [];
    for await (const batch of db.batches('select id from notes where id < 0')) batches.push(batch);
    expect(batches).toEqual([]);
  });

  it('let other reads run meanwhile, and others of their kind', async () => {
    let seen = 0;
    for await (const batch of db.batches('select id from notes')) {
      seen += batch.length;
      expect(await db.all('select count(*) as n from notes')).toEqual([{ n: count }]);
      for await (const inner of db.batches('select id from notes where id <= 10')) expect(inner).toHaveLength(10);
    }
    expect(seen).toBe(count);
  });

  it('leave the event loop room between them', async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 0);
    const many = 'select a.id, a.body from notes a, notes b where b.id <= 8';
    for await (const batch of db.batches(many, [], 100)) expect(batch.length).toBeGreaterThan(0);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(0);
  });

  it('can be abandoned; the database works on', async () => {
    for await (const batch of db.batches('select id from notes', [], 10)) {
      expect(batch).toHaveLength(10);
      break;
    }
    expect(await db.run("update notes set body = 'x' where id = 1")).toBe(1);
    for await (const batch of db.batches('select id from notes where id = 1')) expect(batch).toEqual([[1]]);
  });

  it('fail with the same errors as other queries', async () => {
    const read = async (): Promise<void> => {
      for await (const batch of db.batches('select nothing from absent')) expect(batch).toBeUndefined();
    };
    await expectError(read(), 'QUERY_FAILED', { table: 'absent' });
    expect(await db.all('select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('batches on SQLite', () => {
  it('refuse writes on the same connection at once instead of waiting for themselves', async () => {
    const { db, done } = await openFresh('sqlite', fill);
    for await (const batch of db.batches('select id from notes', [], 10)) {
      expect(batch).toHaveLength(10);
      await expectError(db.run('delete from notes'), 'INTERNAL');
      break;
    }
    await done();
  });
});

onMariadb('batches on MariaDB', () => {
  it('stop the server when nobody reads, instead of piling up rows', async () => {
    const { db, done } = await openFresh('mysql', `${prepare} ${fill} update notes set body = repeat('x', 4000);`);
    const batches = db.batches('select id, body from notes', [], 100)[Symbol.asyncIterator]();
    await batches.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = process.memoryUsage().rss;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(process.memoryUsage().rss - before).toBeLessThan(20e6);
    let rows = 100;
    for (let next = await batches.next(); next.done !== true; next = await batches.next()) rows += next.value.length;
    expect(rows).toBe(count);
    await done();
  });

  it('let go of the table at once when abandoned', async () => {
    const { db, database, done } = await openFresh(
      'mysql',
      `${prepare} ${fill} update notes set body = repeat('x', 4000);`,
    );
    for await (const batch of db.batches('select id, body from notes', [], 10)) {
      expect(batch).toHaveLength(10);
      // Time enough for the server to fill the socket and wait.
      await new Promise((resolve) => setTimeout(resolve, 200));
      break;
    }
    asMariadbRoot('set lock_wait_timeout = 5; alter table notes add column later int', database.name);
    await done();
  });

  it.each(['batches', 'rows'] as const)(
    'end with an error when the connection is lost in the middle (%s)',
    async (way) => {
      const { db, database, done } = await openFresh('mysql', prepare + fill);
      const sql = 'select id, body, sleep(0.01) from notes';
      let read = 0;
      const reading = async (): Promise<void> => {
        if (way === 'rows') return db.rows?.(sql, [], () => void (read += 1));
        for await (const batch of db.batches(sql, [], 10)) read += batch.length;
        return undefined;
      };
      const outcome = expectError(reading(), 'DATABASE_UNREACHABLE');
      const find = `select id from information_schema.processlist where info like 'select id, body, sleep%' and db = '${database.name}'`;
      let thread = '';
      while (thread === '') {
        await pause(20);
        thread = asMariadbRoot(find).replace(/\D/g, '');
      }
      asMariadbRoot(`kill connection ${thread}`);
      await outcome;
      expect(read).toBeLessThan(count);
      expect(await db.all('select 1 as one')).toEqual([{ one: 1 }]);
      for await (const batch of db.batches('select id from notes where id = 1')) expect(batch).toEqual([[1]]);
      await done();
    },
  );
});
