import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { BelboEraseError } from '../errors.js';
import { bareAddress, type MailSecrets, type MailSettings, type OutgoingMail } from './mail.js';

/*
 * One mail over one connection. nodemailer's `sendMail` does not tell whether a server that fell silent had been given the
 * text, and that decides whether the mail may be sent again: so its parts are used one by one.
 */

/** The mail as it travels, RFC 5322. */
async function compose(mail: OutgoingMail, from: string): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { messageId, to, subject, text, html } = mail;
  return new MailComposer({
    from,
    to: [...to],
    subject,
    text,
    html,
    messageId,
    // RFC 3834: out-of-office replies are not wanted.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** What of a driver's error may be told: its code and the server's number. The server's words may repeat an address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code: unknown = Reflect.get(error, 'code');
  const number: unknown = Reflect.get(error, 'responseCode');
  return [code, number].filter((each) => typeof each === 'string' || typeof each === 'number').join(' ') || error.name;
}

function isRefusal(error: unknown): boolean {
  const number: unknown = error instanceof Error ? Reflect.get(error, 'responseCode') : null;
  return typeof number === 'number' && number >= 400;
}

async function open(settings: MailSettings, secrets: MailSecrets): Promise<SMTPConnection> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const { host, port, security, timeout } = settings;
  return new Connection({
    host,
    port,
    secure: security === 'tls',
    // Fail rather than go on in clear text when somebody in between takes STARTTLS out of the server's offers.
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: timeout,
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(secrets.ca === null ? {} : { ca: secrets.ca }) },
  });
}

async function connect(connection: SMTPConnection, settings: MailSettings, secrets: MailSecrets): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
  const { user } = settings;
  if (user === null) return;
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.login({ credentials: { user, pass: secrets.password ?? '' } }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}

/**
 * Sends one mail. Returns which of its recipients the server refused while it took the mail for the others, by their place in `to`, from
 * 1 on.
 * @param handOver called before the server is asked to take the text; when it rejects, nothing was sent
 * @throws BelboEraseError `MAIL_FAILED`: the server does not have it, it may be tried again; `MAIL_UNCERTAIN`: the server was
 *   given all of it and never answered
 */
export async function sendMail(
  settings: MailSettings,
  secrets: MailSecrets,
  mail: OutgoingMail,
  handOver: () => Promise<void>,
): Promise<readonly number[]> {
  const bytes = await compose(mail, settings.from);
  const connection = await open(settings, secrets);
  const failed = (error: unknown): BelboEraseError =>
    new BelboEraseError('MAIL_FAILED', { host: settings.host, reason: reasonOf(error) });
  try {
    await connect(connection, settings, secrets).catch((error: unknown) => {
      throw failed(error);
    });
    await handOver();
    // Read when the server has said that it waits for the text, and not before: what was read is what it may have.
    let given = false;
    const content = new Readable({
      read() {
        given = true;
        this.push(bytes);
        this.push(null);
      },
    });
    const recipients = mail.to.map(bareAddress);
    const refused = await new Promise<readonly string[]>((resolve, reject) => {
      const end = (error: unknown): void => {
        // A server that answers with a number has refused it for certain.
        if (!given || isRefusal(error)) reject(failed(error));
        else
          reject(
            new BelboEraseError('MAIL_UNCERTAIN', {
              host: settings.host,
              messageId: mail.messageId,
              reason: reasonOf(error),
            }),
          );
      };
      connection.once('error', end);
      const envelope = { from: bareAddress(settings.from), to: recipients, size: bytes.length };
      connection.send(envelope, content, (error, info) => {
        if (error) end(error);
        else resolve(info.rejected);
      });
    });
    connection.quit();
    return recipients.flatMap((address, at) => (refused.includes(address) ? [at + 1] : []));
  } finally {
    // What comes after the outcome, such as a socket that breaks while saying goodbye, changes nothing any more.
    connection.removeAllListeners('error');
    connection.on('error', () => undefined);
    connection.close();
  }
}
