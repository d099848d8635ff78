import { openDatabase } from '../../src/database/connect.js';
import type { Engine, Row } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { parseMap } from '../../src/data-map/parse-map.js';
import { executeErasure, type ExecutedErasure, type ExecuteOptions } from '../../src/erasure/execute-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import type { ErasureSession } from '../../src/erasure/session.js';
import { createDatabase, fillOnce, runScript } from '../database/harness.js';
import { sessionFor, type TestCalendar } from './calendar.js';

/** A calendar of a few tables, made by a test for what no other calendar has. */
export interface SmallCalendar extends TestCalendar {
  /** Files a request for the customer with this key, and erases it. */
  readonly erase: (customer: string, options?: ExecuteOptions) => Promise<ExecutedErasure>;
  /** The first column of a SELECT, as text. */
  readonly column: (sql: string) => Promise<string[]>;
}

/** A map with what every one of a small calendar begins with; requests are the tool's own unless it says where they are. */
export function wholeMap(map: string): string {
  const requests = /^requests:/m.test(map) ? '' : 'requests: own\n';
  return `
version: 1
name: small
title: { de: Klein, en: Small }
${requests}${map}`;
}

/** Files a request in the tool's own table; returns its id. */
export async function fileRequest({ db }: Pick<ErasureSession, 'db'>, customer: string): Promise<string> {
  const id = await db.insert(
    "insert into belbo_erase_requests (customer_key, channel, received_on, status, created_at) values (?, 'staff', '2026-11-20', 'open', '2026-11-20T10:00:00.000Z')",
    [customer],
  );
  return String(id);
}

/**
 * Opens a calendar with this schema and these rows.
 * @param map the map without its head (`wholeMap`); a map that does not fit rejects with what `resolveMap` throws
 */
export async function openSmallCalendar(engine: Engine, sql: string, map: string): Promise<SmallCalendar> {
  const database = await createDatabase(engine);
  await fillOnce(database, 'own tables', async () => {
    await migrate(database.url);
  });
  await runScript(database, sql);
  const db = await openDatabase(database.url);
  const close = async (): Promise<void> => {
    await db.close();
    await database.drop();
  };
  try {
    const parsed = await parseMap(wholeMap(map), 'small');
    const session = await sessionFor(db, parsed);
    return {
      database,
      db,
      session,
      again: async (other = parsed) => sessionFor(db, other),
      async erase(customer, options) {
        const [prepared] = await planErasures(session, [await fileRequest(session, customer)]);
        if (prepared === undefined) throw new Error('no plan');
        return executeErasure(session, prepared, options);
      },
      async column(select) {
        return (await db.all(select)).map((row: Row) => String(Object.values(row)[0]));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
