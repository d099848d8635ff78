import { BelboEraseError, ExitCode } from '../../errors.js';
import { readErasure } from '../../erasure/erasure-record.js';
import {
  composeRecipientMessage,
  mailtoLink,
  type Recipient,
  type RecipientFacts,
} from '../../notify/compose-recipient-message.js';
import { renderHtml } from '../../notify/render-html.js';
import { renderText } from '../../notify/render-text.js';
import { sendSingle } from '../../notify/send-once.js';
import { addDays, localDay } from '../../requests/days.js';
import { noteReminder, readRecipients, type RecipientState } from '../../requests/recipients.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { sendingOf } from '../mail-sending.js';
import { readSealedOf } from '../read-facts.js';
import { escapeText } from '../render/escape.js';
import type { Session } from '../session.js';

/** Days a recipient is given to answer. */
const answerWithin = 14;

/** What one recipient is asked. */
export interface Message {
  readonly recipient: string;
  readonly to: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** A link that opens in a mail program; null without an address. */
  readonly mailto: string | null;
}

interface Reminded extends Omit<Message, 'html'> {
  readonly sent: boolean;
  /** When it was sent before, on the same day; null when it was not. */
  readonly sentBefore: string | null;
}

/** Recipients of the request that have not answered: the named one, or all. */
async function openRecipientsOf(session: Session, id: string, named: string | undefined): Promise<RecipientState[]> {
  const open = (await readRecipients(session.db, id)).filter(({ outcome }) => outcome === null);
  if (named === undefined) return open;
  const found = open.filter(({ recipient }) => recipient === named);
  if (found.length === 0)
    throw new BelboEraseError('RECIPIENT_NOT_FOUND', {
      id,
      recipient: named,
      open: open.map(({ recipient }) => recipient).join(', '),
    });
  return found;
}

function compose(context: Context, session: Session, recipient: Recipient, facts: RecipientFacts): Message {
  const { controller } = session.config;
  const sender = { name: controller?.name ?? '', country: session.config.country };
  const document = composeRecipientMessage(recipient, facts, context.language, sender);
  const text = renderText(document);
  const to = recipient.email;
  return {
    recipient: recipient.name,
    to,
    subject: document.title,
    text,
    html: renderHtml(document),
    mailto: to === null ? null : mailtoLink(to, document.title, text),
  };
}

/**
 * The messages to the recipients of a request that have not answered; or to one of them.
 * @throws BelboEraseError `REQUEST_NOT_ERASED`, `RECIPIENT_NOT_FOUND`
 */
export async function composeAll(context: Context, session: Session, id: string, named?: string): Promise<Message[]> {
  const erasure = await readErasure(session.db, id);
  if (erasure === null) throw new BelboEraseError('REQUEST_NOT_ERASED', { id });
  const open = await openRecipientsOf(session, id, named);
  const identifiers = (await readSealedOf(session, id))?.identifiers ?? null;
  if (identifiers === null && open.length > 0) context.note(context.messages.recipients.nameless);
  const { recipients, timeZone } = session.config;
  return open.map(({ recipient: name, reminders }) =>
    compose(
      context,
      session,
      recipients.find((each) => each.name === name) ?? { name, kind: null, email: null, purpose: null },
      {
        requestId: id,
        erasedOn: localDay(erasure.erasedAt, timeZone),
        answerBy: addDays(session.today, answerWithin),
        asked: reminders,
        identifiers,
      },
    ),
  );
}

function shown({ recipient, to, subject, text, mailto }: Message, sent: boolean, sentBefore: string | null): Reminded {
  return { recipient, to, subject, text, mailto, sent, sentBefore };
}

/** Mails a message, once a day; nothing without an address. */
export async function send(
  context: Context,
  session: Session,
  id: string,
  message: Message,
  again: boolean,
): Promise<Reminded> {
  const { recipient, to, subject, text, html } = message;
  if (to === null) return shown(message, false, null);
  const notice = { key: `recipient:${id}:${recipient}:${session.today}`, kind: 'recipient', requestId: id };
  const change = { now: session.clock().toISOString(), who: session.who };
  const before = await sendSingle(
    await sendingOf(context, session),
    notice,
    () => ({ to: [to], subject, text, html }),
    again,
    async (trx) => noteReminder(trx, id, recipient, change),
  );
  return shown(message, before === null, before?.at ?? null);
}

/**
 * Shows the message that asks each recipient to erase; with `--send` mails it, once a day and recipient. It names the person: whom it
 * is sent to holds their data, and could not find them otherwise.
 */
export async function recipientsRemind(context: Context, { words, options }: CommandInput): Promise<ExitCode> {
  const [id = '', named] = words;
  const wanted = options['send'] === true;
  const reminded = await context.withSession(async (session) => {
    const messages = await composeAll(context, session, id, named);
    const done: Reminded[] = [];
    for (const message of messages) {
      if (wanted) done.push(await send(context, session, id, message, options['again'] === true));
      else done.push(shown(message, false, null));
    }
    return done;
  });
  const { recipients: texts, date } = context.messages;
  const { timeZone } = await context.config();
  await context.print({
    json: { request: id, messages: reminded },
    tsv: {
      headers: ['request', 'recipient', 'to', 'sent', 'sent_before', 'subject', 'text', 'mailto'],
      rows: reminded.map((each) => [
        id,
        each.recipient,
        each.to,
        String(each.sent),
        each.sentBefore,
        each.subject,
        each.text,
        each.mailto,
      ]),
    },
    terminal: async ({ chalk, sign }) =>
      reminded.length === 0
        ? texts.noneLeft(id)
        : reminded
            .map((each) => {
              if (each.sent) return `${chalk.green(sign.ok)} ${escapeText(texts.sent(each.recipient))}`;
              if (each.sentBefore !== null)
                return texts.sentBefore(escapeText(each.recipient), date(localDay(each.sentBefore, timeZone)));
              if (wanted) return `${chalk.yellow(sign.warning)} ${escapeText(texts.noAddress(each.recipient))}`;
              const lines = each.text.split('\n').map(escapeText).join('\n');
              const head = `${chalk.bold(escapeText(texts.to(each.recipient, each.to)))}\n${chalk.bold(escapeText(each.subject))}`;
              return `${head}\n\n${lines}${each.mailto === null ? '' : `\n${texts.link}\n${each.mailto}\n`}`;
            })
            .join('\n'),
  });
  return wanted && reminded.some(({ sent, sentBefore }) => !sent && sentBefore === null)
    ? ExitCode.incomplete
    : ExitCode.ok;
}
