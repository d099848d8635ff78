import { afterEach, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/connect.js';
import { migrate } from '../../src/database/migrate.js';
import type { Database } from '../../src/database/database.js';
import { claimNotices, noteHandedOver, readUncertain, type Notice } from '../../src/notify/outbox.js';
import { sendOnce, sendSingle, whileSending, type Sending } from '../../src/notify/send-once.js';
import { forEachEngine, openFresh } from '../database/harness.js';
import { startSmtp, trusted, type Behaviour, type TestServer } from './smtp.js';

const notice = (key: string, requestId: string | null = null): Notice => ({ key, kind: 'digest', requestId });

const compose = (claimed: readonly Notice[]): { to: string[]; subject: string; text: string; html: string } => ({
  to: ['dpo@salon.example'],
  subject: 'news',
  text: claimed.map((each) => each.key).join(' '),
  html: '<p>news</p>',
});

let server: TestServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

forEachEngine('notices', (engine) => {
  async function world(): Promise<{ db: Database; url: string; done: () => Promise<void> }> {
    const { db, database, done } = await openFresh(engine);
    await migrate(database.url);
    return { db, url: database.url, done };
  }

  async function sending(db: Database, behaviour: Behaviour = {}): Promise<Sending> {
    await server?.close();
    server = await startSmtp(behaviour);
    const { settings } = server;
    const now = (): string => '2026-11-24T08:00:00.000Z';
    return { db, settings, secrets: { password: null, ca: trusted }, now, who: 'tester' };
  }

  it('are told once, whoever asks again, and a new one among them alone', async () => {
    const { db, done } = await world();
    const post = await sending(db);
    expect(await sendOnce(post, [notice('a'), notice('b')], compose)).toHaveLength(2);
    expect(await sendOnce(post, [notice('a'), notice('b')], compose)).toEqual([]);
    expect(await sendOnce(post, [notice('a'), notice('c'), notice('b')], compose)).toEqual([notice('c')]);
    expect(server?.mails.map((mail) => mail.text.trim())).toEqual(['a b', 'c']);
    expect(new Set(server?.mails.map((mail) => mail.headers['message-id'])).size).toBe(2);
    await done();
  });

  // SQLite waits by standing still, and so would keep the other connection of this process from going on.
  it.runIf(engine === 'mysql')('are told once by several runs at the same time', async () => {
    const { db, url, done } = await world();
    const post = await sending(db, { slow: 50 });
    const keys = Array.from({ length: 30 }, (_, at) => notice(`due:${String(at)}`));
    const others = await Promise.all([1, 2].map(async () => openDatabase(url)));
    const told = await Promise.all([db, ...others].map(async (each) => sendOnce({ ...post, db: each }, keys, compose)));
    expect(told.flat()).toHaveLength(30);
    expect(server?.mails).toHaveLength(1);
    for (const other of others) await other.close();
    await done();
  });

  it('are free again after a refusal', async () => {
    const { db, done } = await world();
    const refusing = await sending(db, { refuseText: true });
    await expect(sendOnce(refusing, [notice('a')], compose)).rejects.toMatchObject({ code: 'MAIL_FAILED' });
    expect(await sendOnce(await sending(db), [notice('a')], compose)).toHaveLength(1);
    await done();
  });

  it('are told to those the server takes them for; that it refused somebody is an error, which repeats nothing', async () => {
    const { db, done } = await world();
    const post = await sending(db, { refuseRecipient: 'second@salon.example' });
    const to = ['dpo@salon.example', 'Die Zweite <second@salon.example>', 'third@salon.example'];
    const toAll = (claimed: readonly Notice[]): ReturnType<typeof compose> => ({ ...compose(claimed), to });
    await expect(sendOnce(post, [notice('a')], toAll)).rejects.toMatchObject({
      code: 'MAIL_PARTLY',
      params: { places: '2' },
    });
    expect(server?.mails).toMatchObject([{ to: ['dpo@salon.example', 'third@salon.example'] }]);
    expect(await sendOnce(post, [notice('a')], toAll)).toEqual([]);
    await done();
  });

  it('are not sent again after a server has fallen silent, but are known', async () => {
    const { db, done } = await world();
    const silent = await sending(db, { silentAfterText: true });
    const lost = [notice('a', '7'), notice('b', '8')];
    await expect(sendOnce(silent, lost, compose)).rejects.toMatchObject({ code: 'MAIL_UNCERTAIN' });
    const post = await sending(db);
    expect(await sendOnce(post, lost, compose)).toEqual([]);
    expect(await readUncertain(db)).toMatchObject([{ kind: 'digest', requestIds: ['7', '8'] }]);
    await done();
  });

  it('that a dead run had only claimed are told by the next; those it had handed over are not', async () => {
    const { db, done } = await world();
    const post = await sending(db);
    // As a run leaves it that is killed before it speaks to the server, and one killed after.
    await claimNotices(db, [notice('early')], 'x@salon.example', post.now());
    const late = await claimNotices(db, [notice('late')], 'x@salon.example', post.now());
    await noteHandedOver(db, late.messageId, post.now());
    const told = await whileSending(post, async () => sendOnce(post, [notice('early'), notice('late')], compose));
    expect(told).toEqual([notice('early')]);
    expect(await readUncertain(db)).toMatchObject([{ messageId: late.messageId }]);
    await done();
  });

  it('of a person’s own wish are sent once, and again only when asked for, as another mail', async () => {
    const { db, done } = await world();
    const post = await sending(db);
    const letter = notice('letter:confirmation:12', '12');
    expect(await sendSingle(post, letter, compose, false)).toBeNull();
    expect(await sendSingle(post, letter, compose, false)).toMatchObject({ state: 'sent' });
    expect(server?.mails).toHaveLength(1);
    expect(await sendSingle(post, letter, compose, true)).toBeNull();
    expect(new Set(server?.mails.map((mail) => mail.headers['message-id'])).size).toBe(2);
    await done();
  });

  it('that were sent are known to be, when sending them once more fails or nobody knows whether it did', async () => {
    const { db, done } = await world();
    const letter = notice('letter:confirmation:12', '12');
    expect(await sendSingle(await sending(db), letter, compose, false)).toBeNull();
    const refusing = await sending(db, { refuseText: true });
    await expect(sendSingle(refusing, letter, compose, true)).rejects.toMatchObject({ code: 'MAIL_FAILED' });
    expect(await sendSingle(refusing, letter, compose, false)).toMatchObject({ state: 'sent' });
    const silent = await sending(db, { silentAfterText: true });
    await expect(sendSingle(silent, letter, compose, true)).rejects.toMatchObject({ code: 'MAIL_UNCERTAIN' });
    expect(await sendSingle(silent, letter, compose, false)).toMatchObject({ state: 'sent' });
    expect(await readUncertain(db)).toMatchObject([{ requestIds: ['12'] }]);
    // It goes out whenever it is asked for, each time as another mail, and settles what was uncertain.
    const post = await sending(db);
    expect(await sendSingle(post, letter, compose, true)).toBeNull();
    expect(await sendSingle(post, letter, compose, true)).toBeNull();
    expect(new Set(server?.mails.map((mail) => mail.headers['message-id'])).size).toBe(2);
    expect(await readUncertain(db)).toEqual([]);
    await done();
  });

  it('with keys longer than the column are told once, too', async () => {
    const { db, done } = await world();
    const post = await sending(db);
    const long = [notice(`x${'y'.repeat(400)}1`), notice(`x${'y'.repeat(400)}2`)];
    expect(await sendOnce(post, long, compose)).toHaveLength(2);
    expect(await sendOnce(post, long, compose)).toEqual([]);
    await done();
  });
});
