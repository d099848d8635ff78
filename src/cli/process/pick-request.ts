import { readQueue } from '../../requests/read-queue.js';
import type { Context } from '../context.js';
import { byUrgency } from '../render/request.js';
import { queueOf, type Session } from '../session.js';
import { escapeText } from '../render/escape.js';

/** Requests offered at a time; further ones are named on the command line. */
const offered = 15;

/** Lets the person choose a pending request, the most urgent first; null when there is none. */
export async function pickRequest(context: Context, session: Session): Promise<string | null> {
  const { messages, prompter } = context;
  const entries = [...(await readQueue(queueOf(session), { closed: false }))].sort(byUrgency);
  if (entries.length === 0) return null;
  return prompter.choose(
    messages.process.which,
    entries.slice(0, offered).map(({ request, customer, dueOn, daysLeft }) => ({
      value: request.id,
      name: escapeText(
        [
          request.id,
          `${messages.date(dueOn)} (${messages.relative(daysLeft)})`,
          messages.status[request.status],
          customer.name ?? customer.number ?? '',
        ].join('  '),
      ),
    })),
  );
}
