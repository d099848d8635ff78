import { BelboEraseError } from '../errors.js';

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
const databaseUrlForms = 'sqlite:FILE, mysql://USER@HOST:PORT/DATABASE, mysql://USER@localhost/DATABASE?socket=FILE';

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
