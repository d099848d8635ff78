import { hostname } from 'node:os';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCatalogue } from '../../src/database/catalogue.js';
import { openDatabase } from '../../src/database/connect.js';
import type { Database } from '../../src/database/database.js';
import { lockOwner, withLock } from '../../src/database/lock.js';
import { migrate } from '../../src/database/migrate.js';
import { currentOwnTablesVersion, ownTablePrefix, ownTablesVersion } from '../../src/database/own-tables.js';
import { expectError } from './expect-error.js';
import { createDatabase, forEachEngine, openFresh } from './harness.js';

forEachEngine('the tool’s own tables', (engine) => {
  it('are absent until created, and created once', async () => {
    const { db, database, done } = await openFresh(engine, 'create table customers (id int primary key);');
    expect(await ownTablesVersion(db)).toBeNull();
    expect(await migrate(database.url)).toEqual([
      '0001-own-tables',
      '0002-duplicates',
      '0003-backups',
      '0004-handling',
      '0005-telling',
    ]);
    expect(await ownTablesVersion(db)).toBe(currentOwnTablesVersion);
    expect(await migrate(database.url)).toEqual([]);

    const { tables } = await readCatalogue(db);
    const own = [...tables.keys()].filter((name) => name.startsWith(ownTablePrefix)).sort();
    expect(own).toEqual(
      [
        'backup_reviews',
        'backups',
        'decisions',
        'erasures',
        'events',
        'handling',
        'identifiers',
        'lock',
        'mails',
        'merges',
        'migrations',
        'migrations_lock',
        'recipients',
        'requests',
        'scrubs',
        'stub_rows',
        'stubs',
      ].map((name) => ownTablePrefix + name),
    );
    expect(tables.get('belbo_erase_stub_rows')?.primaryKey).toEqual(['stub_id', 'table_name', 'row_key']);
    if (engine === 'mysql') expect(tables.get('belbo_erase_erasures')).toMatchObject({ storage: 'InnoDB' });
    await done();
  });

  it('hold long reports and tell ids apart by letter case', async () => {
    const database = await createDatabase(engine);
    await migrate(database.url);
    const db = await openDatabase(database.url);
    const insert =
      'insert into belbo_erase_erasures (request_id, status, map, fingerprint, erased_at, report) values (?, ?, ?, ?, ?, ?)';
    const report = JSON.stringify({ text: '🌸'.repeat(100_000) });
    for (const id of ['r1', 'R1'])
      await db.run(insert, [id, 'erased', 'belbo', 'f'.repeat(64), '2026-11-23T10:00:00+01:00', report]);
    expect(await db.all('select report from belbo_erase_erasures where request_id = ?', ['R1'])).toEqual([{ report }]);
    await db.close();
    await database.drop();
  });

  it('are not made in a file that is not there', async () => {
    if (engine === 'sqlite') await expectError(migrate('sqlite:/absent/calendar.db'), 'DATABASE_NOT_FOUND');
    else await expectError(migrate('mysql://root@localhost/x?socket=/absent'), 'DATABASE_UNREACHABLE');
  });
});

forEachEngine('the lock', (engine) => {
  let db: Database;
  let other: Database;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await createDatabase(engine);
    await migrate(database.url);
    db = await openDatabase(database.url);
    other = await openDatabase(database.url);
    drop = () => database.drop();
  });
  afterAll(async () => {
    await db.close();
    await other.close();
    await drop();
  });
  const held = async (): Promise<number> => (await db.all('select name from belbo_erase_lock')).length;
  const put = async (host: string, pid: number, age: number): Promise<void> => {
    const at = new Date(Date.now() - age).toISOString();
    await db.run('insert into belbo_erase_lock (name, owner, host, pid, since, heartbeat) values (?, ?, ?, ?, ?, ?)', [
      'erase',
      'ben, run',
      host,
      pid,
      at,
      at,
    ]);
  };
  const clear = (): Promise<number> => db.run('delete from belbo_erase_lock');

  it('is held during the work by one only, and released after it', async () => {
    const result = await withLock(db, 'erase', lockOwner('anna, erase'), async () => {
      expect(await held()).toBe(1);
      const refused = await expectError(
        withLock(other, 'erase', lockOwner('ben, run'), async () => 0),
        'LOCKED',
      );
      expect(refused.params).toMatchObject({ owner: `anna, erase (${hostname()})` });
      await withLock(other, 'another', lockOwner('ben, run'), async () => expect(await held()).toBe(2));
      return 7;
    });
    expect(result).toBe(7);
    expect(await held()).toBe(0);
  });

  it('is released when the work fails', async () => {
    await expect(withLock(db, 'erase', lockOwner('anna'), () => Promise.reject(new Error('work')))).rejects.toThrow(
      'work',
    );
    expect(await held()).toBe(0);
  });

  it('of a dead process on this host is taken over at once', async () => {
    const { pid } = spawnSync('true');
    await put(hostname(), pid, 0);
    expect(await withLock(db, 'erase', lockOwner('anna'), async () => 'mine')).toBe('mine');
  });

  it('of another host is taken over after two minutes without a heartbeat, not before', async () => {
    await put('elsewhere', 1, 60_000);
    await expectError(
      withLock(db, 'erase', lockOwner('anna'), async () => 0),
      'LOCKED',
    );
    await clear();
    await put('elsewhere', 1, 130_000);
    expect(await withLock(db, 'erase', lockOwner('anna'), async () => 'mine')).toBe('mine');
  });

  it('of a living process on this host is respected while it is too busy for a heartbeat, but not for ever', async () => {
    await put(hostname(), process.ppid, 150_000);
    await expectError(
      withLock(db, 'erase', lockOwner('anna'), async () => 0),
      'LOCKED',
    );
    await clear();
    // A number may be another process's by now.
    await put(hostname(), process.ppid, 31 * 60_000);
    expect(await withLock(db, 'erase', lockOwner('anna'), async () => 'mine')).toBe('mine');
    await clear();
    await put(hostname(), process.pid, 150_000);
    expect(await withLock(db, 'erase', lockOwner('anna'), async () => 'mine')).toBe('mine');
  });

  it('that was taken over lets nothing be committed under it', async () => {
    await withLock(db, 'erase', lockOwner('anna'), async (lock) => {
      await db.transaction((trx) => lock.renew(trx));
      await clear();
      await put('elsewhere', 1, 0);
      await expectError(
        db.transaction(async (trx) => {
          await trx.run('insert into belbo_erase_events (request_id, at, who, event) values (?, ?, ?, ?)', [
            'r1',
            'now',
            'anna',
            'erased',
          ]);
          await lock.renew(trx);
        }),
        'LOCKED',
      );
    });
    expect(await db.all('select * from belbo_erase_events')).toEqual([]);
    // The other's lock is not released by us.
    expect(await held()).toBe(1);
    await clear();
  });

  // Two SQLite connections of one process would wait for each other, as each statement holds up the whole process.
  if (engine === 'mysql')
    it('goes to one of many that ask at the same time', async () => {
      const outcomes = await Promise.allSettled(
        [db, other].map((one) =>
          withLock(one, 'erase', lockOwner('x'), () => new Promise<void>((resolve) => setTimeout(resolve, 100))),
        ),
      );
      expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    });
});

describe('two locks of the same process', () => {
  it('have their own owner times', () => {
    expect(lockOwner('anna')).toEqual({ owner: 'anna', host: hostname(), pid: process.pid });
  });
});
