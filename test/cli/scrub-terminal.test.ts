import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from './program.js';
import { run, worldOf, type Outcome } from './run.js';
import { settleDuplicates } from './settle-duplicates.js';
import { openTerminal, terminalMissing } from './terminal.js';

const head = 'Kundennr.;Vorname;Name;E-Mail;Umsatz';
/** Of the same name as the person of request 1, and nothing else to tell who they are. */
const doubtful = ['K-900001', 'K-900002', 'K-900003'].map(
  (number, at) => `${number};Katharina;Süßmilch;;${String(at)},50`,
);
const other = 'K-100023;Katharina;Süßkind;katharina.suesskind@post.example;1,00';

const words = {
  en: {
    question: 'Is this the person of request 1?',
    choices: ['Yes: remove the record', 'Yes: blank the personal columns', 'No, somebody else', 'Decide later'],
  },
  de: {
    question: 'Ist das die Person aus Anfrage 1?',
    choices: [
      'Ja: den Satz entfernen',
      'Ja: die persönlichen Spalten leeren',
      'Nein, jemand anders',
      'Später entscheiden',
    ],
  },
} as const;

const down = '\x1b[B';

describe.skipIf(terminalMissing !== null)('records in doubt, at a terminal', () => {
  let root = '';
  let folder = '';
  const file = (): string => join(folder, 'exports', 'kunden.csv');
  const kunden = (): string => readFileSync(file(), 'utf8');
  const at = async (...argv: readonly string[]): Promise<Outcome> => run(argv, worldOf(folder));

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'belbo-erase-doubt-'));
    folder = join(root, 'demo');
    expect((await runProgram(['demo', '--customers', '30'], { cwd: root })).code).toBe(0);
    await settleDuplicates(async (argv) => at(...argv), folder, '1');
    rmSync(join(folder, 'exports'), { recursive: true, force: true });
    mkdirSync(join(folder, 'exports'));
    const config = join(folder, 'belbo-erase.yaml');
    if (!readFileSync(config, 'utf8').includes('backups:')) appendFileSync(config, 'backups: [exports]\n');
    writeFileSync(file(), [head, ...doubtful, other, ''].join('\r\n'));
    expect((await at('erase', '1', '--confirm', '1', '--manual-done')).code).toBe(3);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  beforeEach(() => {
    folder = mkdtempSync(join(root, 'copy-'));
    cpSync(join(root, 'demo'), folder, { recursive: true });
  });

  describe.each(['en', 'de'] as const)('in %s', (lang) => {
    const t = words[lang];

    it('are shown one by one, and removed, blanked or left as a person says', async () => {
      const terminal = openTerminal(['scrub'], { cwd: folder, lang });
      const first = await terminal.shown(t.question);
      expect(first).toContain('K-900001 | Katharina | Süßmilch');
      for (const choice of t.choices) expect(first).toContain(choice);
      terminal.type(`${down}\r`);
      expect(await terminal.shown('K-900002')).toContain(t.question);
      terminal.type(`${down}${down}\r`);
      expect(await terminal.shown('K-900003')).toContain(t.question);
      terminal.type(`${down}${down}${down}\r`);
      expect(await terminal.ended).toBe(0);
      expect(kunden()).toBe([head, ';;;;1,50', doubtful[2], other, ''].join('\r\n'));
      expect((await at('show', '1')).out).toContain('status\tdone');
    });

    it('that were decided before Ctrl-C are decided, the others are asked again', async () => {
      const before = kunden();
      const terminal = openTerminal(['scrub'], { cwd: folder, lang });
      await terminal.shown(t.question);
      terminal.type(`${down}\r`);
      expect(await terminal.shown('K-900002')).toContain(t.question);
      terminal.type('\x03');
      expect(await terminal.ended).toBe(130);
      expect(kunden()).toBe(before);
      const again = openTerminal(['scrub'], { cwd: folder, lang });
      expect(await again.shown('K-900002')).toContain(t.question);
      expect(kunden()).toBe([head, ...doubtful.slice(1), other, ''].join('\r\n'));
      // Enter alone decides nothing.
      again.type('\r');
      await again.shown('K-900003');
      again.type('\r');
      expect(await again.ended).toBe(3);
      expect((await at('show', '1')).out).toContain('status\terased');
    });
  });
});
