import { readFileSync } from 'node:fs';
import { createCalendar } from '../../fixtures/belbo/calendar.js';
import { databaseSink } from '../../fixtures/belbo/database-sink.js';
import { comparedDigests, recordDecision, type Verdict } from '../../src/customers/decisions.js';
import { readCatalogue } from '../../src/database/catalogue.js';
import { openDatabase } from '../../src/database/connect.js';
import type { Database, Engine, Row } from '../../src/database/database.js';
import { quote } from '../../src/database/dialect.js';
import { migrate } from '../../src/database/migrate.js';
import { ownTablePrefix } from '../../src/database/own-tables.js';
import { parseMap } from '../../src/data-map/parse-map.js';
import { resolveMap } from '../../src/data-map/resolve.js';
import type { DataMap } from '../../src/data-map/schema.js';
import type { ErasureSession } from '../../src/erasure/session.js';
import type { Desk } from '../../src/requests/change-request.js';
import { holidayCalendar } from '../../src/requests/holidays.js';
import { createDatabase, fillOnce, type TestDatabase } from '../database/harness.js';

/** The day on which all tests of the reference calendar play. */
const referenceDate = '2026-11-24';

/** Requests of the story, by what they are about; ids as the generator gives them. */
export const story = {
  katharina: '1',
  household: '2',
  futureAppointment: '3',
  stylist: '4',
  owner: '5',
  namesake: '6',
  voucher: '7',
  done: '8',
} as const;

export interface TestCalendar {
  readonly database: TestDatabase;
  readonly db: Database;
  readonly session: ErasureSession;
  /** A session that reads the catalogue again, after the schema was changed. */
  again(map?: DataMap): Promise<ErasureSession>;
  close(): Promise<void>;
}

const builtIn = new Map<string, DataMap>();

/** A map that comes with the tool, as its YAML says; a copy, to be changed at will. */
export async function builtInMap(name: string): Promise<DataMap> {
  const path = new URL(`../../src/data-map/maps/${name}.yaml`, import.meta.url);
  const map = builtIn.get(name) ?? (await parseMap(readFileSync(path, 'utf8'), name));
  builtIn.set(name, map);
  return structuredClone(map);
}

/** A session on an open database, on the reference date. */
export async function sessionFor(db: Database, map: DataMap, today = referenceDate): Promise<ErasureSession> {
  return {
    db,
    resolved: resolveMap(map, await readCatalogue(db)),
    country: 'DE',
    matching: { match: 4, possible: -3 },
    timeZone: 'Europe/Berlin',
    today,
    now: () => `${today}T08:00:00.000Z`,
    localNow: `${today} 09:00:00`,
    key: Buffer.alloc(32, 7),
    who: 'tester',
  };
}

/** What the story's staff has said of records that look alike: namesakes, and a name that is nearly the same. */
const known = [
  ['1', '23'],
  ['7', '8'],
] as const;

/** Remembers a decision about two records as they are now. */
export async function decide(session: ErasureSession, a: string, b: string, verdict: Verdict): Promise<void> {
  const seen = await comparedDigests(session, session.db, [a, b]);
  if (!(await recordDecision(session, [a, b], verdict, seen))) throw new Error('no such records');
}

/** The reference calendar, initialised, with a session on it and its namesakes known to be different people; `requests` beside those of the story. */
export async function openCalendar(engine: Engine, customers = 60, requests = 0): Promise<TestCalendar> {
  const database = await createDatabase(engine);
  const map = await builtInMap('belbo');
  await fillOnce(database, `calendar of ${String(customers)} customers, ${String(requests)} requests`, async () => {
    const db = await openDatabase(database.url);
    await createCalendar(engine, databaseSink(db), { customers, seed: 1, referenceDate, requests });
    await migrate(database.url);
    const session = await sessionFor(db, map);
    for (const [a, b] of known) await decide(session, a, b, 'different');
    await db.close();
  });
  const db = await openDatabase(database.url);
  return {
    database,
    db,
    session: await sessionFor(db, map),
    again: async (other = map) => sessionFor(db, other),
    async close() {
      await db.close();
      await database.drop();
    },
  };
}

/**
 * Every row of the calendar's own tables as text, by table; what an erasure must not touch can be compared.
 * @param extent with `own tables as well`, those of the tool, too: what must not change at all
 */
export async function snapshot(
  db: Database,
  extent: 'calendar' | 'own tables as well' = 'calendar',
): Promise<Map<string, string[]>> {
  const catalogue = await readCatalogue(db);
  const all = new Map<string, string[]>();
  for (const table of catalogue.tables.keys()) {
    if (table === 'sqlite_sequence' || (extent === 'calendar' && table.startsWith(ownTablePrefix))) continue;
    const rows: Row[] = await db.all(`select * from ${quote(db.engine, table)}`);
    all.set(table, rows.map((row) => JSON.stringify(row)).sort());
  }
  return all;
}

/** Rows that stand only in the first of two snapshots, by table; tables without a difference are left out. */
export function missingFrom(before: Map<string, string[]>, after: Map<string, string[]>): Record<string, number> {
  const missing: Record<string, number> = {};
  for (const [table, rows] of before) {
    const left = new Set(after.get(table) ?? []);
    const gone = rows.filter((row) => !left.has(row)).length;
    if (gone > 0) missing[table] = gone;
  }
  return missing;
}

/** The queue of a session, for filing and changing requests in it. */
export function deskOf(session: ErasureSession): Desk {
  return {
    db: session.db,
    map: session.resolved.map,
    timeZone: session.timeZone,
    today: session.today,
    holiday: holidayCalendar({ country: 'DE', state: null }),
    now: session.now(),
    who: session.who,
  };
}
