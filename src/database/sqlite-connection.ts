import { open, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type BetterSqlite3 from 'better-sqlite3';
import { BelboEraseError } from '../errors.js';
import type { Row, Value } from './database.js';
import { sqliteError } from './sqlite-errors.js';

export type SqliteConnection = BetterSqlite3.Database;
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

export function exactValues(row: unknown[]): Value[] {
  for (let at = 0; at < row.length; at += 1) if (typeof row[at] === 'bigint') row[at] = exact(row[at]);
  return row as Value[];
}

/** A statement that is run again and again. */
interface Prepared {
  readonly statement: Statement;
  /** All its rows, when it gives any. The driver takes half as long again to make an object of a row as to make an array of it. */
  readonly rows: ((bindings: readonly Value[]) => Row[]) | null;
}

function readerOf(statement: Statement): (bindings: readonly Value[]) => Row[] {
  statement.safeIntegers(true).raw(true);
  const namesNow = (): readonly string[] => statement.columns().map(({ name }) => name);
  // The table behind `select *` may get another column.
  const fixed = /[\s,.]\*/.test(statement.source) ? null : namesNow();
  return (bindings) => {
    const all = statement.all(bindings) as unknown[][];
    if (all.length === 0) return [];
    const names = fixed ?? namesNow();
    return all.map((values) => {
      const row: Record<string, Value> = {};
      for (let column = 0; column < names.length; column += 1) row[names[column] ?? ''] = exact(values[column]);
      return row;
    });
  };
}

/** Keeps prepared statements by their text, the least recently used one goes first. */
export function statementCache(connection: SqliteConnection): (sql: string) => Prepared {
  const kept = new Map<string, Prepared>();
  return (sql) => {
    let prepared = kept.get(sql);
    if (prepared === undefined) {
      const statement = connection.prepare(sql);
      prepared = { statement, rows: statement.reader ? readerOf(statement) : null };
      const oldest = kept.keys().next().value;
      if (kept.size >= keptStatements && oldest !== undefined) kept.delete(oldest);
    } else {
      kept.delete(sql);
    }
    kept.set(sql, prepared);
    return prepared;
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

/**
 * Opens the file, which must exist, and sets the connection up.
 * @throws DATABASE_NOT_FOUND, ACCESS_DENIED, DATABASE_UNREACHABLE
 */
export async function connectSqlite(path: string, readOnly: boolean): Promise<SqliteConnection> {
  await checkFile(path);
  const { default: BetterSqlite } = await import('better-sqlite3');
  let connection: SqliteConnection | undefined;
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
