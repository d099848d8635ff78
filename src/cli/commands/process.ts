import { BelboEraseError, ExitCode } from '../../errors.js';
import { readQueueEntry } from '../../requests/read-queue.js';
import { createStyle, type Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { answerCustomer } from '../process/answer-customer.js';
import { cleanBackups } from '../process/clean-backups.js';
import { clearBlockers, decideDuplicates } from '../process/clear-the-way.js';
import { doByHand, eraseRequest, verifyErasure } from '../process/erase-request.js';
import type { Flow, Step, StepOutcome } from '../process/flow.js';
import { liftHold, makeSureOfIdentity, showRequest, takeInHand } from '../process/know-request.js';
import { pickRequest } from '../process/pick-request.js';
import { tellRecipients } from '../process/tell-recipients.js';
import { toJson } from '../render/request.js';
import { queueOf, type Session } from '../session.js';

/** The guided flow, in order. Each step asks the database where the request stands, so that leaving anywhere resumes there. */
const steps: readonly Step[] = [
  showRequest,
  liftHold,
  makeSureOfIdentity,
  takeInHand,
  clearBlockers,
  decideDuplicates,
  eraseRequest,
  verifyErasure,
  doByHand,
  cleanBackups,
  tellRecipients,
  answerCustomer,
];

async function walk(flow: Flow): Promise<StepOutcome> {
  for (const step of steps) {
    const outcome = await step(flow);
    if (outcome !== 'done') return outcome;
  }
  return 'done';
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
  const walked = await context.withSession(async (session) => {
    const id = await start(context, session, words[0]);
    if (id === null) return null;
    const style = await createStyle(context.io, context.settings);
    const outcome = await walk({ context, session, style, id, said: { forceLogin: null } });
    return { outcome, entry: await readQueueEntry(queueOf(session), id) };
  });
  if (walked === null) {
    context.note(messages.list.none);
    return ExitCode.ok;
  }
  const { outcome, entry } = walked;
  const { id, status, openSteps } = entry.request;
  const done = status === 'done';
  await context.print({
    json: { request: toJson(entry) },
    tsv: { headers: ['id', 'status'], rows: [[id, status]] },
    terminal: async ({ chalk, sign }) =>
      done
        ? `${chalk.green(sign.ok)} ${messages.erase.done(id)}`
        : `${chalk.yellow(sign.warning)} ${
            status === 'erased'
              ? messages.process.leftErased(id, openSteps.map((step) => messages.step[step] ?? step).join(', '))
              : messages.process.left(id, messages.status[status])
          }`,
  });
  if (done) return ExitCode.ok;
  return outcome === 'blocked' ? ExitCode.blocked : ExitCode.incomplete;
}
