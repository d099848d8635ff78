import { isBelboEraseError, type ErrorCode } from '../../errors.js';
import type { Context } from '../context.js';
import { escapeText } from '../render/escape.js';

/** Errors that end an attempt, not the flow: a mail server that does not answer, a file that is there already. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'MAIL_FAILED',
  'MAIL_PARTLY',
  'MAIL_UNCERTAIN',
  'FILE_NOT_CREATED',
  'SECTION_MISSING',
  'AUTHORITY_UNKNOWN',
  'LETTER_EARLY',
  'LETTER_UNADDRESSED',
  'CONFIG_NOT_FOUND',
]);

/** Does something that may fail for a passing reason; tells of that, and returns null. */
export async function tellFailure<T>(context: Context, attempt: () => Promise<T>): Promise<T | null> {
  try {
    return await attempt();
  } catch (error) {
    if (!isBelboEraseError(error) || !passing.has(error.code)) throw error;
    const { errorTexts } = await import('../report-error.js');
    const { message, hint } = errorTexts(context.messages, error);
    context.note(`${escapeText(message)}\n${context.messages.hint}: ${escapeText(hint)}`);
    return null;
  }
}
