import type { Database } from './database.js';
import { parseDatabaseUrl } from './target.js';

export interface OpenOptions {
  /** Never part of the URL a user types: it would stand in the shell's history and the process list. */
  readonly password?: string;
  readonly readOnly?: boolean;
}

/**
 * Opens a calendar database: `sqlite:path/to/file` or `mysql://user@host:port/database`. One connection, made here;
 * a server that goes away is connected to again by the next statement outside of a transaction.
 * @throws DATABASE_NOT_FOUND, DATABASE_UNREACHABLE, ACCESS_DENIED, INVALID_OPTION
 */
export async function openDatabase(url: string, options: OpenOptions = {}): Promise<Database> {
  const target = parseDatabaseUrl(url, options.password);
  if (target.engine === 'sqlite') {
    const { openSqlite } = await import('./sqlite.js');
    return openSqlite(target.path, options.readOnly ?? false);
  }
  const { openMysql } = await import('./mysql.js');
  return openMysql(target, options.readOnly ?? false);
}
