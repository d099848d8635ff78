import { chmod, link } from 'node:fs/promises';
import { crc32, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readBackupStatus, settledRequests, type BackupStatus } from '../../src/backups/backup-status.js';
import type { ScrubSession } from '../../src/backups/plan-scrub.js';
import { decideReviews } from '../../src/backups/reviews.js';
import { settleByHand } from '../../src/backups/settle-by-hand.js';
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

/** A zip archive whose members are stored as they are (APPNOTE.TXT, 4.3). */
function zipOf(members: Readonly<Record<string, Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(members)) {
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(content.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), shared, Buffer.from(name), content]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    centrals.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), shared, rest, Buffer.from(name)]),
    );
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, central, end]);
}

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

describe('an archive of which a part cannot be read', () => {
  it('is searched for every later request; what a person said of it stays while nothing else of theirs is found', async () => {
    const folder = await makeFolder();
    await folder.write('all.zip', zipOf({ 'kunden.csv': Buffer.from(exported.all), 'kunden.xls': spreadsheet }));
    await scrubFiles(session, [folder.path], [anna]);
    // What can be read is clean of the first; nobody has looked for the second.
    expect(await statusOf(folder, ['1', '2'])).toMatchObject([
      { state: 'present', problem: 'spreadsheet', awaiting: ['1', '2'], searchable: ['2'] },
    ]);
    await settleByHand(session, [{ path: folder.path, ignore: [] }], ['1']);
    expect(await statusOf(folder, ['1', '2'])).toMatchObject([{ awaiting: ['2'], searchable: ['2'] }]);
    const { documents } = await scrubFiles(session, [folder.path], [anna, bernd]);
    expect(documents).toMatchObject([{ member: 'kunden.csv', csv: { removed: 1 } }]);
    expect(await statusOf(folder, ['1', '2'])).toMatchObject([{ awaiting: ['2'], searchable: [] }]);
    await settleByHand(session, [{ path: folder.path, ignore: [] }], ['2']);
    expect(settledRequests(await statusOf(folder, ['1', '2']), ['1', '2'])).toEqual(['1', '2']);
  });

  it('is searched again when it was another when a request was looked for, and when what it waited for was decided', async () => {
    const folder = await makeFolder();
    const head = 'Kundennr.;Vorname;Name;E-Mail;Notiz\n';
    const zip = (text: string): Buffer => zipOf({ 'kunden.csv': Buffer.from(head + text), 'kunden.xls': spreadsheet });
    await folder.write('all.zip', zip('K-1;Cora;Beispiel;;\n'));
    await scrubFiles(session, [folder.path], [anna]);
    await folder.write('all.zip', zip('K-9;Anna;Probe;;\nK-1;Cora;Beispiel;;\n'));
    await scrubFiles(session, [folder.path], [bernd]);
    expect(await statusOf(folder, ['1', '2'])).toMatchObject([{ state: 'present', searchable: ['1'] }]);
    const { reviews } = await scrubFiles(session, [folder.path], [anna]);
    expect(await statusOf(folder, ['1'])).toMatchObject([{ awaiting: ['1'], searchable: [], review: 1 }]);
    const digest = reviews[0]?.digest ?? '';
    await decideReviews(session.db, session, [{ requestId: '1', digest, decision: 'remove' }]);
    expect(await statusOf(folder, ['1'])).toMatchObject([{ awaiting: ['1'], searchable: ['1'] }]);
  });
});
