import { BelboEraseError } from '../errors.js';
import type { Database } from './database.js';

export interface OpenOptions {
  /** Never part of the URL a user types: it would stand in the shell's history and the process list. */
  readonly password?: string;
  readonly readOnly?: boolean;
}

/** Where a MySQL or MariaDB server is, and which database on it. */
export interface MysqlTarget {
  readonly host: string;
  readonly port: number;
  readonly socket: string | null;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** TLS with a certificate that is checked. */
  readonly tls: boolean;
  /** `host/database`, for messages. */
  readonly label: string;
}

export type Target =
  { readonly engine: 'sqlite'; readonly path: string } | ({ readonly engine: 'mysql' } & MysqlTarget);

/** The forms of a database URL, for messages. */
export const databaseUrlForms =
  'sqlite:FILE, mysql://USER@HOST:PORT/DATABASE, mysql://USER@localhost/DATABASE?socket=FILE';

function invalid(): BelboEraseError {
  return new BelboEraseError('INVALID_OPTION', { option: '--database', valid: databaseUrlForms });
}

/**
 * Reads a database URL. Parameters of the MySQL form: `socket` (path of a Unix socket), `tls=1`.
 * @throws INVALID_OPTION when it is not one of `databaseUrlForms`.
 */
export function parseDatabaseUrl(url: string, password?: string): Target {
  if (url.startsWith('sqlite:')) {
    const path = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
    if (path === '') throw invalid();
    return { engine: 'sqlite', path };
  }
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw invalid();
  }
  const database = decodeURIComponent(parsed.pathname.slice(1));
  const known = [...parsed.searchParams.keys()].every((name) => name === 'socket' || name === 'tls');
  if (!['mysql:', 'mariadb:'].includes(parsed.protocol) || database === '' || !known) throw invalid();
  const host = parsed.hostname === '' ? 'localhost' : parsed.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    engine: 'mysql',
    host,
    port: parsed.port === '' ? 3306 : Number(parsed.port),
    socket: parsed.searchParams.get('socket'),
    user: decodeURIComponent(parsed.username),
    password: password ?? decodeURIComponent(parsed.password),
    database,
    tls: parsed.searchParams.get('tls') === '1',
    label: `${host}/${database}`,
  };
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
