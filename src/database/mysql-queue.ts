import { isBelboEraseError, type BelboEraseError } from '../errors.js';
import type { Row, Statement } from './database.js';
import { expectCount, misuse, tableOf } from './driver-error.js';
import type { Changed, MysqlConnection } from './mysql-connection.js';
import { isLost, isRetryable } from './mysql-errors.js';

/** What has made a transaction unfit to be committed. */
export interface Broken {
  readonly error: BelboEraseError;
  readonly retry: boolean;
}

type Answer = Row[] | Changed;

/** A statement that waits for company. */
interface Waiting {
  readonly statement: Statement;
  /** `prepared`: a read that goes alone; `run`: a change whose failure leaves the transaction as it was. */
  readonly kind: 'read' | 'prepared' | 'run' | 'change';
  /** Takes the answer; throws when it is not what was planned. */
  readonly take: (answer: Answer) => void;
  readonly fail: (error: BelboEraseError) => void;
}

/** Most statements that go together, and most characters of their values: a server takes packets of 1 MiB at least. */
const mostTogether = 64;
const mostCharacters = 100_000;

function lengthOf({ bindings }: Statement): number {
  return bindings.reduce<number>((sum, value) => sum + (typeof value === 'number' ? 1 : (value?.length ?? 1)), 0);
}

/** How many of these go together, from the first on: none is in a larger packet than it would be alone, or a small one. */
function packetLength(statements: readonly Statement[]): number {
  let count = 0;
  let characters = 0;
  for (const statement of statements) {
    characters += lengthOf(statement);
    if (count > 0 && (count === mostTogether || characters > mostCharacters)) break;
    count += 1;
  }
  return count;
}

const startTransaction: Statement = { sql: 'START TRANSACTION', bindings: [] };

/**
 * The statements of one transaction, in their order. What is asked for at the same time goes to the server together, and with it the
 * changes before; a round trip costs more than most of them.
 */
export class StatementQueue {
  private waiting: Waiting[] = [];
  private sending: Promise<void> | null = null;
  private scheduled = false;
  private begun = false;
  private closed = false;
  /** After a deadlock the server has undone everything and would run what follows outside of any transaction. */
  broken: Broken | null = null;

  constructor(
    private readonly connection: MysqlConnection,
    private readonly translate: (error: unknown, table: string) => BelboEraseError,
  ) {}

  /** Asks for something: sent as soon as nothing else can go on without an answer. */
  async ask(statement: Statement, kind: 'read' | 'prepared' | 'run'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ statement, kind, take: resolve, fail: reject });
      if (this.scheduled || this.sending !== null) return;
      this.scheduled = true;
      // Behind all promises that are settled by now: whoever waits for them may ask for something as well.
      process.nextTick(() => {
        this.scheduled = false;
        this.begin();
      });
    });
  }

  /** Keeps a change back until something is asked for, or there are too many. */
  async change(statement: Statement, table: string, planned: number): Promise<void> {
    this.waiting.push({
      statement,
      kind: 'change',
      take: (answer) => expectCount(table, planned, (answer as Changed).affectedRows),
      // Whatever comes next is told.
      fail: () => undefined,
    });
    if (packetLength(this.waiting.map((each) => each.statement)) < this.waiting.length) await this.flush();
  }

  /** Sends what waits, and rejects when the transaction must not be committed. */
  async flush(): Promise<void> {
    this.begin();
    await this.sending;
    if (this.broken !== null) throw this.broken.error;
  }

  /** Nothing is sent any more: what came after the end would stay outside of the transaction. */
  close(): void {
    this.closed = true;
  }

  private begin(): void {
    if (this.sending === null && this.waiting.length > 0) this.sending = this.sendAll();
  }

  private async sendAll(): Promise<void> {
    try {
      while (this.waiting.length > 0) await this.send(this.nextPacket());
    } finally {
      this.sending = null;
    }
  }

  private nextPacket(): Waiting[] {
    const alone = this.waiting.findIndex(({ kind }) => kind === 'prepared');
    const together = alone === -1 ? this.waiting : this.waiting.slice(0, alone);
    return this.waiting.splice(0, Math.max(1, packetLength(together.map(({ statement }) => statement))));
  }

  private async send(packet: readonly Waiting[]): Promise<void> {
    try {
      if (this.closed) throw misuse('query after the end of its transaction');
      if (this.broken !== null) throw this.broken.error;
      const answers = await this.answersOf(packet);
      // Changes first: who is told the answer to a question may rely on what went before it.
      for (const [at, each] of packet.entries()) if (each.kind === 'change') each.take(answers[at] ?? []);
      for (const [at, each] of packet.entries()) if (each.kind !== 'change') each.take(answers[at] ?? []);
    } catch (error) {
      // The server does not say which of them failed.
      const tables = [...new Set(packet.map(({ statement }) => tableOf(statement.sql)))].join(', ');
      const translated = this.translate(error, tables);
      // Of what went along nobody knows whether it was done: whoever catches the error of their own statement must not commit.
      const known = packet.length === 1 && packet[0]?.kind !== 'change' && this.begun;
      if (!known || isRetryable(error) || isLost(error))
        this.broken ??= { error: translated, retry: isRetryable(error) };
      for (const each of packet) each.fail(translated);
    }
  }

  private async answersOf(packet: readonly Waiting[]): Promise<readonly Answer[]> {
    const statements = packet.map(({ statement }) => statement);
    const alone = packet.some(({ kind }) => kind === 'prepared' || kind === 'run');
    if (!this.begun && alone) {
      await this.connection.run(startTransaction.sql, []);
      this.begun = true;
      // It may have been rolled back meanwhile: what came now would be outside of it.
      if (this.closed) throw misuse('query after the end of its transaction');
    }
    if (packet[0]?.kind === 'prepared') {
      const { sql, bindings } = packet[0].statement;
      return [await this.connection.all(sql, bindings, { prepared: true })];
    }
    if (this.begun) return this.connection.several(statements);
    const answers = await this.connection.several([startTransaction, ...statements]);
    this.begun = true;
    return answers.slice(1);
  }
}

/**
 * Reads outside of a transaction: those that are asked for at the same time go to the server together.
 * @param several asks for them; when one of them is refused each is asked for alone, so that an error is told to whom it concerns
 */
export function readsTogether(
  several: (statements: readonly Statement[]) => Promise<readonly Answer[]>,
): (statement: Statement) => Promise<Row[]> {
  interface Asked {
    readonly statement: Statement;
    readonly take: (rows: Row[]) => void;
    readonly fail: (error: unknown) => void;
  }
  let waiting: Asked[] = [];
  const send = async (packet: readonly Asked[]): Promise<void> => {
    try {
      const answers = await several(packet.map(({ statement }) => statement));
      for (const [at, { take }] of packet.entries()) take(answers[at] as Row[]);
    } catch (error) {
      const isGone = isBelboEraseError(error) && error.code === 'DATABASE_UNREACHABLE';
      if (packet.length === 1 || isGone) for (const each of packet) each.fail(error);
      else for (const each of packet) await send([each]);
    }
  };
  const sendAll = (): void => {
    const all = waiting;
    waiting = [];
    while (all.length > 0) void send(all.splice(0, packetLength(all.map(({ statement }) => statement))));
  };
  return async (statement) =>
    new Promise((resolve, reject) => {
      waiting.push({ statement, take: resolve, fail: reject });
      if (waiting.length === 1) process.nextTick(sendAll);
    });
}
