import { createHash } from 'node:crypto';
import { readFile, rm, utimes } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBackupStatus, settledRequests } from '../../src/backups/backup-status.js';
import { previewScrub } from '../../src/backups/execute-scrub.js';
import { planScrub, type ScrubSession } from '../../src/backups/plan-scrub.js';
import { readScrubs, type ScrubState } from '../../src/backups/register.js';
import { decideReviews, readReviews, type ReviewDecision } from '../../src/backups/reviews.js';
import { settleByHand } from '../../src/backups/settle-by-hand.js';
import type { Database } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { forEachEngine, openFresh } from '../database/harness.js';
import { anna, bernd, exported, makeFolder, marks, scrubFiles, sessionOn } from './folder.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

forEachEngine('the register of backups', (engine) => {
  let db: Database;
  let session: ScrubSession;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const { database, ...fresh } = await openFresh(engine);
    await migrate(database.url);
    ({ db, done: close } = fresh);
    session = sessionOn(db);
  });
  afterAll(async () => close());

  const entries = async (path: string): Promise<Record<string, unknown>[]> =>
    db.all(
      'select s.* from belbo_erase_scrubs s join belbo_erase_backups b on b.id = s.backup_id where b.path = ? order by s.id',
      [path],
    );

  it('holds file, hashes, counts, when, for which request, and by whom; a run with nothing to do adds nothing', async () => {
    const folder = await makeFolder();
    const path = await folder.write('kunden.csv', exported.all);
    await scrubFiles(session, [folder.path], [anna, bernd]);
    expect(await folder.text('kunden.csv')).toBe(exported.withoutBoth);
    const rows = await entries(path);
    // What was about to be done is written before it is done.
    expect(rows.map((row) => [row['request_id'], row['state']])).toEqual([
      ['1', 'replacing'],
      ['2', 'replacing'],
      ['1', 'scrubbed'],
      ['2', 'scrubbed'],
    ]);
    expect(rows[2]).toMatchObject({
      sha256_before: sha256(exported.all),
      sha256_after: sha256(exported.withoutBoth),
      removed: 1,
      redacted: 0,
      review: 0,
      at: '2026-11-24T08:00:00.000Z',
      who: 'tester',
    });
    await scrubFiles(session, [folder.path], [anna, bernd]);
    expect(await entries(path)).toHaveLength(4);
  });

  it('tells which known backups still await which request: new, changed and vanished ones', async () => {
    const folder = await makeFolder();
    const roots = [{ path: folder.path, ignore: [] }];
    const path = await folder.write('kunden.csv', exported.all);
    await folder.write('clean.csv', exported.withoutBoth);
    const states = async (): Promise<unknown[]> =>
      (await readBackupStatus(db, roots, ['1', '2']))
        .filter((each) => each.path.startsWith(folder.path))
        .map((each) => [each.path.slice(folder.path.length + 1), each.state, each.awaiting]);
    expect(await states()).toEqual([
      ['clean.csv', 'new', ['1', '2']],
      ['kunden.csv', 'new', ['1', '2']],
    ]);
    await scrubFiles(session, [folder.path], [anna]);
    expect(await states()).toEqual([
      ['clean.csv', 'present', ['2']],
      ['kunden.csv', 'present', ['2']],
    ]);
    await utimes(path, 1, 1);
    expect((await states())[1]).toEqual(['kunden.csv', 'changed', ['1', '2']]);
    await scrubFiles(session, [folder.path], [anna]);
    await rm(path);
    // Clean of the first when it was last there; of the second nobody knows.
    expect((await states())[1]).toEqual(['kunden.csv', 'vanished', ['2']]);
    await rm(folder.at('clean.csv'));
    await rm(folder.path, { recursive: true });
    expect(await states()).toContainEqual(['clean.csv', 'vanished', ['2']]);
    // A folder that is not there, such as a disk that was unplugged, holds everybody up.
    const statuses = await readBackupStatus(db, roots, ['1']);
    expect(settledRequests(statuses, ['1'])).toEqual([]);
  });

  it('takes a person’s word for what cannot be scrubbed or is gone for good', async () => {
    const folder = await makeFolder();
    const roots = [{ path: folder.path, ignore: [] }];
    await folder.write('kunden.xls', Buffer.concat([Buffer.from('d0cf11e0', 'hex'), Buffer.alloc(100)]));
    const path = await folder.write('kunden.csv', exported.withoutBoth);
    await scrubFiles(session, [folder.path], [bernd]);
    await rm(path);
    const awaiting = async (id: string): Promise<string[]> =>
      (await readBackupStatus(db, roots, [id]))
        .filter((each) => each.path.startsWith(folder.path) && each.awaiting.length > 0)
        .map((each) => `${each.path.slice(folder.path.length + 1)} ${each.state} ${each.problem ?? ''}`);
    expect(await awaiting('1')).toEqual(['kunden.csv vanished ', 'kunden.xls present spreadsheet']);
    const noted = await settleByHand(session, roots, ['1']);
    expect(noted).toEqual({ files: [folder.at('kunden.xls')], gone: [path] });
    expect(await awaiting('1')).toEqual([]);
    expect(await awaiting('2')).toEqual(['kunden.xls present spreadsheet']);
    // The word was for the file as it was.
    await folder.write('kunden.xls', Buffer.concat([Buffer.from('d0cf11e0', 'hex'), Buffer.alloc(200)]));
    expect(await awaiting('1')).toEqual(['kunden.xls changed spreadsheet']);
  });

  it('tells of a run that was killed after the file was replaced what that run had done', async () => {
    const folder = await makeFolder();
    const path = await folder.write('kunden.csv', exported.all);
    await scrubFiles(session, [path]);
    // As if the last write had not happened.
    await db.run("delete from belbo_erase_scrubs where state = 'scrubbed' and sha256_before = ?", [
      sha256(exported.all),
    ]);
    await scrubFiles(session, [path]);
    expect((await entries(path)).at(-1)).toMatchObject({
      state: 'scrubbed',
      removed: 1,
      sha256_before: sha256(exported.all),
      sha256_after: sha256(exported.withoutAnna),
    });
  });

  it('is not written by a dry run, which touches no file either', async () => {
    const folder = await makeFolder();
    const path = await folder.write('kunden.csv', exported.all);
    const before = await marks(path);
    const scope = { subjects: [anna], paths: [folder.path], folders: [], action: null };
    const { documents } = await previewScrub(session, await planScrub(session, scope));
    expect(documents).toMatchObject([{ path, sha256After: null, csv: { removed: 1 } }]);
    expect(await marks(path)).toEqual(before);
    expect(await entries(path)).toEqual([]);
  });

  it('has the same files whether two are scrubbed one after the other or together, and with redaction all records stay', async () => {
    const [one, both, redacted] = [await makeFolder(), await makeFolder(), await makeFolder()];
    for (const folder of [one, both, redacted]) await folder.write('kunden.csv', exported.all);
    await scrubFiles(session, [one.path], [anna]);
    await scrubFiles(session, [one.path], [bernd]);
    await scrubFiles(session, [both.path], [bernd, anna]);
    expect(await one.text('kunden.csv')).toBe(await both.text('kunden.csv'));
    const { documents } = await scrubFiles(session, [redacted.path], [anna], { action: 'redact' });
    expect(documents[0]?.csv).toMatchObject({ removed: 0, redacted: 1 });
    const text = await redacted.text('kunden.csv');
    expect(text).not.toMatch(/4711;|Anna|anna\.probe/);
    expect(text.split('\r\n')).toHaveLength(6);
  });

  it.each<[ReviewDecision, ScrubState, RegExp | null]>([
    ['remove', 'scrubbed', null],
    ['redact', 'scrubbed', /^;;;;$/m],
    ['keep', 'clean', /^K-9;Anna;Probe;;Stammkundin$/m],
  ])(
    'remembers a decision (%s) for the same record in every file, and does not ask again',
    async (decision, state, left) => {
      const namesake = 'K-9;Anna;Probe;;Stammkundin\n';
      const head = 'Kundennr.;Vorname;Name;E-Mail;Notiz\n';
      const folder = await makeFolder();
      const path = await folder.write('a.csv', `${head}K-1;Cora;Beispiel;;\n${namesake}`);
      const subject = { ...anna, requestId: `r-${decision}` };
      const first = await scrubFiles(session, [folder.path], [subject]);
      expect(first.reviews).toMatchObject([{ path, line: 3, reason: 'name_only', requestId: subject.requestId }]);
      expect(await folder.text('a.csv')).toContain(namesake);
      // The register tells the record again, and nobody what it holds.
      expect(JSON.stringify(await db.all('select * from belbo_erase_backup_reviews'))).not.toMatch(/Anna|Probe|Stamm/);
      const [review] = first.reviews;
      await decideReviews(db, session, [{ requestId: subject.requestId, digest: review?.digest ?? '', decision }]);
      await folder.write('b.csv', `${head}K-2;Dora;Beispiel;;\nK-3;Emil;Beispiel;;\n${namesake}`);
      const second = await scrubFiles(session, [folder.path], [subject]);
      expect(second.reviews).toEqual([]);
      for (const name of ['a.csv', 'b.csv']) {
        const text = await folder.text(name);
        if (left === null) expect(text).not.toContain('Anna');
        else expect(text).toMatch(left);
        expect(text).toContain('Beispiel');
      }
      const last = [...(await readScrubs(db, [subject.requestId])).values()];
      expect(last.map((each) => each.state)).toEqual([state, state]);
      // Somebody who is decided to stay is told as what stays.
      expect(second.residue.map(({ reason }) => reason)).toEqual(decision === 'keep' ? ['kept', 'kept'] : []);
    },
  );

  describe('of records in doubt', () => {
    /** Somebody else's record in which the names of two people searched for stand. */
    const household = 'K-1;Cora;Beispiel;anna.probe@mail.example;Anna Probe ruft an, auch Bernd Muster\r\n';
    const head = 'Kundennr.;Vorname;Name;E-Mail;Notiz\r\n';
    const annaOnly = { ...anna, requestId: '21' };
    const berndOnly = {
      ...bernd,
      requestId: '22',
      identifiers: { ...bernd.identifiers, emails: ['anna.probe@mail.example'] },
    };
    const stored = async (): Promise<[string, unknown][]> =>
      (await readReviews(db))
        .filter(({ requestId }) => ['21', '22'].includes(requestId))
        .map(({ requestId, decision }) => [requestId, decision]);

    it('keeps what was decided of a record that is rewritten for it: nobody is asked twice', async () => {
      const folder = await makeFolder();
      await folder.write('haushalt.csv', head + household);
      const people = [annaOnly, berndOnly];
      const first = await scrubFiles(session, [folder.path], people);
      expect(first.reviews.map(({ requestId }) => requestId).sort()).toEqual(['21', '22']);
      const keep = 'keep' as const;
      await decideReviews(
        db,
        session,
        first.reviews.map(({ requestId, digest }) => ({ requestId, digest, decision: keep })),
      );
      const second = await scrubFiles(session, [folder.path], people);
      expect(second.reviews).toEqual([]);
      expect(await folder.text('haushalt.csv')).toMatch(
        /^K-1;Cora;Beispiel;anna\.probe@mail\.example;(?!.*(?:Anna|Bernd)).* ruft an/m,
      );
      const written = await marks(folder.at('haushalt.csv'));
      for (const some of [people, [annaOnly], [berndOnly]])
        expect((await scrubFiles(session, [folder.path], some)).reviews).toEqual([]);
      expect(await marks(folder.at('haushalt.csv'))).toEqual(written);
    });

    it('forgets lines of requests that were left out when the file is written anew, and finds them again', async () => {
      const folder = await makeFolder();
      const doubtful = ';Bernd;Muster;;\r\n';
      const path = await folder.write('beide.csv', `${head}K-4711;Anna;Probe;;\r\n${doubtful}`);
      const { reviews } = await scrubFiles(session, [folder.path], [berndOnly]);
      expect(reviews.map(({ line }) => line)).toEqual([3]);
      const before = await stored();
      await scrubFiles(session, [folder.path], [annaOnly]);
      expect(await folder.text('beide.csv')).toBe(head + doubtful);
      expect(await stored()).toHaveLength(before.length - 1);
      const statuses = await readBackupStatus(db, [{ path, ignore: [] }], ['22']);
      expect(statuses.find((each) => each.path === path)).toMatchObject({ awaiting: ['22'], searchable: ['22'] });
      const again = await scrubFiles(session, [folder.path], [berndOnly]);
      expect(again.reviews.map(({ line, digest }) => [line, digest])).toEqual([[2, reviews[0]?.digest]]);
    });
  });

  it('holds no text of any file', async () => {
    const folder = await makeFolder();
    await folder.write('kunden.csv', exported.all);
    await scrubFiles(session, [folder.path], [anna, bernd]);
    for (const table of ['backups', 'scrubs', 'backup_reviews'])
      expect(JSON.stringify(await db.all(`select * from belbo_erase_${table}`))).not.toMatch(
        /anna|bernd|probe|muster/i,
      );
    expect((await readFile(folder.at('kunden.csv'))).toString()).toBe(exported.withoutBoth);
  });
});
