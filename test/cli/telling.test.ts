import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import BetterSqlite from 'better-sqlite3';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonFields } from '../../src/cli/json-fields.js';
import { startSmtp, trusted, type TestServer } from '../notify/smtp.js';
import { run, type Outcome, type World } from './run.js';
import { settleDuplicates } from './settle-duplicates.js';

const map = fileURLToPath(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url));
const user = { name: 'office', password: 'geheim' };
/** What of the demo's customers must not stand in a mail that nobody asked to name them. */
const personal = /Süßmilch|suessmilch|K-1000|Wiśniewska|3920097/;

let root: string;
let server: TestServer;

const at = async (argv: readonly string[], world: World = {}): Promise<Outcome> =>
  run(argv, {
    cwd: join(root, 'demo'),
    ...world,
    env: { BELBO_ERASE_MAP: map, BELBO_ERASE_SMTP_PASSWORD: user.password, ...world.env },
  });

const json = async (argv: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await at([...argv, '--json'])).out) as Record<string, unknown>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'belbo-erase-telling-'));
  server = await startSmtp({ user });
  const made = await run(['demo', '--customers', '30'], {
    cwd: root,
    env: { BELBO_ERASE_MAP: map, LANG: 'de_DE.UTF-8' },
  });
  expect(made.code).toBe(0);
  await writeFile(join(root, 'demo', 'ca.pem'), trusted);
  const config = join(root, 'demo', 'belbo-erase.yaml');
  // Backups are told of elsewhere.
  await writeFile(config, (await readFile(config, 'utf8')).replace(/^backups: .*\n/m, ''));
  await appendFile(
    config,
    [
      'controller: { name: Salon Aurora, address: "Lindenweg 3, 80331 München", email: office@salon.example }',
      'authority: { state: BY }',
      `mail: { host: 127.0.0.1, port: ${String(server.port)}, ca_file: ca.pem, user: ${user.name}, from: "Salon Aurora <office@salon.example>", to: [dpo@salon.example, chefin@salon.example], timeout: 2 }`,
      'recipients:',
      '  - { name: Steuerkanzlei Huber, kind: accountant, email: kanzlei@huber.example, purpose: Buchführung }',
      '  - { name: Rundbrief GmbH, kind: newsletter, email: post@rundbrief.example }',
      '  - { name: Kasse im Keller }',
      '',
    ].join('\n'),
  );
  await settleDuplicates(at, join(root, 'demo'), '1');
});

afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true, force: true });
});

describe('notify', () => {
  it('shows with --dry-run what it would mail, and mails nothing', async () => {
    const dry = await at(['notify', '--dry-run', '--lang', 'en'], { columns: 80 });
    expect(dry.code).toBe(0);
    expect(dry.out).toContain('Erasure requests: 1 overdue, 3 due soon, 12 new, 3 to look at');
    expect(dry.out).toContain('No. 11: received 10\u00a0October 2026, due 10\u00a0November 2026, 14 days overdue');
    expect(dry.out).not.toMatch(personal);
    expect(server.mails).toHaveLength(0);
    const { schemaVersion, ...document } = await json(['notify', '--dry-run']);
    expect(schemaVersion).toBe(1);
    expect(Object.keys(document).sort()).toEqual([...jsonFields.notify].sort());
  });

  it('fails without a word of the server’s, and without the password', async () => {
    const { code, out, err } = await at(['notify', '--json'], { env: { BELBO_ERASE_SMTP_PASSWORD: 'falsch-geraten' } });
    expect(code).toBe(1);
    expect(err).toContain('EAUTH 535');
    expect(`${out}${err}`).not.toMatch(/falsch-geraten|Authentication/);
    expect(server.mails).toHaveLength(0);
  });

  it('mails it once, without customers, in the language of the configuration', async () => {
    // Whatever it prints, cron would mail as well.
    expect(await at(['notify', '--quiet'])).toMatchObject({ code: 0, out: '', err: '' });
    expect(server.mails).toHaveLength(1);
    const [mail] = server.mails;
    expect(mail).toMatchObject({ to: ['dpo@salon.example', 'chefin@salon.example'], secure: true, user: user.name });
    expect(mail?.headers['subject']).toBe('Löschanfragen: 1 überfällig, 3 bald fällig, 12 neu, 3 anzusehen');
    // What a batch run would leave to a person.
    for (const id of ['3', '6', '12']) expect(mail?.text).toContain(`Nr. ${id}: die Identität ist festzustellen`);
    expect(mail?.text).toContain('Nr. 11: eingegangen am 10.\u00a0Oktober 2026');
    expect(mail?.html).toContain('Nr. 11: eingegangen am 10.\u00a0Oktober 2026');
    expect(`${String(mail?.text)}${String(mail?.html)}`).not.toMatch(personal);
    const again = await at(['notify', '--quiet']);
    expect([again.code, again.out, again.err]).toEqual([0, '', '']);
    expect(server.mails).toHaveLength(1);
    expect((await at(['notify'], { columns: 80 })).out).toContain('nichts Neues');
  });

  it('says what is missing', async () => {
    const bare = await at(['notify'], { env: { BELBO_ERASE_CONFIG: await bareConfig() } });
    expect(bare.code).toBe(12);
    expect(bare.err).toContain('mail');
  });
});

async function bareConfig(): Promise<string> {
  const path = join(root, 'demo', 'bare.yaml');
  await writeFile(path, 'database: sqlite:calendar.sqlite\nlang: de\n');
  return path;
}

describe('a request with recipients and a controller', () => {
  it('shows beforehand whom its erasure will have to be told', async () => {
    const { recipients } = (await json(['recipients', 'list', '1'])) as { recipients: { state: string }[] };
    expect(recipients.map(({ state }) => state)).toEqual(['planned', 'planned', 'planned']);
    expect(await at(['recipients', 'remind', '1'])).toMatchObject({ code: 2, out: '' });
  });

  it('is erased, but not done: it says what is left', async () => {
    const { code, out } = await at(['erase', '1', '--confirm', '1', '--manual-done', '--json']);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ status: 'erased', openSteps: ['recipients', 'letter'] });
    expect((await at(['list'])).out).toMatch(/^1\t.*\trecipients,letter\t/m);
    const listed = (await json(['recipients', 'list', '--open'])) as { recipients: { request: string }[] };
    expect(listed.recipients.map(({ request }) => request)).toEqual(['1', '1', '1']);
    for (const columns of [80, 120]) {
      const shown = await at(['recipients', 'list'], { columns });
      for (const line of shown.out.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  it('is told of by notify, for it needs a person now', async () => {
    await at(['notify']);
    expect(server.mails.at(-1)?.text).toContain('Nr. 1: Antwort an die Kundin oder den Kunden, Rückmeldung der');
    expect(server.mails.at(-1)?.text).not.toMatch(personal);
  });

  it('has a message for each recipient that names the person, ready for a mail program', async () => {
    const { messages } = (await json(['recipients', 'remind', '1'])) as {
      messages: { recipient: string; to: string | null; text: string; mailto: string | null; sent: boolean }[];
    };
    expect(messages.map(({ recipient }) => recipient)).toEqual([
      'Kasse im Keller',
      'Rundbrief GmbH',
      'Steuerkanzlei Huber',
    ]);
    const [keller, rundbrief] = messages;
    expect(rundbrief?.text).toContain('Katharina Süßmilch');
    expect(rundbrief?.text).toContain('K-100001');
    expect(rundbrief?.sent).toBe(false);
    expect(decodeURIComponent(rundbrief?.mailto ?? '')).toContain('Katharina Süßmilch');
    // RFC 6068, 2: the sign between name and domain is not encoded.
    expect(rundbrief?.mailto).toMatch(/^mailto:post@rundbrief\.example\?subject=/);
    expect([keller?.to, keller?.mailto]).toEqual([null, null]);
    expect(server.mails.filter(({ to }) => to.includes('post@rundbrief.example'))).toHaveLength(0);
  });

  it('mails them once a day, but those without an address', async () => {
    expect((await at(['recipients', 'remind', '1', '--send'])).code).toBe(3);
    expect((await at(['recipients', 'remind', '1', 'Rundbrief GmbH', '--send'])).code).toBe(0);
    const got = (): string[] => server.mails.slice(2).map(({ to }) => to.join());
    expect(got()).toEqual(['post@rundbrief.example', 'kanzlei@huber.example']);
    expect(server.mails.at(-1)?.text).toContain('Katharina Süßmilch');
    expect((await at(['recipients', 'remind', '1', 'Rundbrief GmbH', '--send', '--again'])).code).toBe(0);
    expect(got()).toHaveLength(3);
    expect(server.mails.at(-1)?.text).toContain('bereits einmal darum gebeten');
    const { recipients } = (await json(['recipients', 'list', '1'])) as { recipients: { reminders: number }[] };
    expect(recipients.map(({ reminders }) => reminders)).toEqual([0, 2, 1]);
  });

  it('can be written an addressed letter in each format and language, into a file for its owner’s eyes', async () => {
    for (const lang of ['de', 'en'])
      for (const format of ['txt', 'md', 'html']) {
        const { code, out } = await at(['letter', '1', '--format', format, '--lang', lang]);
        expect(code).toBe(0);
        expect(out).toContain('Katharina Süßmilch');
        expect(out).toContain(lang === 'de' ? 'Guten Tag' : 'Dear');
      }
    const path = join(root, 'demo', 'brief.html');
    expect(await at(['letter', '1', '--out', 'brief.html'])).toMatchObject({ code: 0, out: '' });
    expect(await readFile(path, 'utf8')).toContain('<!doctype html>');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    // Never over something that is there.
    expect((await at(['letter', '1', '--out', 'brief.html'])).code).toBe(2);
    const { schemaVersion, ...document } = await json(['letter', '1']);
    expect(schemaVersion).toBe(1);
    expect(Object.keys(document).sort()).toEqual([...jsonFields.letter].sort());
    expect((await at(['letter', '1', '--kind', 'refusal'])).code).toBe(2);
    expect((await at(['letter', '1', '--kind', 'poem'])).code).toBe(2);
    const none = await at(['letter', '2', '--lang', 'en']);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('--kind is missing')]);
  });

  it('mails the letter once, which closes that step', async () => {
    const before = server.mails.length;
    // Half past midnight in Berlin.
    const clock = (): Date => new Date('2026-11-24T23:30:00Z');
    expect((await at(['letter', '1', '--send', '--lang', 'en'], { clock })).code).toBe(0);
    expect(server.mails).toHaveLength(before + 1);
    expect(server.mails.at(-1)).toMatchObject({ to: ['katharina.suessmilch@post.example'] });
    expect(server.mails.at(-1)?.text).toContain('Dear Katharina Süßmilch,');
    const again = await at(['letter', '1', '--send', '--lang', 'en'], { clock });
    expect(again.code).toBe(0);
    expect(again.err).toContain('on 25 Nov 2026 already');
    expect(server.mails).toHaveLength(before + 1);
    expect(await json(['letter', '1'])).toMatchObject({ status: 'erased', openSteps: ['recipients'] });
  });

  it('is done when the last recipient is off the list, and then nobody knows any more who it was', async () => {
    expect((await at(['recipients', 'confirm', '1', 'Nobody'])).code).toBe(2);
    expect((await at(['recipients', 'confirm', '1', 'Kasse im Keller', '--impossible', ' '])).code).toBe(2);
    expect(await at(['recipients', 'confirm', '1', 'Kasse im Keller', '--impossible', 'abgeschafft'])).toMatchObject({
      code: 3,
    });
    expect((await at(['recipients', 'confirm', '1', 'Rundbrief GmbH', '--disproportionate', 'zu alt'])).code).toBe(3);
    const { schemaVersion, ...document } = JSON.parse(
      (
        await at(['recipients', 'confirm', '1', 'Steuerkanzlei Huber', '--json'], {
          clock: () => new Date('2026-11-24T23:30:00Z'),
        })
      ).out,
    ) as Record<string, unknown>;
    expect(schemaVersion).toBe(1);
    expect(Object.keys(document).sort()).toEqual([...jsonFields['recipients confirm']].sort());
    expect(document).toMatchObject({ outcome: 'confirmed', status: 'done', openSteps: [] });
    expect((await at(['recipients', 'confirm', '1', 'Steuerkanzlei Huber'])).code).toBe(2);
    const listed = await at(['recipients', 'list', '1', '--lang', 'en'], { columns: 100 });
    expect(listed.out).toMatch(/Steuerkanzlei Huber +erased +24 Nov 2026 +25 Nov 2026/);
    expect((await at(['show', '1'])).out).toContain('status\tdone');
    const neutral = await at(['letter', '1']);
    expect(neutral.out).toContain('Guten Tag,');
    expect(neutral.out).toContain('Rundbrief GmbH: eine Mitteilung wäre mit unverhältnismäßigem');
    expect(neutral.err).toContain('nicht mehr bekannt');
    expect(`${neutral.out}${neutral.err}`).not.toMatch(personal);
    expect(await at(['letter', '1', '--send', '--again'])).toMatchObject({ code: 2 });
  });

  it('keeps its history free of what the recipients were told', async () => {
    const { events } = (await json(['show', '1'])) as { events: { event: string; details: string | null }[] };
    expect(events.map(({ event }) => event)).toEqual([
      'erased',
      'residue_clear',
      'manual_done',
      'recipient_reminded',
      'recipient_reminded',
      'recipient_reminded',
      'letter_sent',
      'recipient_impossible',
      'recipient_disproportionate',
      'recipient_confirmed',
      'done',
    ]);
    expect(JSON.stringify(events)).not.toMatch(/Süßmilch|abgeschafft|zu alt|@/);
    const shown = await at(['show', '1', '--lang', 'de'], { columns: 100 });
    expect(shown.out).toContain('Empfänger hat gelöscht: Steuerkanzlei Huber');
    expect(shown.out).toContain('Brief gemailt: Bestätigung der Löschung');
    const piped = await at(['show', '1']);
    expect(piped.out).toMatch(/^event\t2026-11-24T23:30:00\.000Z recipient_confirmed Steuerkanzlei Huber \(.+\)$/m);
  });

  it('has a letter for an extension and a refusal, with their reasons', async () => {
    expect((await at(['extend', '12', '--reason', 'Viele Filialen.'])).code).toBe(0);
    const extension = await at(['letter', '12', '--lang', 'en']);
    expect(extension.code).toBe(0);
    expect(extension.out).toContain('Viele Filialen.');
    expect(extension.out).toContain('28\u00a0January 2027');
    expect((await at(['reject', '13', '--ground', 'legal_claims'])).code).toBe(0);
    const refusal = await at(['letter', '13', '--lang', 'en']);
    expect(refusal.out.replace(/\s+/g, ' ')).toContain('legal claims (Article 17(3)(e) GDPR)');
    expect(refusal.out).toContain('Bayerisches Landesamt');
  });

  it('may be answered by post instead', async () => {
    expect((await at(['letter', '6', '--kind', 'identity', '--posted'])).code).toBe(0);
    expect((await at(['show', '6', '--json'])).out).toContain('letter_posted');
  });
});

describe('report', () => {
  it('counts what became of the requests, without customers, in each format', async () => {
    const { schemaVersion, ...document } = await json(['report']);
    expect(schemaVersion).toBe(1);
    expect(Object.keys(document).sort()).toEqual([...jsonFields.report].sort());
    expect(document).toMatchObject({
      received: 15,
      done: 2,
      onTime: 1,
      late: 0,
      undated: 1,
      extended: 1,
      refused: 2,
      overdue: 1,
    });
    for (const lang of ['de', 'en'])
      for (const format of ['html', 'csv', 'json']) {
        const { code, out } = await at(['report', '--format', format, '--lang', lang]);
        expect(code).toBe(0);
        expect(out).not.toMatch(personal);
        expect(out).not.toMatch(/undefined|NaN|\[object/);
        if (format === 'html') {
          expect(out).toContain(lang === 'de' ? 'Rechenschaftsbericht' : 'accountability report');
          expect(out.match(/<svg /g)).toHaveLength(2);
          expect(out).not.toMatch(/<script|(?:src|href)=|@import|url\(/);
        }
      }
    const november = await json(['report', '--from', '2026-11-01', '--to', '2026-11-30']);
    expect(november['received']).toBeLessThan(15);
    expect((await at(['report', '--from', '2026-11-31'])).code).toBe(2);
    expect((await at(['report', '--from', '2026-11-02', '--to', '2026-11-01'])).code).toBe(2);
    expect((await at(['report', '--format', 'pdf'])).code).toBe(2);
    expect((await at(['report', '--lang', 'en'], { columns: 80 })).out).toContain('Done on time');
  });

  it('names requests whose day of receipt cannot be right, and lets none of them stretch its charts', async () => {
    const before = await json(['report']);
    const db = new BetterSqlite(join(root, 'demo', 'calendar.sqlite'));
    const ids = db.prepare('select id from erasure_requests order by id limit 3').pluck().all();
    const stored = db.prepare('select id, received_at from erasure_requests where id = ?');
    const kept = ids.map((id) => stored.get(id) as { id: number; received_at: string });
    const set = db.prepare('update erasure_requests set received_at = ? where id = ?');
    ['0000-00-00 00:00:00', '1970-01-01 00:00:00', '2126-11-02 10:00:00'].forEach((day, at) => set.run(day, ids[at]));
    try {
      const after = await json(['report', '--from', '1900-01-01', '--to', '9999-12-31']);
      expect(after['misdated']).toEqual(ids.map(String));
      expect(after['received']).toBe(Number(before['received']) - 3);
      expect((after['months'] as { month: string }[]).map(({ month }) => month)[0]).toBe('2018-05');
      const whole = await json(['report']);
      expect((whole['months'] as unknown[]).length).toBeLessThanOrEqual((before['months'] as unknown[]).length);
      expect((whole['period'] as { from: string }).from >= (before['period'] as { from: string }).from).toBe(true);
      const said = ids.join(', ');
      for (const lang of ['de', 'en']) {
        expect((await at(['report', '--lang', lang], { columns: 400 })).out).toContain(said);
        expect((await at(['report', '--format', 'html', '--lang', lang])).out).toContain(said);
        expect((await at(['report', '--format', 'csv', '--lang', lang])).err).toContain(said);
      }
    } finally {
      for (const { id, received_at } of kept) set.run(received_at, id);
      db.close();
    }
  });
});
