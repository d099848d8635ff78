import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { MailSettings } from '../../src/notify/mail.js';
import { certificate, key } from './certificate.js';

/** One mail as the server got it. */
export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly html: string;
  /** Whether it came over TLS. */
  readonly secure: boolean;
  /** The user who had logged in. */
  readonly user: string | null;
}

/** How the server misbehaves. */
export interface Behaviour {
  readonly tls?: 'starttls' | 'implicit' | 'none';
  readonly user?: { readonly name: string; readonly password: string };
  /** Refuses this one recipient with 550. */
  readonly refuseRecipient?: string;
  /** Refuses every recipient with 550. */
  readonly refuseRecipients?: boolean;
  /** Takes the text, then refuses it with 554. */
  readonly refuseText?: boolean;
  /** Takes the text and never answers. */
  readonly silentAfterText?: boolean;
  /** Says nothing at all. */
  readonly silentFromStart?: boolean;
  /** Milliseconds before the text is accepted. */
  readonly slow?: number;
}

export interface TestServer {
  readonly port: number;
  readonly mails: readonly Received[];
  /** How many texts were taken in, answered or not. */
  readonly texts: () => number;
  /** How often somebody has connected. */
  readonly connections: () => number;
  /** Settings that reach it. */
  readonly settings: MailSettings;
  readonly close: () => Promise<void>;
}

function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString()
        : quotedPrintable(text.replaceAll('_', ' ')).toString(),
    );
}

function quotedPrintable(text: string): Buffer {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

function splitPart(part: string): { headers: Record<string, string>; body: string } {
  const at = part.indexOf('\r\n\r\n');
  const headers: Record<string, string> = {};
  for (const line of part
    .slice(0, at)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = decodeWords(line.slice(colon + 1).trim());
  }
  return { headers, body: part.slice(at + 4) };
}

function contentOf(raw: string, type: string): string {
  const { headers, body } = splitPart(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '')?.[1] ?? '';
  for (const each of body.split(`--${boundary}`)) {
    const part = splitPart(each.replace(/^\r\n/, ''));
    if (!(part.headers['content-type'] ?? '').startsWith(type)) continue;
    const encoding = (part.headers['content-transfer-encoding'] ?? '').toLowerCase();
    if (encoding === 'base64') return Buffer.from(part.body, 'base64').toString();
    const bytes = encoding === 'quoted-printable' ? quotedPrintable(part.body) : Buffer.from(part.body, 'latin1');
    return bytes.toString().replaceAll('\r\n', '\n');
  }
  return '';
}

/** A real mail server on this computer. */
export async function startSmtp(behaviour: Behaviour = {}): Promise<TestServer> {
  const { tls = 'starttls' } = behaviour;
  const mails: Received[] = [];
  let texts = 0;
  let connections = 0;
  const pending: (() => void)[] = [];
  const server = new SMTPServer({
    secure: tls === 'implicit',
    ...(tls === 'none' ? { disabledCommands: ['STARTTLS'] } : { key, cert: certificate }),
    authOptional: behaviour.user === undefined,
    allowInsecureAuth: false,
    logger: false,
    closeTimeout: 100,
    onConnect(_session, callback) {
      connections += 1;
      if (behaviour.silentFromStart === true) pending.push(() => callback());
      else callback();
    },
    onAuth(auth, _session, callback) {
      const { user } = behaviour;
      const right = user !== undefined && auth.username === user.name && auth.password === user.password;
      if (right) callback(null, { user: user.name });
      else callback(new Error('no'));
    },
    onRcptTo({ address }, _session, callback) {
      if (behaviour.refuseRecipients === true || address === behaviour.refuseRecipient)
        callback(Object.assign(new Error('no such user'), { responseCode: 550 }));
      else callback();
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        texts += 1;
        if (behaviour.silentAfterText === true) {
          pending.push(() => callback());
          return;
        }
        if (behaviour.refuseText === true) {
          callback(Object.assign(new Error('looks like spam'), { responseCode: 554 }));
          return;
        }
        const raw = Buffer.concat(chunks).toString('latin1');
        const { envelope, secure } = session;
        const user: unknown = session.user;
        const accept = (): void => {
          mails.push({
            from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
            to: envelope.rcptTo.map((each) => each.address),
            headers: splitPart(raw).headers,
            text: contentOf(raw, 'text/plain'),
            html: contentOf(raw, 'text/html'),
            secure,
            user: typeof user === 'string' ? user : null,
          });
          callback();
        };
        if (behaviour.slow === undefined) accept();
        else setTimeout(accept, behaviour.slow);
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    mails,
    texts: () => texts,
    connections: () => connections,
    settings: {
      host: '127.0.0.1',
      port,
      security: tls === 'implicit' ? 'tls' : tls,
      caFile: null,
      user: behaviour.user?.name ?? null,
      timeout: 700,
      from: 'Salon Aurora <office@salon.example>',
      to: ['dpo@salon.example'],
    },
    close: async () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The certificate authority that knows the test server. */
export const trusted = certificate;
