import { BelboEraseError, ExitCode } from '../../errors.js';
import { addRequest, type NewRequest } from '../../requests/add-request.js';
import { readQueueEntry } from '../../requests/read-queue.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { queueOf } from '../session.js';
import { isDate, toJson } from './list.js';

async function parse(context: Context, { options }: CommandInput): Promise<Omit<NewRequest, 'now' | 'who'>> {
  const today = await context.today();
  const { customer, channel = 'staff', received = today } = options;
  if (typeof customer !== 'string' || customer.trim() === '')
    throw new BelboEraseError('MISSING_ARGUMENT', { argument: '--customer', command: 'add ' });
  if (channel !== 'online' && channel !== 'staff')
    throw new BelboEraseError('INVALID_OPTION', { option: '--channel', valid: 'online, staff' });
  // A day still to come would put the deadline off.
  if (!isDate(received) || received > today)
    throw new BelboEraseError('INVALID_OPTION', { option: '--received', valid: `YYYY-MM-DD, <= ${today}` });
  return { customer: customer.trim(), channel, receivedOn: received };
}

/** Files a request on a customer's record. */
export async function add(context: Context, input: CommandInput): Promise<ExitCode> {
  const request = await parse(context, input);
  const entry = await context.withSession(async (session) => {
    const { db, map, clock, who } = session;
    const id = await addRequest(db, map, { ...request, now: clock().toISOString(), who });
    return readQueueEntry(queueOf(session), id);
  });
  await context.print({
    json: { request: toJson(entry) },
    tsv: { headers: ['id', 'due'], rows: [[entry.request.id, entry.dueOn]] },
    terminal: async ({ chalk, sign }) =>
      `${chalk.green(sign.ok)} ${context.messages.add.filed(entry.request.id, context.messages.date(entry.dueOn))}`,
  });
  return ExitCode.ok;
}
