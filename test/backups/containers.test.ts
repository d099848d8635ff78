import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ScrubSession } from '../../src/backups/plan-scrub.js';
import { migrate } from '../../src/database/migrate.js';
import { openFresh } from '../database/harness.js';
import { anna, exported, folderAt, makeFolder, marks, scrubFiles, sessionOn, type TestFolder } from './folder.js';

let session: ScrubSession;
beforeAll(async () => {
  const { db, database, done } = await openFresh('sqlite');
  await migrate(database.url);
  session = sessionOn(db);
  return done;
});

const png = Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n\u001a\n'), Buffer.alloc(2000, 7)]);

/** Archives are made, and looked into, by programs that share nothing with ours. */
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const hasTools = [python, 'zip', 'unzip'].every((tool) => spawnSync(tool, ['-h']).error === undefined);

/** All archives of these tests, made in one go; copied where they are needed. */
let made: TestFolder;

async function copy(folder: TestFolder, name: string): Promise<string> {
  return folder.write(name, await readFile(made.at(name)));
}

/** What an independent program says of an archive's members: name, checksum, date, comment, content. */
function members(folder: TestFolder, name: string): Record<string, unknown>[] {
  const script = `
import json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps([dict(name=i.filename, date=i.date_time, comment=i.comment.decode(), method=i.compress_type,
  text=z.read(i).decode('latin1')) for i in z.infolist()]))`;
  return JSON.parse(execFileSync(python, ['-c', script, folder.at(name)], { encoding: 'utf8' })) as Record<
    string,
    unknown
  >[];
}

/** The bytes of a member as they lie in the archive, local header included, up to the next. */
function rawMember(archive: Buffer, name: string): Buffer {
  const at = archive.indexOf(Buffer.from(name)) - 30;
  const next = [Buffer.from('PK\u0003\u0004'), Buffer.from('PK\u0001\u0002')]
    .map((mark) => archive.indexOf(mark, at + 4))
    .filter((found) => found > 0);
  return archive.subarray(at, Math.min(...next));
}

/** A gzip file whose header tells the name of what was packed, as `gzip` itself writes it. */
function gzipNamed(name: string, content: string): Buffer {
  const packed = gzipSync(content);
  packed[3] = 8;
  return Buffer.concat([packed.subarray(0, 10), Buffer.from(`${name}\0`), packed.subarray(10)]);
}

async function expectUntouched(folder: TestFolder, name: string, code: string, member?: string): Promise<void> {
  const before = await marks(folder.at(name));
  const { problems } = await scrubFiles(session, [folder.path]);
  expect(problems).toMatchObject([{ path: folder.at(name), code, member: member ?? null }]);
  expect(await marks(folder.at(name))).toEqual(before);
  expect(await folder.names()).toEqual([name]);
}

describe('gzip', () => {
  it('of several members is scrubbed in all of them, and unpacks everywhere', async () => {
    const folder = await makeFolder();
    const parts = [exported.all, exported.withoutBoth.slice(37), 'K-4711;Anna;Probe;anna.probe@mail.example;\r\n'];
    await folder.write('kunden.csv.gz', Buffer.concat(parts.map((part) => gzipSync(part))));
    const { documents, problems } = await scrubFiles(session, [folder.path]);
    expect(problems).toEqual([]);
    expect(documents[0]?.csv.removed).toBe(2);
    const left = exported.withoutAnna + exported.withoutBoth.slice(37);
    expect(gunzipSync(await readFile(folder.at('kunden.csv.gz'))).toString()).toBe(left);
    expect(execFileSync('gzip', ['-dc', folder.at('kunden.csv.gz')], { encoding: 'utf8' })).toBe(left);
  });

  it('keeps the name and time its header has of the packed file', async () => {
    const folder = await makeFolder();
    await folder.write('kunden.csv', exported.all);
    execFileSync('gzip', ['-9', folder.at('kunden.csv')]);
    const before = await readFile(folder.at('kunden.csv.gz'));
    await scrubFiles(session, [folder.path]);
    const after = await readFile(folder.at('kunden.csv.gz'));
    // Magic, flags, time, effort, system, name with its closing zero.
    expect(after.subarray(0, 21)).toEqual(before.subarray(0, 21));
    expect(gunzipSync(after).toString()).toBe(exported.withoutAnna);
  });

  it('padded with zeros, as tapes do, is read; other bytes after the end are damage', async () => {
    const folder = await makeFolder();
    await folder.write('kunden.gz', Buffer.concat([gzipSync(exported.all), Buffer.alloc(512)]));
    expect((await scrubFiles(session, [folder.path])).problems).toEqual([]);
    expect(gunzipSync(await readFile(folder.at('kunden.gz'))).toString()).toBe(exported.withoutAnna);
    for (const tail of [Buffer.from('rest'), Buffer.concat([Buffer.alloc(5), Buffer.from('rest')])]) {
      const other = await makeFolder();
      await other.write('kunden.gz', Buffer.concat([gzipSync(exported.all), tail]));
      await expectUntouched(other, 'kunden.gz', 'damaged_gzip');
    }
  });

  it('that is cut off, or fails its checksum, is left alone and named', async () => {
    const whole = gzipSync(exported.all);
    const wrong = Buffer.from(whole);
    wrong[wrong.length - 8] = (wrong[wrong.length - 8] ?? 0) ^ 1;
    for (const bytes of [whole.subarray(0, -5), whole.subarray(0, 40), wrong]) {
      const folder = await makeFolder();
      await folder.write('kunden.csv.gz', bytes);
      await expectUntouched(folder, 'kunden.csv.gz', 'damaged_gzip');
    }
  });
});

const archives = `
import zipfile
text = open('all.csv', newline='', encoding='utf-8').read()
def make(name): return zipfile.ZipFile(name, 'w', zipfile.ZIP_DEFLATED)
z = make('backup.zip')
z.comment = b'Sicherung 2025'
for name, content, method in [('2025/', '', 0), ('2025/kunden.csv', text, 8), ('bild.png', open('bild.png', 'rb').read(), 8),
    ('lager.csv', 'Artikel;Menge\\r\\nShampoo;3\\r\\n', 8), ('stored.csv', text, 0)]:
  i = zipfile.ZipInfo(name, (2025, 3, 4, 5, 6, 8)); i.compress_type = method; i.comment = b'Notiz'; i.external_attr = 0o640 << 16
  z.writestr(i, content)
z.close()
z = make('wide.zip')
with z.open('kunden.csv', 'w', force_zip64=True) as f: f.write(text.encode())
z.writestr('lager.csv', 'Artikel;Menge')
z.close()
# What a deleted member leaves behind: the directory no longer knows it.
z = make('hiding.zip')
z.writestr('a.csv', text); z.writestr('b.csv', 'x'); z.filelist = z.filelist[1:]; z.NameToInfo.pop('a.csv'); z.close()
z = make('kunden.xlsx')
z.writestr('[Content_Types].xml', '<Types/>'); z.writestr('xl/sharedStrings.xml', '<t>Anna Probe</t>'); z.close()
`;

const shell = `
zip -q -P geheim locked.zip all.csv && cp all.csv open.csv && zip -q locked.zip open.csv
cat all.csv | zip -q - - | cat > stream.zip
zip -q holding.zip kunden.xlsx`;

beforeAll(async () => {
  if (!hasTools) return;
  const path = await mkdtemp(join(tmpdir(), 'belbo-erase-archives-'));
  made = folderAt(path);
  await made.write('all.csv', exported.all);
  await made.write('bild.png', png);
  execFileSync(python, ['-c', archives], { cwd: path });
  execFileSync('sh', ['-ec', shell], { cwd: path });
  return async () => rm(path, { recursive: true, force: true });
});

describe.skipIf(!hasTools)('zip', () => {
  it('has its members rewritten, the others copied byte for byte, in the same order', async () => {
    const folder = await makeFolder();
    await copy(folder, 'backup.zip');
    const before = { raw: await readFile(folder.at('backup.zip')), list: members(folder, 'backup.zip') };
    const { documents, problems } = await scrubFiles(session, [folder.at('backup.zip')]);
    expect(problems).toMatchObject([{ member: 'bild.png', code: 'binary' }]);
    expect(documents.map(({ member, csv }) => [member, csv.removed])).toEqual([
      ['2025/kunden.csv', 1],
      ['lager.csv', 0],
      ['stored.csv', 1],
    ]);
    const after = { raw: await readFile(folder.at('backup.zip')), list: members(folder, 'backup.zip') };
    expect(after.list).toEqual(
      before.list.map((each) => (each['text'] === exported.all ? { ...each, text: exported.withoutAnna } : each)),
    );
    for (const name of ['bild.png', 'lager.csv'])
      expect(rawMember(after.raw, name).equals(rawMember(before.raw, name)), name).toBe(true);
    expect(after.raw.subarray(-14).toString()).toBe('Sicherung 2025');
    expect(after.raw.includes('anna.probe')).toBe(false);
    expect(spawnSync('unzip', ['-tq', folder.at('backup.zip')]).status).toBe(0);
  });

  it.each(['stream.zip', 'wide.zip'])(
    'of another make (%s: descriptors after the data, 64-bit sizes) comes out right',
    async (name) => {
      const folder = await makeFolder();
      await copy(folder, name);
      expect((await scrubFiles(session, [folder.path])).problems).toEqual([]);
      expect(members(folder, name)[0]).toMatchObject({ text: exported.withoutAnna });
    },
  );

  it('is not touched when nobody is in it, and not the second time', async () => {
    const folder = await makeFolder();
    await copy(folder, 'backup.zip');
    const clean = await copy(folder, 'wide.zip');
    await scrubFiles(session, [folder.path]);
    const before = [await marks(folder.at('backup.zip')), await marks(clean)];
    await scrubFiles(session, [folder.path]);
    await scrubFiles(
      session,
      [folder.path],
      [{ ...anna, identifiers: { ...anna.identifiers, numbers: ['K-1'], emails: [], names: [] } }],
    );
    expect([await marks(folder.at('backup.zip')), await marks(clean)]).toEqual(before);
  });

  it('leaves out members the configuration ignores', async () => {
    const folder = await makeFolder();
    await copy(folder, 'backup.zip');
    const folders = [{ path: folder.path, ignore: ['*.png'], action: 'remove' as const, mapping: {} }];
    expect((await scrubFiles(session, [folder.at('backup.zip')], undefined, { folders })).problems).toEqual([]);
  });

  it('that is encrypted is named by its members, the readable ones are scrubbed', async () => {
    const folder = await makeFolder();
    const path = await copy(folder, 'locked.zip');
    const { problems, documents } = await scrubFiles(session, [path]);
    expect(problems).toMatchObject([{ member: 'all.csv', code: 'encrypted' }]);
    expect(documents.map(({ member, csv }) => [member, csv.removed])).toEqual([['open.csv', 1]]);
    const unzip = (name: string): string =>
      execFileSync('unzip', ['-P', 'geheim', '-p', path, name], { encoding: 'utf8' });
    expect(unzip('all.csv')).toBe(exported.all);
    expect(unzip('open.csv')).toBe(exported.withoutAnna);
  });

  it('that is damaged, cut off, or hides bytes between its members is left alone and named', async () => {
    const whole = await readFile(made.at('backup.zip'));
    const flipped = Buffer.from(whole);
    const data = whole.indexOf('2025/kunden.csv') + 20;
    flipped[data] = (flipped[data] ?? 0) ^ 0xff;
    for (const bytes of [flipped, whole.subarray(0, -30), await readFile(made.at('hiding.zip'))]) {
      const folder = await makeFolder();
      await folder.write('backup.zip', bytes);
      await expectUntouched(folder, 'backup.zip', 'damaged_zip');
    }
  });
});

describe('what is no CSV is left alone and named', () => {
  it.skipIf(!hasTools)('a spreadsheet, alone and in an archive', async () => {
    const folder = await makeFolder();
    await copy(folder, 'kunden.xlsx');
    await expectUntouched(folder, 'kunden.xlsx', 'spreadsheet');
    const archive = await makeFolder();
    await copy(archive, 'holding.zip');
    await expectUntouched(archive, 'holding.zip', 'spreadsheet', 'kunden.xlsx');
  });

  it.each([
    ['an image', 'binary', png],
    ['a spreadsheet of old', 'spreadsheet', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])],
    [
      'another kind of archive',
      'archive',
      Buffer.concat([Buffer.from("7z\u00bc\u00af'\u001c", 'latin1'), Buffer.alloc(90)]),
    ],
    ['random bytes', 'binary', Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 7919) % 251))],
    [
      'an archive in gzip',
      'archive',
      gzipSync(Buffer.concat([Buffer.alloc(257, 'a'), Buffer.from('ustar'), Buffer.alloc(250)])),
    ],
  ])('%s', async (_, code, bytes) => {
    const folder = await makeFolder();
    await folder.write('kunden.csv', bytes);
    await expectUntouched(folder, 'kunden.csv', code);
  });

  it('but a text with some NUL bytes, or in UTF-16, is one', async () => {
    const folder = await makeFolder();
    await folder.write('nul.csv', exported.all.replace('Tee', 'T\0ee'));
    await writeFile(folder.at('utf16.csv'), Buffer.from(`\ufeff${exported.all}`, 'utf16le'));
    expect((await scrubFiles(session, [folder.path])).problems).toEqual([]);
    expect(await folder.text('nul.csv')).toBe(exported.withoutAnna);
    expect((await readFile(folder.at('utf16.csv'))).toString('utf16le')).toBe(`\ufeff${exported.withoutAnna}`);
  });
});

describe('a label that names the person is told, and what it is on is scrubbed all the same', () => {
  it('in the header of a later member of a gzip file, as long as that stays', async () => {
    const folder = await makeFolder();
    const head = 'Kundennr.;Name\r\nK-1;Eva Kern\r\n';
    const later = gzipNamed('Anna_Probe.csv', 'K-2;Bob Meier\r\n'.repeat(3));
    // So long that the header of the next one lies across the border of what is read at a time.
    const longMember = (length: number): Buffer => {
      const rows = head + `K-1;${'x'.repeat(58)}\r\n`.repeat(16_000);
      const packed = (more: number): Buffer => gzipSync(rows + 'x'.repeat(more), { level: 0 });
      const short = length - packed(0).length;
      return packed(short - (packed(short).length - length));
    };
    const names = [0, 1, 2, 3, 4].map((before) => `${String(before)}.csv.gz`);
    for (const [before, name] of names.entries()) {
      const first = longMember(1024 * 1024 - before);
      expect(first.length).toBe(1024 * 1024 - before);
      await folder.write(name, Buffer.concat([first, later, gzipSync('K-3;x\r\n')]));
    }
    await folder.write('other.csv.gz', Buffer.concat([gzipSync(head), gzipNamed('Anna_Probesen.csv', 'K-3;x\r\n')]));
    await folder.write('anew.csv.gz', Buffer.concat([gzipSync(exported.all), later]));
    const { problems } = await scrubFiles(session, [folder.path]);
    expect(problems.map(({ path, code }) => [basename(path), code])).toEqual(names.map((name) => [name, 'label']));
    expect((await readFile(folder.at('anew.csv.gz'))).includes('Anna_Probe')).toBe(false);
  });

  it.each(['Anna_Probe.csv', 'export K-4711.csv', 'anna.probe@mail.example'])('in a gzip header: %s', async (label) => {
    const folder = await makeFolder();
    await folder.write('a.csv.gz', gzipNamed(label, exported.all));
    await folder.write('b.csv.gz', gzipNamed('Anna_Probesen.csv', exported.all));
    const { problems } = await scrubFiles(session, [folder.path]);
    expect(problems).toMatchObject([{ path: folder.at('a.csv.gz'), code: 'label', member: null }]);
    expect(gunzipSync(await readFile(folder.at('a.csv.gz'))).toString()).toBe(exported.withoutAnna);
  });

  it.skipIf(!hasTools)('in the directory of a zip: name of a member, its comment, comment of the archive', async () => {
    const folder = await makeFolder();
    const script = `
import sys, zipfile
z = zipfile.ZipFile(sys.argv[1], 'w')
z.writestr('Probe, Anna.csv', sys.argv[2])
info = zipfile.ZipInfo('b.csv'); info.comment = b'of Anna Probe'; z.writestr(info, 'a;b')
z.writestr('c.csv', 'a;b')
z.comment = b'K-4711'
z.close()`;
    execFileSync(python, ['-c', script, folder.at('x.zip'), exported.all]);
    const { problems } = await scrubFiles(session, [folder.path]);
    expect(problems.map(({ code, member }) => [code, member])).toEqual([
      ['label', null],
      ['label', 'Probe, Anna.csv'],
      ['label', 'b.csv'],
    ]);
    expect(members(folder, 'x.zip')[0]).toMatchObject({ text: exported.withoutAnna });
  });
});
