import type { Database } from './database.js';

/** What an erasure does with rows. Held on the whole database, they also show every table, foreign key and trigger of it. */
const needed = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/** Whether the pattern of a grant, with % and _ and backslashes before those that are meant, fits a database. */
function fits(pattern: string, database: string): boolean {
  const parts = pattern.replaceAll('``', '`').match(/\\?[^]/g) ?? [];
  const source = parts.map((part) =>
    part === '%' ? '.*' : part === '_' ? '.' : part.slice(-1).replace(/[^\w]/, (char) => `\\${char}`),
  );
  return new RegExp(`^${source.join('')}$`, 'su').test(database);
}

/** Rights on all of this database that lines of SHOW GRANTS give. */
function grantedBy(lines: readonly string[], database: string): ReadonlySet<string> {
  const granted = new Set<string>();
  for (const line of lines) {
    const [, rights = '', global, pattern = ''] = /^GRANT (.+?) ON (?:(\*)|`((?:[^`]|``)+)`)\.\* TO /.exec(line) ?? [];
    if (global === undefined && !fits(pattern, database)) continue;
    for (const right of rights.split(', ')) granted.add(right.toUpperCase());
  }
  return granted;
}

/**
 * Rights on the whole database that the connected user lacks; granted on single tables they count as lacking. Rights of roles
 * count while the role is active: MariaDB shows them along, MySQL 8 when asked for.
 */
export async function missingPrivileges(db: Database): Promise<readonly string[]> {
  const [row] = await db.all('select database() as name');
  const database = String(row?.['name']);
  const lacking = async (sql: string): Promise<string[]> => {
    const lines = (await db.all(sql)).flatMap((each) => Object.values(each).map(String));
    const granted = grantedBy(lines, database);
    return granted.has('ALL PRIVILEGES') ? [] : needed.filter((right) => !granted.has(right));
  };
  const own = await lacking('show grants');
  if (own.length === 0) return own;
  // Roles come quoted, as SQL; MariaDB and MySQL 5 do not know USING.
  const roles = await db.all('select current_role() as roles').catch(() => []);
  const active = String(roles[0]?.['roles'] ?? 'NONE');
  return /^`[^]+`$/.test(active) ? lacking(`show grants for current_user() using ${active}`).catch(() => own) : own;
}
