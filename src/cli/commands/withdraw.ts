import type { ExitCode } from '../../errors.js';
import { withdrawRequest } from '../../requests/change-request.js';
import { changeRequest } from '../change-request.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';

/** Closes a request that the customer has taken back. */
export async function withdraw(context: Context, { words }: CommandInput): Promise<ExitCode> {
  const [id = ''] = words;
  return changeRequest(
    context,
    id,
    async (desk) => withdrawRequest(desk, id),
    () => [context.messages.handling.withdrawn(id)],
  );
}
