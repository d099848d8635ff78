import type BetterSqlite3 from 'better-sqlite3';
import type { DatabaseFile } from './database.js';
import { sqliteError } from './sqlite-errors.js';

/** What can be done with the file of an open SQLite connection. Another program's lock is no error here: it is told. */
export function sqliteFile(connection: BetterSqlite3.Database, path: string): DatabaseFile {
  const checkpoint = (): boolean => {
    const [result] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return result?.busy !== 1;
  };
  return {
    paths: () => [path, `${path}-wal`, `${path}-journal`],
    async encoding() {
      return connection.pragma('encoding', { simple: true }) === 'UTF-8' ? 'utf8' : 'utf16le';
    },
    async checkpoint() {
      return checkpoint();
    },
    async vacuum() {
      try {
        connection.exec('VACUUM');
        return true;
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : '';
        // No room for a second file beside it: the calendar is clean all the same, only old copies may still be read in its bytes.
        if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_FULL') return false;
        throw sqliteError(error, path);
      }
    },
  };
}
