import type { ExitCode } from '../../errors.js';
import { extendRequest } from '../../requests/change-request.js';
import { changeRequest, readReason } from '../change-request.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';

/** Extends a request's period by two months (Art. 12(3) GDPR). */
export async function extend(context: Context, { words, options }: CommandInput): Promise<ExitCode> {
  const [id = ''] = words;
  const { handling, date } = context.messages;
  const reason = await readReason(context, options['reason'], 'extend', handling.askExtension);
  return changeRequest(
    context,
    id,
    async (desk) => extendRequest(desk, id, reason),
    ({ dueOn }) => [handling.extended(id, date(dueOn)), handling.tellExtension(id)],
  );
}
