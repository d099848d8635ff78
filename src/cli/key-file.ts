import { randomBytes } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { BelboEraseError } from '../errors.js';

const keyLength = 32;

/**
 * Reads the key that seals waiting identifiers.
 * @throws BelboEraseError `KEY_FILE_MISSING`, `KEY_FILE_INVALID`; `KEY_FILE_EXPOSED` when others than its owner may read it
 */
export async function readKeyFile(path: string): Promise<Buffer> {
  const info = await stat(path).catch(() => null);
  if (info === null) throw new BelboEraseError('KEY_FILE_MISSING', { path });
  // Windows has no such bits.
  const mode = info.mode & 0o777;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new BelboEraseError('KEY_FILE_EXPOSED', { path, mode: mode.toString(8) });
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new BelboEraseError('KEY_FILE_MISSING', { path }, { cause });
  });
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== keyLength) throw new BelboEraseError('KEY_FILE_INVALID', { path });
  return key;
}

/** Creates the key file, readable by its owner alone, unless it is there. Returns whether it was created. */
export async function createKeyFile(path: string): Promise<boolean> {
  // wx: never over an existing key, without which open requests could not be finished.
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
    throw error;
  });
  if (file === null) return false;
  try {
    await file.writeFile(`${randomBytes(keyLength).toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return true;
}
