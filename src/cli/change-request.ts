import { BelboEraseError, ExitCode } from '../errors.js';
import type { Desk } from '../requests/change-request.js';
import { readQueueEntry } from '../requests/read-queue.js';
import type { QueueEntry } from '../requests/request.js';
import type { Context } from './context.js';
import { toJson } from './render/request.js';
import { deskOf, queueOf } from './session.js';

/** Longest reason that is stored; a letter, not an essay. */
const longestReason = 2000;

/**
 * A reason as given by the option, or asked for. It may name the customer all the same: it is erased with their data.
 * @throws BelboEraseError `MISSING_ARGUMENT`, `INVALID_OPTION`
 */
export async function readReason(context: Context, given: unknown, command: string, question: string): Promise<string> {
  if (given === undefined && !context.prompter.canAsk)
    throw new BelboEraseError('MISSING_ARGUMENT', { argument: '--reason', command: `${command} ` });
  const reason = (typeof given === 'string' ? given : await context.prompter.text(question)).trim();
  if (reason === '' || reason.length > longestReason)
    throw new BelboEraseError('INVALID_OPTION', {
      option: '--reason',
      valid: context.messages.handling.reasonLength(longestReason),
    });
  return reason;
}

/** Changes one request and tells how it stands now. */
export async function changeRequest(
  context: Context,
  id: string,
  work: (desk: Desk) => Promise<void>,
  text: (entry: QueueEntry) => readonly string[],
): Promise<ExitCode> {
  const entry = await context.withSession(async (session) => {
    await work(deskOf(session));
    return readQueueEntry(queueOf(session), id);
  });
  await context.print({
    json: { request: toJson(entry) },
    tsv: {
      headers: ['id', 'status', 'due'],
      rows: [[entry.request.id, entry.request.status, entry.dueOn]],
    },
    terminal: async ({ chalk, sign }) => {
      const [first = '', ...more] = text(entry);
      return [`${chalk.green(sign.ok)} ${first}`, ...more].join('\n');
    },
  });
  return ExitCode.ok;
}
