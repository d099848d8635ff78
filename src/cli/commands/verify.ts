import { BelboEraseError, type ExitCode } from '../../errors.js';
import { verifyIdentity } from '../../requests/change-request.js';
import { identityMeans, type IdentityMeans } from '../../requests/handling.js';
import { changeRequest } from '../change-request.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { parseMeans } from './add.js';

async function readMeans(context: Context, { options }: CommandInput): Promise<IdentityMeans | null> {
  const { by, undo } = options;
  if (undo === true) {
    if (by !== undefined) throw new BelboEraseError('INVALID_OPTION', { option: '--undo', valid: '--undo | --by' });
    return null;
  }
  if (by !== undefined) return parseMeans('--by', by);
  if (!context.prompter.canAsk) throw new BelboEraseError('MISSING_ARGUMENT', { argument: '--by', command: 'verify ' });
  const { handling, identity } = context.messages;
  return context.prompter.choose(
    handling.askMeans,
    identityMeans.map((value) => ({ value, name: identity[value] })),
  );
}

/** Notes that the identity of whoever asked was made sure of, and how. */
export async function verify(context: Context, input: CommandInput): Promise<ExitCode> {
  const [id = ''] = input.words;
  const { handling, identity } = context.messages;
  const means = await readMeans(context, input);
  return changeRequest(
    context,
    id,
    async (desk) => verifyIdentity(desk, id, means),
    () => [means === null ? handling.unverified(id) : handling.verified(id, identity[means])],
  );
}
