import { isBelboEraseError, type Failure } from '../../errors.js';
import type { Messages } from '../messages/en.js';

/** What failed, in words. */
export function failureText({ error, cause }: Pick<Failure, 'error' | 'cause'>, messages: Messages): string {
  const known = messages.errors as Readonly<Record<string, { message: (params: never) => string }>>;
  return isBelboEraseError(cause)
    ? (known[cause.code]?.message(cause.params as never) ?? error)
    : messages.unexpected.message(error);
}
