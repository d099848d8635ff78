import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { groups, helpTopics, namesBelow, sectionOf, type Section } from '../../src/cli/command-names.js';
import { declarations } from '../../src/cli/declarations.js';
import { de } from '../../src/cli/messages/de.js';
import { en } from '../../src/cli/messages/en.js';
import { version } from '../../src/cli/version.js';
import { run } from './run.js';

describe('version', () => {
  it('is that of package.json', async () => {
    const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(version).toBe(manifest.version);
    for (const flag of ['--version', '-V'])
      expect(await run([flag])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });
});

describe('help', () => {
  it('names every command and help topic, and comes without being asked for when nothing is typed', async () => {
    const { code, out, err } = await run(['--help']);
    expect([code, err]).toEqual([0, '']);
    for (const name of [...namesBelow(null), ...helpTopics]) expect(out).toContain(name);
    expect((await run([])).out).toBe(out);
    expect((await run(['help'])).out).toBe(out);
  });

  it('lists every command in a section that says what it is for', async () => {
    for (const [lang, { help }] of [
      ['en', en],
      ['de', de],
    ] as const) {
      const { out } = await run(['--help', '--lang', lang]);
      const listed = new Map(
        out.split('\n\n').flatMap((part) => {
          const [title = '', ...lines] = part.split('\n');
          const names = lines.flatMap((line) => /^ {2}([a-z]+)(?= )/.exec(line)?.[1] ?? []);
          return names.map((name): [string, string] => [name, title]);
        }),
      );
      const sections: Readonly<Record<string, Section>> = { ...sectionOf, help: 'setup' };
      for (const name of namesBelow(null))
        expect([name, listed.get(name)]).toEqual([name, `${help.section[sections[name] ?? 'daily']}:`]);
      expect(out).not.toContain(`\n${help.commands}:`);
    }
  });

  it.each(declarations.map(({ name }) => name))(
    'of %s has its exit codes, an example and every option',
    async (name) => {
      const declaration = declarations.find((each) => each.name === name);
      const words = name.split(' ');
      for (const [lang, { help }] of [
        ['en', en],
        ['de', de],
      ] as const) {
        const { code, out } = await run([...words, '--help', '--lang', lang]);
        expect(code).toBe(0);
        expect(out).toContain(help.command[name]);
        expect(out).toContain('EXIT STATUS');
        for (const exit of declaration?.exits ?? []) expect(out).toMatch(new RegExp(`^ +${String(exit)} `, 'm'));
        expect(out).toContain(`belbo-erase ${name}`);
        for (const option of declaration?.options ?? []) expect(out).toContain(option);
        // An option without its text would leave nothing behind its name.
        expect(out).not.toMatch(/^ {2}--\S+(?: <[^>]*>| \[[^\]]*\])?$/m);
      }
      expect((await run(['help', ...words])).out).toBe((await run([...words, '--help'])).out);
    },
  );

  it.each(groups)('of the group %s names its commands', async (group) => {
    const { out } = await run([group, '--help']);
    for (const name of namesBelow(group)) expect(out).toContain(name);
  });

  it('is all in the language asked for', async () => {
    for (const argv of [['--help'], ['list', '--help'], ['stubs', '--help']]) {
      const { out } = await run(['--lang', 'de', ...argv]);
      expect(out).toContain('Aufruf: belbo-erase');
      expect(out).not.toMatch(/Usage|Options|Commands|\[options\]|\[command\]|display help/);
    }
  });

  it('explains exit codes and environment', async () => {
    const codes = await run(['help', 'exit-codes']);
    for (const code of [0, 1, 2, 3, 4, 5, 10, 11, 12, 130, 143])
      expect(codes.out).toMatch(new RegExp(`^ +${String(code)} `, 'm'));
    expect((await run(['help', 'environment', '--lang', 'de'])).out).toContain('BELBO_ERASE_PASSWORD');
  });
});

describe('a command line that is not understood', () => {
  it.each([
    [['lst'], 'There is no command lst.', 'Did you mean list?'],
    [['help', 'exit-code'], 'There is no command exit-code.', 'Did you mean exit-codes?'],
    [['stubs', 'prge'], 'There is no command prge.', 'Did you mean purge?'],
    [['stubs'], 'stubs needs a command.', 'Commands: list, show, purge'],
    [['--quiet'], 'belbo-erase needs a command.', 'Commands: list'],
    [['list', '--due-befor', '2026-01-01'], 'There is no option --due-befor.', 'Did you mean --due-before?'],
    [['show', '12', '--frobnicate'], 'There is no option --frobnicate.', 'See: belbo-erase show --help'],
    [['list', '--due-before'], '--due-before <date> needs a value.', 'See: belbo-erase list --help'],
    [['--lang', 'de', 'show'], 'Es fehlt: request.', 'Siehe: belbo-erase show --help'],
    [['stubs', 'show'], 'stub is missing.', 'See: belbo-erase stubs show --help'],
    [['list', 'twelve'], 'Too many arguments.', 'See: belbo-erase list --help'],
    [['list', '--status', 'opne'], 'The value of --status is not valid.', 'Valid: open, in_progress'],
    [['list', '--due-before', '2026-02-30'], 'The value of --due-before is not valid.', 'Valid: YYYY-MM-DD'],
    [['list', '--due-within', 'soon'], 'The value of --due-within is not valid.', 'Valid: 0'],
    [
      ['erase', '1', '--uncertain-mentions', 'maybe'],
      'The value of --uncertain-mentions is not valid.',
      'Valid: redact, keep',
    ],
    [['list', '--lang', 'fr'], 'The value of --lang is not valid.', 'Valid: de, en'],
    [['list', '--json', 'id,nam'], 'There is no JSON field nam.', 'Valid fields: id, status'],
  ])('%j exits 2 and says what to do', async (argv, message, hint) => {
    const { code, out, err } = await run(argv);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain(hint);
    if (!argv.includes('--json')) expect(out).toBe('');
  });

  it('is told in German, too', async () => {
    const { err } = await run(['lst'], { env: { LANG: 'de_AT.UTF-8' } });
    expect(err).toBe('Fehler: Den Befehl lst gibt es nicht.\nHinweis: Meinten Sie list?\n');
  });

  it('is one JSON document with --json', async () => {
    const { out } = await run(['lst', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      error: { code: 'UNKNOWN_COMMAND', exitCode: 2, message: 'There is no command lst.', params: { nearest: 'list' } },
    });
  });

  it('cannot write escape sequences to the terminal', async () => {
    const { err } = await run(['\u001b[2Jlst'], { columns: 80 });
    expect(err).not.toContain('\u001b[2J');
  });
});

describe('language', () => {
  it.each([
    [{ LANG: 'de_DE.UTF-8' }, [], 'Fehler'],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, [], 'Error'],
    [{ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'de_CH.UTF-8' }, [], 'Fehler'],
    [{ LANG: 'fr_FR.UTF-8' }, [], 'Error'],
    [{ LANG: 'de_DE.UTF-8', BELBO_ERASE_LANG: 'en' }, [], 'Error'],
    [{ LANG: 'en_GB.UTF-8', BELBO_ERASE_LANG: 'en' }, ['--lang=de'], 'Fehler'],
  ])('of %j %j', async (env, flags, word) => {
    expect((await run(['lst', ...flags], { env })).err).toMatch(new RegExp(`^${word}:`));
  });
});

describe('environment', () => {
  it('switches JSON on, and refuses what is neither on nor off', async () => {
    expect(JSON.parse((await run(['list'], { env: { BELBO_ERASE_JSON: '1' } })).out)).toHaveProperty('error.code');
    expect((await run(['list'], { env: { BELBO_ERASE_JSON: '0' } })).out).toBe('');
    const { code, err } = await run(['list'], { env: { BELBO_ERASE_QUIET: 'maybe' } });
    expect(code).toBe(2);
    expect(err).toContain('BELBO_ERASE_QUIET');
  });
});
