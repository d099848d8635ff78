import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import BetterSqlite from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { exportBackups } from '../../fixtures/belbo/export-backups.js';
import { openDatabase } from '../../src/database/connect.js';
import type { Database, Engine } from '../../src/database/database.js';
import { forEachEngine, keep, putBack } from '../database/harness.js';
import { snapshot } from '../erasure/calendar.js';
import { openLiveCalendar, writeConfig, type LiveCalendar } from './live-calendar.js';
import type { Ending } from './program.js';

/*
 * `run` against everything that may happen to it from outside. The requests of the calendar are those that it erases without a
 * person, so that after each of them the whole calendar is known: that of a run with `--limit` so many.
 */

/** Kills on each engine; 50 are what the release is tried with. */
const kills = Number(process.env['BELBO_ERASE_TEST_KILLS'] ?? '2');

interface Report {
  readonly processed: readonly { readonly id: string }[];
  readonly attention: readonly { readonly id: string; readonly reasons: readonly string[] }[];
  readonly failed: readonly unknown[];
  readonly notBegun: readonly string[];
  readonly planned?: readonly string[];
}

type Calendar = Map<string, string[]>;

const byId = (attention: Report['attention']): Report['attention'] =>
  [...attention].sort((a, b) => Number(a.id) - Number(b.id));

/** The calendar without what only the moment decides, and without what verification and scrub move on after an erasure. */
function asErased(calendar: Calendar, keepStatus = false): Calendar {
  const requests = (calendar.get('erasure_requests') ?? []).map((row) => JSON.parse(row) as { status: string });
  // On MySQL the column follows the status.
  const rows = requests.map((row) => ({ ...row, status: keepStatus ? row.status : null, updated_at: null }));
  return new Map(calendar).set('erasure_requests', rows.map((row) => JSON.stringify(row)).sort());
}

async function until<T>(what: string, look: () => T | null | Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < 4000; tries += 1) {
    const found = await look();
    if (found !== null) return found;
    await pause(5);
  }
  throw new Error(`did not come about: ${what}`);
}

/** Keeps what a calendar and its exports are, and brings them back. */
async function keepAll({ database, folder }: LiveCalendar): Promise<() => Promise<void>> {
  const exports = join(folder, 'exports');
  const files = await Promise.all(
    (await readdir(exports)).map(async (name) => [name, await readFile(join(exports, name))] as const),
  );
  const kept = keep(database);
  return async () => {
    await putBack(database, kept);
    await rm(exports, { recursive: true });
    await mkdir(exports);
    for (const [name, bytes] of files) await writeFile(join(exports, name), bytes);
  };
}

forEachEngine('run', (engine: Engine) => {
  let calendar: LiveCalendar;
  let restore: () => Promise<void>;
  /** Requests that a run erases, in its order. */
  let ids: readonly string[];
  /** The calendar after so many erasures. */
  const after: Calendar[] = [];
  /** The calendar and the exports when all is done. */
  let finished: Calendar;
  let scrubbed: Map<string, string>;
  /** What a person is still needed for then. */
  let waiting: Report['attention'];
  /** Milliseconds of a whole run. */
  let duration: number;

  /** A look at the database with a connection of its own: the file may have been put back. */
  const look = async <T>(work: (db: Database) => Promise<T>): Promise<T> => {
    const db = await openDatabase(calendar.database.url);
    try {
      return await work(db);
    } finally {
      await db.close();
    }
  };
  const exported = async (): Promise<Map<string, string>> => {
    const folder = join(calendar.folder, 'exports');
    const names = (await readdir(folder)).sort();
    return new Map(
      await Promise.all(
        names.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')] as const),
      ),
    );
  };
  const erased = async (): Promise<string[]> =>
    look(async (db) =>
      (await db.all('select request_id from belbo_erase_erasures order by request_id')).map((row) =>
        String(row['request_id']),
      ),
    );
  const report = ({ out }: Pick<Ending, 'out'>): Report => JSON.parse(out) as Report;

  beforeAll(async () => {
    calendar = await openLiveCalendar(engine);
    const { folder, db, database } = calendar;
    await mkdir(join(folder, 'exports'));
    for (const [name, bytes] of await exportBackups(db)) await writeFile(join(folder, 'exports', name), bytes);
    await writeConfig(folder, database.url, ['backups: [exports]', 'run: { uncertain_mentions: keep }']);
    ids = (report(await calendar.here('run', '--dry-run', '--json')).planned ?? []).slice(0, 4);
    expect(ids).toHaveLength(4);
    await db.run(
      `update erasure_requests set status = 'abgelehnt' where status in ('neu', 'in Bearbeitung') and id not in (${ids.join(', ')})`,
    );
    restore = await keepAll(calendar);
    after.push(asErased(await look(snapshot)));
    for (const at of ids.keys()) {
      // The last one is timed on its own, as a whole.
      if (at === ids.length - 1) break;
      await calendar.here('run', '--limit', '1');
      after.push(asErased(await look(snapshot)));
    }
    await restore();
    const started = performance.now();
    const whole = await calendar.run('run', '--json');
    duration = performance.now() - started;
    expect([report(whole).failed, report(whole).processed.map(({ id }) => id)]).toEqual([[], ids]);
    waiting = byId(report(whole).attention);
    const last = await look(snapshot);
    finished = asErased(last, true);
    after.push(asErased(last));
    scrubbed = await exported();
  });
  afterAll(async () => calendar.close());
  beforeEach(async () => restore());

  /** Each request is untouched or erased whole, and what is needed to finish it is there. */
  const expectWhole = async (): Promise<number> => {
    const done = await erased();
    expect(done).toEqual(ids.slice(0, done.length).sort());
    expect(asErased(await look(snapshot))).toEqual(after[done.length]);
    const unsealed = await look(async (db) =>
      db.all(
        'select request_id from belbo_erase_erasures where completed_at is null and request_id not in (select request_id from belbo_erase_identifiers)',
      ),
    );
    expect(unsealed).toEqual([]);
    return done.length;
  };
  const expectFinished = async (): Promise<void> => {
    expect(asErased(await look(snapshot), true)).toEqual(finished);
    expect(await exported()).toEqual(scrubbed);
  };
  /** The next run finishes everything. */
  const expectFinishes = async (): Promise<void> => {
    const { failed, attention } = report(await calendar.here('run', '--json'));
    expect([failed, byId(attention)]).toEqual([[], waiting]);
    await expectFinished();
    const steps = await look(async (db) =>
      db.all(
        "select request_id from belbo_erase_erasures where open_steps like '%residue%' or open_steps like '%bytes%'",
      ),
    );
    expect(steps).toEqual([]);
  };

  it(
    `killed at random moments (${String(kills)} times) leaves every request untouched or complete, and the next run finishes all`,
    { timeout: kills * 30_000 },
    async () => {
      const seen = new Map<number, number>();
      for (let kill = 0; kill < kills; kill += 1) {
        if (kill > 0) await restore();
        const running = calendar.start('run', '--json');
        // The first fifth is start-up.
        await pause(duration * (0.2 + 0.85 * Math.random()));
        running.child.kill('SIGKILL');
        await running.ended;
        const done = await expectWhole();
        seen.set(done, (seen.get(done) ?? 0) + 1);
        await expectFinishes();
      }
      if (process.env['BELBO_ERASE_TEST_KILLS'] !== undefined)
        process.stdout.write(
          `${engine}: ${[...seen]
            .sort(([a], [b]) => a - b)
            .map(([done, times]) => `${String(times)} x ${String(done)} of ${String(ids.length)} erased`)
            .join(', ')}\n`,
        );
    },
  );

  it('twice at once: one works, the other waits or is refused, and no request is erased twice', async () => {
    const [patient, hasty] = await Promise.all([
      calendar.run('run', '--json', '--retry-lock', '1m'),
      calendar.run('run', '--json'),
    ]);
    expect([patient.code, [3, 11].includes(hasty.code ?? -1)]).toEqual([3, true]);
    const worked = [patient, hasty].filter(({ code }) => code !== 11);
    expect(worked.flatMap((ending) => report(ending).processed.map(({ id }) => id))).toEqual(ids);
    await expectFinished();
  });

  /** Holds up whoever wants to write, from the moment a run has its lock; returns what lets them go on. */
  const holdUp = async (): Promise<() => Promise<void>> => {
    if (engine === 'sqlite') {
      await until('the lock of the run', async () =>
        (await look(async (db) => db.all('select name from belbo_erase_lock'))).length > 0 ? true : null,
      );
      const holder = new BetterSqlite(calendar.database.path);
      holder.exec('begin immediate');
      return async () => {
        holder.exec('rollback');
        holder.close();
      };
    }
    const holder = await openDatabase(calendar.database.url);
    await holder.run('lock tables belbo_erase_events read');
    return async () => {
      await holder.run('unlock tables');
      await holder.close();
    };
  };

  it('finishes the erasure under way at SIGTERM, verifies it, and begins no other', async () => {
    const running = calendar.start('run', '--json');
    const release = await holdUp();
    await until('the first erasure', () => (running.err().includes('erasing') ? true : null));
    // Time for the signal to arrive while the erasure waits.
    await pause(200);
    running.child.kill('SIGTERM');
    await pause(200);
    await release();
    const ending = await running.ended;
    expect(ending.code).toBe(143);
    expect(report(ending).processed.map(({ id }) => id)).toEqual(ids.slice(0, 1));
    expect(report(ending).notBegun).toEqual(ids.slice(1));
    expect(await expectWhole()).toBe(1);
    const steps = await look(async (db) => db.all('select open_steps from belbo_erase_erasures'));
    expect(String(steps[0]?.['open_steps'])).not.toContain('residue');
  });

  it('takes over a lock that was left behind, and respects one that is alive', async () => {
    const lock = async (host: string, pid: number, age: number): Promise<void> =>
      look(async (db) => {
        const at = new Date(Date.now() - age).toISOString();
        await db.run('delete from belbo_erase_lock');
        await db.run(
          "insert into belbo_erase_lock (name, owner, host, pid, since, heartbeat) values ('run', 'anna', ?, ?, ?, ?)",
          [host, pid, at, at],
        );
      });
    await lock('elsewhere.example', 1, 0);
    const refused = await calendar.here('run');
    expect([refused.code, refused.err.includes('anna (elsewhere.example)')]).toEqual([11, true]);
    expect(await erased()).toEqual([]);
    // The heart of a run on another machine has stopped. (That of a process gone from this one is met above.)
    await lock('elsewhere.example', 1, 150_000);
    expect(report(await calendar.here('run', '--json', '--limit', '1')).processed.map(({ id }) => id)).toEqual(
      ids.slice(0, 1),
    );
  });
});
