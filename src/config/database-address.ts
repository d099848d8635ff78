import { resolve } from 'node:path';
import type { Finding } from '../errors.js';

const schemes = ['sqlite', 'mysql', 'mariadb'];

/** What is wrong with a database address. The address itself is never repeated: it may hold a password. */
export function checkDatabase(value: unknown, path: string): Finding[] {
  if (typeof value !== 'string') return [];
  const scheme = /^([a-z][a-z0-9+]+):/i.exec(value)?.[1]?.toLowerCase();
  if (scheme === undefined) return [];
  if (!schemes.includes(scheme)) return [{ path, code: 'database_scheme', params: { valid: schemes.join(', ') } }];
  if (scheme === 'sqlite') return [];
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(value)?.[1] ?? '';
  // The last @ ends the user part, so that a password with an unescaped @ is recognised, too.
  const user = authority.slice(0, Math.max(0, authority.lastIndexOf('@')));
  const inQuery = /[?&](password|passwd|pwd)=/i.test(value);
  return user.includes(':') || inQuery ? [{ path, code: 'password_in_url', params: {} }] : [];
}

/** An address with its SQLite path made absolute; a bare path is SQLite. */
export function absoluteDatabase(address: string, folder: string): string {
  if (/^(mysql|mariadb):/i.test(address)) return address;
  const path = address.replace(/^sqlite:(\/\/(?=\/))?/i, '');
  return `sqlite:${path === '' ? '' : resolve(folder, path)}`;
}
