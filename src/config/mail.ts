import { resolve } from 'node:path';
import type { Finding } from '../errors.js';
import type { MailSettings } from '../notify/mail.js';
import { isObject, unknownKeys, wrongChoice, wrongTexts, wrongType, type Section } from './checks.js';

/** How mail is sent, and where its password is. */
export interface MailConfig extends MailSettings {
  /** Absolute path of the file that holds the password; null: environment, or none. */
  readonly passwordFile: string | null;
}

const texts = ['host', 'security', 'ca_file', 'user', 'password_file', 'from'];
const keys = [...texts, 'port', 'timeout', 'to'];
const securities = ['starttls', 'tls', 'none'] as const;

/** An address as mails carry it: bare, or with a name before it. One line: a second one would be a header of its own. */
export function isAddress(value: unknown): value is string {
  return typeof value === 'string' && /^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/.test(value);
}

/** A server on this computer: nobody listens in between. */
const isLocal = (host: unknown): boolean => host === 'localhost' || host === '127.0.0.1' || host === '::1';

function wrongNumber(value: unknown, least: number, most: number, path: string): Finding[] {
  if (value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)) return [];
  return [wrongType(path, `${String(least)} … ${String(most)}`)];
}

const addressesOf = (to: unknown): readonly unknown[] => (Array.isArray(to) ? to : [to]);

/** `mail:` */
export const mailSection: Section<MailConfig | null> = {
  check(value, path) {
    if (value === undefined) return [];
    if (!isObject(value)) return [wrongType(path, 'object')];
    const at = (key: string): string => `${path}.${key}`;
    const missing = ['host', 'from', 'to']
      .filter((key) => value[key] === undefined)
      .map((key) => ({ path: at(key), code: 'missing_key', params: { expected: 'string' } }));
    const addresses = [
      ...(value['from'] === undefined || isAddress(value['from']) ? [] : [at('from')]),
      ...(value['to'] === undefined || addressesOf(value['to']).every(isAddress) ? [] : [at('to')]),
    ].map((each) => ({ path: each, code: 'not_an_address', params: {} }));
    const open =
      value['security'] === 'none' && value['user'] !== undefined && !isLocal(value['host'])
        ? [{ path: at('security'), code: 'password_in_clear', params: {} }]
        : [];
    return [
      ...unknownKeys(value, keys, `${path}.`),
      ...wrongTexts(value, texts, `${path}.`),
      ...wrongChoice(value['security'], securities, at('security')),
      ...wrongNumber(value['port'], 1, 65_535, at('port')),
      ...wrongNumber(value['timeout'], 1, 600, at('timeout')),
      ...missing,
      ...addresses,
      ...open,
    ];
  },
  read(value, folder) {
    if (!isObject(value)) return null;
    const text = (key: string): string | null => (typeof value[key] === 'string' ? value[key] : null);
    const file = (key: string): string | null => {
      const name = text(key);
      return name === null ? null : resolve(folder, name);
    };
    const security = securities.find((each) => each === value['security']) ?? 'starttls';
    return {
      host: text('host') ?? '',
      port: typeof value['port'] === 'number' ? value['port'] : security === 'tls' ? 465 : 587,
      security,
      caFile: file('ca_file'),
      user: text('user'),
      passwordFile: file('password_file'),
      timeout: (typeof value['timeout'] === 'number' ? value['timeout'] : 30) * 1000,
      from: text('from') ?? '',
      to: addressesOf(value['to']).map(String),
    };
  },
};
