import { open, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import { BelboEraseError } from '../errors.js';
import type { Database, Queries, Row, Value } from './database.js';
import { misuse } from './driver-error.js';
import { sqliteError } from './sqlite-errors.js';
import { sqliteFile } from './sqlite-file.js';

type Connection = BetterSqlite3.Database;
type Statement = BetterSqlite3.Statement;

/** Statements kept prepared; one erasure needs some 100 different ones. */
const keptStatements = 400;

/** Milliseconds to wait for another program that is writing. */
const busyTimeout = 5000;

/** Integers are read as BigInt, which keeps every digit, and handed out as number, or string beyond 2^53. */
function exact(value: unknown): Value {
  if (typeof value !== 'bigint') return value as Value;
  return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER ? Number(value) : value.toString();
}

function exactRow(row: Record<string, unknown>): Row {
  for (const name in row) if (typeof row[name] === 'bigint') row[name] = exact(row[name]);
  return row as Row;
}

function exactValues(row: unknown[]): Value[] {
  for (let at = 0; at < row.length; at += 1) if (typeof row[at] === 'bigint') row[at] = exact(row[at]);
  return row as Value[];
}

/** Keeps prepared statements by their text, the least recently used one goes first. */
function statementCache(connection: Connection): (sql: string) => Statement {
  const kept = new Map<string, Statement>();
  return (sql) => {
    let statement = kept.get(sql);
    if (statement === undefined) {
      statement = connection.prepare(sql);
      if (statement.reader) statement.safeIntegers(true);
      const oldest = kept.keys().next().value;
      if (kept.size >= keptStatements && oldest !== undefined) kept.delete(oldest);
    } else {
      kept.delete(sql);
    }
    kept.set(sql, statement);
    return statement;
  };
}

function denied(path: string): BelboEraseError {
  return new BelboEraseError('ACCESS_DENIED', { database: path, user: userInfo().username });
}

async function checkFile(path: string): Promise<void> {
  try {
    await stat(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'stat';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new BelboEraseError('DATABASE_NOT_FOUND', { path });
    if (code === 'EACCES') throw denied(path);
    throw new BelboEraseError('DATABASE_UNREACHABLE', { database: path, reason: code });
  }
}

/**
 * SQLITE_CANTOPEN does not say why. Asked only after a failure: closing a file that SQLite has open as well would
 * release SQLite's locks on it (POSIX).
 */
async function isDenied(path: string): Promise<boolean> {
  try {
    await (await open(path, 'r')).close();
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EACCES';
  }
}

async function connect(path: string, readOnly: boolean): Promise<Connection> {
  await checkFile(path);
  const { default: BetterSqlite } = await import('better-sqlite3');
  let connection: Connection | undefined;
  try {
    connection = new BetterSqlite(path, { readonly: readOnly, fileMustExist: true, timeout: busyTimeout });
    // Deleted text would stay readable in free pages of the file.
    connection.pragma('secure_delete = ON');
    connection.pragma('foreign_keys = ON');
    // The header is read with the first query only: a file that is no database is found out here.
    connection.prepare('select count(*) from sqlite_master').get();
    return connection;
  } catch (error) {
    connection?.close();
    if (connection === undefined && (await isDenied(path))) throw denied(path);
    throw sqliteError(error, path);
  }
}

/**
 * Opens a SQLite file that must exist. better-sqlite3 is synchronous: each statement holds up the event loop, and
 * waits up to 5 s for another program's lock. While `batches` is being read, this connection can read but not write.
 */
export async function openSqlite(path: string, readOnly: boolean): Promise<Database> {
  const connection = await connect(path, readOnly);
  const prepared = statementCache(connection);
  let inTransaction = false;
  let streams = 0;

  const guarded = <T>(sql: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw sqliteError(error, path, sql);
    }
  };
  const all = async (sql: string, bindings: readonly Value[] = []): Promise<Row[]> =>
    guarded(sql, () => {
      const statement = prepared(sql);
      if (statement.reader) return (statement.all(bindings) as Record<string, unknown>[]).map(exactRow);
      statement.run(bindings);
      return [];
    });
  const run = async (sql: string, bindings: readonly Value[] = []): Promise<number> =>
    guarded(sql, () => {
      if (streams > 0) throw misuse('SQLite: write while batches are being read');
      return prepared(sql).run(bindings).changes;
    });
  const outside = <A extends unknown[], T>(query: (...args: A) => Promise<T>) => {
    return async (...args: A): Promise<T> => {
      if (inTransaction) throw misuse('query beside the open transaction');
      return query(...args);
    };
  };

  const commit = (): void => {
    try {
      prepared('COMMIT').run();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      // The commit point is the journal's removal: after an I/O error nobody knows on which side of it we are.
      if (code.startsWith('SQLITE_IOERR')) throw new BelboEraseError('COMMIT_UNCERTAIN', { database: path });
      throw sqliteError(error, path);
    }
  };

  return {
    engine: 'sqlite',
    label: path,
    file: sqliteFile(connection, path),
    all: outside(all),
    run: outside(run),

    async *batches(sql, bindings = [], batchSize = 2000) {
      // Not from the cache: a statement that is being read cannot be run a second time.
      const rows = guarded(sql, () => connection.prepare(sql).safeIntegers(true).raw(true).iterate(bindings));
      streams += 1;
      try {
        for (;;) {
          const batch: Value[][] = [];
          const done = guarded(sql, () => {
            while (batch.length < batchSize) {
              const next = rows.next();
              if (next.done === true) return true;
              batch.push(exactValues(next.value as unknown[]));
            }
            return false;
          });
          if (batch.length > 0) yield batch;
          if (done) return;
          await nextTurn();
        }
      } finally {
        rows.return?.();
        streams -= 1;
      }
    },

    // No retry: BEGIN IMMEDIATE takes the only write lock there is, and has already waited for it.
    async transaction(work) {
      if (inTransaction) throw misuse('transaction inside a transaction');
      if (streams > 0) throw misuse('SQLite: transaction while batches are being read');
      inTransaction = true;
      let open = true;
      const inside = <A extends unknown[], T>(query: (...args: A) => Promise<T>) => {
        return async (...args: A): Promise<T> => {
          if (!open) throw misuse('query after the end of its transaction');
          return query(...args);
        };
      };
      const trx: Queries = { all: inside(all), run: inside(run) };
      try {
        guarded('', () => prepared('BEGIN IMMEDIATE').run());
        const result = await work(trx);
        commit();
        return result;
      } catch (error) {
        // After SQLITE_FULL and I/O errors SQLite has rolled back by itself.
        if (connection.inTransaction) connection.exec('ROLLBACK');
        throw error;
      } finally {
        open = false;
        inTransaction = false;
      }
    },

    async close() {
      connection.close();
    },
  };
}
