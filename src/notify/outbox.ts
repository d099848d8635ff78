import { createHash } from 'node:crypto';
import type { Database, Queries, Row } from '../database/database.js';
import { placeholders } from '../database/dialect.js';

/*
 * What makes a mail go out once, though cron runs twice or dies half-way. A notice is claimed by a row with its key before
 * anything is sent; the key is unique, so that nobody else can claim it. Then the row says how far its mail has got:
 *
 *   claimed      nothing left this computer: whoever finds it after a crash gives it back
 *   handed over  the server has been given the text, or may have been: only it knows whether it took it
 *   sent         the server has accepted it
 *
 * What is found handed over, yet not sent, is never sent again by itself. It is told to a person, who can look by its
 * Message-ID, which is derived from the notices.
 */

/** Something to be told once. */
export interface Notice {
  /** What is told of whom, e.g. `due:12:2026-12-21:7`. Holds no personal data. */
  readonly key: string;
  readonly kind: string;
  /** Null where it is of no single request. */
  readonly requestId: string | null;
}

/** A mail that may or may not have arrived. */
export interface UncertainMail {
  readonly messageId: string;
  readonly kind: string;
  /** When its text was handed to the server, ISO 8601. */
  readonly handedAt: string;
  readonly requestIds: readonly string[];
}

/** How far the mail of a notice has got. */
export interface NoticeState {
  readonly state: 'claimed' | 'uncertain' | 'sent';
  readonly messageId: string;
  /** Of the last thing that happened to it, ISO 8601. */
  readonly at: string;
}

/** Longest key that fits its column. */
const keyLength = 190;

const stored = (key: string): string =>
  key.length <= keyLength ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`;

/** Message-ID (RFC 5322, 3.6.4) of the mail with these notices: the same notices, the same id. */
function messageIdOf(notices: readonly Notice[], from: string, again: string): string {
  const hash = createHash('sha256').update(again);
  for (const key of notices.map((notice) => notice.key).sort()) hash.update(`${key}\n`);
  const domain = /@([\w.-]+)>?$/.exec(from)?.[1] ?? 'belbo-erase.invalid';
  return `<${hash.digest('hex').slice(0, 40)}@${domain}>`;
}

async function readRows(queries: Queries, notices: readonly Notice[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (let at = 0; at < notices.length; at += 200) {
    const keys = notices.slice(at, at + 200).map((notice) => stored(notice.key));
    const sql = `select notice, message_id, claimed_at, handed_at, sent_at from belbo_erase_mails where notice in (${placeholders(keys.length)})`;
    rows.push(...(await queries.all(sql, keys)));
  }
  return rows;
}

function stateOf(row: Row): NoticeState {
  const at = (column: string): string | null => {
    const value = row[column];
    return value === null || value === undefined ? null : String(value);
  };
  const [handed, sent] = [at('handed_at'), at('sent_at')];
  return {
    state: sent !== null ? 'sent' : handed !== null ? 'uncertain' : 'claimed',
    messageId: String(row['message_id']),
    at: sent ?? handed ?? String(row['claimed_at']),
  };
}

/** How far each of these notices has got; those not listed were never claimed. */
export async function readNotices(
  queries: Queries,
  notices: readonly Notice[],
): Promise<ReadonlyMap<string, NoticeState>> {
  const rows = await readRows(queries, notices);
  const byKey = new Map(rows.map((row) => [String(row['notice']), stateOf(row)]));
  return new Map(
    notices.flatMap(({ key }) => {
      const state = byKey.get(stored(key));
      return state === undefined ? [] : [[key, state] as const];
    }),
  );
}

/**
 * Claims those of the notices that nobody has claimed yet, for one mail; the others are told already.
 * @param again when the mail was sent before: it needs another Message-ID, else a server may take it for the same and drop it
 */
export async function claimNotices(
  db: Database,
  notices: readonly Notice[],
  from: string,
  now: string,
  again = '',
): Promise<{ readonly claimed: readonly Notice[]; readonly messageId: string }> {
  return db.transaction(async (trx) => {
    const taken = await readNotices(trx, notices);
    const claimed = notices.filter(({ key }) => !taken.has(key));
    const messageId = messageIdOf(claimed, from, again);
    for (const { key, kind, requestId } of claimed) {
      await trx.run(
        'insert into belbo_erase_mails (notice, message_id, kind, request_id, claimed_at) values (?, ?, ?, ?, ?)',
        [stored(key), messageId, kind, requestId, now],
      );
    }
    return { claimed, messageId };
  });
}

/** Notes that the server is about to get the text. From here on a crash leaves the mail uncertain. */
export async function noteHandedOver(db: Database, messageId: string, now: string): Promise<void> {
  await db.run('update belbo_erase_mails set handed_at = ? where message_id = ? and sent_at is null', [now, messageId]);
}

/** Notes that the server has accepted the mail. */
export async function noteSent(queries: Queries, messageId: string, now: string): Promise<void> {
  await queries.run('update belbo_erase_mails set sent_at = ? where message_id = ? and sent_at is null', [
    now,
    messageId,
  ]);
}

/** Gives a mail's notices back: the server is known not to have taken it. */
export async function releaseMail(db: Database, messageId: string): Promise<void> {
  await db.run('delete from belbo_erase_mails where message_id = ? and sent_at is null', [messageId]);
}

/**
 * Puts the mail that a person asked for once more in the place of those before it.
 * @param before what was claimed for the earlier ones
 */
export async function replaceNotice(
  queries: Queries,
  notice: Notice,
  before: readonly Notice[],
  renewed: Notice,
): Promise<void> {
  for (const { key } of [notice, ...before])
    await queries.run('delete from belbo_erase_mails where notice = ?', [stored(key)]);
  await queries.run('update belbo_erase_mails set notice = ? where notice = ?', [
    stored(notice.key),
    stored(renewed.key),
  ]);
}

/** Gives back what a run that died had claimed and not yet handed over. Only under the lock of sending. */
export async function releaseLeftBehind(db: Database): Promise<void> {
  await db.run('delete from belbo_erase_mails where handed_at is null and sent_at is null');
}

/** Mails that may or may not have arrived, oldest first. Only under the lock of sending, else one under way looks like that. */
export async function readUncertain(queries: Queries): Promise<UncertainMail[]> {
  const rows = await queries.all(
    'select message_id, kind, handed_at, request_id from belbo_erase_mails where handed_at is not null and sent_at is null order by handed_at, message_id',
  );
  const mails = new Map<string, UncertainMail>();
  for (const row of rows) {
    const messageId = String(row['message_id']);
    const known = mails.get(messageId);
    const request = row['request_id'];
    mails.set(messageId, {
      messageId,
      kind: String(row['kind']),
      handedAt: String(row['handed_at']),
      requestIds: [
        ...new Set([
          ...(known?.requestIds ?? []),
          ...(request === null || request === undefined ? [] : [String(request)]),
        ]),
      ],
    });
  }
  return [...mails.values()];
}
