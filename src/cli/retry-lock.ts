import { setTimeout as pause } from 'node:timers/promises';
import { isBelboEraseError } from '../errors.js';

/** Milliseconds between two tries. */
const between = 1000;

/** Does the work, and again while another run holds the lock, for so many milliseconds; then the refusal stands. */
export async function retryLocked<T>(forMs: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const until = Date.now() + forMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const left = until - Date.now();
      if (!isBelboEraseError(error) || error.code !== 'LOCKED' || left <= 0) throw error;
      await pause(Math.min(between, left), undefined, { signal }).catch(() => undefined);
      signal.throwIfAborted();
    }
  }
}
