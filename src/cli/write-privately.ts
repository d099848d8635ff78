import { open, unlink } from 'node:fs/promises';
import { BelboEraseError } from '../errors.js';

/**
 * Writes a new file that its owner alone can read; never over one that is there. Leaves nothing behind when it cannot be written whole: it
 * would be in the way of the next try.
 * @throws BelboEraseError `INVALID_OPTION` when it is there, or cannot be made
 */
export async function writePrivately(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    throw new BelboEraseError('FILE_NOT_CREATED', { path }, { cause });
  });
  try {
    await file.writeFile(text);
  } catch (error) {
    await unlink(path).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}
