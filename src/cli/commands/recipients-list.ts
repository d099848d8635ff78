import { ExitCode } from '../../errors.js';
import { localDay } from '../../requests/days.js';
import { readQueueEntry } from '../../requests/read-queue.js';
import { readRecipients } from '../../requests/recipients.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { renderTable } from '../render/table.js';
import { queueOf, type Session } from '../session.js';

type State = 'planned' | 'open' | 'confirmed' | 'impossible' | 'disproportionate';

interface Line {
  readonly request: string;
  readonly recipient: string;
  readonly purpose: string | null;
  readonly email: string | null;
  readonly state: State;
  readonly askedAt: string | null;
  readonly reminders: number;
  readonly settledAt: string | null;
  readonly reason: string | null;
}

/** A request that is not erased yet has no checklist: what it will be is in the configuration. */
async function plannedFor(session: Session, id: string): Promise<Line[]> {
  const { request } = await readQueueEntry(queueOf(session), id);
  if (request.status !== 'open' && request.status !== 'in_progress') return [];
  return session.config.recipients.map(({ name, purpose, email }) => ({
    request: id,
    recipient: name,
    purpose,
    email,
    state: 'planned',
    askedAt: null,
    reminders: 0,
    settledAt: null,
    reason: null,
  }));
}

async function readLines(session: Session, id: string | undefined): Promise<Line[]> {
  const states = await readRecipients(session.db, id);
  if (states.length === 0 && id !== undefined) return plannedFor(session, id);
  return states.map(({ requestId, recipient, remindedAt, reminders, settledAt, outcome, reason }) => {
    const known = session.config.recipients.find(({ name }) => name === recipient);
    return {
      request: requestId,
      recipient,
      purpose: known?.purpose ?? null,
      email: known?.email ?? null,
      state: outcome ?? 'open',
      askedAt: remindedAt,
      reminders,
      settledAt,
      reason,
    };
  });
}

/** Who must be told of which erasure (Art. 19 GDPR), and where that stands. */
export async function recipientsList(context: Context, { words, options }: CommandInput): Promise<ExitCode> {
  const all = await context.withSession(async (session) => readLines(session, words[0]));
  const lines = options['open'] === true ? all.filter(({ state }) => state === 'open') : all;
  const { messages } = context;
  const { headers, state, none } = messages.recipients;
  const { timeZone } = await context.config();
  const day = (moment: string | null): string => (moment === null ? '' : messages.date(localDay(moment, timeZone)));
  await context.print({
    json: { recipients: lines },
    tsv: {
      headers: ['request', 'recipient', 'state', 'asked', 'reminders', 'settled', 'email', 'purpose', 'reason'],
      rows: lines.map((line) => [
        line.request,
        line.recipient,
        line.state,
        line.askedAt,
        line.reminders,
        line.settledAt,
        line.email,
        line.purpose,
        line.reason,
      ]),
    },
    terminal: async ({ width, chalk }) =>
      lines.length === 0
        ? none
        : renderTable(
            [
              { header: headers.request, align: 'right' },
              { header: headers.recipient, shrink: 1, least: 12 },
              { header: headers.state },
              { header: headers.asked },
              { header: headers.settled },
              { header: headers.purpose, shrink: 2, least: 8, drop: 1 },
            ],
            lines.map((line) => [
              { text: line.request },
              { text: line.recipient },
              { text: state[line.state], ...(line.state === 'open' ? { paint: chalk.yellow } : {}) },
              { text: day(line.askedAt) },
              { text: day(line.settledAt) },
              { text: line.purpose ?? '' },
            ]),
            { width, chalk, more: messages.more },
          ),
  });
  return ExitCode.ok;
}
