import { hostname } from 'node:os';
import { BelboEraseError } from '../errors.js';
import type { Database, Queries, Row } from './database.js';
import { ownTablePrefix } from './own-tables.js';

const lockTable = `${ownTablePrefix}lock`;

/** Milliseconds without a heartbeat after which a lock counts as left behind. */
const staleAfter = 120_000;
/** The same where a process of that number is there: a long search holds up the heartbeat, but a number may be given to another. */
const staleAfterThough = 30 * 60_000;
const heartbeatEvery = 15_000;

export interface LockOwner {
  /** Who holds the lock, as others are told: `anna, belbo-erase run`. */
  readonly owner: string;
  readonly host: string;
  readonly pid: number;
}

/** A lock while it is held. */
export interface HeldLock {
  /**
   * Renews the lock inside the caller's own transaction. Rejects with LOCKED when another run took it over meanwhile, as
   * after a suspended laptop: so nothing is committed under a lock that was lost.
   */
  renew(queries: Queries): Promise<void>;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isStale(row: Row, now: number): boolean {
  const local = row['host'] === hostname() && typeof row['pid'] === 'number' ? row['pid'] : null;
  if (local !== null && !isAlive(local)) return true;
  const mayBeBusy = local !== null && local !== process.pid;
  // A row that cannot be read holds nobody off.
  return !(now - Date.parse(String(row['heartbeat'])) < (mayBeBusy ? staleAfterThough : staleAfter));
}

async function take(trx: Queries, name: string, self: LockOwner, since: string): Promise<void> {
  const rows = await trx.all(`select owner, host, pid, since, heartbeat from ${lockTable} where name = ?`, [name]);
  const [held] = rows;
  if (held !== undefined && !isStale(held, Date.parse(since))) {
    throw new BelboEraseError('LOCKED', {
      owner: `${String(held['owner'])} (${String(held['host'])})`,
      since: String(held['since']),
    });
  }
  if (held !== undefined) await trx.run(`delete from ${lockTable} where name = ?`, [name]);
  await trx.run(`insert into ${lockTable} (name, owner, host, pid, since, heartbeat) values (?, ?, ?, ?, ?, ?)`, [
    name,
    self.owner,
    self.host,
    self.pid,
    since,
    since,
  ]);
}

/** This process as owner of a lock. */
export function lockOwner(owner: string): LockOwner {
  return { owner, host: hostname(), pid: process.pid };
}

/**
 * Runs `work` while this process alone holds the lock `name`. Left-behind locks are taken over: those of a dead process
 * on this host, and those without a heartbeat for two minutes (hosts must agree on the time to within one).
 * @throws LOCKED when another run holds it.
 */
export async function withLock<T>(
  db: Database,
  name: string,
  self: LockOwner,
  work: (lock: HeldLock) => Promise<T>,
): Promise<T> {
  const since = new Date().toISOString();
  await db.transaction((trx) => take(trx, name, self, since));
  const mine = 'name = ? and owner = ? and host = ? and pid = ? and since = ?';
  const own = [name, self.owner, self.host, self.pid, since];
  const beat = (queries: Queries): Promise<number> =>
    queries.run(`update ${lockTable} set heartbeat = ? where ${mine}`, [new Date().toISOString(), ...own]);
  // Refused while a transaction is open or, on SQLite, a result is being read: `renew` and the process id speak then.
  const timer = setInterval(() => void beat(db).catch(() => undefined), heartbeatEvery);
  timer.unref();
  try {
    return await work({
      async renew(queries) {
        if ((await beat(queries)) !== 1) throw new BelboEraseError('LOCKED', { owner: '?', since });
      },
    });
  } finally {
    clearInterval(timer);
    // What is not released, because the server is gone, goes stale. The outcome of `work` counts.
    await db.run(`delete from ${lockTable} where ${mine}`, own).catch(() => undefined);
  }
}
