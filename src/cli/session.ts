import type { Database } from '../database/database.js';
import type { DataMap } from '../data-map/schema.js';
import type { ErasureSession } from '../erasure/session.js';
import { BelboEraseError } from '../errors.js';
import type { Desk } from '../requests/change-request.js';
import { localTime as asClocksShow } from '../requests/days.js';
import { holidayCalendar } from '../requests/holidays.js';
import type { QueueSource } from '../requests/read-queue.js';
import { databaseUrl, type OpenOptions } from './open-database.js';

/** An open calendar database with its data map: what commands hand to the core. */
export interface Session extends OpenOptions {
  readonly db: Database;
  readonly map: DataMap;
  /** Today in the controller's time zone, `YYYY-MM-DD`. */
  readonly today: string;
  /** Catalogue read, map resolved against it and key file read; made when first asked for, which `list` never does. */
  readonly erasure: () => Promise<ErasureSession>;
  close(): Promise<void>;
}

/** The queue of an open calendar. */
export function queueOf({ db, map, config, today }: Session): QueueSource {
  return { db, map, timeZone: config.timeZone, today, holiday: holidayCalendar(config.holidays) };
}

/** The queue of an open calendar, for whoever changes it. */
export function deskOf(session: Session): Desk {
  return { ...queueOf(session), now: session.clock().toISOString(), who: session.who };
}

/** Local date and time in a time zone: `YYYY-MM-DD` and `YYYY-MM-DD HH:MM:SS`. */
export function localTime(clock: () => Date, timeZone: string): { readonly date: string; readonly datetime: string } {
  const datetime = asClocksShow(clock(), timeZone);
  return { date: datetime.slice(0, 10), datetime };
}

async function openErasure(options: OpenOptions, db: Database, map: DataMap): Promise<ErasureSession> {
  const [{ readCatalogue }, { resolveMap }, { readKeyFile }, { knowsBackups }] = await Promise.all([
    import('../database/catalogue.js'),
    import('../data-map/resolve.js'),
    import('./key-file.js'),
    import('../backups/register.js'),
  ]);
  const { config, clock, onProgress, who } = options;
  const local = localTime(clock, config.timeZone);
  return {
    db,
    resolved: resolveMap(map, await readCatalogue(db)),
    country: config.country,
    matching: config.matching,
    timeZone: config.timeZone,
    today: local.date,
    now: () => clock().toISOString(),
    localNow: local.datetime,
    key: await readKeyFile(config.keyFile),
    who,
    afterwards: {
      backups: config.backups.length > 0 || (await knowsBackups(db)),
      recipients: config.recipients.map(({ name }) => name),
      letter: config.letters.required ?? config.controller !== null,
    },
    onProgress,
  };
}

/**
 * Opens the configured database.
 * @throws BelboEraseError `NOT_INITIALISED`, `TABLES_OUTDATED`, and what `openDatabase` and `loadMap` throw
 */
export async function openSession(options: OpenOptions): Promise<Session> {
  const [{ openDatabase }, { loadMap }, { currentOwnTablesVersion, ownTablesVersion }] = await Promise.all([
    import('../database/connect.js'),
    import('../data-map/load-map.js'),
    import('../database/own-tables.js'),
  ]);
  const { url, password } = await databaseUrl(options);
  const map = await loadMap(options.config.map);
  const db = await openDatabase(url, password === null ? {} : { password });
  const version = await ownTablesVersion(db);
  if (version === null || version < currentOwnTablesVersion) {
    await db.close();
    throw version === null
      ? new BelboEraseError('NOT_INITIALISED', { database: db.label })
      : new BelboEraseError('TABLES_OUTDATED', { database: db.label, version, needed: currentOwnTablesVersion });
  }
  let erasure: Promise<ErasureSession> | null = null;
  return {
    ...options,
    db,
    map,
    today: localTime(options.clock, options.config.timeZone).date,
    erasure: async () => (erasure ??= openErasure(options, db, map)),
    close: async () => db.close(),
  };
}
