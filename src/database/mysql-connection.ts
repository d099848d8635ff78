import type { Duplex } from 'node:stream';
import type { Connection, QueryOptions } from 'mysql2';
import type { Row, SelectOptions, Statement, TakeRow, Value } from './database.js';
import { readSent } from './mysql-sent.js';
import { isLost, mysqlError } from './mysql-errors.js';
import type { MysqlTarget } from './target.js';

/**
 * What every connection is set to. Strict: what does not fit is refused, not cut. NO_BACKSLASH_ESCAPES and ANSI_QUOTES
 * off: values are escaped for a server without them. Zero dates stay allowed, for calendars have them. SERIALIZABLE:
 * inside a transaction every SELECT locks what it read, so that nothing appears between plan and erasure; outside of
 * one InnoDB reads without locks all the same. Waiting for a lock is bounded, since it is retried.
 */
const sessionSettings = [
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'," +
    ' innodb_lock_wait_timeout = 10, lock_wait_timeout = 30',
  'SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE',
];

/** What INSERT, UPDATE and DELETE answer. `affectedRows` counts the rows matched. */
export interface Changed {
  readonly affectedRows: number;
  readonly insertId: number;
}

/** One connection. Errors are the driver's own here; `mysql.ts` turns them into the tool's. */
export interface MysqlConnection {
  /** Set when the server is gone; the connection is of no more use then. */
  readonly lost: boolean;
  all(sql: string, bindings: readonly Value[], options?: SelectOptions): Promise<Row[]>;
  run(sql: string, bindings: readonly Value[]): Promise<number>;
  insert(sql: string, bindings: readonly Value[]): Promise<number>;
  /**
   * Sends statements in one go, for a round trip costs more than most of them; the server carries them out in their order and
   * none after one that fails. Returns rows, or what was changed, of each.
   */
  several(statements: readonly Statement[]): Promise<readonly (Row[] | Changed)[]>;
  stream(sql: string, bindings: readonly Value[], batchSize: number): AsyncGenerator<Value[][], void, undefined>;
  /** See `Database.rows`. */
  rows(sql: string, bindings: readonly Value[], take: TakeRow): Promise<void>;
  close(): Promise<void>;
  destroy(): void;
}

/**
 * Values go as text (mysql2's `query`), not through server-side statements, unless a caller asks for it. Measured over a Unix socket: 145 against
 * 130 microseconds for a look-up by key, 116 against 120 for an UPDATE; but prepared statements send every number
 * as DOUBLE and bring FLOAT, TIME(3) and zero dates back in another spelling than the text of `stream` does.
 */
function queryOptions(sql: string, bindings: readonly Value[], rowsAsArray: boolean): QueryOptions {
  return bindings.length === 0 ? { sql, rowsAsArray } : { sql, values: [...bindings], rowsAsArray };
}

/**
 * Cuts a connection. mysql2's `destroy` closes our half only: a server that is sending to a paused socket would then
 * keep its locks on the table until `net_write_timeout`, a minute later.
 */
function cut(connection: Connection): void {
  connection.destroy();
  const { stream } = connection as Connection & { readonly stream?: Duplex };
  stream?.destroy();
}

/**
 * Reads a result as it arrives. At most two batches wait; then the socket is paused, which stops the server.
 * An abandoned stream ends its connection: reading the rest could take minutes.
 */
async function* streamRows(
  connection: Connection,
  options: QueryOptions,
  batchSize: number,
): AsyncGenerator<Value[][], void, undefined> {
  const full: Value[][][] = [];
  let filling: Value[][] = [];
  let state: 'reading' | 'paused' | 'ended' = 'reading';
  let failure: Error | null = null;
  let wake = (): void => undefined;
  const fail = (error: Error): void => {
    failure = error;
    state = 'ended';
    wake();
  };
  // A lost connection is told to it alone, not to the query.
  connection.on('error', fail);
  const query = connection.query(options);
  query.on('result', (row: unknown) => {
    filling.push(row as Value[]);
    if (filling.length < batchSize) return;
    full.push(filling);
    filling = [];
    if (full.length > 1 && state === 'reading') {
      state = 'paused';
      connection.pause();
    }
    wake();
  });
  query.on('error', fail);
  query.on('end', () => {
    if (filling.length > 0) full.push(filling);
    filling = [];
    state = 'ended';
    wake();
  });
  const current = (): typeof state => state;
  try {
    for (;;) {
      const batch = full.shift();
      if (batch !== undefined) {
        yield batch;
      } else if (current() === 'ended') {
        // Assigned in a callback, which the compiler does not see.
        if ((failure as Error | null) !== null) throw failure as unknown as Error;
        return;
      } else {
        const arrived = new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (current() === 'paused') {
          state = 'reading';
          connection.resume();
        }
        await arrived;
      }
    }
  } finally {
    connection.off('error', fail);
    if (current() !== 'ended') cut(connection);
  }
}

async function ask<T>(connection: Connection, options: QueryOptions, lose: () => void, prepared = false): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const answer = (error: Error | null, result: unknown): void => {
      if (error === null) {
        resolve(result as T);
        return;
      }
      if (isLost(error)) lose();
      reject(error);
    };
    if (prepared) connection.execute(options, answer);
    else connection.query(options, answer);
  });
}

/**
 * Connects and prepares the session; rejects with DATABASE_UNREACHABLE or ACCESS_DENIED.
 * @param several whether more than one statement may be sent in one go, which only the changes of a transaction need
 */
export async function connectMysql(
  target: MysqlTarget,
  { readOnly, several }: { readonly readOnly: boolean; readonly several: boolean },
): Promise<MysqlConnection> {
  const { createConnection } = await import('mysql2');
  const connection = createConnection({
    ...(target.socket === null ? { host: target.host, port: target.port } : { socketPath: target.socket }),
    ...(target.tls ? { ssl: { rejectUnauthorized: true } } : {}),
    user: target.user,
    password: target.password,
    database: target.database,
    charset: 'utf8mb4',
    // Strings, as `Value` says: mysql2 would turn zero dates into other days and shift the rest by time zone.
    dateStrings: true,
    // BIGINT as number where it fits, as string where it does not.
    supportBigNumbers: true,
    jsonStrings: true,
    // SQL text comes from the map and values are escaped, alone or in company.
    multipleStatements: several,
    connectTimeout: 10_000,
  });
  let lost = false;
  const lose = (): void => {
    if (lost) return;
    lost = true;
    cut(connection);
  };
  // Without a listener an error between two statements, such as a server that went away, would end the process.
  connection.on('error', lose);
  try {
    await new Promise<void>((resolve, reject) => {
      connection.connect((error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
    const settings = readOnly ? [...sessionSettings, 'SET SESSION TRANSACTION READ ONLY'] : sessionSettings;
    for (const sql of settings) await ask(connection, { sql }, lose);
  } catch (error) {
    cut(connection);
    throw mysqlError(error, target.label, target.user);
  }
  return {
    get lost() {
      return lost;
    },
    all: (sql, bindings, options) =>
      ask<Row[]>(connection, queryOptions(sql, bindings, false), lose, options?.prepared === true),
    // mysql2 connects with FOUND_ROWS: affectedRows counts the rows matched, also those that already had the value.
    run: async (sql, bindings) =>
      (await ask<{ affectedRows: number }>(connection, queryOptions(sql, bindings, false), lose)).affectedRows,
    insert: async (sql, bindings) =>
      (await ask<{ insertId: number }>(connection, queryOptions(sql, bindings, false), lose)).insertId,
    several: async (statements) => {
      if (!several) {
        const answers: (Row[] | Changed)[] = [];
        for (const { sql, bindings } of statements)
          answers.push(await ask(connection, queryOptions(sql, bindings, false), lose));
        return answers;
      }
      const sql = statements.map((each) => each.sql).join('; ');
      const bindings = statements.flatMap((each) => each.bindings);
      const answer = await ask<unknown>(connection, queryOptions(sql, bindings, false), lose);
      // Of one statement it is the result itself.
      return (statements.length === 1 ? [answer] : answer) as (Row[] | Changed)[];
    },
    stream: (sql, bindings, batchSize) => streamRows(connection, queryOptions(sql, bindings, true), batchSize),
    rows: (sql, bindings, take) => readSent(connection, queryOptions(sql, bindings, true), take),
    close: () =>
      new Promise((resolve) => {
        if (lost) resolve();
        else connection.end(() => resolve());
      }),
    destroy: lose,
  };
}
