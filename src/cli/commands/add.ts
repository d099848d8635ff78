import { BelboEraseError, ExitCode } from '../../errors.js';
import { addRequest, type NewRequest } from '../../requests/add-request.js';
import { isDay } from '../../requests/days.js';
import { identityMeans, type IdentityMeans } from '../../requests/handling.js';
import { readQueueEntry } from '../../requests/read-queue.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { deskOf, localTime, queueOf, type Session } from '../session.js';
import { toJson } from '../render/request.js';
import { chooseCustomer } from './add-customer.js';

interface AddInput {
  /** Customer number or key; null when the customer is to be searched for. */
  readonly customer: string | null;
  /** File with what to search for, `-` for stdin; null when there is none. */
  readonly find: string | null;
  readonly channel: NewRequest['channel'];
  readonly receivedOn: string | null;
  readonly verifiedBy: IdentityMeans | null;
}

/** One of the means of verification. @throws BelboEraseError `INVALID_OPTION` */
export function parseMeans(option: string, value: unknown): IdentityMeans {
  const means = identityMeans.find((each) => each === value);
  if (means === undefined) throw new BelboEraseError('INVALID_OPTION', { option, valid: identityMeans.join(', ') });
  return means;
}

function checkReceived(received: unknown, today: string): string {
  // A day still to come would put the deadline off.
  if (typeof received !== 'string' || !isDay(received) || received > today)
    throw new BelboEraseError('INVALID_OPTION', { option: '--received', valid: `YYYY-MM-DD, <= ${today}` });
  return received;
}

async function parse(context: Context, { options }: CommandInput): Promise<AddInput> {
  const { customer, find, channel = 'staff', received, verified } = options;
  if (channel !== 'online' && channel !== 'staff')
    throw new BelboEraseError('INVALID_OPTION', { option: '--channel', valid: 'online, staff' });
  const given = typeof customer === 'string' ? customer.trim() : '';
  const searched = typeof find === 'string';
  if (searched && customer !== undefined)
    throw new BelboEraseError('INVALID_OPTION', { option: '--find', valid: '--find | --customer' });
  if (given === '' && (customer !== undefined || (!searched && !context.prompter.canAsk)))
    throw new BelboEraseError('MISSING_ARGUMENT', { argument: '--customer', command: 'add ' });
  return {
    customer: given === '' ? null : given,
    find: searched ? find : null,
    channel,
    receivedOn: received === undefined ? null : checkReceived(received, await context.today()),
    verifiedBy: verified === undefined ? null : parseMeans('--verified', verified),
  };
}

/** Asks for what no flag said, where the customer was chosen at the terminal as well. */
async function ask(context: Context, input: AddInput, today: string): Promise<AddInput> {
  const { add, identity } = context.messages;
  if (input.customer !== null || input.find !== null) return input;
  let { receivedOn, verifiedBy } = input;
  while (receivedOn === null) {
    const typed = (await context.prompter.text(add.received(today))).trim();
    if (typed === '' || (isDay(typed) && typed <= today)) receivedOn = typed === '' ? today : typed;
    else context.note(add.receivedInvalid(today));
  }
  if (verifiedBy === null && input.channel === 'staff') {
    const chosen = await context.prompter.choose(add.verified, [
      { value: 'none' as const, name: add.notVerified },
      ...identityMeans.map((value) => ({ value, name: identity[value] })),
    ]);
    verifiedBy = chosen === 'none' ? null : chosen;
  }
  return { ...input, receivedOn, verifiedBy };
}

async function file(context: Context, session: Session, input: AddInput): Promise<{ id: string; joined: boolean }> {
  const { today } = session;
  const customerKey = await chooseCustomer(context, session, input);
  const { channel, receivedOn, verifiedBy } = await ask(context, input, today);
  const day = receivedOn ?? today;
  return addRequest(deskOf(session), {
    customerKey,
    channel,
    receivedOn: day,
    receivedAt: day === today ? localTime(session.clock, session.config.timeZone).datetime.slice(11) : null,
    verifiedBy,
  });
}

/** Files a request on a customer's record; a second open one of the same person joins the first. */
export async function add(context: Context, input: CommandInput): Promise<ExitCode> {
  const parsed = await parse(context, input);
  const { entry, joined } = await context.withSession(async (session) => {
    const filed = await file(context, session, parsed);
    return { entry: await readQueueEntry(queueOf(session), filed.id), joined: filed.joined };
  });
  const { messages } = context;
  await context.print({
    json: { request: toJson(entry), joined },
    tsv: { headers: ['id', 'due', 'joined'], rows: [[entry.request.id, entry.dueOn, String(joined)]] },
    terminal: async ({ chalk, sign }) =>
      `${chalk.green(sign.ok)} ${(joined ? messages.add.joined : messages.add.filed)(entry.request.id, messages.date(entry.dueOn))}`,
  });
  return ExitCode.ok;
}
