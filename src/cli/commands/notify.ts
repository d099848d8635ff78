import { blockerTexts } from '../../data-map/blocker-texts.js';
import { ExitCode } from '../../errors.js';
import { sortQueue } from '../../fulfilment/run-rules.js';
import { composeDigest } from '../../notify/compose-digest.js';
import type { TextDocument } from '../../notify/document.js';
import { readNotices, readUncertain, type UncertainMail } from '../../notify/outbox.js';
import { renderHtml } from '../../notify/render-html.js';
import { renderText } from '../../notify/render-text.js';
import { selectNotices, type DigestItem, type DigestRequest } from '../../notify/select-notices.js';
import { sendOnce, whileSending } from '../../notify/send-once.js';
import { readLeft, type LeftToPerson } from '../../requests/left-to-person.js';
import { readQueue } from '../../requests/read-queue.js';
import { compareIds, askedOn, type QueueEntry } from '../../requests/request.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';
import { sendingOf } from '../mail-sending.js';
import { escapeText } from '../render/escape.js';
import { localTime, queueOf, type Session } from '../session.js';

interface Told {
  readonly items: readonly DigestItem[];
  readonly document: TextDocument;
  readonly sent: boolean;
}

/**
 * What each pending request waits for, as far as it waits for a person: open steps, what keeps `run` from taking it, and what the last
 * run found in its plan. No plan is made here: that would search the whole calendar every time.
 */
function attentionOf(
  entries: readonly QueueEntry[],
  left: LeftToPerson,
  session: Session,
): ReadonlyMap<string, readonly string[]> {
  const { timeZone, run } = session.config;
  const { datetime } = localTime(session.clock, timeZone);
  const { attention } = sortQueue(entries, run, { localNow: datetime, timeZone });
  const now = new Map(attention.map(({ id, reasons }) => [id, reasons]));
  return new Map(
    entries.map(({ request: { id, status, openSteps } }) => [
      id,
      status === 'erased'
        ? [...openSteps].sort()
        : [...new Set([...(now.get(id) ?? []), ...(left.get(id) ?? [])])].sort(),
    ]),
  );
}

function toDigest(entry: QueueEntry, attention: readonly string[], withCustomer: boolean): DigestRequest {
  const { request, customer, dueOn, daysLeft, extended } = entry;
  const who = [customer.number, customer.name].flatMap((part) => part ?? []).join(' ');
  return {
    id: request.id,
    receivedOn: askedOn(entry),
    dueOn,
    daysLeft,
    extended,
    attention,
    customer: withCustomer && who !== '' ? who : null,
  };
}

/** Everything there would be to tell, and the mail for some of it. */
async function gather(
  context: Context,
  session: Session,
  uncertain: readonly UncertainMail[],
): Promise<{ readonly items: readonly DigestItem[]; readonly write: (items: readonly DigestItem[]) => TextDocument }> {
  const { notify } = session.config;
  const entries = await readQueue(queueOf(session), { closed: false });
  const open = entries.filter(({ request }) => request.status !== 'erased').map(({ request }) => request.id);
  const attention = attentionOf(entries, await readLeft(session.db, open), session);
  const requests = entries.map((entry) =>
    toDigest(entry, attention.get(entry.request.id) ?? [], notify.includeCustomer),
  );
  requests.sort((a, b) => a.daysLeft - b.daysLeft || compareIds(a.id, b.id));
  const totals = { open: requests.length, overdue: requests.filter(({ daysLeft }) => daysLeft < 0).length };
  return {
    items: selectNotices(requests, uncertain, notify.dueSoon),
    write: (items) => composeDigest(items, totals, context.language, blockerTexts(session.map)),
  };
}

/** What would be sent now; claims nothing. */
async function preview(context: Context, session: Session): Promise<Told> {
  const { items, write } = await gather(context, session, await readUncertain(session.db));
  const told = await readNotices(
    session.db,
    items.map(({ notice }) => notice),
  );
  const news = items.filter(({ notice }) => !told.has(notice.key));
  return { items: news, document: write(news), sent: false };
}

async function send(context: Context, session: Session): Promise<Told> {
  const sending = await sendingOf(context, session);
  return whileSending(sending, async () => {
    const { items, write } = await gather(context, session, await readUncertain(session.db));
    const claimedItems = (keys: ReadonlySet<string>): DigestItem[] =>
      items.filter(({ notice }) => keys.has(notice.key));
    const claimed = await sendOnce(
      sending,
      items.map(({ notice }) => notice),
      (notices) => {
        const document = write(claimedItems(new Set(notices.map(({ key }) => key))));
        const { to } = sending.settings;
        return { to, subject: document.title, text: renderText(document), html: renderHtml(document) };
      },
    );
    const news = claimedItems(new Set(claimed.map(({ key }) => key)));
    return { items: news, document: write(news), sent: news.length > 0 };
  });
}

/**
 * Mails the data-protection officer what is new, due soon, overdue or in need of a person, each once. Made for cron: says nothing
 * and exits 0 when there is nothing to tell.
 */
export async function notify(context: Context, { options }: CommandInput): Promise<ExitCode> {
  const dryRun = options['dryRun'] === true;
  const { items, document, sent } = await context.withSession(async (session) =>
    dryRun ? preview(context, session) : send(context, session),
  );
  const uncertain = items.flatMap((item) => (item.section === 'uncertain' ? [item.mail] : []));
  // Cron mails whatever is printed: with --quiet it is the digest alone that tells, unless somebody must look after a mail.
  if (!dryRun && uncertain.length === 0 && context.settings.quiet && context.settings.json === null) return ExitCode.ok;
  const { notify: texts } = context.messages;
  const { mail } = await context.config();
  const text = items.length === 0 ? null : renderText(document);
  const notices = items.map(({ section, notice }) => ({ section, request: notice.requestId }));
  await context.print({
    json: { dryRun, sent, subject: items.length === 0 ? null : document.title, text, notices, uncertain },
    tsv: { headers: ['section', 'request'], rows: notices.map(({ section, request }) => [section, request]) },
    terminal: async ({ chalk, sign }) => {
      if (text === null) return texts.nothing;
      if (sent) return `${chalk.green(sign.ok)} ${texts.sent(items.length, (mail?.to ?? []).join(', '))}`;
      return `${chalk.bold(document.title)}\n\n${text.split('\n').map(escapeText).join('\n')}\n${texts.dryRun}`;
    },
  });
  if (uncertain.length > 0) context.note(texts.uncertain(uncertain.length));
  return uncertain.length > 0 ? ExitCode.incomplete : ExitCode.ok;
}
