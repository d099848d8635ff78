import type { Database } from '../database/database.js';
import type { DataMap } from '../data-map/schema.js';
import { BelboEraseError } from '../errors.js';
import type { PreparedErasure as Prepared } from '../erasure/prepared.js';
import type { ErasureSession } from '../erasure/session.js';
import { daysUntil, deadline } from '../requests/deadline.js';
import type { QueueEntry } from '../requests/request.js';
import { readRequests, type StoredRequest } from '../requests/store.js';
import type { Engine, OpenOptions, RequestEvent, Session } from './engine.js';
import { databaseUrl } from './open-database.js';

/*
 * Joins the commands to the core. What only some commands need (knex behind the erasure, the catalogue) is loaded by them:
 * `list` must start quickly.
 */

interface OpenSession extends Session {
  readonly options: OpenOptions;
  readonly db: Database;
  readonly map: DataMap;
  readonly today: string;
  /** Catalogue read and map resolved; made when first asked for. */
  readonly erasure: () => Promise<ErasureSession>;
}

/** Session and core objects cross the commands as opaque values; these are where they come back. */
const opened = (session: Session): OpenSession => session as OpenSession;

function localTime(clock: () => Date, timeZone: string): { readonly date: string; readonly datetime: string } {
  // Swedish writes dates and times as ISO does.
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(clock());
  return { date: text.slice(0, 10), datetime: text.slice(0, 19) };
}

async function openErasure(options: OpenOptions, db: Database, map: DataMap): Promise<ErasureSession> {
  const [{ readCatalogue }, { resolveMap }, { readKeyFile }] = await Promise.all([
    import('../database/catalogue.js'),
    import('../data-map/resolve.js'),
    import('./key-file.js'),
  ]);
  const { config, clock, onProgress, who } = options;
  const local = localTime(clock, config.timeZone);
  return {
    db,
    resolved: resolveMap(map, await readCatalogue(db)),
    country: config.country,
    timeZone: config.timeZone,
    today: local.date,
    now: () => clock().toISOString(),
    localNow: local.datetime,
    key: await readKeyFile(config.keyFile),
    who,
    onProgress,
  };
}

async function openSession(options: OpenOptions): Promise<Session> {
  const [{ openDatabase }, { loadMap }, { ownTablesVersion }] = await Promise.all([
    import('../database/connect.js'),
    import('../data-map/load-map.js'),
    import('../database/own-tables.js'),
  ]);
  const { url, password } = await databaseUrl(options);
  const map = await loadMap(options.config.map);
  const db = await openDatabase(url, password === null ? {} : { password });
  if ((await ownTablesVersion(db)) === null) {
    await db.close();
    throw new BelboEraseError('NOT_INITIALISED', { database: db.label });
  }
  let erasure: Promise<ErasureSession> | null = null;
  const session: OpenSession = {
    options,
    db,
    map,
    today: localTime(options.clock, options.config.timeZone).date,
    erasure: async () => (erasure ??= openErasure(options, db, map)),
    close: async () => db.close(),
  };
  return session;
}

function toEntry(session: OpenSession, { request, customer }: StoredRequest): QueueEntry {
  const { dueOn } = deadline(request.receivedOn);
  return { request, customer, dueOn, daysLeft: daysUntil(dueOn, session.today), extended: false };
}

async function readEntry(session: OpenSession, id: string): Promise<QueueEntry> {
  const [stored] = await readRequests(session.db, session.map, session.options.config.timeZone, { ids: [id] });
  if (stored === undefined) throw new BelboEraseError('REQUEST_NOT_FOUND', { id });
  return toEntry(session, stored);
}

async function readEvents(db: Database, id: string): Promise<RequestEvent[]> {
  const rows = await db.all('select at, who, event, details from belbo_erase_events where request_id = ? order by id', [
    id,
  ]);
  return rows.map((row) => ({
    at: String(row['at']),
    who: String(row['who']),
    event: String(row['event']),
    details: row['details'] === null || row['details'] === undefined ? null : String(row['details']),
  }));
}

const requests: Pick<Engine, 'readQueue' | 'readRequest' | 'addRequest'> = {
  async readQueue(given, { closed }) {
    const session = opened(given);
    const stored = await readRequests(session.db, session.map, session.options.config.timeZone, { closed });
    return stored.map((each) => toEntry(session, each));
  },
  async readRequest(given, id) {
    const session = opened(given);
    const entry = await readEntry(session, id);
    const { readErasure } = await import('../erasure/erasure-record.js');
    return { ...entry, events: await readEvents(session.db, id), erasure: await readErasure(session.db, id) };
  },
  async addRequest(given, { customer, channel, receivedOn }) {
    const session = opened(given);
    const { addRequest } = await import('../requests/add-request.js');
    const id = await addRequest(session.db, session.map, {
      customer,
      channel,
      receivedOn,
      now: session.options.clock().toISOString(),
      who: session.options.who,
    });
    return readEntry(session, id);
  },
};

const erasures: Pick<Engine, 'planErasures' | 'executeErasure' | 'finishErasure'> = {
  async planErasures(given, ids) {
    const session = await opened(given).erasure();
    const { planErasures } = await import('../erasure/plan-erasure.js');
    return planErasures(session, ids);
  },
  async executeErasure(given, prepared, decisions) {
    const session = await opened(given).erasure();
    const [{ executeErasure }, { finishErasures }] = await Promise.all([
      import('../erasure/execute-erasure.js'),
      import('../erasure/finish-erasure.js'),
    ]);
    const { forceLogin, uncertainMentions, manualDone } = decisions;
    // What planErasures handed out comes back as it was.
    const executed = await executeErasure(session, prepared as Prepared, {
      ...(forceLogin === undefined ? {} : { forceLogin }),
      ...(uncertainMentions === undefined ? {} : { uncertainMentions }),
    });
    const [result] = await finishErasures(session, [executed.prepared.plan.requestId], { manualDone });
    if (result === undefined) throw new BelboEraseError('INTERNAL', { detail: 'no result' });
    return result;
  },
  async finishErasure(given, id, { manualDone }) {
    const session = await opened(given).erasure();
    const { finishErasures } = await import('../erasure/finish-erasure.js');
    const [result] = await finishErasures(session, [id], { manualDone });
    if (result === undefined) throw new BelboEraseError('REQUEST_NOT_ERASED', { id });
    return result;
  },
};

const stubs: Pick<Engine, 'listStubs' | 'showStub' | 'planPurge' | 'executePurge'> = {
  async listStubs(session) {
    return (await import('../erasure/stubs.js')).listStubs(opened(session));
  },
  async showStub(session, id, reader) {
    return (await import('../erasure/stubs.js')).showStub(await opened(session).erasure(), id, reader);
  },
  async planPurge(session) {
    return (await import('../erasure/stubs.js')).planPurge(await opened(session).erasure());
  },
  async executePurge(session, plan) {
    return (await import('../erasure/stubs.js')).executePurge(await opened(session).erasure(), plan);
  },
};

/** The core as the commands see it. */
export const erasureEngine: Engine = {
  initialise: async (options) => (await import('./setup.js')).initialise(options),
  checkSetup: async (options) => (await import('./setup.js')).checkSetup(options),
  openSession,
  ...requests,
  ...erasures,
  ...stubs,
};
