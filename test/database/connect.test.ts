import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/connect.js';
import type { Database } from '../../src/database/database.js';
import { driverCode } from '../../src/database/driver-error.js';
import { parseDatabaseUrl } from '../../src/database/target.js';
import { expectError } from './expect-error.js';
import {
  asMariadbRoot,
  createDatabase,
  forEachEngine,
  mariadbUrl,
  onMariadb,
  openFresh,
  type TestDatabase,
} from './harness.js';

const schema = `create table people (id int primary key, email varchar(40) unique, note text);
  insert into people values (1, 'anna@example.org', 'Grüße 🌸 ''quoted'' \\\\ 100%'), (2, 'ben@example.org', null);`;
const note = "Grüße 🌸 'quoted' \\\\ 100%";

forEachEngine('a connection', (engine) => {
  let db: Database;
  let database: TestDatabase;
  let done: () => Promise<void>;
  beforeAll(async () => {
    // Backslashes escape in MySQL only.
    ({ db, database, done } = await openFresh(
      engine,
      engine === 'mysql' ? schema.replace('\\\\', '\\\\\\\\') : schema,
    ));
  });
  afterAll(() => done());

  it('tells its engine and a label without password', () => {
    expect(db.engine).toBe(engine);
    expect(db.label).toBe(engine === 'mysql' ? `localhost/${database.name}` : database.path);
  });

  it('gives rows by column name and binds every kind of text', async () => {
    expect(await db.all('select id, email, note from people where id = ?', [1])).toEqual([
      { id: 1, email: 'anna@example.org', note },
    ]);
    expect(await db.all('select id from people where note = ?', [note])).toEqual([{ id: 1 }]);
    expect(await db.all('select id from people where note = ?', ["' or 1=1 -- "])).toEqual([]);
  });

  it('counts rows matched, also those that already have the value', async () => {
    expect(await db.run('update people set email = email where id in (?, ?)', [1, 2])).toBe(2);
    expect(await db.run('update people set note = ? where id = ?', [null, 2])).toBe(1);
    expect(await db.run('delete from people where id = ?', [99])).toBe(0);
  });

  it('reports a broken rule with its code and table, and keeps the value to itself', async () => {
    const failed = await expectError(
      db.run('insert into people (id, email) values (?, ?)', [3, 'anna@example.org']),
      'QUERY_FAILED',
      { code: engine === 'mysql' ? 'ER_DUP_ENTRY' : 'SQLITE_CONSTRAINT_UNIQUE', table: 'people' },
    );
    expect(driverCode(failed)).toBe(engine === 'mysql' ? 'ER_DUP_ENTRY' : 'SQLITE_CONSTRAINT_UNIQUE');
    expect(inspect(failed, { depth: 10, showHidden: true })).not.toContain('anna');
    expect(
      (await expectError(db.all('select * from absent where id = ?', ['anna']), 'QUERY_FAILED')).params,
    ).toMatchObject({ table: 'absent' });
  });

  it('keeps every digit of an integer', async () => {
    await db.run('create table numbers (big bigint, amount decimal(20, 2))');
    await db.run(`insert into numbers values (9223372036854775807, 12.5), (-9007199254740993, 0), (42, 1)`);
    const bigs = (await db.all('select big from numbers')).map((row) => row['big']);
    expect(bigs).toEqual(['9223372036854775807', '-9007199254740993', 42]);
    expect(await db.all('select big from numbers where big = ?', ['-9007199254740993'])).toHaveLength(1);
  });

  it('writes nothing when opened read-only', async () => {
    const reader = await openDatabase(database.url, { readOnly: true });
    expect(await reader.all('select count(*) as n from people')).toEqual([{ n: 2 }]);
    await expectError(reader.run('delete from people'), 'DATABASE_READ_ONLY');
    await expectError(
      reader.transaction((trx) => trx.run('delete from people')),
      'DATABASE_READ_ONLY',
    );
    await reader.close();
    expect(await db.all('select count(*) as n from people')).toEqual([{ n: 2 }]);
  });

  it('keeps prepared statements usable when there are many different ones', async () => {
    for (let n = 0; n < 900; n += 1) await db.all(`select ${String(n)} as n`);
    expect(await db.all('select 0 as n')).toEqual([{ n: 0 }]);
  });

  it('rejects text that does not fit instead of cutting it', async () => {
    if (engine === 'sqlite') return;
    await expectError(db.run('update people set email = ? where id = 1', ['x'.repeat(50)]), 'QUERY_FAILED', {
      code: 'ER_DATA_TOO_LONG',
    });
  });
});

/** Root may read and write everything: lets it prepare, then goes on as a user who may not. */
async function asNobody(prepare: () => Promise<void>, work: () => Promise<void>): Promise<void> {
  await prepare();
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('a SQLite file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-files-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('that is missing is not created', async () => {
    const path = join(folder, 'missing.db');
    await expectError(openDatabase(`sqlite:${path}`), 'DATABASE_NOT_FOUND', { path });
    await expectError(openDatabase(`sqlite:${join(folder, 'no', 'folder.db')}`), 'DATABASE_NOT_FOUND');
    expect(existsSync(path)).toBe(false);
  });

  it('that is no database, or a folder, is refused', async () => {
    const path = join(folder, 'letter.txt');
    writeFileSync(path, 'Sehr geehrte Damen und Herren, '.repeat(200));
    await expectError(openDatabase(`sqlite:${path}`), 'DATABASE_UNREACHABLE', { reason: 'SQLITE_NOTADB' });
    await expectError(openDatabase(`sqlite:${folder}`), 'DATABASE_UNREACHABLE', { reason: 'SQLITE_CANTOPEN' });
  });

  it('that may not be written or read says so', async () => {
    const { db, database, done } = await openFresh('sqlite', schema);
    await db.close();
    await asNobody(
      async () => {
        chmodSync(dirname(database.path), 0o755);
        chmodSync(database.path, 0o444);
      },
      async () => {
        const reader = await openDatabase(database.url);
        await expectError(reader.run('delete from people'), 'DATABASE_READ_ONLY');
        await expectError(
          reader.transaction((trx) => trx.run('delete from people')),
          'DATABASE_READ_ONLY',
        );
        await reader.close();
      },
    );
    await asNobody(
      async () => chmodSync(database.path, 0),
      async () => {
        await expectError(openDatabase(database.url), 'ACCESS_DENIED', { database: database.path });
      },
    );
    await done();
  });

  it('on a full disk changes nothing', async () => {
    const { db, done } = await openFresh('sqlite', schema);
    const [pages] = await db.all('pragma page_count');
    await db.all(`pragma max_page_count = ${String(Number(pages?.['page_count']) + 2)}`);
    await expectError(
      db.transaction(async (trx) => {
        await trx.run('delete from people where id = 1');
        await trx.run('update people set note = ? where id = 2', ['x'.repeat(100_000)]);
      }),
      'DISK_FULL',
    );
    expect(await db.all('select count(*) as n from people')).toEqual([{ n: 2 }]);
    await done();
  });

  it('locked by another program is reported as busy', async () => {
    const { db, database, done } = await openFresh('sqlite', schema);
    const other = await openDatabase(database.url);
    // It would wait for seconds.
    await db.all('pragma busy_timeout = 100');
    await other.transaction(async () => {
      await expectError(
        db.transaction((trx) => trx.run('delete from people')),
        'DATABASE_BUSY',
      );
    });
    await other.close();
    await done();
  });

  it('leaves no deleted text in the file', async () => {
    const { db, database, done } = await openFresh('sqlite', schema);
    await db.run('delete from people where id = 1');
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(database.path).includes('anna@example.org')).toBe(false);
    await done();
  });
});

onMariadb('a MariaDB server', () => {
  it('that refuses the login is told apart from one that is not there', async () => {
    const database = await createDatabase('mysql');
    asMariadbRoot(`create or replace user reader@localhost identified by 'right';
      grant select on ${database.name}.* to reader@localhost`);
    const url = mariadbUrl(database.name, 'reader');
    await expectError(openDatabase(url, { password: 'wrong' }), 'ACCESS_DENIED', { user: 'reader' });
    const reader = await openDatabase(url, { password: 'right' });
    asMariadbRoot('create table people (id int)', database.name);
    await expectError(reader.run('delete from people'), 'ACCESS_DENIED', { user: 'reader' });
    await reader.close();
    await expectError(openDatabase(mariadbUrl('absent_db', 'root')), 'DATABASE_UNREACHABLE', {
      reason: 'ER_BAD_DB_ERROR',
    });
    await expectError(openDatabase(mariadbUrl('x', 'root', '/absent/socket')), 'DATABASE_UNREACHABLE', {
      reason: 'ENOENT',
    });
    await expectError(openDatabase('mysql://root@127.0.0.1:1/x'), 'DATABASE_UNREACHABLE', { reason: 'ECONNREFUSED' });
    await database.drop();
  });

  it('gives dates as they are stored, zero dates too', async () => {
    const { db, done } = await openFresh(
      'mysql',
      `set sql_mode = ''; create table visits (d date, t datetime, s time);
       insert into visits values ('0000-00-00', '0000-00-00 00:00:00', '10:30'), ('2026-03-29', '2026-03-29 02:30:00', '09:00');`,
    );
    expect(await db.all('select * from visits order by d')).toEqual([
      { d: '0000-00-00', t: '0000-00-00 00:00:00', s: '10:30:00' },
      { d: '2026-03-29', t: '2026-03-29 02:30:00', s: '09:00:00' },
    ]);
    await done();
  });

  it('is connected to again after it went away', async () => {
    const { db, done } = await openFresh('mysql', schema);
    const [row] = await db.all('select connection_id() as id');
    asMariadbRoot(`kill ${String(row?.['id'])}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await db.all('select id from people order by id')).toHaveLength(2);
    await done();
  });
});

describe('a database URL', () => {
  it('names a file or a server', () => {
    expect(parseDatabaseUrl('sqlite:demo/calendar.db')).toEqual({ engine: 'sqlite', path: 'demo/calendar.db' });
    expect(parseDatabaseUrl('sqlite:///var/calendar.db')).toEqual({ engine: 'sqlite', path: '/var/calendar.db' });
    expect(parseDatabaseUrl('mysql://dpo%40salon@db.example:3307/belbo?tls=1', 'pw')).toMatchObject({
      host: 'db.example',
      port: 3307,
      user: 'dpo@salon',
      password: 'pw',
      database: 'belbo',
      tls: true,
      label: 'db.example/belbo',
    });
  });

  it.each(['', 'calendar.db', 'postgres://x/y', 'mysql://host', 'mysql://host/db?ssl=1', 'sqlite:'])(
    'refuses %j',
    (url) => {
      expect(() => parseDatabaseUrl(url)).toThrow('INVALID_OPTION');
    },
  );
});
