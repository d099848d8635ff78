import { expect } from 'vitest';
import { BelboEraseError, type ErrorCode, type ErrorParams } from '../../src/errors.js';

/** Awaits the rejection and compares code and, when given, params. Returns the error. */
export async function expectError<C extends ErrorCode>(
  outcome: Promise<unknown>,
  code: C,
  params?: Partial<ErrorParams[C]>,
): Promise<BelboEraseError> {
  const error = await outcome.then(
    () => new Error(`resolved, instead of ${code}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof BelboEraseError)) throw error;
  expect(error.code, JSON.stringify(error.params)).toBe(code);
  if (params !== undefined) expect(error.params).toMatchObject(params);
  return error as BelboEraseError;
}
