import { BelboEraseError } from '../errors.js';
import type { Config } from '../config.js';
import type { ProgressListener } from '../progress.js';

/** What opening a calendar database needs. */
export interface OpenOptions {
  readonly config: Config;
  /** Password from environment, file or prompt; null when there is none. Asked for only when the engine needs one. */
  readonly password: () => Promise<string | null>;
  readonly onProgress: ProgressListener;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
  /** Who acts, for the history: the operating system's user name. */
  readonly who: string;
}

/** The configured database, and the password where its engine needs one. */
export async function databaseUrl(
  options: Pick<OpenOptions, 'config' | 'password'>,
): Promise<{ readonly url: string; readonly password: string | null }> {
  const { database, path } = options.config;
  if (database === null) throw new BelboEraseError('CONFIG_NOT_FOUND', { path: path ?? 'belbo-erase.yaml' });
  return { url: database, password: database.startsWith('sqlite:') ? null : await options.password() };
}
