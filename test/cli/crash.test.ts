import { existsSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/connect.js';
import type { Database } from '../../src/database/database.js';
import { asMariadbRoot, createMariadbDatabase, mariadbMissing, mariadbUrl, runScript } from '../database/harness.js';
import { startLossyProxy, type LossyProxy } from '../database/lossy-proxy.js';
import { startThrowawayServer, type ThrowawayServer } from '../database/mariadb-server.js';
import { snapshot } from '../erasure/calendar.js';
import { openLiveCalendar, writeConfig, type LiveCalendar } from './live-calendar.js';
import type { RunningProgram } from './program.js';

const erase = ['erase', '1', '--confirm', '1'];

type Snapshot = Awaited<ReturnType<typeof snapshot>>;

/** Waits for what must come, at most 20 s: anything but null. */
async function until<T>(what: string, look: () => T | null | Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < 2000; tries += 1) {
    const found = await look();
    if (found !== null) return found;
    await pause(10);
  }
  throw new Error(`did not come about: ${what}`);
}

const isErased = async (db: Database): Promise<boolean> =>
  (await db.all("select 1 from belbo_erase_erasures where request_id = '1'")).length === 1;

/** Whatever had happened: the request is untouched or erased, and the next run carries on to the end. */
async function expectWhole(calendar: LiveCalendar, before: Snapshot): Promise<'untouched' | 'erased'> {
  const erased = await isErased(calendar.db);
  if (!erased) expect(await snapshot(calendar.db, 'own tables as well')).toEqual(before);
  return erased ? 'erased' : 'untouched';
}

async function expectCarriesOn(calendar: LiveCalendar): Promise<void> {
  const ending = await calendar.here(...erase, '--manual-done');
  expect([ending.code, ending.err]).toEqual([0, expect.not.stringContaining('Error')]);
  expect(await isErased(calendar.db)).toBe(true);
  expect(await calendar.db.all('select status from erasure_requests where id = 1')).toEqual([{ status: 'fertig' }]);
  expect(await calendar.db.all("select id from customers where last_name = 'Süßmilch'")).toEqual([]);
}

/** Kills at random moments from start to end; the request is left whole each time. */
async function killAtRandom(calendar: LiveCalendar, kills: number): Promise<void> {
  const before = await snapshot(calendar.db, 'own tables as well');
  const started = performance.now();
  expect((await calendar.run('plan', '1')).code).toBe(0);
  // A whole erasure takes about twice a plan; the first third is start-up.
  const plan = performance.now() - started;
  for (let kill = 0; kill < kills; kill += 1) {
    const running = calendar.start(...erase);
    await pause(plan * (0.5 + 1.2 * Math.random()));
    running.child.kill('SIGKILL');
    await running.ended;
    if ((await expectWhole(calendar, before)) === 'erased') break;
  }
  await expectCarriesOn(calendar);
}

describe('an erasure that is cut off (SQLite)', () => {
  let calendar: LiveCalendar;
  beforeEach(async () => {
    calendar = await openLiveCalendar('sqlite');
  });
  afterEach(async () => {
    await calendar.close();
  });

  /** Makes the last statement of the erasure's transaction take for ever, so that it can be met there. */
  async function startFrozen(): Promise<RunningProgram> {
    await runScript(
      calendar.database,
      `create trigger slow before insert on belbo_erase_events when new.event = 'erased' begin
         select (with recursive c(x) as (select 1 union all select x + 1 from c where x < 1000000000000) select max(x) from c);
       end`,
    );
    const source = await readFile(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url), 'utf8');
    await writeFile(
      join(calendar.folder, 'slow.yaml'),
      `${source}\nacknowledged: { triggers: { slow: Takes for ever } }\n`,
    );
    const running = calendar.start(...erase, '--map', 'slow.yaml');
    const journal = `${calendar.database.path}-journal`;
    await until('a transaction that has written', () =>
      existsSync(journal) && statSync(journal).size > 0 ? true : null,
    );
    return running;
  }

  it('by kill -9 at random moments is untouched or erased, and carried on', async () => {
    await killAtRandom(calendar, 3);
  });

  it('by kill -9 before COMMIT is rolled back', async () => {
    const before = await snapshot(calendar.db, 'own tables as well');
    const running = await startFrozen();
    running.child.kill('SIGKILL');
    expect((await running.ended).signal).toBe('SIGKILL');
    expect(existsSync(`${calendar.database.path}-journal`)).toBe(true);
    expect(await expectWhole(calendar, before)).toBe('untouched');
    await runScript(calendar.database, 'drop trigger slow');
    await expectCarriesOn(calendar);
  });
});

describe.skipIf(mariadbMissing !== null)('an erasure that is cut off (MariaDB)', () => {
  let server: ThrowawayServer;
  let proxy: LossyProxy;
  let calendar: LiveCalendar;
  let before: Snapshot;
  let locker: Database;

  const open = async (): Promise<void> => {
    calendar = await openLiveCalendar('mysql', await createMariadbDatabase(server.socket));
    before = await snapshot(calendar.db, 'own tables as well');
    locker = await openDatabase(calendar.database.url);
  };
  /** Has the program reach the server through the proxy from now on. */
  const throughProxy = async (): Promise<void> =>
    writeConfig(calendar.folder, mariadbUrl(calendar.database.name, 'root', proxy.socket));
  const close = async (): Promise<void> => {
    await locker.close();
    await calendar.close();
  };

  beforeAll(async () => {
    server = await startThrowawayServer();
    proxy = await startLossyProxy(server.socket, `${server.socket}-lossy`);
  });
  afterAll(async () => {
    await proxy.stop();
    await server.stop();
  });

  const waiting = async (): Promise<number | null> => {
    const [thread] = await calendar.db.all(
      "select id from information_schema.processlist where state like 'Waiting for table metadata lock%' and info like 'insert%events%'",
    );
    return thread === undefined ? null : Number(thread['id']);
  };
  /** Starts an erasure and holds up the last statement of its transaction; returns the server's thread. */
  const startFrozen = async (): Promise<{ running: RunningProgram; thread: number }> => {
    await locker.run('lock tables belbo_erase_events read');
    const running = calendar.start(...erase);
    return { running, thread: await until('a transaction that waits', waiting) };
  };
  const thaw = async (): Promise<unknown> => locker.run('unlock tables');

  describe('before COMMIT is rolled back', () => {
    beforeAll(open);
    afterAll(close);
    afterEach(async () => {
      await until('the end of the transaction', async () => ((await waiting()) === null ? true : null));
      expect(await expectWhole(calendar, before)).toBe('untouched');
    });

    it('by kill -9', async () => {
      const { running } = await startFrozen();
      running.child.kill('SIGKILL');
      await running.ended;
      await thaw();
    });

    it.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)('by %s, exit code %i', async (signal, code) => {
      const { running } = await startFrozen();
      running.child.kill(signal);
      // Time for the signal to arrive before the answer of the server does.
      await pause(500);
      await thaw();
      expect((await running.ended).code).toBe(code);
    });

    it('by a lost connection, exit code 10', async () => {
      const { running, thread } = await startFrozen();
      asMariadbRoot(`kill connection ${String(thread)}`, undefined, server.socket);
      const { code, err } = await running.ended;
      await thaw();
      expect(code).toBe(10);
      expect(err).toMatch(/^Error: Cannot reach [^]*\nHint: Nothing was left half done\./m);
    });

    it('by the end of the server, exit code 10', async () => {
      const { running } = await startFrozen();
      await server.restart();
      expect((await running.ended).code).toBe(10);
    });

    it('by a connection lost at COMMIT that never arrived: the marker is read, and is not there', async () => {
      await throughProxy();
      proxy.lose('never arrives');
      const { code, err } = await calendar.run(...erase);
      expect([code, err]).toEqual([10, expect.stringContaining('(COMMIT)')]);
    });
  });

  it('at COMMIT, with nobody to ask whether it arrived, is told as uncertain; the next run knows', async () => {
    await open();
    await throughProxy();
    proxy.lose('answer lost', true);
    const { code, err } = await calendar.run(...erase);
    proxy.lose('passes');
    expect(code).toBe(1);
    expect(err).toMatch(/was lost while saving\.\nHint: It is either all done or not done at all\./);
    expect(await expectWhole(calendar, before)).toBe('erased');
    await expectCarriesOn(calendar);
    await close();
  });

  it('after COMMIT, its answer lost, is found to be done by the marker', async () => {
    await open();
    await throughProxy();
    proxy.lose('answer lost');
    const { code, out, err } = await calendar.run(...erase, '--manual-done', '--json');
    expect([code, err]).toEqual([0, expect.not.stringContaining('Error')]);
    expect(JSON.parse(out)).toMatchObject({ request: '1', status: 'done', residue: { hits: 0 } });
    expect(await expectWhole(calendar, before)).toBe('erased');
    await close();
  });

  it('by kill -9 at random moments is untouched or erased, and carried on', async () => {
    await open();
    await killAtRandom(calendar, 3);
    await close();
  });
});
