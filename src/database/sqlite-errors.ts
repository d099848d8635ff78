import { BelboEraseError } from '../errors.js';
import { DriverError, misuse, tableOf } from './driver-error.js';

/** Result codes (https://sqlite.org/rescode.html) as errors a user can act on. `sql` is the statement, for its table. */
export function sqliteError(error: unknown, database: string, sql = ''): BelboEraseError {
  if (error instanceof BelboEraseError) return error as BelboEraseError;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  // better-sqlite3 throws TypeError and RangeError, without a code, for misuse such as too few bindings.
  if (code === '')
    return misuse(error instanceof Error ? `better-sqlite3: ${error.name} ${error.message}` : 'better-sqlite3');
  const options = { cause: new DriverError(code) };
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new BelboEraseError('DATABASE_BUSY', { database }, options);
  if (code === 'SQLITE_FULL') return new BelboEraseError('DISK_FULL', { database }, options);
  if (code.startsWith('SQLITE_READONLY')) return new BelboEraseError('DATABASE_READ_ONLY', { database }, options);
  if (/^SQLITE_(NOTADB|CORRUPT|CANTOPEN|IOERR)/.test(code)) {
    return new BelboEraseError('DATABASE_UNREACHABLE', { database, reason: code }, options);
  }
  return new BelboEraseError('QUERY_FAILED', { code, table: tableOf(sql) }, options);
}
