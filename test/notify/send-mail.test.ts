import { afterEach, describe, expect, it } from 'vitest';
import { isBelboEraseError } from '../../src/errors.js';
import type { MailSettings } from '../../src/notify/mail.js';
import { sendMail } from '../../src/notify/send-mail.js';
import { startSmtp, trusted, type Behaviour, type TestServer } from './smtp.js';

const mail = {
  messageId: '<abc@salon.example>',
  to: ['Die Chefin <chefin@salon.example>', 'dpo@salon.example'],
  subject: 'Löschanfragen: 1 überfällig',
  text: 'Größe\n.\nEnde',
  html: '<p>Größe</p>',
};

let server: TestServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

async function send(
  behaviour: Behaviour,
  change: Partial<MailSettings> = {},
  secrets: { password?: string; ca?: string | null } = {},
): Promise<{ error: { code: string; params: Record<string, unknown> } | null; handedOver: number }> {
  server = await startSmtp(behaviour);
  let handedOver = 0;
  const ca = secrets.ca === undefined ? trusted : secrets.ca;
  try {
    await sendMail({ ...server.settings, ...change }, { password: secrets.password ?? null, ca }, mail, async () => {
      handedOver += 1;
    });
    return { error: null, handedOver };
  } catch (error) {
    if (!isBelboEraseError(error)) throw error;
    return { error: { code: error.code, params: error.params }, handedOver };
  }
}

describe('a mail', () => {
  it.each(['starttls', 'implicit', 'none'] as const)('arrives whole, with security %s', async (tls) => {
    expect(await send({ tls })).toEqual({ error: null, handedOver: 1 });
    expect(server?.mails).toHaveLength(1);
    const [got] = server?.mails ?? [];
    expect(got).toMatchObject({
      from: 'office@salon.example',
      to: ['chefin@salon.example', 'dpo@salon.example'],
      secure: tls !== 'none',
      html: expect.stringContaining('<p>Größe</p>') as string,
    });
    expect(got?.headers).toMatchObject({
      'message-id': '<abc@salon.example>',
      subject: 'Löschanfragen: 1 überfällig',
      'auto-submitted': 'auto-generated',
    });
    // A line that is only a dot would end it early.
    expect(got?.text.trimEnd()).toBe('Größe\n.\nEnde');
  });

  it('logs in with the password', async () => {
    const user = { name: 'office', password: 'pä ss"word' };
    expect((await send({ user }, {}, { password: user.password })).error).toBeNull();
    expect(server?.mails[0]?.user).toBe('office');
  });
});

describe('a mail that the server does not take', () => {
  it.each<[string, Behaviour, Partial<MailSettings>, { password?: string; ca?: string | null }, number]>([
    ['a wrong password', { user: { name: 'office', password: 'right' } }, {}, { password: 'wrong' }, 0],
    ['a certificate nobody vouches for', { tls: 'starttls' }, {}, { ca: null }, 0],
    ['no TLS where TLS is wanted', { tls: 'none' }, { security: 'starttls' }, {}, 0],
    ['silence from the start', { silentFromStart: true }, {}, {}, 0],
    ['refused recipients', { refuseRecipients: true }, {}, {}, 1],
    ['a refused text', { refuseText: true }, {}, {}, 1],
  ])('may be tried again: %s', async (_, behaviour, change, secrets, handedOver) => {
    const outcome = await send(behaviour, change, secrets);
    expect(outcome.error?.code).toBe('MAIL_FAILED');
    expect(outcome.handedOver).toBe(handedOver);
    expect(server?.mails).toHaveLength(0);
  });

  it('may be tried again when nobody listens', async () => {
    const gone = await startSmtp();
    await gone.close();
    const outcome = await send({}, { port: gone.port });
    expect(outcome).toMatchObject({ error: { code: 'MAIL_FAILED' }, handedOver: 0 });
  });

  it('never lets the words of the server through, which may repeat an address or the password', async () => {
    for (const behaviour of [{ refuseRecipients: true }, { refuseText: true }]) {
      const { error } = await send(behaviour);
      expect(JSON.stringify(error)).not.toMatch(/chefin|no such user|spam/);
      expect(error?.params['reason']).toMatch(/^[A-Z]+ 55\d$/);
      await server?.close();
    }
  });
});

describe('a mail whose fate nobody knows', () => {
  it('is told as such: the server had it all and fell silent', async () => {
    const outcome = await send({ silentAfterText: true });
    expect(server?.texts()).toBe(1);
    expect(outcome).toMatchObject({
      error: { code: 'MAIL_UNCERTAIN', params: { messageId: '<abc@salon.example>' } },
      handedOver: 1,
    });
  });

  it('is not one that took its time', async () => {
    expect((await send({ slow: 400 })).error).toBeNull();
    expect(server?.mails).toHaveLength(1);
  });

  it('was not sent when it could not be noted beforehand', async () => {
    server = await startSmtp();
    const failing = sendMail(server.settings, { password: null, ca: trusted }, mail, async () => {
      throw new Error('database gone');
    });
    await expect(failing).rejects.toThrow('database gone');
    expect(server.texts()).toBe(0);
  });
});
