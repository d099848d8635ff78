import { BelboEraseError } from '../errors.js';
import type { OpenOptions } from './engine.js';

/** The configured database, and the password where its engine needs one. */
export async function databaseUrl(
  options: Pick<OpenOptions, 'config' | 'password'>,
): Promise<{ readonly url: string; readonly password: string | null }> {
  const { database, path } = options.config;
  if (database === null) throw new BelboEraseError('CONFIG_NOT_FOUND', { path: path ?? 'belbo-erase.yaml' });
  return { url: database, password: database.startsWith('sqlite:') ? null : await options.password() };
}
