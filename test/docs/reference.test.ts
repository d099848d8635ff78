import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { declarations, globalOptions, type CommandDeclaration } from '../../src/cli/declarations.js';
import { de } from '../../src/cli/messages/de.js';
import { en } from '../../src/cli/messages/en.js';
import { madeSections, renderReference, renewSections } from './render-reference.js';

const fileOf = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const commandsPage = fileOf('docs/commands.md');
const readme = fileOf('README.md');

const formatted = async (text: string, path: string): Promise<string> =>
  format(text, { ...(await resolveConfig(path)), filepath: path });

// `npm run docs` runs these tests with --update, which writes the files instead of comparing them.
describe('the reference (renew it with: npm run docs)', () => {
  it('in docs/commands.md says what --help says', async () => {
    await expect(await formatted(renderReference(), commandsPage)).toMatchFileSnapshot(commandsPage);
  });

  it('in the README says what --help says', async () => {
    const text = await readFile(readme, 'utf8');
    await expect(await formatted(renewSections(text), readme)).toMatchFileSnapshot(readme);
    for (const name of madeSections) expect(text).toContain(`<!-- made: ${name} -->`);
  });
});

const flagsOf = (options: readonly string[]): string[] => options.map((option) => option.split(' ')[0] ?? '');
const keyOf = (flag: string): string =>
  flag.replace(/^--(no-)?/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

describe.each(declarations.map((each): CommandDeclaration => each))('the command $name', (declaration) => {
  const { name, options, exits, example } = declaration;

  it('has its texts in both languages', () => {
    for (const { help } of [en, de]) {
      const texts: Readonly<Record<string, string>> = help.command;
      expect(texts[name]).toMatch(/\S.*\S/);
      for (const flag of flagsOf(options)) expect([flag, help.option[keyOf(flag)] ?? '']).not.toContain('');
      for (const code of exits) expect([code, help.exit[code] ?? '']).not.toContain('');
    }
    const german: Readonly<Record<string, string>> = de.help.command;
    const english: Readonly<Record<string, string>> = en.help.command;
    expect(german[name]).not.toBe(english[name]);
  });

  it('names its exit codes, 0 and 2 among them', () => {
    expect(exits).toContain(0);
    expect(exits).toContain(2);
  });

  it('has an example with options it knows and the words it needs', () => {
    expect(example.startsWith(`belbo-erase ${name}`)).toBe(true);
    const rest = example.slice(`belbo-erase ${name}`.length);
    const typed = rest.split(/[ =]/).filter((word) => word.startsWith('--'));
    const known = flagsOf([...options, ...globalOptions]);
    for (const flag of typed) expect(known).toContain(flag);
    if (declaration.words.startsWith('<')) expect(rest).toMatch(/^ [^-\s]/);
  });
});
