import { localDay } from '../../requests/days.js';
import { readRecipients } from '../../requests/recipients.js';
import { settle } from '../commands/recipients-confirm.js';
import { composeAll, send, type Message } from '../commands/recipients-remind.js';
import { escapeText } from '../render/escape.js';
import { announce, awaits, chooseOrLeave, type Flow, type Step } from './flow.js';
import { tellFailure } from './tell-failure.js';

type Answer = 'send' | 'confirmed' | 'impossible' | 'disproportionate' | 'later' | 'leave';

function show(
  { context, session, style, id }: Flow,
  { recipient, to, subject, text, mailto }: Message,
  asked: string | null,
): void {
  const { recipients } = context.messages;
  const { bold } = style.chalk;
  context.note(`\n${bold(escapeText(recipients.to(recipient, to)))}`);
  if (asked !== null)
    context.note(context.messages.process.askedOn(context.messages.date(localDay(asked, session.config.timeZone))));
  context.note(`${bold(escapeText(subject))}\n\n${text.split('\n').map(escapeText).join('\n')}`);
  // The link itself is a screenful of percent signs.
  if (mailto !== null) context.note(`${context.messages.process.link(id)}\n`);
}

async function ask(flow: Flow, { to, recipient }: Message): Promise<Answer> {
  const { process } = flow.context.messages;
  const canMail = flow.session.config.mail !== null && to !== null;
  return chooseOrLeave(flow, process.recipient(recipient), [
    ...(canMail ? [{ value: 'send' as const, name: process.send }] : []),
    { value: 'confirmed', name: process.confirmed },
    { value: 'impossible', name: process.impossible },
    { value: 'disproportionate', name: process.disproportionate },
    { value: 'later', name: process.later },
  ]);
}

/** Why a recipient was not told: an excuse without a reason is none (Art. 19 GDPR). */
async function askReason({ context }: Flow): Promise<string> {
  for (;;) {
    const reason = (await context.prompter.text(context.messages.process.whyNot)).trim();
    if (reason !== '') return reason;
  }
}

/** One recipient, until it is settled, put off, or the person leaves. */
async function tellOne(flow: Flow, message: Message): Promise<'done' | 'left'> {
  const { context, session, style, id } = flow;
  const { recipients } = context.messages;
  const { recipient } = message;
  for (;;) {
    const answer = await ask(flow, message);
    if (answer === 'leave') return 'left';
    if (answer === 'later') return 'done';
    if (answer === 'send') {
      const told = await tellFailure(context, async () => send(context, session, id, message, false));
      if (told?.sent === true)
        context.note(`${style.chalk.green(style.sign.ok)} ${escapeText(recipients.sent(recipient))}`);
      else if (told !== null && told.sentBefore !== null) {
        const on = context.messages.date(localDay(told.sentBefore, session.config.timeZone));
        context.note(escapeText(recipients.sentBefore(recipient, on)));
      }
      // The answer comes another day; it may as well have come by phone already.
      continue;
    }
    const reason = answer === 'confirmed' ? null : await askReason(flow);
    await settle(session, id, recipient, { outcome: answer, reason });
    context.note(`${style.chalk.green(style.sign.ok)} ${escapeText(recipients.settled(recipient, id))}`);
    return 'done';
  }
}

/** Who else holds the person's data is told (Art. 19 GDPR), one after the other, with the message ready. */
export const tellRecipients: Step = async (flow) => {
  const { context, session, id } = flow;
  if (!(await awaits(flow, 'recipients'))) return 'done';
  announce(flow, context.messages.process.title.recipients);
  const states = await readRecipients(session.db, id);
  for (const message of await composeAll(context, session, id)) {
    const asked = states.find(({ recipient }) => recipient === message.recipient)?.remindedAt ?? null;
    show(flow, message, asked);
    if ((await tellOne(flow, message)) === 'left') return 'left';
  }
  return 'done';
};
