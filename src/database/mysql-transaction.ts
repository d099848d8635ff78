import type { BelboEraseError } from '../errors.js';
import type { Row, Transaction } from './database.js';
import { misuse } from './driver-error.js';
import type { Changed, MysqlConnection } from './mysql-connection.js';
import { isRetryable, isUncertain } from './mysql-errors.js';
import { StatementQueue } from './mysql-queue.js';

/** What the failure of one attempt leaves to do. */
interface Failure {
  readonly error: unknown;
  readonly retry: boolean;
}

/** Runs a transaction once on a connection. */
export async function attempt<T>(
  connection: MysqlConnection,
  work: (trx: Transaction) => Promise<T>,
  translate: (error: unknown, table: string) => BelboEraseError,
  uncertain: () => BelboEraseError,
): Promise<{ readonly result: T } | Failure> {
  let open = true;
  const queue = new StatementQueue(connection, translate);
  const inside = (): StatementQueue => {
    if (!open) throw misuse('query after the end of its transaction');
    if (queue.broken !== null) throw queue.broken.error;
    return queue;
  };
  const trx: Transaction = {
    all: async (sql, bindings = [], options = {}) =>
      (await inside().ask({ sql, bindings }, options.prepared === true ? 'prepared' : 'read')) as Row[],
    run: async (sql, bindings = []) => ((await inside().ask({ sql, bindings }, 'run')) as Changed).affectedRows,
    insert: async (sql, bindings = []) => ((await inside().ask({ sql, bindings }, 'run')) as Changed).insertId,
    change: async (statement, table, planned) => inside().change(statement, table, planned),
  };
  let result: T;
  try {
    result = await work(trx);
    await queue.flush();
  } catch (error) {
    open = false;
    queue.close();
    await connection.run('ROLLBACK', []).catch(() => connection.destroy());
    return queue.broken ?? { error, retry: false };
  }
  open = false;
  try {
    await connection.run('COMMIT', []);
    return { result };
  } catch (error) {
    if (isUncertain(error)) {
      connection.destroy();
      return { error: uncertain(), retry: false };
    }
    await connection.run('ROLLBACK', []).catch(() => connection.destroy());
    return { error: translate(error, ''), retry: isRetryable(error) };
  }
}
