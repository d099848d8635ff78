import { appendFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, type Outcome, type World } from './run.js';
import { settleDuplicates } from './settle-duplicates.js';

const map = fileURLToPath(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url));
let root: string;
let demo: string;

const at = async (argv: readonly string[], world: World = {}): Promise<Outcome> =>
  run(argv, { cwd: demo, ...world, env: { BELBO_ERASE_MAP: map, ...world.env } });

const json = async (argv: readonly string[]): Promise<{ code: number; document: Record<string, unknown> }> => {
  const { code, out } = await at([...argv, '--json']);
  return { code, document: JSON.parse(out) as Record<string, unknown> };
};

const exportedCsv = [
  'Kundennr.;Vorname;Name;E-Mail;Telefon',
  'K-100001;Katharina;Süßmilch;katharina.suessmilch@post.example;0171 3920097',
  'K-999999;Katharina;Süßmilch;;',
  'K-100023;Katharina;Süßkind;katharina.suesskind@post.example;',
  '',
].join('\r\n');

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'belbo-erase-scrub-'));
  expect((await run(['demo', '--customers', '30'], { cwd: root, env: { BELBO_ERASE_MAP: map } })).code).toBe(0);
  demo = join(root, 'demo');
  for (const id of ['1', '2']) await settleDuplicates(at, demo, id);
  await rm(join(demo, 'exports'), { recursive: true, force: true });
  await mkdir(join(demo, 'exports'));
  await writeFile(join(demo, 'exports', 'kunden.csv'), exportedCsv);
});
afterAll(async () => rm(root, { recursive: true, force: true }));

const kunden = async (): Promise<string> => readFile(join(demo, 'exports', 'kunden.csv'), 'utf8');

describe('scrub', () => {
  it('has nobody to look for, and refuses a request that is not erased', async () => {
    expect(await at(['scrub', 'exports'])).toMatchObject({ code: 0 });
    expect(await at(['scrub', 'exports', '--request', '1'])).toMatchObject({ code: 2 });
    expect(await at(['scrub', '--by-hand'])).toMatchObject({ code: 2 });
    expect(await at(['scrub', 'exports', '--action', 'burn'])).toMatchObject({ code: 2 });
    const text = await readFile(join(demo, 'belbo-erase.yaml'), 'utf8');
    if (!text.includes('backups:')) await appendFile(join(demo, 'belbo-erase.yaml'), 'backups: [exports]\n');
  });

  it('shows with --dry-run what would go of a request that is not erased yet, and changes nothing', async () => {
    const { code, document } = await json(['scrub', '--dry-run', '--request', '1']);
    expect(code).toBe(3);
    expect(document).toMatchObject({
      dryRun: true,
      files: [{ records: 3, removed: 1, redacted: 0, review: 1, sha256After: null }],
      reviews: [{ line: 3, request: '1', reason: 'name_only' }],
    });
    expect((await at(['scrub', '--dry-run', '--request', '1', '--lang', 'de'])).err).toContain(
      'Anfrage 1 ist noch nicht gelöscht',
    );
    expect((await at(['scrub', '--dry-run', '--request', '999'])).code).toBe(2);
    // Request 8 of the story is done: nothing finds its person any more.
    expect((await at(['scrub', '--dry-run', '--request', '8'])).code).not.toBe(0);
    expect(await kunden()).toBe(exportedCsv);
    expect((await at(['show', '1'])).out).toContain('status\topen');
  });

  it('comes after the erasure: a request with backups is not done before they are', async () => {
    const { code, document } = await json(['erase', '1', '--confirm', '1', '--manual-done']);
    expect([code, document['status'], document['openSteps']]).toEqual([3, 'erased', ['backups']]);
    expect((await at(['scrub', '--status'])).code).toBe(3);
    expect(await kunden()).toBe(exportedCsv);
  });

  it('shows with --dry-run what would go, and changes nothing', async () => {
    const { out, err } = await at(['scrub', '--dry-run', '--lang', 'en'], { columns: 100 });
    expect(out).toContain('1 record would be removed');
    expect(out).toContain('line 3');
    expect(err).not.toContain('Katharina');
    expect(await kunden()).toBe(exportedCsv);
  });

  it('removes the record, leaves a namesake to a person, and exits 3; the data itself is never told', async () => {
    const { code, document } = await json(['scrub', '--all-erased']);
    expect(code).toBe(3);
    const path = join(demo, 'exports', 'kunden.csv');
    expect(document).toMatchObject({
      dryRun: false,
      files: [
        { path, member: null, encoding: 'utf-8', delimiter: ';', records: 3, removed: 1, redacted: 0, review: 1 },
      ],
      totals: { files: 1, removed: 1, review: 1, problems: 0 },
      reviews: [{ file: path, line: 2, request: '1', reason: 'name_only' }],
      requests: { settled: [], awaiting: ['1'] },
    });
    expect(JSON.stringify(document)).not.toMatch(/Süßmilch|suessmilch/);
    expect(await kunden()).not.toContain('K-100001');
    expect(await kunden()).toContain('K-999999');
  });

  it('refuses a decisions file it does not understand, with every error', async () => {
    const file = join(demo, 'decisions.yaml');
    await writeFile(file, '- {file: exports/kunden.csv, line: three, decision: burn}\n- 7\n');
    const { code, err } = await at(['scrub', '--decisions', file, '--lang', 'en']);
    expect(code).toBe(2);
    expect(err).toContain('decisions.0.line');
    expect(err).toContain('decisions.0.decision');
    expect(err).toContain('decisions.1');
    expect((await at(['scrub', '--decisions', join(demo, 'absent.yaml')])).code).toBe(2);
  });

  it('carries out a decisions file by what was listed, and the request is done: nothing can find the person any more', async () => {
    const file = join(demo, 'decisions.json');
    // The line is that of the file as the scrub left it.
    await writeFile(file, JSON.stringify({ decisions: [{ file: 'exports/kunden.csv', line: 2, decision: 'remove' }] }));
    const { code, err } = await at(['scrub', '--decisions', file, '--lang', 'de']);
    expect(err).toContain('Anfrage 1 ist fertig');
    expect(code).toBe(0);
    expect(await kunden()).toBe(
      'Kundennr.;Vorname;Name;E-Mail;Telefon\r\nK-100023;Katharina;Süßkind;katharina.suesskind@post.example;\r\n',
    );
    expect((await at(['show', '1'])).out).toContain('status\tdone');
    const gone = await at(['scrub', '--request', '1', '--lang', 'en']);
    expect(gone.code).toBe(2);
    expect(gone.err).toContain('was destroyed');
    expect((await at(['scrub', '--status'])).code).toBe(0);
  });

  it('says so when the key file is not the one the identifiers were sealed with, and takes a person’s word then', async () => {
    expect((await at(['erase', '2', '--confirm', '2', '--uncertain-mentions', 'keep', '--manual-done'])).code).toBe(3);
    const key = join(demo, 'belbo-erase.key');
    await rename(key, `${key}.lost`);
    expect((await at(['scrub', '--lang', 'en'])).code).toBe(12);
    expect((await at(['init'])).code).toBe(0);
    const { code, err } = await at(['scrub', '--lang', 'en']);
    expect(code).toBe(3);
    expect(err).toContain('request 2 cannot be read');
    expect((await at(['scrub', 'exports', '--by-hand', '--request', '2', '--lang', 'en'])).code).toBe(0);
    const { out } = await at(['show', '2']);
    expect(out).toMatch(/^openSteps\t$/m);
    expect(out).toContain('backups_settled');
  });

  it.each([80, 120])('fits a terminal of %i columns, in German and English', async (columns) => {
    for (const argv of [
      ['scrub', '--status'],
      ['scrub', 'exports'],
    ])
      for (const lang of ['de', 'en'])
        for (const line of (await at([...argv, '--lang', lang], { columns })).out.split('\n'))
          expect(line.length, line).toBeLessThanOrEqual(columns);
  });
});
