import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandName } from '../../src/cli/declarations.js';
import { jsonFields } from '../../src/cli/json-fields.js';
import { run, type Outcome, type World } from './run.js';

/** The map's source: built-in maps exist as JSON in the built package only. */
const map = fileURLToPath(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url));
let root: string;

const at = async (argv: readonly string[], world: World = {}): Promise<Outcome> =>
  run(argv, { cwd: join(root, 'demo'), ...world, env: { BELBO_ERASE_MAP: map, ...world.env } });

const json = async (argv: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await at([...argv, '--json'])).out) as Record<string, unknown>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'belbo-erase-cli-'));
  const { code, err } = await run(['demo', '--customers', '30'], {
    cwd: root,
    env: { BELBO_ERASE_MAP: map, LANG: 'de_DE.UTF-8' },
  });
  expect(err).toContain('30 erfundenen');
  expect(code).toBe(0);
  // Her namesake, nearly, stands in the way of every erasure until somebody says who she is.
  expect((await at(['plan', '1'])).code).toBe(5);
  const refused = await at(['erase', '1', '--confirm', '1']);
  expect(refused.code).toBe(5);
  expect(refused.err).toContain('belbo-erase merge 1');
  expect((await at(['merge', '1', '--decisions', 'decisions.yaml'])).code).toBe(0);
});
afterAll(async () => rm(root, { recursive: true, force: true }));

describe('demo', () => {
  it('leaves a folder alone that holds somebody else’s files, or a calendar that is no demo', async () => {
    for (const [name, content] of [
      ['notes.txt', 'x'],
      ['calendar.sqlite', 'x'],
      ['belbo-erase.yaml', 'database: sqlite:calendar.sqlite\n'],
    ] as const) {
      const folder = join(root, `other-${name}`);
      await mkdir(folder);
      await writeFile(join(folder, name), content);
      const { code, err } = await run(['demo', '--dir', folder], { cwd: root });
      expect(code).toBe(2);
      expect(err).toContain(folder);
      expect(await readFile(join(folder, name), 'utf8')).toBe(content);
    }
  });

  it('is kept with --keep', async () => {
    const before = await readFile(join(root, 'demo', 'belbo-erase.key'), 'utf8');
    expect((await run(['demo', '--keep'], { cwd: root })).code).toBe(0);
    expect(await readFile(join(root, 'demo', 'belbo-erase.key'), 'utf8')).toBe(before);
  });
});

describe('list', () => {
  it('is tab-separated in a pipe: English headers, ISO dates, most urgent first', async () => {
    const { code, out, err } = await at(['list']);
    expect([code, err]).toEqual([0, '']);
    const [header, ...rows] = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(header).toEqual([
      'id',
      'due',
      'days_left',
      'status',
      'channel',
      'received',
      'customer_number',
      'customer_name',
      'open_steps',
      'extended',
      'on_hold',
    ]);
    const due = rows.map((row) => row[1] ?? '');
    expect(due.every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day))).toBe(true);
    expect(due).toEqual([...due].sort());
    expect(rows[0]).toEqual([
      '11',
      '2026-11-10',
      '-14',
      'open',
      'online',
      '2026-10-10',
      'K-100012',
      'Beata Wiśniewska',
      'erase',
      'false',
      'false',
    ]);
  });

  it.each([80, 120])('fits a terminal of %i columns, in German and English', async (columns) => {
    for (const lang of ['de', 'en']) {
      const { out } = await at(['list', '--all', '--lang', lang], { columns });
      for (const line of out.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
      expect(out).toContain(lang === 'de' ? '12 offen, 1 überfällig' : '12 open, 1 overdue');
      expect(out).toMatch(lang === 'de' ? /✗ 10\.11\.2026/ : /✗ 10 Nov 2026/);
      expect(out).not.toContain('\u001b');
    }
  });

  it('cuts off neither status nor channel at 80 columns', async () => {
    const german = await at(['list', '--lang', 'de'], { columns: 80 });
    expect(german.out).toMatch(/^ 12 .* in Bearbeitung +Personal /m);
    expect((await at(['list', '--lang', 'en'], { columns: 80 })).out).toMatch(/^ 12 .* in progress +staff /m);
  });

  it('has signs in ASCII where the locale has no more, and colours only where there is a terminal that has them', async () => {
    expect((await at(['list'], { columns: 100, env: { LC_ALL: 'C' } })).out).toMatch(/x 10\.11\.2026/);
    const colours = async (env: Record<string, string>, ...flags: string[]): Promise<boolean> =>
      (await at(['list', ...flags], { columns: 100, env: { NO_COLOR: '', ...env } })).out.includes('\u001b[');
    expect(await colours({})).toBe(true);
    expect(await colours({ NO_COLOR: '1' })).toBe(false);
    expect(await colours({ TERM: 'dumb' })).toBe(false);
    expect(await colours({}, '--no-color')).toBe(false);
    expect((await at(['list'], { env: { NO_COLOR: '', TERM: 'xterm' } })).out).not.toContain('\u001b[');
  });

  it('filters by status and due date, and says so when nothing matches', async () => {
    const ids = async (...argv: string[]): Promise<string[]> =>
      (await at(['list', ...argv])).out
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t')[0] ?? '');
    expect(await ids('--status', 'in_progress')).toEqual(['12']);
    expect(await ids('--status', 'rejected,withdrawn')).toEqual(['10', '9']);
    expect(await ids('--due-within', '7')).toEqual(['11', '12']);
    expect(await ids('--due-before', '2026-11-30')).toEqual(['11']);
    expect((await at(['list', '--due-before', '2020-01-01', '--lang', 'de'], { columns: 80 })).out).toContain('Keine');
    expect((await at(['list', '--due-before', '2020-01-01'])).code).toBe(0);
  });

  it('speaks the configuration’s language unless another one is asked for', async () => {
    expect((await at(['list'], { columns: 100 })).out).toContain('Frist');
    expect((await at(['list'], { columns: 100, env: { BELBO_ERASE_LANG: 'en' } })).out).toContain('Due');
    expect((await at(['list', '--lang', 'en'], { columns: 100 })).out).toContain('Due');
    expect((await at(['show', '999'])).err).toContain('Fehler');
  });
});

describe('json', () => {
  it.each<[CommandName, string[]]>([
    ['show', ['show', '1']],
    ['plan', ['plan', '2']],
    ['plan', ['erase', '2', '--dry-run']],
    ['stubs list', ['stubs', 'list']],
    ['stubs purge', ['stubs', 'purge', '--dry-run']],
    ['doctor', ['doctor']],
    ['init', ['init']],
  ])('of %s has exactly the fields that can be chosen (%j)', async (command, argv) => {
    const { schemaVersion, ...document } = await json(argv);
    expect(schemaVersion).toBe(1);
    expect(Object.keys(document).sort()).toEqual([...jsonFields[command]].sort());
  });

  it('of list has the contract’s fields, or those chosen', async () => {
    const { requests } = (await json(['list'])) as { requests: Record<string, unknown>[] };
    expect(Object.keys(requests[0] ?? {}).sort()).toEqual([...jsonFields.list].sort());
    expect(JSON.parse((await at(['list', '--json', 'id,daysLeft'])).out)).toMatchObject({
      schemaVersion: 1,
      requests: [{ id: '11', daysLeft: -14 }, { id: '12' }, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}],
    });
  });

  it('of several plans chooses among the fields of each', async () => {
    expect(JSON.parse((await at(['plan', '2', '3', '--json', 'request'])).out)).toEqual({
      schemaVersion: 1,
      plans: [{ request: '2' }, { request: '3' }],
    });
  });

  it('keeps messages and progress off stdout', async () => {
    const { out, err } = await at(['erase', '2', '--dry-run', '--json']);
    expect(() => JSON.parse(out) as unknown).not.toThrow();
    expect(err).not.toBe('');
    expect((await at(['erase', '2', '--dry-run', '--json', '--quiet'])).err).toBe('');
  });
});

describe('plan and show', () => {
  it.each([80, 120])('fit a terminal of %i columns, in German and English', async (columns) => {
    for (const argv of [['plan', '1'], ['show', '1'], ['doctor'], ['stubs', 'list']]) {
      for (const lang of ['de', 'en']) {
        const { out } = await at([...argv, '--lang', lang, '--quiet'], { columns });
        for (const line of out.split('\n'))
          if (!line.includes(root)) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
      }
    }
  });
});

describe('erase', () => {
  it('needs the number of the request as confirmation, and changes nothing without', async () => {
    expect(await at(['erase', '13'])).toMatchObject({ code: 2, out: '' });
    const { code, err } = await at(['erase', '13', '--confirm', '4', '--lang', 'en']);
    expect(code).toBe(2);
    expect(err).toContain('nothing was changed');
    expect((await at(['show', '13'])).out).toContain('status\topen');
  });

  it('refuses a misspelt JSON field before it erases anything', async () => {
    const { code, out } = await at(['erase', '14', '--confirm', '14', '--json', 'requst']);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toHaveProperty('error.code', 'UNKNOWN_FIELD');
    expect((await at(['show', '14'])).out).toContain('status\topen');
  });

  it('says what stands in the way in words, those of the data map too', async () => {
    const german = await at(['erase', '3', '--confirm', '3', '--lang', 'de']);
    expect(german.err).toContain('Es gibt künftige Termine. Sagen Sie sie im Kalender ab oder warten Sie sie ab.\n');
    const english = await at(['erase', '3', '--confirm', '3', '--lang', 'en']);
    expect(english.err).toContain('There are future appointments. Cancel them in the calendar');
    for (const { code, err } of [german, english]) {
      expect(code).toBe(5);
      expect(err).not.toContain('future_appointments');
    }
  });

  it('exits 5 where something stands in the way, before anybody is asked to confirm', async () => {
    expect((await at(['plan', '3'])).code).toBe(5);
    expect(await at(['erase', '3', '--confirm', '3'])).toMatchObject({ code: 5, out: '' });
  });

  it('exits 3 while steps need a person, 0 when they are done, 2 on a closed request', async () => {
    const first = await at(['erase', '1', '--confirm', '1', '--json']);
    const { schemaVersion, ...document } = JSON.parse(first.out) as Record<string, unknown>;
    expect(schemaVersion).toBe(1);
    expect(Object.keys(document).sort()).toEqual([...jsonFields.erase].sort());
    expect(first.code).toBe(3);
    expect(document).toMatchObject({
      request: '1',
      status: 'erased',
      residue: { hits: 0 },
      openSteps: ['manual', 'backups'],
    });
    expect((await at(['erase', '1', '--manual-done'])).code).toBe(3);
    expect((await at(['scrub'])).code).toBe(0);
    const third = await at(['erase', '1', '--confirm', '1', '--lang', 'de']);
    expect(third.code).toBe(2);
    expect(third.err).toContain('belbo-erase show 1');
    const shown = await at(['show', '1', '--lang', 'de'], { columns: 80 });
    expect(shown.out).toContain('fertig');
    for (const line of shown.out.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(80);
  });
});

describe('stubs', () => {
  it('show their base data to owner and accountant only', async () => {
    expect((await at(['stubs', 'show', '1'])).out).not.toContain('Süßmilch');
    expect((await at(['stubs', 'show', '1', '--as', 'owner'])).out).toContain('Süßmilch');
    expect(await at(['stubs', 'show', '1', '--as', 'stylist'])).toMatchObject({ code: 2, out: '' });
    expect((await at(['stubs', 'show', '77'])).code).toBe(2);
    const { schemaVersion, ...document } = await json(['stubs', 'show', '1']);
    expect(schemaVersion).toBe(1);
    expect(Object.keys(document).sort()).toEqual([...jsonFields['stubs show']].sort());
  });
});
