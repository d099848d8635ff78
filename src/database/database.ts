/** The two engines the tool speaks. `mysql` covers MySQL and MariaDB. */
export type Engine = 'sqlite' | 'mysql';

/**
 * A value as it crosses the driver. Dates come as strings (`2026-11-23`, `2026-11-23 14:00:00`), never as `Date`:
 * drivers shift them by time zone and turn zero dates into other days. DECIMAL comes as string; BIGINT beyond 2^53 as
 * string.
 */
export type Value = string | number | Buffer | null;

/** One row, by column name. */
export type Row = Readonly<Record<string, Value>>;

/** SQL text with `?` placeholders and what they stand for. SQL is never built from data. */
export interface Statement {
  readonly sql: string;
  readonly bindings: readonly Value[];
}

export interface SelectOptions {
  /**
   * Keep the statement prepared on the server. Pays for long statements that are run often, whose parsing takes longer than
   * their work; the values must be texts or integers, on both sides, for MySQL spells others differently then.
   */
  readonly prepared?: boolean;
}

/**
 * What can be asked of a connection, inside a transaction or outside of one. What is asked for at the same time (`Promise.all`) goes to
 * a server together, and is carried out in its order.
 */
export interface Queries {
  /** All rows of a SELECT. */
  all(sql: string, bindings?: readonly Value[], options?: SelectOptions): Promise<Row[]>;
  /** Runs INSERT, UPDATE or DELETE; returns the number of rows matched (not: changed), cascades not included. */
  run(sql: string, bindings?: readonly Value[]): Promise<number>;
  /** Inserts one row and returns the key the engine gave it (AUTO_INCREMENT, rowid). */
  insert(sql: string, bindings?: readonly Value[]): Promise<number>;
}

/** What can be asked inside a transaction. */
export interface Transaction extends Queries {
  /**
   * Runs an INSERT, UPDATE or DELETE that must match exactly so many rows; any other number undoes the transaction. On MySQL it waits
   * and goes to the server together with those that follow, in their order, before anything is read and before COMMIT: so what went
   * wrong may be told by a later call.
   * @throws COUNT_MISMATCH
   */
  change(statement: Statement, table: string, planned: number): Promise<void>;
}

/** What of a column decides how its text is read: a part of the catalogue's `ColumnInfo`. */
export interface SearchedColumn {
  readonly name: string;
  readonly kind: string;
  readonly nullable: boolean;
  readonly charset: string | null;
}

/** The text of a table, as it is searched: the columns of each row as one text, U+001F between them, NULL as ''. */
export interface TextSearch {
  readonly table: string;
  /** Empty when the table has no key. */
  readonly key: readonly SearchedColumn[];
  readonly columns: readonly SearchedColumn[];
}

/** Tests rows as a server sends them, many at once. */
export interface RowFilter {
  /** Rows added since the last test. */
  readonly count: number;
  /** Whether they have to be tested before more are added. */
  readonly isFull: boolean;
  /** A `TakeRow`. False when there is no room for the row, nor would be for it alone. */
  readonly add: (bytes: Buffer, start: number, end: number) => boolean;
  /**
   * Forgets the rows and returns those whose text may be wanted, in order and good until the next one is added. `hint` is handed on with
   * the row; 0 when `TextFilter.test` has to be asked.
   */
  readonly test: () => readonly { readonly row: Buffer; readonly hint: number }[];
}

/** Which texts are wanted. */
export interface TextFilter {
  readonly test: (text: string) => boolean;
  /**
   * The same for rows of a server, of which the first cells are a key; cheaper, and true of a few more.
   * @param blobs of each cell that is searched: whether it may be no text
   */
  readonly rows: (keys: number, blobs: readonly boolean[]) => Promise<RowFilter>;
}

/** Rows passed by a search since it last told. */
export interface SearchedRows {
  readonly read: number;
  /** The wanted ones. Keys in text form; the hint of the filter's rows, 0 where `test` was asked. */
  readonly wanted: readonly { readonly key: readonly string[]; readonly text: string; readonly hint: number }[];
}

/**
 * Takes a row as a server sends it (a row of MySQL's text protocol): the stretch of `bytes` has cell after cell, each a string with its
 * length in front; the text in UTF-8, of BLOB and BINARY the bytes. Rows behind each other in one piece of memory come with the same
 * `bytes`, which stay as they are.
 */
export type TakeRow = (bytes: Buffer, start: number, end: number) => void;

export interface TransactionOptions {
  /** How often the whole work may run when the engine asks for a retry (deadlock, lock wait). Default 4. */
  readonly attempts?: number;
}

/** What can be done with a database that is a file (SQLite). */
export interface DatabaseFile {
  /** The file, its write-ahead log and its journal, whether they exist or not. */
  paths(): readonly string[];
  /** How text is stored in it. */
  encoding(): Promise<'utf8' | 'utf16le'>;
  /** Writes the write-ahead log back and truncates it; false when another program keeps it from being emptied. */
  checkpoint(): Promise<boolean>;
  /** Rebuilds the file without free pages; false when another program has it open for writing. */
  vacuum(): Promise<boolean>;
}

/** An open calendar database: one connection, prepared statements kept. */
export interface Database extends Queries {
  readonly engine: Engine;
  /** File path or `host/database`, for messages; never holds a password. */
  readonly label: string;
  /** The file behind it; absent on MySQL. */
  readonly file?: DatabaseFile;
  /**
   * Streams a SELECT in batches of rows given as arrays (columns in SELECT order), in bounded memory. Yields to the
   * event loop between batches so that progress can be drawn and signals arrive.
   */
  batches(sql: string, bindings?: readonly Value[], batchSize?: number): AsyncIterable<Value[][]>;
  /**
   * Streams a SELECT as the server sends it, for those who do not need most of its cells as values: making these is what takes a
   * client of MySQL most of its time. Absent on SQLite, whose rows are in the same process. Memory and the event loop as with
   * `batches`; what `take` throws ends it.
   */
  readonly rows?: (sql: string, bindings: readonly Value[], take: TakeRow) => Promise<void>;
  /**
   * Reads the text of a whole table and hands the rows to `visit` whose text is wanted; each row is read once. Memory and the event
   * loop as with `batches`; what `visit` throws ends it. One search at a time.
   */
  search(what: TextSearch, filter: TextFilter, visit: (rows: SearchedRows) => void): Promise<void>;
  /**
   * A mark that is the same twice only if nobody but this program has committed a change in between; may be asked inside of a
   * transaction as well. Null when that cannot be told. On MySQL it counts the work of all other sessions of the server,
   * reading included, so that on a busy one it changes without a reason.
   */
  changeMark(): Promise<string | null>;
  /**
   * Runs `work` in ONE transaction that sees no phantom rows (SQLite: BEGIN IMMEDIATE; MySQL: SERIALIZABLE, so that
   * every SELECT locks what it read). Commits when `work` resolves, rolls back when it rejects. Deadlocks and lock waits
   * are retried as a whole, bounded. A connection lost during COMMIT rejects with `COMMIT_UNCERTAIN`: the caller
   * must look for its marker row.
   */
  transaction<T>(work: (trx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  close(): Promise<void>;
}
