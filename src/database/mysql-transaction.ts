import type { BelboEraseError } from '../errors.js';
import type { Row, Statement, Transaction, Value } from './database.js';
import { expectCount, misuse, tableOf } from './driver-error.js';
import type { Changed, MysqlConnection } from './mysql-connection.js';
import { isLost, isRetryable, isUncertain } from './mysql-errors.js';

/** What the failure of one attempt leaves to do. */
interface Failure {
  readonly error: unknown;
  readonly retry: boolean;
}

/** A statement that waits for company. */
interface Change {
  readonly statement: Statement;
  readonly table: string;
  readonly planned: number;
}

/** Most statements that wait, and most characters of their values: a server takes packets of 1 MiB at least. */
const mostWaiting = 64;
const mostCharacters = 100_000;

function lengthOf({ bindings }: Statement): number {
  return bindings.reduce<number>((sum, value) => sum + (typeof value === 'number' ? 1 : (value?.length ?? 1)), 0);
}

/** The tables of statements of which one failed, for messages: the server does not say which. */
function tablesOf(statements: readonly Statement[]): string {
  return [...new Set(statements.map(({ sql }) => tableOf(sql)))].join(', ');
}

/** Keeps changes back until something has to be known, and sends them along with it. */
class ChangeQueue {
  private waiting: Change[] = [];
  private characters = 0;

  constructor(private readonly connection: MysqlConnection) {}

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** Whether one more may go along: none is in a larger packet than it would be alone, or a small one. */
  hasRoomFor(statement: Statement): boolean {
    return (
      this.isEmpty || (this.waiting.length < mostWaiting && this.characters + lengthOf(statement) <= mostCharacters)
    );
  }

  add(change: Change): void {
    this.waiting.push(change);
    this.characters += lengthOf(change.statement);
  }

  /** The statements that go next: those that wait, and this one. */
  with(last: Statement | null): Statement[] {
    return [...this.waiting.map(({ statement }) => statement), ...(last === null ? [] : [last])];
  }

  /** Sends what waits, and one more behind it, whose answer it returns. */
  async send(last: Statement | null): Promise<Row[] | Changed | undefined> {
    const sent = this.waiting;
    const statements = this.with(last);
    this.waiting = [];
    this.characters = 0;
    const answers = await this.connection.several(statements);
    for (const [at, { table, planned }] of sent.entries())
      expectCount(table, planned, (answers[at] as Changed).affectedRows);
    return answers[sent.length];
  }
}

/** Runs a transaction once on a connection. */
export async function attempt<T>(
  connection: MysqlConnection,
  work: (trx: Transaction) => Promise<T>,
  translate: (error: unknown, table: string) => BelboEraseError,
  uncertain: () => BelboEraseError,
): Promise<{ readonly result: T } | Failure> {
  // After a deadlock the server has undone everything and would run what follows outside of any transaction.
  let broken: { readonly error: BelboEraseError; readonly retry: boolean } | null = null;
  let open = true;
  const queue = new ChangeQueue(connection);
  const guarded = async <R>(statements: readonly Statement[], query: () => Promise<R>): Promise<R> => {
    if (!open) throw misuse('query after the end of its transaction');
    if (broken !== null) throw broken.error;
    const unchecked = !queue.isEmpty;
    try {
      return await query();
    } catch (error) {
      const translated = translate(error, tablesOf(statements));
      // Of changes that went along nobody knows the counts: whoever catches the error of their own statement must not commit.
      if (unchecked || isRetryable(error) || isLost(error)) broken = { error: translated, retry: isRetryable(error) };
      throw translated;
    }
  };
  const flush = async (): Promise<void> => {
    if (!queue.isEmpty) await guarded(queue.with(null), async () => queue.send(null));
  };
  /** A statement, and before it whatever waits. */
  const ask = async (sql: string, bindings: readonly Value[]): Promise<unknown> => {
    const statement = { sql, bindings };
    if (!queue.hasRoomFor(statement)) await flush();
    return guarded(queue.with(statement), async () => queue.send(statement));
  };
  const current = (): Failure | null => broken;
  const trx: Transaction = {
    async all(sql, bindings = [], options = {}) {
      if (options.prepared !== true) return (await ask(sql, bindings)) as Row[];
      await flush();
      return guarded([{ sql, bindings }], async () => connection.all(sql, bindings, options));
    },
    run: async (sql, bindings = []) => ((await ask(sql, bindings)) as Changed).affectedRows,
    insert: async (sql, bindings = []) => ((await ask(sql, bindings)) as Changed).insertId,
    async change(statement, table, planned) {
      if (!queue.hasRoomFor(statement)) await flush();
      await guarded([statement], async () => queue.add({ statement, table, planned }));
    },
  };
  let result: T;
  try {
    await connection.run('START TRANSACTION', []).catch((error: unknown) => {
      throw translate(error, '');
    });
    result = await work(trx);
    await flush();
    const swallowed = current();
    if (swallowed !== null) throw swallowed.error;
  } catch (error) {
    open = false;
    await connection.run('ROLLBACK', []).catch(() => connection.destroy());
    return current() ?? { error, retry: false };
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
