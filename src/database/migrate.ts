import { hostname } from 'node:os';
import type { Knex } from 'knex';
import { BelboEraseError } from '../errors.js';
import { openDatabase, type OpenOptions } from './connect.js';
import { ownTables } from './migrations/0001-own-tables.js';
import { duplicates } from './migrations/0002-duplicates.js';
import { backups } from './migrations/0003-backups.js';
import { handling } from './migrations/0004-handling.js';
import { telling } from './migrations/0005-telling.js';
import { mysqlError } from './mysql-errors.js';
import { migrationsTable } from './own-tables.js';
import { sqliteError } from './sqlite-errors.js';
import { parseDatabaseUrl } from './target.js';

interface NamedMigration extends Knex.Migration {
  readonly name: string;
}

/** In order; a released one is never changed. The number is the version of the tables after it. */
const migrations: readonly NamedMigration[] = [
  { name: '0001-own-tables', ...ownTables },
  { name: '0002-duplicates', ...duplicates },
  { name: '0003-backups', ...backups },
  { name: '0004-handling', ...handling },
  { name: '0005-telling', ...telling },
];

const migrationSource: Knex.MigrationSource<NamedMigration> = {
  getMigrations: async () => [...migrations],
  getMigrationName: (migration) => migration.name,
  getMigration: async (migration) => migration,
};

/**
 * Creates the tool's own tables, or brings them up to date; returns the names of the migrations it ran. MySQL commits
 * each CREATE TABLE by itself: what was interrupted there is reported, not repaired.
 * @throws LOCKED while another `init` is at work, or after one that was interrupted; and what `openDatabase` throws.
 */
export async function migrate(url: string, options: Pick<OpenOptions, 'password'> = {}): Promise<readonly string[]> {
  const target = parseDatabaseUrl(url, options.password);
  // Opens first: its errors are told apart, and it does not create a missing file.
  const db = await openDatabase(url, options);
  try {
    // A file that is read-only would be taken by knex for one that another `init` works on.
    if (db.engine === 'sqlite') {
      await db.transaction(async (trx) => {
        await trx.run('create table belbo_erase_probe (id integer)');
        await trx.run('drop table belbo_erase_probe');
      });
    }
  } finally {
    await db.close();
  }
  const { default: createKnex } = await import('knex');
  // knex writes what went wrong to standard output, where a result belongs; it is thrown as well.
  const log = { warn: () => undefined, error: () => undefined };
  const knex = createKnex(
    target.engine === 'sqlite'
      ? { client: 'better-sqlite3', connection: { filename: target.path }, useNullAsDefault: true, log }
      : {
          client: 'mysql2',
          log,
          connection: {
            ...(target.socket === null ? { host: target.host, port: target.port } : { socketPath: target.socket }),
            ...(target.tls ? { ssl: { rejectUnauthorized: true } } : {}),
            user: target.user,
            password: target.password,
            database: target.database,
            charset: 'utf8mb4',
          },
        },
  );
  try {
    const [, names] = (await knex.migrate.latest({ tableName: migrationsTable, migrationSource })) as [
      number,
      string[],
    ];
    return names;
  } catch (error) {
    if (error instanceof Error && error.name === 'MigrationLocked') {
      throw new BelboEraseError('LOCKED', { owner: `init, ${hostname()}`, since: '' });
    }
    throw target.engine === 'sqlite' ? sqliteError(error, target.path) : mysqlError(error, target.label, target.user);
  } finally {
    await knex.destroy();
  }
}
