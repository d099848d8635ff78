import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/connect.js';
import { asMariadbRoot, createMariadbDatabase, mariadbMissing, mariadbUrl } from '../database/harness.js';
import { startThrowawayServer, type ThrowawayServer } from '../database/mariadb-server.js';
import { snapshot } from '../erasure/calendar.js';
import { openLiveCalendar, writeConfig, type LiveCalendar } from './live-calendar.js';

const erase = ['erase', '1', '--confirm', '1', '--manual-done'];

/** A file system of its own, in memory, or null where this user may not mount one. */
function mountSmall(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}
const disk = mountSmall();
const remount = (options: string): void =>
  void execFileSync('mount', ['-o', `remount,${options}`, disk ?? ''], { stdio: 'ignore' });

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe.skipIf(disk === null)('a SQLite file on a disk (skipped where no file system can be mounted)', () => {
  let calendar: LiveCalendar;
  const path = join(disk ?? '', 'calendar.db');

  beforeAll(async () => {
    const { default: BetterSqlite } = await import('better-sqlite3');
    new BetterSqlite(path).exec('create table one (id integer); drop table one').close();
    calendar = await openLiveCalendar('sqlite', {
      engine: 'sqlite',
      url: `sqlite:${path}`,
      path,
      name: '',
      socket: '',
      drop: async () => undefined,
    });
    // A file open for writing would keep the disk from being made read-only.
    await calendar.db.close();
  });
  afterAll(async () => {
    await calendar.close();
    execFileSync('umount', [disk ?? '']);
    rmSync(disk ?? '', { recursive: true });
  });

  it('that is full refuses the erasure, and is byte for byte what it was', async () => {
    const { blocks, bfree, bsize } = statfsSync(disk ?? '');
    const before = digest(path);
    // Room for a few pages of the journal.
    remount(`size=${String((blocks - bfree) * bsize + 8 * 4096)}`);
    for (const [lang, told] of [
      ['en', /^Error: No space left for .*\nHint: Nothing was changed\. Free some space and try again\./m],
      ['de', /^Fehler: .*\nHinweis: Es wurde nichts geändert\./m],
    ] as const) {
      const { code, err } = await calendar.run(...erase, '--lang', lang);
      expect([code, err]).toEqual([1, expect.stringMatching(told)]);
      expect(err).toContain(path);
    }
    expect(digest(path)).toBe(before);
    remount('size=64m');
  });

  it('that is read-only refuses the erasure; what only reads works', async () => {
    const before = digest(path);
    remount('ro');
    const { code, err } = await calendar.run(...erase);
    expect([code, err]).toEqual([1, expect.stringMatching(/^Error: .* is read-only\.\nHint: Nothing was changed\./m)]);
    expect(err).toContain(path);
    const init = await calendar.here('init');
    expect([init.code, init.err]).toEqual([1, expect.stringContaining('is read-only')]);
    for (const argv of [['list'], ['plan', '1'], ['doctor']]) expect((await calendar.here(...argv)).code).toBe(0);
    expect(digest(path)).toBe(before);
    remount('rw');
  });

  it('that has room again is erased from', async () => {
    expect((await calendar.run(...erase)).code).toBe(0);
  });
});

// Root may write what is read-only.
describe.skipIf(process.getuid?.() === 0)('a SQLite file without write permission (skipped as root)', () => {
  it('refuses the erasure', async () => {
    const calendar = await openLiveCalendar('sqlite');
    chmodSync(calendar.database.path, 0o444);
    const before = digest(calendar.database.path);
    const { code, err } = await calendar.run(...erase);
    expect([code, err]).toEqual([1, expect.stringContaining('is read-only')]);
    expect(digest(calendar.database.path)).toBe(before);
    await calendar.close();
  });
});

describe.skipIf(mariadbMissing !== null)('a MariaDB server', () => {
  let server: ThrowawayServer;
  let calendar: LiveCalendar;
  let name: string;
  const root = (sql: string, database?: string): string => asMariadbRoot(sql, database, server.socket);

  beforeAll(async () => {
    // One file for all tables, which must not grow beyond this: to InnoDB that is a full disk.
    server = await startThrowawayServer([
      '--innodb-file-per-table=0',
      '--innodb-data-file-path=ibdata1:12M:autoextend:max:40M',
    ]);
    // On a full disk no table can be dropped; the whole server goes.
    const database = { ...(await createMariadbDatabase(server.socket)), drop: async (): Promise<void> => undefined };
    calendar = await openLiveCalendar('mysql', database);
    name = calendar.database.name;
  });
  afterAll(async () => {
    await calendar.close();
    await server.stop();
  });

  it('that is read-only refuses the erasure, and changes nothing', async () => {
    root(`create user clerk@localhost; grant all on ${name}.* to clerk@localhost; set global read_only = on`);
    await writeConfig(calendar.folder, mariadbUrl(name, 'clerk', server.socket));
    const before = await snapshot(calendar.db, 'own tables as well');
    const { code, err } = await calendar.run(...erase);
    expect([code, err]).toEqual([1, expect.stringMatching(/^Error: .* is read-only\.\nHint: Nothing was changed\./m)]);
    expect(await snapshot(calendar.db, 'own tables as well')).toEqual(before);
    root('set global read_only = off');
  });

  // A server shows tables, foreign keys and triggers only to whoever has rights on them.
  it.each([
    ['only read', 'select', '*', 'INSERT, UPDATE, DELETE'],
    ['see some tables only', 'select, insert, update, delete', 'customers', 'SELECT, INSERT, UPDATE, DELETE'],
  ])('whose user may %s refuses the erasure, and changes nothing', async (_, rights, tables, missing) => {
    root(`create or replace user reader@localhost; grant ${rights} on ${name}.${tables} to reader@localhost`);
    // What the queue is read from.
    const own = root(
      "select table_name from information_schema.tables where table_name like 'belbo!_erase!_%' escape '!'",
    );
    for (const table of ['erasure_requests', ...own.trim().split('\n')])
      root(`grant select on ${name}.${table} to reader@localhost`);
    await writeConfig(calendar.folder, mariadbUrl(name, 'reader', server.socket));
    const before = await snapshot(calendar.db, 'own tables as well');
    const { code, err } = await calendar.here(...erase);
    expect([code, err]).toEqual([12, expect.stringMatching(/^Error: .*\nHint: .*GRANT SELECT/m)]);
    expect(err).toContain(`: ${missing}.`);
    expect(await snapshot(calendar.db, 'own tables as well')).toEqual(before);
    await writeConfig(calendar.folder, calendar.database.url);
  });

  it('whose user has the rights by pattern and by role plans', async () => {
    root(
      `create role eraser; grant select, insert, update, delete on \`test%\`.* to eraser;
       create user member@localhost; grant eraser to member@localhost; set default role eraser for member@localhost`,
    );
    await writeConfig(calendar.folder, mariadbUrl(name, 'member', server.socket));
    expect((await calendar.here('plan', '1')).code).toBe(0);
    await writeConfig(calendar.folder, calendar.database.url);
  });

  it('whose disk is full refuses the erasure, and changes nothing', async () => {
    const db = await openDatabase(mariadbUrl(name, 'root', server.socket));
    await db.run('create table belbo_erase_filler (id int primary key auto_increment, content longblob)');
    for (const size of [1_000_000, 8000, 4000, 100]) {
      let full = false;
      while (!full)
        full = await db.run('insert into belbo_erase_filler (content) values (repeat(?, ?))', ['x', size]).then(
          () => false,
          () => true,
        );
    }
    await db.close();
    const before = await snapshot(calendar.db);
    const { code, err } = await calendar.run(...erase);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^Error: No space left for .*\nHint: Nothing was changed\./m),
    ]);
    expect(await snapshot(calendar.db)).toEqual(before);
  });
});
