import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, link, mkdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { findFiles, type FoundFile } from '../../src/backups/find-files.js';
import { commitReplacement, openReplacement } from '../../src/backups/replace-file.js';
import { openFresh } from '../database/harness.js';
import { migrate } from '../../src/database/migrate.js';
import { previewScrub } from '../../src/backups/execute-scrub.js';
import { planScrub, type ScrubSession } from '../../src/backups/plan-scrub.js';
import { anna, exported, makeFolder, marks, scrubFiles, sessionOn } from './folder.js';

let session: ScrubSession;
beforeAll(async () => {
  const { db, database, done } = await openFresh('sqlite');
  await migrate(database.url);
  session = sessionOn(db);
  return done;
});

async function find(path: string): Promise<FoundFile> {
  const [file] = (await findFiles([{ path, ignore: [] }])).files;
  if (file === undefined) throw new Error('not found');
  return file;
}

const isRoot = process.getuid?.() === 0;

describe('a scrubbed file', () => {
  it('keeps mode, owner and times', async () => {
    const folder = await makeFolder();
    const path = await folder.write('kunden.csv', exported.all);
    await chmod(path, 0o640);
    if (isRoot) execFileSync('chown', ['1234:4321', path]);
    const before = await stat(path);
    await scrubFiles(session, [path]);
    const after = await stat(path);
    expect(await folder.text('kunden.csv')).toBe(exported.withoutAnna);
    expect(after.ino).not.toBe(before.ino);
    expect([after.mode, after.uid, after.gid]).toEqual([before.mode, before.uid, before.gid]);
    expect(after.mtimeMs).toBeCloseTo(before.mtimeMs, 2);
    expect(after.atimeMs).toBeCloseTo(before.atimeMs, 2);
    expect(await folder.names()).toEqual(['kunden.csv']);
  });

  it.each(['csv', 'csv.gz'])('is empty when nothing else was in it, and stays so (%s)', async (extension) => {
    const folder = await makeFolder();
    const name = `anna.${extension}`;
    const pack = (text: string): Buffer => (extension === 'csv' ? Buffer.from(text) : gzipSync(text));
    const path = await folder.write(name, pack('anna.probe@mail.example\r\n'));
    const { documents, problems } = await scrubFiles(session, [path]);
    expect(problems).toEqual([]);
    expect(documents.map(({ csv }) => [csv.removed, csv.redacted])).toEqual([[1, 0]]);
    const after = await readFile(path);
    expect(extension === 'csv' ? after.length : gunzipSync(after).length).toBe(0);
    const scrubbed = await marks(path);
    const again = await scrubFiles(session, [path]);
    expect([again.problems, again.documents.map(({ csv }) => csv.removed)]).toEqual([[], [0]]);
    expect(await marks(path)).toEqual(scrubbed);
    expect(await folder.names()).toEqual([name]);
  });

  it('is not touched at all when nobody is in it, nor the second time: same inode and times', async () => {
    const folder = await makeFolder();
    const none = await folder.write('none.csv', exported.withoutBoth);
    const some = await folder.write('some.csv', exported.all);
    const before = await marks(none);
    await scrubFiles(session, [folder.path]);
    expect(await marks(none)).toEqual(before);
    const scrubbed = await marks(some);
    const again = await scrubFiles(session, [folder.path]);
    expect(again.documents.map(({ csv }) => [csv.removed, csv.redacted])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(await marks(some)).toEqual(scrubbed);
  });

  it('is found once through symbolic links, and it is the file that is replaced, not the link', async () => {
    const folder = await makeFolder();
    await mkdir(folder.at('deep'));
    await folder.write('deep/kunden.csv', exported.all);
    await symlink('deep/kunden.csv', folder.at('link.csv'));
    await symlink('..', folder.at('deep/circle'));
    const { documents, problems } = await scrubFiles(session, [folder.path, folder.at('link.csv')]);
    expect(documents.map(({ path }) => path)).toEqual([folder.at('deep/kunden.csv')]);
    expect(problems).toEqual([]);
    expect(await folder.text('link.csv')).toBe(exported.withoutAnna);
    expect((await stat(folder.at('link.csv'))).ino).toBe((await stat(folder.at('deep/kunden.csv'))).ino);
  });

  it('stays one file under all its names when all hard links are among the backups', async () => {
    const folder = await makeFolder();
    await mkdir(folder.at('2025'));
    const path = await folder.write('kunden.csv', exported.all);
    await link(path, folder.at('2025/kunden.csv'));
    const { problems } = await scrubFiles(session, [folder.path]);
    expect(problems).toEqual([]);
    expect(await folder.text('kunden.csv')).toBe(exported.withoutAnna);
    expect(await folder.text('2025/kunden.csv')).toBe(exported.withoutAnna);
    expect((await stat(path)).nlink).toBe(2);
    expect(await folder.names()).toEqual(['2025', 'kunden.csv']);
  });
});

describe('a file is left as it is, and named,', () => {
  it('when another hard link elsewhere would keep the old content', async () => {
    const [folder, elsewhere] = [await makeFolder(), await makeFolder()];
    const path = await folder.write('kunden.csv', exported.all);
    await link(path, elsewhere.at('twin.csv'));
    const before = await marks(path);
    expect((await scrubFiles(session, [folder.path])).problems).toMatchObject([
      { path, code: 'hard_link', detail: '1' },
    ]);
    expect(await marks(path)).toEqual(before);
  });

  it('when it is read-only', async () => {
    const folder = await makeFolder();
    const path = await folder.write('kunden.csv', exported.all);
    await chmod(path, 0o444);
    const before = await marks(path);
    expect((await scrubFiles(session, [folder.path])).problems).toMatchObject([{ path, code: 'read_only' }]);
    expect(await marks(path)).toEqual(before);
    expect(await folder.names()).toEqual(['kunden.csv']);
  });

  it('when its user may not read it, and a folder when its user may not look into it', async () => {
    const folder = await makeFolder();
    await chmod(folder.path, 0o755);
    const path = await folder.write('kunden.csv', exported.all);
    await mkdir(folder.at('alt'));
    const hidden = await folder.write('alt/kunden.csv', exported.all);
    await chmod(path, 0o000);
    await chmod(folder.at('alt'), 0o000);
    // Nothing is forbidden to root: somebody else looks.
    await chmod(dirname(session.db.label), 0o755);
    if (isRoot) process.seteuid?.(65534);
    const scope = { subjects: [anna], paths: [folder.path], folders: [], action: null };
    const { problems } = await planScrub(session, scope)
      .then(async (plan) => previewScrub(session, plan))
      .finally(() => {
        if (isRoot) process.seteuid?.(0);
      });
    await chmod(folder.at('alt'), 0o755);
    expect(problems.map(({ path: at, code, detail }) => [at, code, detail])).toEqual([
      [folder.at('alt'), 'unreadable', 'EACCES'],
      [path, 'unreadable', 'EACCES'],
    ]);
    await chmod(path, 0o644);
    expect([await readFile(path, 'utf8'), await readFile(hidden, 'utf8')]).toEqual([exported.all, exported.all]);
    const { documents, problems: none } = await scrubFiles(session, [folder.path]);
    expect([documents.length, none]).toEqual([2, []]);
    expect(await readFile(hidden, 'utf8')).toBe(exported.withoutAnna);
  });

  it('when it is not there, no file, or leads nowhere', async () => {
    const folder = await makeFolder();
    await symlink('nowhere.csv', folder.at('dangling.csv'));
    execFileSync('mkfifo', [folder.at('pipe')]);
    const { problems } = await scrubFiles(session, [
      folder.at('absent.csv'),
      folder.at('dangling.csv'),
      folder.at('pipe'),
    ]);
    expect(problems.map(({ path, code }) => [path, code])).toEqual([
      [folder.at('absent.csv'), 'vanished'],
      [folder.at('dangling.csv'), 'vanished'],
      [folder.at('pipe'), 'not_a_file'],
    ]);
  });

  it('when somebody wrote to it, or put another in its place, before the new one was moved', async () => {
    for (const disturb of [
      async (path: string) => writeFile(path, 'K;1\n', { flag: 'a' }),
      async (path: string) => utimes(path, 1, 1),
      async (path: string) => {
        await writeFile(`${path}.new`, exported.all);
        await rename(`${path}.new`, path);
      },
      async (path: string) => rm(path),
    ]) {
      const folder = await makeFolder();
      const path = await folder.write('kunden.csv', exported.all);
      const writer = await openReplacement(await find(path), 100n);
      await writer.write(Buffer.from(exported.withoutAnna));
      const replacement = await writer.finish();
      await disturb(path);
      const left = await readFile(path, 'utf8').catch(() => null);
      await expect(commitReplacement(replacement)).rejects.toMatchObject({ code: 'changed' });
      expect(await readFile(path, 'utf8').catch(() => null)).toBe(left);
      expect((await folder.names()).filter((name) => name.startsWith('.'))).toEqual([]);
    }
  });

  it('when it was changed between being found and being read', async () => {
    const folder = await makeFolder();
    const path = await folder.write('kunden.csv', exported.all);
    const file = await find(path);
    await writeFile(path, 'K;1\n', { flag: 'a' });
    await expect(openReplacement(file, 100n)).rejects.toMatchObject({ code: 'changed' });
    expect(await folder.names()).toEqual(['kunden.csv']);
  });

  it.skipIf(!isRoot)(
    'when the disk is too full, or fills up while it is written (a small tmpfs; as root only)',
    async () => {
      const mount = await makeFolder();
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', mount.path]);
      onTestFinished(() => void execFileSync('umount', [mount.path]));
      const folder = await makeFolder(mount.path);
      const big = exported.all + exported.withoutBoth.slice(35).repeat(12_000);
      const path = await folder.write('kunden.csv', big);
      const before = await marks(path);
      expect((await scrubFiles(session, [folder.path])).problems).toMatchObject([{ path, code: 'no_space' }]);
      expect(await marks(path)).toEqual(before);
      expect(await folder.names()).toEqual(['kunden.csv']);

      // Told that there is room, it finds out by writing.
      const writer = await openReplacement(await find(path), 1n);
      const part = Buffer.alloc(300_000, 'x');
      const fill = async (): Promise<never> => {
        for (;;) await writer.write(part);
      };
      await expect(fill()).rejects.toMatchObject({ code: 'no_space' });
      await writer.discard();
      expect(await marks(path)).toEqual(before);
      expect(await folder.names()).toEqual(['kunden.csv']);
    },
  );
});

describe('leftovers of a run that was killed', () => {
  const lock = '.belbo-erase-0123456789abcdef.lock';
  const temporary = '.belbo-erase-0123456789abcdef-0123456789abcdef.tmp';

  it('are removed by the next run, and counted', async () => {
    const folder = await makeFolder();
    await folder.write('kunden.csv', exported.all);
    const { pid } = spawnSync('true');
    await writeFile(folder.at(lock), `${hostname()}\t${String(pid)}\t1\t0123456789abcdef\n`);
    await writeFile(folder.at(temporary), 'half');
    expect((await scrubFiles(session, [folder.at('kunden.csv')])).leftovers).toBe(2);
    expect(await folder.names()).toEqual(['kunden.csv']);
    expect(await folder.text('kunden.csv')).toBe(exported.withoutAnna);
  });

  it('of another computer stay for a day: it may be alive', async () => {
    const folder = await makeFolder();
    await folder.write('kunden.csv', exported.withoutAnna);
    await writeFile(folder.at(lock), 'elsewhere\t1\t1\t0123456789abcdef\n');
    await writeFile(folder.at(temporary), 'half');
    expect((await scrubFiles(session, [folder.path])).leftovers).toBe(0);
    const old = Date.now() / 1000 - 100_000;
    await utimes(folder.at(lock), old, old);
    expect((await scrubFiles(session, [folder.path])).leftovers).toBe(2);
    expect(await folder.names()).toEqual(['kunden.csv']);
  });
});

describe('two runs at once', () => {
  it('do not both replace a file: the second leaves it alone and says so', async () => {
    const folder = await makeFolder();
    const path = await folder.write('kunden.csv', exported.all);
    const writer = await openReplacement(await find(path), 100n);
    expect((await scrubFiles(session, [folder.path])).problems).toMatchObject([{ path, code: 'busy' }]);
    expect(await folder.text('kunden.csv')).toBe(exported.all);
    await writer.discard();
    expect((await scrubFiles(session, [folder.path])).problems).toEqual([]);
    expect(await folder.text('kunden.csv')).toBe(exported.withoutAnna);
  });
});
