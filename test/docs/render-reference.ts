import { helpTopics } from '../../src/cli/command-names.js';
import { declarations, globalOptions, type CommandDeclaration, type CommandName } from '../../src/cli/declarations.js';
import { jsonFields } from '../../src/cli/json-fields.js';
import { en } from '../../src/cli/messages/en.js';

/*
 * The reference in Markdown, made of the same declarations and texts as `--help`. Nothing of it is written by hand, so that it
 * cannot say anything else than the program does.
 */

/** `--due-before <date>` is `dueBefore` in the texts, as commander calls it. */
const keyOf = (flag: string): string =>
  (/--(?:no-)?([a-z-]+)/.exec(flag)?.[1] ?? '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const optionList = (options: readonly string[]): string[] =>
  options.map((option) => `- \`${option}\`: ${en.help.option[keyOf(option)] ?? ''}`);

const exitList = (codes: Iterable<number>): string[] =>
  [...new Set(codes)].sort((a, b) => a - b).map((code) => `- ${String(code)}: ${en.help.exit[code] ?? ''}`);

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const usage = ({ name, words, options }: CommandDeclaration): string =>
  ['belbo-erase', name, words, options.length === 0 ? '' : '[options]'].filter((part) => part !== '').join(' ');

function commandSection(declaration: CommandDeclaration & { readonly name: CommandName }): string[] {
  const { name, options, exits, example } = declaration;
  const fields: readonly string[] = jsonFields[name];
  return [
    `## ${name}`,
    '',
    `${sentence(en.help.command[name])}.`,
    '',
    '```',
    usage(declaration),
    '```',
    '',
    ...(options.length === 0 ? [] : ['Options:', '', ...optionList(options), '']),
    ...(fields.length === 0 ? [] : [`Fields of \`--json\`: ${fields.map((field) => `\`${field}\``).join(', ')}.`, '']),
    'Exit codes:',
    '',
    ...exitList(exits),
    '',
    'Example:',
    '',
    '```',
    example,
    '```',
    '',
  ];
}

/** The page `docs/commands.md`. */
export function renderReference(): string {
  return [
    '# Commands',
    '',
    '<!-- Written by `npm run docs` from the declarations behind `--help`. Do not edit. -->',
    '',
    'Every command takes the global options below; `belbo-erase help <command>` says the same in English or German.',
    '',
    ...declarations.flatMap(commandSection),
    '## Global options',
    '',
    ...optionList(globalOptions),
    '',
    '## Exit codes',
    '',
    ...exitList(Object.keys(en.help.exit).map(Number)),
    '',
    '## Environment',
    '',
    ...en.help.environment.split('\n').flatMap((line) => [line, '']),
    `More: ${helpTopics.map((topic) => `\`belbo-erase help ${topic}\``).join(', ')}.`,
    '',
  ].join('\n');
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

/** Parts of the README that are made, by the name in their markers. */
const sections: Readonly<Record<string, () => string>> = {
  commands: () =>
    table(
      ['command', 'what it does'],
      declarations.map(({ name, words }) => [`\`${[name, words].join(' ').trim()}\``, en.help.command[name]]),
    ),
  'exit-codes': () => table(['exit code', 'meaning'], Object.entries(en.help.exit)),
};

/** The README with its made parts renewed, between `<!-- made: name -->` and `<!-- end -->`; all else stays. */
export function renewSections(readme: string): string {
  return readme.replace(
    /(<!-- made: ([a-z-]+) -->\n)[^]*?(<!-- end -->)/g,
    (whole, start: string, name: string, end: string) => {
      const make = sections[name];
      return make === undefined ? whole : `${start}\n${make()}\n\n${end}`;
    },
  );
}

/** Names of the parts that are made. */
export const madeSections = Object.keys(sections);
