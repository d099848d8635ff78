import { readFile } from 'node:fs/promises';
import type { MailConfig } from '../config/mail.js';
import { BelboEraseError } from '../errors.js';
import type { MailSecrets } from '../notify/mail.js';
import type { Sending } from '../notify/send-once.js';
import type { Context } from './context.js';
import type { Session } from './session.js';

async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new BelboEraseError('CONFIG_NOT_FOUND', { path }, { cause });
  });
}

async function secretsOf({ io }: Context, mail: MailConfig): Promise<MailSecrets> {
  const given = io.env['BELBO_ERASE_SMTP_PASSWORD'];
  const password = given ?? (mail.passwordFile === null ? null : await read(mail.passwordFile));
  return {
    password: password === null ? null : password.replace(/\r?\n$/, ''),
    ca: mail.caFile === null ? null : await read(mail.caFile),
  };
}

/**
 * What sending a mail needs, from the configuration, environment and files.
 * @throws BelboEraseError `SECTION_MISSING`; `CONFIG_NOT_FOUND` for a file that is named and not there
 */
export async function sendingOf(context: Context, session: Session): Promise<Sending> {
  const { mail } = session.config;
  if (mail === null) throw new BelboEraseError('SECTION_MISSING', { section: 'mail' });
  return {
    db: session.db,
    settings: mail,
    secrets: await secretsOf(context, mail),
    now: () => session.clock().toISOString(),
    who: session.who,
  };
}
