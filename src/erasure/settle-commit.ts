import { BelboEraseError, isBelboEraseError } from '../errors.js';
import { readErasure } from './erasure-record.js';
import type { ErasureSession } from './session.js';

/**
 * Runs an erasure's transaction; when the connection is lost at COMMIT, finds out by the marker whether it was committed. The
 * marker is read inside a transaction, whose locks wait for a server that is still busy with the lost one. Nothing is ever
 * repeated: what was not committed is for the next run to plan anew.
 * @param work commits, and returns what was done
 * @param done what was done, as far as the work had got before COMMIT; null when it had not come that far
 * @throws BelboEraseError `DATABASE_UNREACHABLE` when nothing was committed, `COMMIT_UNCERTAIN` when it cannot be found out
 */
export async function settleCommit<T>(
  session: Pick<ErasureSession, 'db'>,
  requestId: string,
  work: () => Promise<T>,
  done: () => T | null,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const result = done();
    if (!isBelboEraseError(error) || error.code !== 'COMMIT_UNCERTAIN' || result === null) throw error;
    const marker = await session.db
      .transaction(async (trx) => readErasure(trx, requestId))
      // Still unreachable: nobody knows.
      .catch(() => {
        throw error;
      });
    if (marker !== null) return result;
    throw new BelboEraseError(
      'DATABASE_UNREACHABLE',
      { database: session.db.label, reason: 'COMMIT' },
      { cause: error },
    );
  }
}
