import type { Database, Queries } from '../database/database.js';
import { lockOwner, withLock } from '../database/lock.js';
import { BelboEraseError, isBelboEraseError } from '../errors.js';
import type { MailSecrets, MailSettings, OutgoingMail } from './mail.js';
import {
  claimNotices,
  noteHandedOver,
  noteSent,
  readNotices,
  releaseLeftBehind,
  releaseMail,
  replaceNotice,
  type Notice,
  type NoticeState,
} from './outbox.js';
import { sendMail } from './send-mail.js';

/** What sending needs to know of its surroundings. */
export interface Sending {
  readonly db: Database;
  readonly settings: MailSettings;
  readonly secrets: MailSecrets;
  /** Now, ISO 8601. */
  readonly now: () => string;
  readonly who: string;
}

/**
 * Runs `work` while nobody else sends, whichever command it is, so that what is found half sent is known to be left behind.
 * What a run that died had not yet handed over is given back first.
 * @throws BelboEraseError `LOCKED`
 */
export async function whileSending<T>({ db, who }: Pick<Sending, 'db' | 'who'>, work: () => Promise<T>): Promise<T> {
  return withLock(db, 'mail', lockOwner(who), async () => {
    await releaseLeftBehind(db);
    return work();
  });
}

/** The mail for claimed notices; its Message-ID is derived from them. */
export type Compose = (claimed: readonly Notice[]) => Omit<OutgoingMail, 'messageId'>;

/**
 * Claims the notices that are not told yet, and sends one mail for them. Inside `whileSending`. Returns what was claimed;
 * nothing is sent when that is nothing.
 * @param after done in the same transaction as the note that the mail is sent
 * @param again when it was sent before: that makes it another mail
 * @throws BelboEraseError `MAIL_FAILED`, when the notices are free again; `MAIL_UNCERTAIN`, when they are not;
 *   `MAIL_PARTLY`, when some recipients were refused and the notices are told to the others
 */
export async function sendOnce(
  sending: Sending,
  notices: readonly Notice[],
  compose: Compose,
  after: (trx: Queries) => Promise<void> = async () => undefined,
  again = '',
): Promise<readonly Notice[]> {
  const { db, settings, secrets, now } = sending;
  const { claimed, messageId } = await claimNotices(db, notices, settings.from, now(), again);
  if (claimed.length === 0) return claimed;
  let refused: readonly number[];
  try {
    const mail = { ...compose(claimed), messageId };
    refused = await sendMail(settings, secrets, mail, async () => noteHandedOver(db, messageId, now()));
  } catch (error) {
    const uncertain = isBelboEraseError(error) && error.code === 'MAIL_UNCERTAIN';
    if (!uncertain) await releaseMail(db, messageId);
    throw error;
  }
  await db.transaction(async (trx) => {
    await noteSent(trx, messageId, now());
    await after(trx);
  });
  // The others have it: to send it again would tell them twice. Whoever looks at the error must know that somebody does not.
  if (refused.length > 0) throw new BelboEraseError('MAIL_PARTLY', { host: settings.host, places: refused.join(', ') });
  return claimed;
}

/** The first of a notice's repetitions that was never tried, and those before it, which may have arrived or not. */
async function nextRepetition(
  db: Database,
  notice: Notice,
): Promise<{ readonly renewed: Notice; readonly tried: readonly Notice[] }> {
  const tried: Notice[] = [];
  for (;;) {
    const renewed = { ...notice, key: `${notice.key}:again:${String(tried.length + 1)}` };
    if ((await readNotices(db, [renewed])).size === 0) return { renewed, tried };
    tried.push(renewed);
  }
}

/**
 * Sends the mail of a single notice again. It is claimed beside the first, whose row stays until this one is sent: when it fails, the
 * first was sent all the same.
 */
async function sendAgain(
  sending: Sending,
  notice: Notice,
  compose: Compose,
  before: NoticeState,
  after: (trx: Queries) => Promise<void>,
): Promise<void> {
  const { renewed, tried } = await nextRepetition(sending.db, notice);
  const replace = async (trx: Queries): Promise<void> => {
    await replaceNotice(trx, notice, tried, renewed);
    await after(trx);
  };
  await sendOnce(sending, [renewed], compose, replace, before.messageId);
}

/**
 * Sends the mail of a single notice, which a person asked for.
 * @param again send it although it was sent, or may have been
 * @returns how far its mail had got before, when it was left alone for that; null when it was sent now
 */
export async function sendSingle(
  sending: Sending,
  notice: Notice,
  compose: Compose,
  again: boolean,
  after: (trx: Queries) => Promise<void> = async () => undefined,
): Promise<NoticeState | null> {
  return whileSending(sending, async () => {
    const before = (await readNotices(sending.db, [notice])).get(notice.key) ?? null;
    if (before !== null && !again) {
      if (before.state === 'sent') return before;
      throw new BelboEraseError('MAIL_UNCERTAIN', {
        host: sending.settings.host,
        messageId: before.messageId,
        reason: before.at,
      });
    }
    if (before === null) await sendOnce(sending, [notice], compose, after);
    else await sendAgain(sending, notice, compose, before, after);
    return null;
  });
}
