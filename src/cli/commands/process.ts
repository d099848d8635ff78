import { BelboEraseError, ExitCode } from '../../errors.js';
import { readQueueEntry } from '../../requests/read-queue.js';
import { createStyle, type Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { eraseRequest, finishRequest } from '../process/erase-request.js';
import type { Flow, Step } from '../process/flow.js';
import { liftHold, makeSureOfIdentity, showRequest, takeInHand } from '../process/know-request.js';
import { pickRequest } from '../process/pick-request.js';
import { toJson } from '../render/request.js';
import { queueOf, type Session } from '../session.js';

/** The guided flow, in order. Each step asks the database where the request stands, so that leaving anywhere resumes there. */
const steps: readonly Step[] = [showRequest, liftHold, makeSureOfIdentity, takeInHand, eraseRequest, finishRequest];

async function walk(flow: Flow): Promise<boolean> {
  for (const step of steps) if ((await step(flow)) === 'left') return false;
  return true;
}

async function start(context: Context, session: Session, given: string | undefined): Promise<string | null> {
  const id = given ?? (await pickRequest(context, session));
  if (id === null) return null;
  const { request } = await readQueueEntry(queueOf(session), id);
  if (['done', 'rejected', 'withdrawn'].includes(request.status))
    throw new BelboEraseError('REQUEST_CLOSED', { id, status: request.status });
  return id;
}

/** Leads one request at the terminal from the question who it is to its end. */
export async function processRequest(context: Context, { words }: CommandInput): Promise<ExitCode> {
  const { messages, prompter } = context;
  if (!prompter.canAsk) throw new BelboEraseError('TERMINAL_NEEDED', { command: 'process' });
  const entry = await context.withSession(async (session) => {
    const id = await start(context, session, words[0]);
    if (id === null) return null;
    const style = await createStyle(context.io, context.settings);
    await walk({ context, session, style, id });
    return readQueueEntry(queueOf(session), id);
  });
  if (entry === null) {
    context.note(messages.list.none);
    return ExitCode.ok;
  }
  const { id, status } = entry.request;
  const done = status === 'done';
  await context.print({
    json: { request: toJson(entry) },
    tsv: { headers: ['id', 'status'], rows: [[id, status]] },
    terminal: async ({ chalk, sign }) =>
      done
        ? `${chalk.green(sign.ok)} ${messages.erase.done(id)}`
        : `${chalk.yellow(sign.warning)} ${messages.process.left(id, messages.status[status])}`,
  });
  return done ? ExitCode.ok : ExitCode.incomplete;
}
