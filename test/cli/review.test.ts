import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import stringWidth from 'string-width';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from './program.js';
import { run, worldOf } from './run.js';
import { openTerminal, terminalMissing, type Terminal } from './terminal.js';

/** Records that look like customer 17, of request 15, besides 18. */
const others = [
  { id: 9001, first: 'Friederike', last: 'Obermüller', email: 'f.obermueller@firma.example' },
  { id: 9002, first: 'Friedrike', last: 'Obermueller', email: null },
  { id: 9003, first: 'Friederike', last: 'Obermüller-Stöckl', email: 'friederike.obermueller@mail.exampl' },
] as const;

const words = {
  en: {
    title: (at: number, of: number): string => `Request 15: record ${String(at)} of ${String(of)}`,
    question: 'Are these one person?',
    legend: ['[m] merge', '[e] erase too', '[d] different person', '[s] skip', '[p] previous', '[q] quit'],
    fields: 'Merge it so?',
    yes: 'y',
    which: 'Which field?',
    keepA: 'keep A: K-100017',
    value: 'Value:',
    merged: (key: string): string => `Record ${key} is merged into 17`,
    decided: 'Decided: undecided',
    left: 'Still undecided:',
    kept: 'What has been decided so far stays decided.',
    changed: 'The calendar has changed one of the two records meanwhile.',
    gone: (key: string): string => `The calendar has deleted record ${key} meanwhile.`,
    nothing: 'No record that may be the same person is undecided.',
  },
  de: {
    title: (at: number, of: number): string => `Löschanfrage 15: Kundenakte ${String(at)} von ${String(of)}`,
    question: 'Ist das eine Person?',
    legend: [
      '[m] zusammenführen',
      '[e] mit löschen',
      '[d] andere Person',
      '[s] überspringen',
      '[p] vorige',
      '[q] beenden',
    ],
    fields: 'So zusammenführen?',
    yes: 'j',
    which: 'Welches Feld?',
    keepA: 'A behalten: K-100017',
    value: 'Wert:',
    merged: (key: string): string => `Akte ${key} ist mit 17 zusammengeführt`,
    decided: 'Entschieden: unentschieden',
    left: 'Noch unentschieden:',
    kept: 'Was schon entschieden ist, bleibt entschieden.',
    changed: 'Der Kalender hat eine der beiden Akten inzwischen geändert.',
    gone: (key: string): string => `Der Kalender hat die Akte ${key} inzwischen gelöscht.`,
    nothing: 'Keine Akte, die dieselbe Person sein kann, ist unentschieden.',
  },
} as const;

describe.skipIf(terminalMissing !== null)('the review at a terminal', () => {
  let root = '';
  let folder = '';
  let calendar: BetterSqlite.Database;
  /** Keys in the order of the review: that of `duplicates`. */
  let order: string[] = [];

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'belbo-erase-review-'));
    const made = await runProgram(['demo', '--customers', '40'], { cwd: root });
    if (made.code !== 0) throw new Error(made.err);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  beforeEach(async () => {
    folder = mkdtempSync(join(root, 'copy-'));
    cpSync(join(root, 'demo'), folder, { recursive: true });
    calendar = new BetterSqlite(join(folder, 'calendar.sqlite'));
    const insert = calendar.prepare(
      `insert into customers (id, country, customer_no, first_name, last_name, birth_date, mobile, email, notes, status, marketing_consent, created_at, updated_at)
       select :id, country, 'K-' || :no, :first, :last, birth_date, mobile, :email, 'Wegen einer Allergie nur Naturfarben verwenden.', status, 1, created_at, updated_at from customers where id = 17`,
    );
    for (const each of others) insert.run({ ...each, no: String(each.id) });
    order = [...(await decisions()).keys()];
    expect(order).toHaveLength(4);
  });
  afterEach(() => {
    calendar.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (lang: 'de' | 'en', argv: readonly string[] = ['merge', '15']): Terminal =>
    openTerminal(argv, { cwd: folder, lang });
  const decisions = async (): Promise<Map<string, string>> => {
    const { out } = await run(['duplicates', '15', '--json'], worldOf(folder));
    const { candidates } = JSON.parse(out) as { candidates: { key: string; decision: string }[] };
    return new Map(candidates.map(({ key, decision }) => [key, decision]));
  };
  const count = (where: string): unknown =>
    (calendar.prepare(`select count(*) as n from ${where}`).get() as { n: number }).n;

  describe.each(['en', 'de'] as const)('in %s', (lang) => {
    const t = words[lang];

    it('goes through every key: skip, previous, different person, erase too, merge with a field typed, quit', async () => {
      const terminal = open(lang);
      const first = await terminal.shown(t.question);
      expect(first).toContain(t.title(1, 4));
      for (const key of t.legend) expect(first).toContain(key);
      // Another key, and Enter, decide nothing.
      terminal.type('x\r');
      terminal.type('p');
      expect(await terminal.shown(t.title(1, 4))).toContain(t.question);
      terminal.type('s');
      expect(await terminal.shown(t.title(2, 4))).toContain(t.question);
      terminal.type('p');
      expect(await terminal.shown(t.decided)).toContain(t.title(1, 4));
      terminal.type('d');
      expect(await terminal.shown(t.title(2, 4))).toContain(t.question);
      expect((await decisions()).get(order[0] ?? '')).toBe('different');
      terminal.type('e');
      expect(await terminal.shown(t.title(3, 4))).toContain(t.question);
      // Back over one that was decided: it is shown with what was decided, and can be decided otherwise.
      terminal.type('p');
      expect(await terminal.shown(t.title(2, 4))).toContain(t.question);
      terminal.type('e');
      await terminal.shown(t.title(3, 4));
      terminal.type('m');
      await terminal.shown(t.fields);
      terminal.type('n');
      expect(await terminal.shown(t.title(3, 4))).toContain(t.question);
      terminal.type('m');
      await terminal.shown(t.fields);
      terminal.type('c');
      await terminal.shown(t.which);
      // The first one, the customer number.
      terminal.type('\r');
      await terminal.shown(t.keepA);
      terminal.type('\x1b[B\x1b[B\r');
      await terminal.shown(t.value);
      terminal.type('K-NEU-1\r');
      expect(await terminal.shown(t.fields)).toContain('K-NEU-1');
      terminal.type(t.yes);
      expect(await terminal.shown(t.merged(order[2] ?? ''))).toContain(t.question);
      // Nothing is wider than the terminal.
      for (const line of terminal.all().split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(80);
      terminal.type('q');
      expect(await terminal.shown(t.left)).toContain(order[3]);
      expect(terminal.all()).not.toContain('\\u00');
      expect(await terminal.ended).toBe(3);
      expect(count("customers where id = 17 and customer_no = 'K-NEU-1'")).toBe(1);
      expect(count(`customers where id = ${order[2] ?? ''}`)).toBe(0);
    });

    it('takes nothing for an answer that was typed before it is asked', async () => {
      const terminal = open(lang);
      // The next command, while the customers are still compared.
      terminal.type('belbo-erase list\r');
      expect(await terminal.shown(t.title(1, 4))).toContain(t.question);
      expect([...(await decisions()).values()].every((verdict) => verdict === 'undecided')).toBe(true);
      terminal.type('s');
      expect(await terminal.shown(t.title(2, 4))).toContain(t.question);
      terminal.type('\x03');
      expect(await terminal.ended).toBe(130);
    });

    it('keeps what was decided on Ctrl-C, at the question and inside of a merge, and merges nothing then', async () => {
      const terminal = open(lang);
      await terminal.shown(t.question);
      terminal.type('d');
      await terminal.shown(t.title(2, 4));
      terminal.type('\x03');
      await terminal.shown(t.kept);
      expect(await terminal.ended).toBe(130);
      const before = await decisions();
      expect(order.slice(0, 2).map((key) => before.get(key))).toEqual(['different', 'undecided']);
      const again = open(lang);
      expect(await again.shown(t.title(1, 3))).toContain(t.question);
      again.type('m');
      await again.shown(t.fields);
      again.type('\x03');
      expect(await again.ended).toBe(130);
      expect(count('customers where id in (17, 18, 9001, 9002, 9003)')).toBe(5);
      expect(await decisions()).toEqual(before);
    });

    it('asks again about a record the calendar has changed meanwhile, and leaves out one it has deleted', async () => {
      const terminal = open(lang);
      await terminal.shown(t.question);
      const change = (at: number, set: string): void =>
        void calendar.prepare(`update customers set ${set} where id = ?`).run(order[at]);
      change(0, "last_name = 'Ganz-Anders'");
      terminal.type('e');
      const again = await terminal.shown(t.question);
      expect(again).toContain(t.changed);
      expect(again).toContain('Ganz-Anders');
      change(0, "first_name = 'Rike'");
      terminal.type('m');
      expect(await terminal.shown(t.changed)).toContain(t.question);
      terminal.type('d');
      await terminal.shown(t.title(2, 4));
      for (const table of ['appointments', 'receipts', 'documents', 'bonus_cards'])
        calendar.prepare(`delete from ${table} where customer_id = ?`).run(order[1]);
      calendar.prepare('delete from customers where id = ?').run(order[1]);
      terminal.type('d');
      const next = await terminal.shown(t.title(3, 4));
      expect(next).toContain(t.gone(order[1] ?? ''));
      expect(next).not.toContain(t.changed);
      terminal.type('d');
      await terminal.shown(t.title(4, 4));
      // Between the question and the answer to how to merge.
      terminal.type('m');
      await terminal.shown(t.fields);
      change(3, "notes = 'neu'");
      terminal.type(t.yes);
      expect(await terminal.shown(t.changed)).toContain(t.question);
      terminal.type('d');
      await terminal.shown(t.nothing);
      expect(await terminal.ended).toBe(0);
      expect(count('customers where id in (17, 18, 9001, 9002, 9003)')).toBe(4);
    });
  });

  it('goes on with what is left when more come into question than are listed at a time', async () => {
    const insert = calendar.prepare(
      `insert into customers (id, country, customer_no, first_name, last_name, birth_date, mobile, status, marketing_consent, created_at, updated_at)
       select :id, country, 'K-' || :no, first_name, last_name, birth_date, mobile, status, 1, created_at, updated_at from customers where id = 17`,
    );
    const many = calendar.prepare(
      `insert into customers (id, country, customer_no, first_name, last_name, status, marketing_consent, created_at, updated_at)
       select :id, country, 'K-' || :no, 'Person' || :no, 'Fremd' || :no, status, 1, created_at, updated_at from customers where id = 17`,
    );
    calendar.transaction(() => {
      for (let id = 20_000; id < 24_000; id += 1) many.run({ id, no: String(id) });
      for (let id = 10_000; id < 10_110; id += 1) insert.run({ id, no: String(id) });
    })();
    const found = JSON.parse((await run(['duplicates', '15', '--json'], worldOf(folder))).out) as {
      candidates: { key: string; band: string }[];
      left: number;
    };
    expect([found.candidates.length, found.left]).toEqual([100, 14]);
    const path = join(folder, 'hundred.yaml');
    writeFileSync(
      path,
      `decisions:\n${found.candidates.map(({ key }) => `  - { record: '${key}', decision: different }\n`).join('')}`,
    );
    const { code, out } = await run(['merge', '15', '--decisions', path, '--json'], worldOf(folder));
    expect(code).toBe(3);
    expect((JSON.parse(out) as { undecided: string[] }).undecided.length).toBeGreaterThan(10);
    const terminal = open('en');
    expect(await terminal.shown('Are these one person?')).toMatch(/record 1 of 14/);
    terminal.type('q');
    expect(await terminal.ended).toBe(3);
  });

  it('is not left by a single wrong key into a merge: to give one up is typed in full', async () => {
    const terminal = open('en', ['merge', '--survivor', '17', '--duplicates', '9001']);
    await terminal.shown('type the key of the record that stays (17):');
    terminal.type('y\r');
    expect(await terminal.ended).toBe(2);
    expect(count('customers where id = 9001')).toBe(1);
    const merging = open('en', ['merge', '--survivor', '17', '--duplicates', '9001']);
    await merging.shown('type the key of the record that stays (17):');
    merging.type('17\r');
    expect(await merging.ended).toBe(0);
    const undoing = open('de', ['merge', 'undo', '1']);
    await undoing.shown('tippen Sie ihre Nummer (1):');
    undoing.type('\x03');
    expect(await undoing.ended).toBe(130);
    expect(count('customers where id = 9001')).toBe(0);
    const forgetting = open('de', ['merge', 'forget', '1']);
    expect(await forgetting.shown('tippen Sie ihre Nummer (1):')).toContain('wird vernichtet');
    forgetting.type('1\r');
    expect(await forgetting.ended).toBe(5);
  });
});
