import type { Catalogue } from './catalogue-types.js';
import type { Database } from './database.js';

export { rowKey } from './catalogue-types.js';
export type { Catalogue, ColumnInfo, ForeignKey, TableInfo } from './catalogue-types.js';

/** Reads the live catalogue: a handful of queries, whatever the number of tables. */
export async function readCatalogue(db: Database): Promise<Catalogue> {
  if (db.engine === 'sqlite') {
    const { readSqliteCatalogue } = await import('./catalogue-sqlite.js');
    return readSqliteCatalogue(db);
  }
  const { readMysqlCatalogue } = await import('./catalogue-mysql.js');
  return readMysqlCatalogue(db);
}
