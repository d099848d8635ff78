import { BelboEraseError, type ExitCode } from '../../errors.js';
import { rejectRequest } from '../../requests/change-request.js';
import { rejectionGrounds, type RejectionGround } from '../../requests/handling.js';
import { changeRequest } from '../change-request.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';

async function readGround(context: Context, given: unknown): Promise<RejectionGround> {
  const { handling } = context.messages;
  if (given === undefined && context.prompter.canAsk)
    return context.prompter.choose(
      handling.askGround,
      rejectionGrounds.map((value) => ({ value, name: handling.ground[value] })),
    );
  if (given === undefined) throw new BelboEraseError('MISSING_ARGUMENT', { argument: '--ground', command: 'reject ' });
  const ground = rejectionGrounds.find((each) => each === given);
  if (ground === undefined)
    throw new BelboEraseError('INVALID_OPTION', { option: '--ground', valid: rejectionGrounds.join(', ') });
  return ground;
}

/** Refuses a request on a ground of the law and closes it; the letter with the reasons is `letter --kind refusal`. */
export async function reject(context: Context, { words, options }: CommandInput): Promise<ExitCode> {
  const [id = ''] = words;
  const { handling } = context.messages;
  const ground = await readGround(context, options['ground']);
  const { reason } = options;
  return changeRequest(
    context,
    id,
    async (desk) => rejectRequest(desk, id, ground, typeof reason === 'string' ? reason.trim() : null),
    () => [handling.rejected(id, handling.ground[ground]), handling.tellRejection(id)],
  );
}
