import { driverCode } from './driver-error.js';
import type { Database } from './database.js';

/** What the names of all tables of this tool begin with. */
export const ownTablePrefix = 'belbo_erase_';

export const migrationsTable = `${ownTablePrefix}migrations`;

/** Version of the tool's own tables that this release needs: the number its last migration begins with. */
export const currentOwnTablesVersion = 5;

/** Version of the tool's own tables in this database; null when `init` has not been run. One small query. */
export async function ownTablesVersion(db: Database): Promise<number | null> {
  if (db.engine === 'sqlite') {
    const found = await db.all("select 1 from sqlite_master where type = 'table' and name = ?", [migrationsTable]);
    if (found.length === 0) return null;
  }
  try {
    const rows = await db.all(`select name from ${migrationsTable} order by id desc limit 1`);
    const name = rows[0]?.['name'];
    return typeof name === 'string' ? Number.parseInt(name, 10) : null;
  } catch (error) {
    if (driverCode(error) === 'ER_NO_SUCH_TABLE') return null;
    throw error;
  }
}
