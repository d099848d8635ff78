import { BelboEraseError, type ExitCode } from '../../errors.js';
import { holdRequest, releaseRequest } from '../../requests/change-request.js';
import { changeRequest, readReason } from '../change-request.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';

/** Puts a request on hold, so that nothing is erased, or releases it. */
export async function hold(context: Context, { words, options }: CommandInput): Promise<ExitCode> {
  const [id = ''] = words;
  const { handling, date } = context.messages;
  if (options['release'] === true) {
    if (options['reason'] !== undefined)
      throw new BelboEraseError('INVALID_OPTION', { option: '--release', valid: '--release | --reason' });
    return changeRequest(
      context,
      id,
      async (desk) => releaseRequest(desk, id),
      ({ dueOn }) => [handling.released(id, date(dueOn))],
    );
  }
  const reason = await readReason(context, options['reason'], 'hold', handling.askHold);
  return changeRequest(
    context,
    id,
    async (desk) => holdRequest(desk, id, reason),
    ({ dueOn }) => [handling.held(id, date(dueOn))],
  );
}
