import { chmod, link } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readBackupStatus, settledRequests, type BackupStatus } from '../../src/backups/backup-status.js';
import type { ScrubSession } from '../../src/backups/plan-scrub.js';
import { migrate } from '../../src/database/migrate.js';
import { openFresh } from '../database/harness.js';
import { anna, bernd, exported, makeFolder, scrubFiles, sessionOn, type TestFolder } from './folder.js';

let session: ScrubSession;
beforeAll(async () => {
  const { db, database, done } = await openFresh('sqlite');
  await migrate(database.url);
  session = sessionOn(db);
  return done;
});

const spreadsheet = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);

async function statusOf(folder: TestFolder, ids: readonly string[]): Promise<BackupStatus[]> {
  const all = await readBackupStatus(session.db, [{ path: folder.path, ignore: [] }], ids);
  return all.filter(({ path }) => path.startsWith(folder.path));
}

describe('a backup that was settled, and is another file since', () => {
  it.each<[string, string, (folder: TestFolder, path: string) => Promise<void>]>([
    ['may not be written', 'read_only', async (_, path) => chmod(path, 0o444)],
    ['has another name elsewhere', 'hard_link', async (_, path) => link(path, (await makeFolder()).at('other.csv'))],
    [
      'is damaged',
      'damaged_gzip',
      async (folder) => {
        await folder.write('kunden.csv', gzipSync(exported.all).subarray(0, -12));
      },
    ],
    [
      'is a spreadsheet',
      'spreadsheet',
      async (folder) => {
        await folder.write('kunden.csv', spreadsheet);
      },
    ],
  ])('awaits its requests again when it %s: nobody has read what is in it', async (_, problem, spoil) => {
    const folder = await makeFolder();
    const path = await folder.write('kunden.csv', exported.withoutAnna);
    await scrubFiles(session, [folder.path]);
    expect(settledRequests(await statusOf(folder, ['1']), ['1'])).toEqual(['1']);
    // Somebody puts an older export back.
    await folder.write('kunden.csv', exported.all);
    await spoil(folder, path);
    const { problems } = await scrubFiles(session, [folder.path]);
    expect(problems).toMatchObject([{ code: problem }]);
    const statuses = await statusOf(folder, ['1']);
    expect(statuses).toMatchObject([{ state: 'present', problem, awaiting: ['1'] }]);
    expect(settledRequests(statuses, ['1'])).toEqual([]);
    // Neither a second try nor its end helps.
    await scrubFiles(session, [folder.path]);
    expect(settledRequests(await statusOf(folder, ['1']), ['1'])).toEqual([]);
  });

  it('stays settled while it is the file that was settled, whatever keeps another request from it', async () => {
    const folder = await makeFolder();
    const path = await folder.write('kunden.csv', exported.withoutAnna);
    await scrubFiles(session, [folder.path], [anna]);
    await chmod(path, 0o444);
    const { problems } = await scrubFiles(session, [folder.path], [anna, bernd]);
    expect(problems).toMatchObject([{ code: 'read_only' }]);
    expect(await statusOf(folder, ['1', '2'])).toMatchObject([{ awaiting: ['2'], searchable: ['2'] }]);
  });
});
