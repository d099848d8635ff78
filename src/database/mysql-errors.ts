import { BelboEraseError } from '../errors.js';
import { DriverError, misuse } from './driver-error.js';

interface DriversError {
  readonly code?: string;
  readonly errno?: number;
  /** mysql2: the connection is of no more use. */
  readonly fatal?: boolean;
}

/** The server undid the transaction, or asks to: deadlock or failed Galera certification, lock wait, changed snapshot. */
const retryable = new Set([1213, 1205, 1020]);
const denied = new Set([1044, 1045, 1130, 1142, 1143, 1227, 1370, 1698, 3118]);
const full = new Set([1021, 1114, 1041, 3675]);
const readOnly = new Set([1290, 1792, 1836, 3100]);
/** Unknown database, shutting down, connection killed, too many connections, Galera node not ready. */
const unreachable = new Set([1049, 1053, 1079, 1927, 1040, 1203, 1226, 1047, 1152, 1158, 1159, 1160, 1161]);
/** At COMMIT these, too, leave it open whether the server had already committed. */
const uncertainAtCommit = new Set([1053, 1079, 1317, 1927, 1047, 1180, 1160, 1161]);

function asDrivers(error: unknown): DriversError {
  return typeof error === 'object' && error !== null ? error : {};
}

/** Whether the connection is gone, as against a statement refused. Server errors have five-character SQL states. */
export function isLost(error: unknown): boolean {
  const { code, fatal, errno } = asDrivers(error);
  if (errno === 1053 || errno === 1079 || errno === 1927) return true;
  return fatal === true || /^(PROTOCOL_CONNECTION_LOST|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH)$/.test(code ?? '');
}

/** Whether the whole transaction may be run again. */
export function isRetryable(error: unknown): boolean {
  return retryable.has(asDrivers(error).errno ?? 0);
}

/** Whether a failed COMMIT may have committed all the same. */
export function isUncertain(error: unknown): boolean {
  return isLost(error) || uncertainAtCommit.has(asDrivers(error).errno ?? 0);
}

/** Server and network errors as errors a user can act on. `table`: which the statement was about. */
export function mysqlError(error: unknown, database: string, user: string, table = ''): BelboEraseError {
  if (error instanceof BelboEraseError) return error as BelboEraseError;
  const { errno = 0, fatal = false, code = fatal ? 'PROTOCOL_CONNECTION_LOST' : '' } = asDrivers(error);
  if (code === '' && errno === 0) return misuse(error instanceof Error ? `mysql2: ${error.name}` : 'mysql2');
  const reason = code === '' ? String(errno) : code;
  const options = { cause: new DriverError(reason, errno) };
  if (denied.has(errno)) return new BelboEraseError('ACCESS_DENIED', { database, user }, options);
  if (unreachable.has(errno)) return new BelboEraseError('DATABASE_UNREACHABLE', { database, reason }, options);
  if (retryable.has(errno)) return new BelboEraseError('DATABASE_BUSY', { database }, options);
  if (full.has(errno)) return new BelboEraseError('DISK_FULL', { database }, options);
  if (readOnly.has(errno)) return new BelboEraseError('DATABASE_READ_ONLY', { database }, options);
  // Network, name and TLS errors: Node gives them negative numbers and mysql2 none; a server's begin at 1000.
  if (isLost(error) || errno < 1000) return new BelboEraseError('DATABASE_UNREACHABLE', { database, reason }, options);
  return new BelboEraseError('QUERY_FAILED', { code: reason, table }, options);
}
