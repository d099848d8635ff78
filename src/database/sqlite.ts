import { setImmediate as nextTurn } from 'node:timers/promises';
import { BelboEraseError } from '../errors.js';
import type { Database, Row, Statement, Transaction, Value } from './database.js';
import { expectCount, misuse } from './driver-error.js';
import { connectSqlite, exactValues, statementCache } from './sqlite-connection.js';
import { sqliteError } from './sqlite-errors.js';
import { sqliteFile } from './sqlite-file.js';
import { sqliteSearcher } from './sqlite-search.js';

/**
 * Opens a SQLite file that must exist. better-sqlite3 is synchronous: each statement holds up the event loop, and
 * waits up to 5 s for another program's lock. While `batches` is being read, this connection can read but not write.
 */
export async function openSqlite(path: string, readOnly: boolean): Promise<Database> {
  const connection = await connectSqlite(path, readOnly);
  const prepared = statementCache(connection);
  const searcher = sqliteSearcher(connection);
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
      const { statement, rows } = prepared(sql);
      if (rows !== null) return rows(bindings);
      statement.run(bindings);
      return [];
    });
  const runNow = (sql: string, bindings: readonly Value[]): number =>
    guarded(sql, () => {
      if (streams > 0) throw misuse('SQLite: write while batches are being read');
      return prepared(sql).statement.run(bindings).changes;
    });
  const run = async (sql: string, bindings: readonly Value[] = []): Promise<number> => runNow(sql, bindings);
  const insert = async (sql: string, bindings: readonly Value[] = []): Promise<number> =>
    guarded(sql, () => {
      if (streams > 0) throw misuse('SQLite: write while batches are being read');
      return Number(prepared(sql).statement.run(bindings).lastInsertRowid);
    });
  const outside = <A extends unknown[], T>(query: (...args: A) => Promise<T>) => {
    return async (...args: A): Promise<T> => {
      if (inTransaction) throw misuse('query beside the open transaction');
      return query(...args);
    };
  };

  const commit = (): void => {
    try {
      prepared('COMMIT').statement.run();
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
    insert: outside(insert),

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

    async search(what, filter, visit) {
      streams += 1;
      const thrown = { isOurs: false };
      try {
        await searcher.search(what, filter, (rows) => {
          thrown.isOurs = true;
          visit(rows);
          thrown.isOurs = false;
        });
      } catch (error) {
        throw thrown.isOurs ? error : sqliteError(error, path);
      } finally {
        streams -= 1;
      }
    },

    // Counts the commits of other connections to the file, whatever program they are of.
    changeMark: async () => guarded('', () => String(prepared('PRAGMA data_version').statement.pluck().get())),

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
      const failed: unknown[] = [];
      const change = async ({ sql, bindings }: Statement, table: string, planned: number): Promise<void> => {
        try {
          expectCount(table, planned, runNow(sql, bindings));
        } catch (error) {
          failed.push(error);
          throw error;
        }
      };
      const trx: Transaction = { all: inside(all), run: inside(run), insert: inside(insert), change: inside(change) };
      try {
        guarded('', () => prepared('BEGIN IMMEDIATE').statement.run());
        const result = await work(trx);
        if (failed.length > 0) throw failed[0];
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
