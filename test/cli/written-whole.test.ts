import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createKeyFile, readKeyFile } from '../../src/cli/key-file.js';
import { writePrivately } from '../../src/cli/write-privately.js';

/** A file system with room for names, and for not one byte more; null where this user may not mount one. */
function mountFull(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
  try {
    for (;;) writeFileSync(join(folder, 'filler'), Buffer.alloc(4096), { flag: 'a' });
  } catch {
    return folder;
  }
}
const full = mountFull();

describe.skipIf(full === null)('on a full disk (skipped where no file system can be mounted)', () => {
  const disk = full ?? '';
  afterAll(() => {
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });

  it('no key is left that is none: the next init creates it', async () => {
    await expect(createKeyFile(join(disk, 'belbo-erase.key'))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(readdirSync(disk)).toEqual(['filler']);
  });

  it('no empty letter is left that would be in the way of the next', async () => {
    await expect(writePrivately(join(disk, 'brief.txt'), 'Guten Tag')).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(readdirSync(disk)).toEqual(['filler']);
  });
});

describe('the key file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-key-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is created once, for its owner alone, with nothing beside it, by however many at the same time', async () => {
    const path = join(folder, 'belbo-erase.key');
    const created = await Promise.all([1, 2, 3].map(async () => createKeyFile(path)));
    expect(created.filter(Boolean)).toHaveLength(1);
    const text = readFileSync(path, 'utf8');
    expect(await createKeyFile(path)).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(await readKeyFile(path)).toHaveLength(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['belbo-erase.key']);
  });
});
