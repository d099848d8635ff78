import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCalendar } from '../../fixtures/belbo/calendar.js';
import { databaseSink } from '../../fixtures/belbo/database-sink.js';
import { openDatabase } from '../../src/database/connect.js';
import type { Database, Engine } from '../../src/database/database.js';
import { createDatabase, fillOnce, type TestDatabase } from '../database/harness.js';
import { settleDuplicates } from './settle-duplicates.js';
import { run as runHere, worldOf, type Outcome } from './run.js';
import { runProgram, startProgram, type Ending, type RunningProgram } from './program.js';

/** A reference calendar as a user has it: database, folder with configuration and key file, set up by `init`. */
export interface LiveCalendar {
  readonly database: TestDatabase;
  /** A connection beside the program's, such as the calendar's own. */
  readonly db: Database;
  readonly folder: string;
  /** Runs a command in a process of its own. */
  run(...argv: readonly string[]): Promise<Ending>;
  /** The same in this process, which is quicker: for what is only to be done, or where the process does not matter. */
  here(...argv: readonly string[]): Promise<Outcome>;
  start(...argv: readonly string[]): RunningProgram;
  close(): Promise<void>;
}

/** Today as the program sees it: the story must not lie in the future. */
const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());

/** Writes the configuration of a folder. */
export async function writeConfig(folder: string, url: string, more: readonly string[] = []): Promise<void> {
  const lines = [`database: ${JSON.stringify(url)}`, 'map: belbo', 'lang: en', 'country: DE', ...more, ''];
  await writeFile(join(folder, 'belbo-erase.yaml'), lines.join('\n'));
}

const keyFile = 'belbo-erase.key';
/** The key that `init` made beside the first calendar of an engine, and so beside its copies. */
const keys = new Map<Engine, Buffer>();

/** Makes a calendar of a few customers, the story's among them, in a database that exists and is empty. */
export async function openLiveCalendar(engine: Engine, given?: TestDatabase): Promise<LiveCalendar> {
  const database = given ?? (await createDatabase(engine));
  const folder = await mkdtemp(join(tmpdir(), 'belbo-erase-live-'));
  await writeConfig(folder, database.url);
  const run = async (...argv: readonly string[]): Promise<Ending> => runProgram(argv, { cwd: folder });
  const here = async (...argv: readonly string[]): Promise<Outcome> => runHere(argv, worldOf(folder));
  await fillOnce(database, 'live calendar', async () => {
    const db = await openDatabase(database.url);
    await createCalendar(engine, databaseSink(db), { customers: 20, seed: 1, referenceDate: today() });
    await db.close();
    const init = await run('init');
    if (init.code !== 0) throw new Error(init.err);
    await settleDuplicates(async (argv) => here(...argv), folder, '1');
    keys.set(engine, await readFile(join(folder, keyFile)));
  });
  await writeFile(join(folder, keyFile), keys.get(engine) ?? '', { mode: 0o600 });
  const db = await openDatabase(database.url);
  return {
    database,
    db,
    folder,
    run,
    here,
    start: (...argv) => startProgram(argv, { cwd: folder }),
    async close() {
      await db.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
