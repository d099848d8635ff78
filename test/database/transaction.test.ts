import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/connect.js';
import type { Database, Statement } from '../../src/database/database.js';
import { expectError } from './expect-error.js';
import {
  asMariadbRoot,
  forEachEngine,
  mariadbMissing,
  mariadbUrl,
  onMariadb,
  openFresh,
  type TestDatabase,
} from './harness.js';
import { startThrowawayServer } from './mariadb-server.js';

const schema =
  'create table rooms (id int primary key, guest varchar(20)); insert into rooms values (1, null), (2, null);';

forEachEngine('a transaction', (engine) => {
  let db: Database;
  let database: TestDatabase;
  const cleanUps: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    const fresh = await openFresh(engine, schema);
    ({ db, database } = fresh);
    cleanUps.push(() => fresh.done());
  });
  afterAll(async () => {
    for (const done of cleanUps) await done();
  });
  const guests = async (): Promise<unknown[]> =>
    (await db.all('select guest from rooms order by id')).map((row) => row['guest']);

  it('commits what its work did, and returns its result', async () => {
    const result = await db.transaction(async (trx) => {
      await trx.run('update rooms set guest = ? where id = ?', ['Ada', 1]);
      return (await trx.all('select guest from rooms where id = 1'))[0]?.['guest'];
    });
    expect(result).toBe('Ada');
    expect(await guests()).toEqual(['Ada', null]);
  });

  it('undoes everything when its work fails, and passes the error on', async () => {
    const failure = new Error('work');
    await expect(
      db.transaction(async (trx) => {
        await trx.run("update rooms set guest = 'Ada'");
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(await guests()).toEqual([null, null]);
  });

  it('goes on after a statement that broke a rule', async () => {
    await db.transaction(async (trx) => {
      await expectError(trx.run("insert into rooms values (1, 'twice')"), 'QUERY_FAILED');
      await trx.run("update rooms set guest = 'Ben' where id = 2");
    });
    expect(await guests()).toEqual([null, 'Ben']);
  });

  const setGuest = (guest: string, id: number): Statement => ({
    sql: 'update rooms set guest = ? where id = ?',
    bindings: [guest, id],
  });
  const addRoom = (id: number): Statement => ({ sql: 'insert into rooms values (?, null)', bindings: [id] });

  it('carries changes out in their order, before what is read behind them', async () => {
    await db.transaction(async (trx) => {
      await trx.change(addRoom(3), 'rooms', 1);
      await trx.change(setGuest('Ada', 3), 'rooms', 1);
      expect(await trx.all('select guest from rooms where id = 3')).toEqual([{ guest: 'Ada' }]);
      await trx.change(setGuest('Ben', 3), 'rooms', 1);
      expect(await trx.run('update rooms set guest = ? where guest = ?', ['Cem', 'Ben'])).toBe(1);
      await trx.change(setGuest('Ada', 1), 'rooms', 1);
      const prepared = await trx.all('select guest from rooms where id = ?', [1], { prepared: true });
      expect(prepared).toEqual([{ guest: 'Ada' }]);
      // Left for COMMIT.
      await trx.change(setGuest('Dora', 2), 'rooms', 1);
    });
    expect(await guests()).toEqual(['Ada', 'Dora', 'Cem']);
  });

  it('counts rows that have the value already, and takes more changes than go together', async () => {
    await db.transaction(async (trx) => {
      for (let id = 3; id <= 300; id += 1) await trx.change(addRoom(id), 'rooms', 1);
      await trx.change({ sql: 'update rooms set guest = null', bindings: [] }, 'rooms', 300);
    });
    expect(await guests()).toHaveLength(300);
  });

  it('undoes everything when a change matches another number of rows than planned', async () => {
    for (const [id, planned] of [
      [7, 1],
      [1, 2],
      [1, 0],
    ] as const) {
      await expectError(
        db.transaction(async (trx) => {
          await trx.run("update rooms set guest = 'Ben' where id = 2");
          await trx.change(setGuest('Ada', id), 'rooms', planned);
          await trx.change(setGuest('Ada', 2), 'rooms', 1);
        }),
        'COUNT_MISMATCH',
      );
      expect(await guests()).toEqual([null, null]);
    }
  });

  it('is not committed after a change that failed, whoever swallows the error', async () => {
    const swallowing = async (change: Statement): Promise<void> =>
      db.transaction(async (trx) => {
        await trx.change(change, 'rooms', 1).catch(() => undefined);
        await trx.all('select 1').catch(() => undefined);
      });
    await expectError(swallowing(setGuest('Ada', 7)), 'COUNT_MISMATCH');
    await expectError(swallowing(addRoom(1)), 'QUERY_FAILED');
    // On MariaDB both go together, and nobody knows how many rows the first has matched.
    const along = db.transaction(async (trx) => {
      await trx.change(setGuest('Ada', 7), 'rooms', 1).catch(() => undefined);
      await trx.run('insert into rooms values (1, null)').catch(() => undefined);
    });
    await expectError(along, engine === 'mysql' ? 'QUERY_FAILED' : 'COUNT_MISMATCH');
    expect(await guests()).toEqual([null, null]);
  });

  it('carries out in their order what is asked for at the same time, and answers each', async () => {
    const answers = await db.transaction(async (trx) => {
      await trx.change(addRoom(3), 'rooms', 1);
      const asked = [
        trx.all('select id from rooms where id > ?', [2]),
        trx.run('update rooms set guest = ? where id > ?', ['Ada', 1]),
        trx.all('select guest from rooms where id = ?', [3], { prepared: true }),
        trx.insert("insert into rooms values (4, 'Ben')").then(() => 'inserted'),
        trx.all('select guest from rooms order by id'),
      ];
      return Promise.all(asked);
    });
    const all = [null, 'Ada', 'Ada', 'Ben'].map((guest) => ({ guest }));
    expect(answers).toEqual([[{ id: 3 }], 2, [{ guest: 'Ada' }], 'inserted', all]);
  });

  it('leaves nothing of what goes on beside work that has failed', async () => {
    let begun = 0;
    const onwards = async (write: () => Promise<unknown>): Promise<void> => {
      for (; begun < 5; begun += 1) await write();
    };
    await expect(
      db.transaction(async (trx) => {
        const failing = trx.all('select 1').then(() => {
          throw new Error('work');
        });
        await Promise.all([failing, onwards(() => trx.run("update rooms set guest = 'late'"))]);
      }),
    ).rejects.toThrow('work');
    await pause(20);
    expect(begun).toBeLessThan(5);
    expect(await guests()).toEqual([null, null]);
  });

  it('leaves nothing of what it begins with when that goes on beside work that has failed', async () => {
    for (let round = 1; round <= 5; round += 1) {
      const failing = db.transaction(async (trx) => {
        const other = new Promise((_, reject) => setImmediate(() => reject(new Error('given up'))));
        await Promise.all([trx.run('insert into rooms values (?, null)', [900 + round]), other]);
      });
      await expect(failing).rejects.toThrow();
      // What was sent too late would have arrived by now.
      await pause(20);
      expect(await guests()).toEqual([null, null]);
    }
  });

  it('does not go on outside of any transaction when what it begins with has failed', async () => {
    const work = db.transaction(async (trx) => {
      await trx.all('select * from nowhere').catch(() => undefined);
      await trx.run("update rooms set guest = 'late'");
      throw new Error('work');
    });
    await expect(work).rejects.toThrow();
    expect(await guests()).toEqual([null, null]);
  });

  it('takes values for values, whatever is in them', async () => {
    const hostile = [
      "'; drop table x--",
      "\\'; drop--",
      '"; drop--',
      '?, ?; ?',
      '\\',
      'a\u0000;b',
      '/*;*/ -- ;',
      "'';'",
    ];
    await db.transaction(async (trx) => {
      for (const [at, text] of hostile.entries()) {
        await trx.change(addRoom(at + 10), 'rooms', 1);
        await trx.change(setGuest(text, at + 10), 'rooms', 1);
      }
    });
    expect((await guests()).slice(2)).toEqual(hostile);
  });

  it('refuses statements that bypass or outlive it', async () => {
    let leaked: (() => Promise<unknown>) | undefined;
    await db.transaction(async (trx) => {
      leaked = () => trx.run("update rooms set guest = 'late'");
      await expectError(db.run("update rooms set guest = 'beside'"), 'INTERNAL');
      await expectError(
        db.transaction(async () => undefined),
        'INTERNAL',
      );
    });
    await expectError(leaked?.() ?? Promise.resolve(), 'INTERNAL');
    expect(await guests()).toEqual([null, null]);
  });

  it('is unseen by others until it commits', async () => {
    const other = await openDatabase(database.url);
    await db.transaction(async (trx) => {
      await trx.run("update rooms set guest = 'Ada' where id = 1");
      expect((await other.all('select guest from rooms where id = 1'))[0]?.['guest']).toBeNull();
    });
    expect((await other.all('select guest from rooms where id = 1'))[0]?.['guest']).toBe('Ada');
    await other.close();
  });
});

forEachEngine('reads outside of a transaction', (engine) => {
  it('are answered each, and each told its own error, when they are asked for at the same time', async () => {
    const { db, done } = await openFresh(engine, schema);
    const ids = Array.from({ length: 150 }, (_, at) => at + 1);
    const asked = ids.map((id) => db.all('select id from rooms where id = ?', [id]));
    const outcomes = await Promise.allSettled([...asked, db.all('select * from nowhere'), db.all('select 7 as n')]);
    expect(outcomes.slice(0, 3).map((each) => each.status === 'fulfilled' && each.value)).toEqual([
      [{ id: 1 }],
      [{ id: 2 }],
      [],
    ]);
    expect(outcomes.at(-2)).toMatchObject({ status: 'rejected', reason: { code: 'QUERY_FAILED' } });
    expect(outcomes.at(-1)).toEqual({ status: 'fulfilled', value: [{ n: 7 }] });
    await done();
  });
});

onMariadb('reads that go together', () => {
  it('all fail at once when the server is gone, and are not sent again', async () => {
    const { db, done } = await openFresh('mysql', schema);
    const [row] = await db.all('select connection_id() as id');
    asMariadbRoot(`kill ${String(row?.['id'])}`);
    const outcomes = await Promise.allSettled([1, 2, 3].map((id) => db.all('select id from rooms where id = ?', [id])));
    for (const each of outcomes)
      expect(each).toMatchObject({ status: 'rejected', reason: { code: 'DATABASE_UNREACHABLE' } });
    expect(await db.all('select id from rooms')).toHaveLength(2);
    await done();
  });
});

onMariadb('a transaction on MariaDB', () => {
  it('holds off rows that would appear between reading and deciding', async () => {
    const { db, database, done } = await openFresh('mysql', schema);
    const other = await openDatabase(database.url);
    let inserted = false;
    let insertion: Promise<unknown> = Promise.resolve();
    await db.transaction(async (trx) => {
      expect(await trx.all('select id from rooms where id > ?', [1])).toHaveLength(1);
      insertion = other.run("insert into rooms values (3, 'phantom')").then(() => (inserted = true));
      await pause(200);
      expect(inserted).toBe(false);
      expect(await trx.all('select id from rooms where id > ?', [1])).toHaveLength(1);
    });
    await insertion;
    expect(inserted).toBe(true);
    await other.close();
    await done();
  });

  it('is run again as a whole after a deadlock, and both sides get through', async () => {
    const { db, database, done } = await openFresh('mysql', schema);
    const other = await openDatabase(database.url);
    let runs = 0;
    const meet = async (one: Database, first: number, second: number): Promise<void> =>
      one.transaction(async (trx) => {
        runs += 1;
        await trx.run("update rooms set guest = concat(coalesce(guest, ''), '+') where id = ?", [first]);
        await pause(150);
        await trx.run("update rooms set guest = concat(coalesce(guest, ''), '+') where id = ?", [second]);
      });
    await Promise.all([meet(db, 1, 2), meet(other, 2, 1)]);
    expect(runs).toBeGreaterThan(2);
    expect((await db.all('select guest from rooms')).map((row) => row['guest'])).toEqual(['++', '++']);
    await other.close();
    await done();
  });

  it('never goes on after a deadlock its work has swallowed', async () => {
    const { db, database, done } = await openFresh('mysql', schema);
    const other = await openDatabase(database.url);
    const meet = (one: Database, first: number, second: number): Promise<void> =>
      one.transaction(
        async (trx) => {
          await trx.run('update rooms set guest = null where id = ?', [first]);
          await pause(150);
          await trx.run('update rooms set guest = null where id = ?', [second]).catch(() => undefined);
          // Without care this one would run outside of any transaction, and stay.
          await trx.run("insert into rooms values (?, 'stray')", [100 + first]);
        },
        { attempts: 1 },
      );
    const outcomes = await Promise.allSettled([meet(db, 1, 2), meet(other, 2, 1)]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await db.all('select id from rooms where id > 100')).toHaveLength(1);
    await other.close();
    await done();
  });

  it('says busy when the other side never lets go', async () => {
    const { db, database, done } = await openFresh('mysql', schema);
    const other = await openDatabase(database.url);
    await other.transaction(async (theirs) => {
      await theirs.run("update rooms set guest = 'Ada' where id = 1");
      await expectError(
        db.transaction(
          async (trx) => {
            await trx.run('set innodb_lock_wait_timeout = 1');
            await trx.run("update rooms set guest = 'Ben' where id = 1");
          },
          { attempts: 2 },
        ),
        'DATABASE_BUSY',
      );
    });
    await other.close();
    await done();
  });
});

describe.skipIf(mariadbMissing !== null)('a server that dies', () => {
  it('before COMMIT leaves nothing, during COMMIT the outcome open; the marker tells', async () => {
    const server = await startThrowawayServer();
    try {
      const { execFileSync } = await import('node:child_process');
      execFileSync('mariadb', [
        '--no-defaults',
        `--socket=${server.socket}`,
        '-uroot',
        '-e',
        `create database t; use t; ${schema}`,
      ]);
      const db = await openDatabase(mariadbUrl('t', 'root', server.socket));

      await expectError(
        db.transaction(async (trx) => {
          await trx.run("update rooms set guest = 'Ada' where id = 1");
          await server.kill();
          await trx.run("update rooms set guest = 'Ada' where id = 2");
        }),
        'DATABASE_UNREACHABLE',
      );
      await expectError(db.all('select 1'), 'DATABASE_UNREACHABLE');
      await server.restart();
      expect(await db.all("select * from rooms where guest = 'Ada'")).toEqual([]);

      await expectError(
        db.transaction(async (trx) => {
          await trx.run("update rooms set guest = 'Ben' where id = 1");
          // Stopped, it accepts the COMMIT and answers no more.
          process.kill(server.pid, 'SIGSTOP');
          // The signal takes a moment to reach all of its threads.
          await pause(50);
          setTimeout(() => void server.kill(), 100);
        }),
        'COMMIT_UNCERTAIN',
      );
      await server.restart();
      expect(await db.all('select count(*) as n from rooms')).toEqual([{ n: 2 }]);
      await db.close();
    } finally {
      await server.stop();
    }
  });

  it('is not run again when the connection is cut in the middle', async () => {
    const { db, done } = await openFresh('mysql', schema);
    let runs = 0;
    await expectError(
      db.transaction(async (trx) => {
        runs += 1;
        const [row] = await trx.all('select connection_id() as id');
        asMariadbRoot(`kill ${String(row?.['id'])}`);
        await pause(50);
        await trx.run('delete from rooms');
      }),
      'DATABASE_UNREACHABLE',
    );
    expect(runs).toBe(1);
    expect(await db.all('select id from rooms')).toHaveLength(2);
    await done();
  });
});

forEachEngine('a mark of changes', (engine) => {
  it('stays the same through work of this program, and is another one after a commit of anybody else', async () => {
    const { db, database, done } = await openFresh(engine, 'create table t (id integer primary key, a integer)');
    const other = await openDatabase(database.url);
    const read = async (): Promise<void> => {
      for await (const batch of db.batches('select * from t')) expect(batch.length).toBeGreaterThanOrEqual(0);
    };
    await read();
    const before = await db.changeMark();
    expect(before).not.toBeNull();
    await db.run('insert into t values (1, 1)');
    await db.transaction(async (trx) => {
      await trx.run('update t set a = 2');
      await read();
      // On a MariaDB server that runs other tests as well somebody may have worked at any time.
      if (engine === 'sqlite') expect(await db.changeMark()).toBe(before);
    });
    if (engine === 'sqlite') expect(await db.changeMark()).toBe(before);
    const own = await db.changeMark();
    await other.run('update t set a = 3');
    const changed = await db.changeMark();
    expect(changed).not.toBe(own);
    await other.transaction(async (trx) => trx.run('insert into t values (2, 1)'));
    expect(await db.changeMark()).not.toBe(changed);
    await other.close();
    await done();
  });
});
