import { randomBytes } from 'node:crypto';
import { constants, copyFile, link, open, readFile, stat, unlink } from 'node:fs/promises';
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

const systemCode = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);

/** Gives a complete file its name, unless that is taken. Returns whether it was not. */
async function nameOnce(from: string, path: string): Promise<boolean> {
  try {
    await link(from, path).catch(async (error: unknown) => {
      if (systemCode(error) === 'EEXIST') throw error;
      // A file system without hard links.
      await copyFile(from, path, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Creates the key file, readable by its owner alone, unless it is there. Returns whether it was created. It gets its name when it is
 * complete and on the disk: a file that is no key would keep the next try from creating one.
 */
export async function createKeyFile(path: string): Promise<boolean> {
  // Never over an existing key, without which open requests could not be finished.
  if ((await stat(path).catch(() => null)) !== null) return false;
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(keyLength).toString('base64')}\n`);
    await file.sync();
    return await nameOnce(temporary, path);
  } finally {
    await file.close();
    await unlink(temporary);
  }
}
