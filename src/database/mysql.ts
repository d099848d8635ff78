import { setTimeout as pause } from 'node:timers/promises';
import { BelboEraseError } from '../errors.js';
import type { Database, TakeRow, Value } from './database.js';
import { misuse, tableOf } from './driver-error.js';
import { connectMysql, type MysqlConnection } from './mysql-connection.js';
import { mysqlError } from './mysql-errors.js';
import { readsTogether } from './mysql-queue.js';
import { attempt } from './mysql-transaction.js';
import { mysqlSearch, SearchedSent } from './mysql-search.js';
import type { MysqlTarget } from './target.js';

/** What a server counts of all that is written and committed, by whatever engine. No privilege is needed to read it. */
const workCounters = ['Handler_commit', 'Handler_write', 'Handler_update', 'Handler_delete'];

/** These counters of the whole server, or of one session. */
async function countWork(connection: MysqlConnection, scope: 'GLOBAL' | 'SESSION'): Promise<number[]> {
  const names = workCounters.map((name) => `'${name}'`).join(', ');
  const rows = await connection.all(`SHOW ${scope} STATUS WHERE Variable_name IN (${names})`, []);
  const values = new Map(rows.map((row) => [String(row['Variable_name']), Number(row['Value'])]));
  return workCounters.map((name) => values.get(name) ?? NaN);
}

/**
 * What all other sessions have done since the server was started: a commit is counted before its client is told of it. A counter
 * alone of changes would not do: what was written before a mark may be committed after it.
 * @param streams other connections of this program, all idle, with what they have done; asked for where it is not known
 */
async function workOfOthers(main: MysqlConnection, streams: Map<MysqlConnection, number[] | null>): Promise<string> {
  // Each answer takes the server a quarter of a millisecond.
  const all = await countWork(main, 'GLOBAL');
  const own = await countWork(main, 'SESSION');
  for (const [stream, known] of streams) if (known === null) streams.set(stream, await countWork(stream, 'SESSION'));
  const ours = [own, ...streams.values()];
  return all.map((count, at) => ours.reduce((left, each) => left - (each?.[at] ?? NaN), count)).join(' ');
}

/**
 * Opens a database on a MySQL or MariaDB server, with one connection for statements and transactions, and others,
 * made when needed, for `batches`: so statements can run while a result is being read.
 */
export async function openMysql(target: MysqlTarget, readOnly: boolean): Promise<Database> {
  let main = await connectMysql(target, { readOnly, several: !readOnly });
  /** Each with what it has done for `changeMark`; null until asked. */
  const idleStreams = new Map<MysqlConnection, number[] | null>();
  const openStreams = new Set<MysqlConnection>();
  let inTransaction = false;

  const translate = (error: unknown, table: string): BelboEraseError =>
    mysqlError(error, target.label, target.user, table);
  const uncertain = (): BelboEraseError => new BelboEraseError('COMMIT_UNCERTAIN', { database: target.label });
  let reconnecting: Promise<MysqlConnection> | null = null;
  const connected = async (): Promise<MysqlConnection> => {
    if (!main.lost) return main;
    reconnecting ??= connectMysql(target, { readOnly, several: !readOnly }).finally(() => {
      reconnecting = null;
    });
    main = await reconnecting;
    return main;
  };
  const outside = async <R>(sql: string, query: (connection: MysqlConnection) => Promise<R>): Promise<R> => {
    if (inTransaction) throw misuse('query beside the open transaction');
    const connection = await connected();
    return query(connection).catch((error: unknown) => {
      throw translate(error, tableOf(sql));
    });
  };

  const read = readsTogether((statements) =>
    connected()
      .then((connection) => connection.several(statements))
      .catch((error: unknown) => {
        throw translate(error, statements.map(({ sql }) => tableOf(sql)).join(', '));
      }),
  );

  /** A connection for one result, which is given back when that was read to its end. */
  const openStream = async (): Promise<MysqlConnection> => {
    let [connection] = idleStreams.keys();
    if (connection !== undefined) idleStreams.delete(connection);
    if (connection === undefined || connection.lost)
      connection = await connectMysql(target, { readOnly, several: false });
    openStreams.add(connection);
    return connection;
  };
  const endStream = (connection: MysqlConnection, wasRead: boolean): void => {
    openStreams.delete(connection);
    if (wasRead) idleStreams.set(connection, null);
    else connection.destroy();
  };

  const rows = async (sql: string, bindings: readonly Value[], take: TakeRow): Promise<void> => {
    const connection = await openStream();
    let wasRead = false;
    const thrown = { isOurs: false };
    try {
      await connection.rows(sql, bindings, (bytes, start, end) => {
        thrown.isOurs = true;
        take(bytes, start, end);
        thrown.isOurs = false;
      });
      wasRead = true;
    } catch (error) {
      throw thrown.isOurs ? error : translate(error, tableOf(sql));
    } finally {
      endStream(connection, wasRead);
    }
  };

  return {
    engine: 'mysql',
    label: target.label,
    async all(sql, bindings = [], options = {}) {
      if (options.prepared === true) return outside(sql, (connection) => connection.all(sql, bindings, options));
      if (inTransaction) throw misuse('query beside the open transaction');
      return read({ sql, bindings });
    },
    run: (sql, bindings = []) => outside(sql, (connection) => connection.run(sql, bindings)),
    insert: (sql, bindings = []) => outside(sql, (connection) => connection.insert(sql, bindings)),

    async *batches(sql, bindings = [], batchSize = 2000) {
      const connection = await openStream();
      let wasRead = false;
      try {
        yield* connection.stream(sql, bindings, batchSize);
        wasRead = true;
      } catch (error) {
        throw translate(error, tableOf(sql));
      } finally {
        endStream(connection, wasRead);
      }
    },

    rows,

    async search(what, filter, visit) {
      const searched = await SearchedSent.open(what, filter, visit);
      await rows(mysqlSearch(what), [], (bytes, start, end) => searched.take(bytes, start, end));
      searched.end();
    },

    async changeMark() {
      if (openStreams.size > 0) return null;
      // A server that does not tell these numbers, or not all of them, cannot be asked.
      const mark = await workOfOthers(await connected(), idleStreams).catch(() => 'NaN');
      return mark.includes('NaN') ? null : mark;
    },

    async transaction(work, options = {}) {
      if (inTransaction) throw misuse('transaction inside a transaction');
      inTransaction = true;
      try {
        for (let left = (options.attempts ?? 4) - 1, wait = 20; ; left -= 1, wait *= 3) {
          const outcome = await attempt(await connected(), work, translate, uncertain);
          if ('result' in outcome) return outcome.result;
          if (!outcome.retry || left <= 0) throw outcome.error;
          // Two that met once would meet again after equal waits.
          await pause(wait * (0.5 + Math.random()));
        }
      } finally {
        inTransaction = false;
      }
    },

    async close() {
      for (const connection of openStreams) connection.destroy();
      await Promise.all([main, ...idleStreams.keys()].map((connection) => connection.close()));
    },
  };
}
