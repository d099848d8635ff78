import { readErasure } from '../../erasure/erasure-record.js';
import { settleStep } from '../../erasure/save-steps.js';
import { BelboEraseError, ExitCode } from '../../errors.js';
import { requestsWithOpenRecipients, settleRecipient } from '../../requests/recipients.js';
import type { OpenStep, RecipientOutcome } from '../../requests/request.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import type { Session } from '../session.js';

/** What a recipient has said, or why it was not told. */
export interface Answer {
  readonly outcome: RecipientOutcome;
  readonly reason: string | null;
}

function parse({ options }: CommandInput): Answer {
  const { impossible, disproportionate } = options;
  const given = [
    ['impossible', impossible],
    ['disproportionate', disproportionate],
  ] as const;
  const excuses = given.filter(([, reason]) => reason !== undefined);
  if (excuses.length > 1)
    throw new BelboEraseError('INVALID_OPTION', { option: '--impossible', valid: '--impossible | --disproportionate' });
  const [excuse] = excuses;
  if (excuse === undefined) return { outcome: 'confirmed', reason: null };
  const [outcome, reason] = excuse;
  // An excuse without a reason is none (Art. 19 GDPR).
  if (typeof reason !== 'string' || reason.trim() === '')
    throw new BelboEraseError('MISSING_VALUE', { option: `--${outcome}`, command: 'recipients confirm ' });
  return { outcome, reason: reason.trim() };
}

/**
 * Takes a recipient off the checklist, and closes the step when it was the last one. Returns the steps still open.
 * @throws BelboEraseError `RECIPIENT_NOT_FOUND`
 */
export async function settle(
  session: Session,
  id: string,
  recipient: string,
  answer: Answer,
): Promise<readonly OpenStep[]> {
  const change = { now: session.clock().toISOString(), who: session.who };
  await session.db.transaction(async (trx) => settleRecipient(trx, id, recipient, answer, change));
  return closeStep(session, id);
}

async function closeStep({ db, map, clock, who }: Session, id: string): Promise<readonly OpenStep[]> {
  if ((await requestsWithOpenRecipients(db, [id])).size === 0)
    await settleStep({ db, map, now: clock().toISOString(), who }, id, 'recipients');
  const record = await readErasure(db, id);
  return record?.completedAt === null ? record.openSteps : [];
}

/** Takes a recipient off the checklist: it has erased, or it cannot be told. */
export async function recipientsConfirm(context: Context, input: CommandInput): Promise<ExitCode> {
  const [id = '', recipient = ''] = input.words;
  const answer = parse(input);
  const openSteps = await context.withSession(async (session) => settle(session, id, recipient, answer));
  const { recipients, step, erase } = context.messages;
  const status = openSteps.length === 0 ? 'done' : 'erased';
  const names = openSteps.map((each) => step[each] ?? each).join(', ');
  await context.print({
    json: { request: id, recipient, outcome: answer.outcome, status, openSteps },
    tsv: {
      headers: ['request', 'recipient', 'outcome', 'status', 'open_steps'],
      rows: [[id, recipient, answer.outcome, status, openSteps.join(',')]],
    },
    terminal: async ({ chalk, sign }) =>
      [
        `${chalk.green(sign.ok)} ${recipients.settled(recipient, id)}`,
        openSteps.length === 0
          ? `${chalk.green(sign.ok)} ${recipients.done(id)}`
          : `${chalk.yellow(sign.warning)} ${erase.open(id, names)}`,
      ].join('\n'),
  });
  return openSteps.length === 0 ? ExitCode.ok : ExitCode.incomplete;
}
