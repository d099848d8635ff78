import { BelboEraseError } from '../errors.js';

/**
 * What is kept of a driver's error. Its own message, and the SQL mysql2 attaches with the values in it, may hold data of
 * customers ("Duplicate entry 'anna@example.org' for key"), so only codes pass.
 */
export class DriverError extends Error {
  /** The driver's name of the error, e.g. `ER_DUP_ENTRY`, `SQLITE_CONSTRAINT_UNIQUE`, `ECONNREFUSED`. */
  readonly code: string;
  /** The server's number of the error; 0 when it did not come from a server. */
  readonly errno: number;

  constructor(code: string, errno = 0) {
    super(code);
    this.name = 'DriverError';
    this.code = code;
    this.errno = errno;
  }
}

/** The driver's code behind an error of this folder, e.g. to tell a duplicate key from other failures; else null. */
export function driverCode(error: unknown): string | null {
  return error instanceof BelboEraseError && error.cause instanceof DriverError ? error.cause.code : null;
}

/** The table a statement is about, for messages. SQL text never holds data, so a name out of it is safe to show. */
export function tableOf(sql: string): string {
  return /\b(?:from|into|update|table)\s+[`"]?([\w$-]+)/i.exec(sql)?.[1] ?? '';
}

/** A statement at a moment or in a manner this code base rules out. */
export function misuse(detail: string): BelboEraseError {
  return new BelboEraseError('INTERNAL', { detail });
}

/**
 * Compares what a statement matched with what was planned.
 * @throws COUNT_MISMATCH
 */
export function expectCount(table: string, planned: number, found: number): void {
  if (planned !== found) throw new BelboEraseError('COUNT_MISMATCH', { table, planned, found });
}
