import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { screen } from '@inquirer/testing/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settleDuplicates } from './settle-duplicates.js';
import { createIo, run, type Outcome, type World } from './run.js';
import { main } from '../../src/cli/main.js';

const map = fileURLToPath(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url));
let root: string;

const at = async (argv: readonly string[], world: World = {}): Promise<Outcome> =>
  run(argv, { cwd: join(root, 'demo'), ...world, env: { BELBO_ERASE_MAP: map, ...world.env } });
const json = async (argv: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await at([...argv, '--json'])).out) as Record<string, unknown>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'belbo-erase-handling-'));
  await run(['demo', '--customers', '30'], { cwd: root, env: { BELBO_ERASE_MAP: map } });
  await settleDuplicates(at, join(root, 'demo'), '6');
});
afterAll(async () => rm(root, { recursive: true, force: true }));

describe('add', () => {
  it('files by number with a day of receipt in the past, and refuses one still to come', async () => {
    const filed = await json(['add', '--customer', 'K-100026', '--received', '2026-11-20', '--verified', 'in_person']);
    expect(filed).toMatchObject({
      joined: false,
      request: { receivedAt: '2026-11-20', dueAt: '2026-12-21', verifiedBy: 'in_person', channel: 'staff' },
    });
    const { code, err } = await at(['add', '--customer', 'K-100026', '--received', '2026-11-25']);
    expect([code, err.includes('--received')]).toEqual([2, true]);
  });

  it('joins a second wish of the same customer, keeping the earlier deadline', async () => {
    const again = await json(['add', '--customer', 'K-100026', '--received', '2026-11-16']);
    expect(again).toMatchObject({ joined: true, request: { dueAt: '2026-12-16' } });
    // Whatever tells of it says when the customer first asked: received on the 20th and due on the 16th would contradict itself.
    const { id } = again['request'] as { id: string };
    expect((await at(['report', '--format', 'csv'])).out).toContain(`\n${id};open;2026-11-16;2026-12-16;`);
    const digest = await at(['notify', '--dry-run', '--lang', 'en'], { columns: 80 });
    expect(digest.out).toContain(`No. ${id}: received 16\u00a0November 2026, due 16\u00a0December 2026`);
    expect((await at(['list', '--lang', 'en'], { columns: 140 })).out).toMatch(
      new RegExp(`^ *${id} +16 Dec 2026 .+ 16 Nov 2026 `, 'm'),
    );
    await appendFile(
      join(root, 'demo', 'belbo-erase.yaml'),
      'controller: { name: Salon Aurora }\nauthority: { state: BY }\nletters: { required: false }\n',
    );
    const letter = await at(['letter', id, '--kind', 'identity', '--lang', 'en']);
    expect(letter.out).toContain('of 16\u00a0November 2026');
  });

  it('finds the customer by what a file says, and never guesses', async () => {
    const [number, term] = [join(root, 'number'), join(root, 'name')];
    await writeFile(number, 'K-100027\n');
    expect(await json(['add', '--find', number])).toMatchObject({ request: { customer: { number: 'K-100027' } } });
    await writeFile(term, 'michael weber');
    const before = (await json(['list'])) as { requests: unknown[] };
    const { code, err, out } = await at(['add', '--find', term]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/K-1000\d\d \[\d+\], K-1000\d\d \[\d+\]/);
    expect(err).not.toMatch(/weber/i);
    expect(((await json(['list'])) as { requests: unknown[] }).requests).toHaveLength(before.requests.length);
    await writeFile(term, 'nobody@nowhere.example');
    expect((await at(['add', '--find', term])).code).toBe(2);
  });

  it('takes no term on the command line, where others could read it', async () => {
    const { code, err } = await at(['add', '--find', 'Katharina Süßmilch']);
    expect([code, err.includes('--find')]).toEqual([2, true]);
    expect(err).not.toContain('Süßmilch');
  });

  it('searches while one types at a terminal, then asks for the day and the identity', async () => {
    const { io, outcome } = createIo({
      cwd: join(root, 'demo'),
      env: { BELBO_ERASE_MAP: map },
      columns: 100,
      stdinIsTerminal: true,
    });
    const code = main(['add'], io);
    await expect.poll(() => screen.getScreen(), { timeout: 5000 }).toContain('Which customer?');
    screen.type('süssmilch kath');
    await expect.poll(() => screen.getScreen()).toContain('K-100001');
    screen.keypress('enter');
    await expect.poll(() => screen.getScreen()).toContain('When did the salon receive it?');
    screen.type('2026-11-19');
    screen.keypress('enter');
    await expect.poll(() => screen.getScreen()).toContain('How was the identity made sure of?');
    screen.keypress('enter');
    expect(await code).toBe(0);
    // Katharina has an open request of 21 November: this wish joins it and is the earlier one.
    expect(outcome(0).out.replace(/\s+/g, ' ')).toContain(
      'joined request 1, which keeps the earlier deadline, 21 Dec 2026',
    );
  });
});

describe('handling a request', () => {
  it('extend, hold, verify and reject show in list and show, in both languages', async () => {
    for (const [lang, text] of [
      ['de', '1 bis 2000 Zeichen'],
      ['en', '1 to 2000 characters'],
    ] as const) {
      const { code, err } = await at(['hold', '6', '--reason', 'x'.repeat(2001), '--lang', lang]);
      expect([code, err]).toEqual([2, expect.stringContaining(text)]);
    }
    expect((await at(['extend', '6', '--reason', 'records in four branches'])).code).toBe(0);
    expect((await at(['hold', '6', '--reason', 'form is missing'])).code).toBe(0);
    expect((await at(['verify', '6', '--by', 'call_back'])).code).toBe(0);
    const { requests } = (await json(['list'])) as { requests: { id: string }[] };
    // Received on 4 November 2026; 4 February 2027 is a Thursday.
    expect(requests.find(({ id }) => id === '6')).toMatchObject({
      dueAt: '2027-02-04',
      extended: true,
      onHold: true,
      verifiedBy: 'call_back',
    });
    const en = (await at(['show', '6'], { columns: 120 })).out;
    expect(en).toContain('4 Nov 2026 + 3 months = 4 Feb 2027');
    expect(en).toMatch(/Extended +24 Nov 2026, \S+: records in four branches/);
    expect(en).toContain('put on hold');
    expect(en).toContain('identity made sure of: by calling back');
    const de = (await at(['show', '6', '--lang', 'de'], { columns: 120 })).out;
    expect(de).toContain('04.11.2026 + 3 Monate = 04.02.2027');
    expect(de).toMatch(/Ruht +24\.11\.2026, \S+: form is missing/);
    expect((await at(['list'], { columns: 120 })).out).toContain('on hold, erase');
  });

  it('a held request is refused with exit code 5, released it is not', async () => {
    const { code, err } = await at(['erase', '6', '--confirm', '6', '--uncertain-mentions', 'keep']);
    expect([code, err.includes('hold')]).toEqual([5, true]);
    expect((await at(['hold', '6', '--release'])).code).toBe(0);
    expect((await at(['hold', '6', '--release'])).code).toBe(2);
  });

  it('reject needs a ground of the law and closes the request', async () => {
    expect((await at(['reject', '6'])).code).toBe(2);
    expect((await at(['reject', '6', '--ground', 'no_time'])).code).toBe(2);
    const { code, out } = await at(['reject', '6', '--ground', 'legal_claims', '--reason', 'lawsuit'], {
      columns: 120,
    });
    expect(code).toBe(0);
    expect(out).toContain('Art. 17(3)(e) GDPR');
    expect(out).toContain('letter 6 --kind refusal');
    expect((await at(['show', '6'], { columns: 120 })).out).toMatch(/Refused +legal claims, Art. 17\(3\)\(e\) GDPR/);
    expect((await at(['withdraw', '6'])).code).toBe(2);
  });

  it('why a deadline is on that day names weekends and holidays', async () => {
    // 30 November 2026 + 1 month = 30 December, a Wednesday; 25 November + 1 month is Christmas.
    const { request } = (await json(['add', '--customer', 'K-100028', '--received', '2026-10-26'])) as {
      request: { id: string };
    };
    expect((await at(['show', request.id], { columns: 140 })).out).toContain('26 Oct 2026 + 1 month = 26 Nov 2026');
    await writeFile(
      join(root, 'holidays.yaml'),
      'database: sqlite:demo/calendar.sqlite\nholidays: { country: DE, state: SN }\n',
    );
    const config = ['--config', join(root, 'holidays.yaml')];
    const added = (await json(['add', '--customer', 'K-100029', '--received', '2026-10-18', ...config])) as {
      request: { id: string; dueAt: string };
    };
    expect(added.request.dueAt).toBe('2026-11-19');
    const told = (await at(['show', added.request.id, ...config, '--lang', 'de'], { columns: 160 })).out;
    expect(told).toContain('18.10.2026 + 1 Monat = 18.11.2026, Buß- und Bettag (Feiertag) -> Donnerstag 19.11.2026');
  });
});
