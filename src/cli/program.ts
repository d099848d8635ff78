import { Command } from 'commander';
import { nearest } from '../data-map/nearest.js';
import { BelboEraseError } from '../errors.js';
import { groups, helpTopics, namesBelow, sectionOf, type Section } from './command-names.js';
import {
  declarations,
  globalOptions,
  type CommandDeclaration,
  type CommandInput,
  type DeclaredCommand,
} from './declarations.js';
import type { Io } from './io.js';
import type { Messages } from './messages/en.js';
import { version } from './version.js';

type Dispatch = (
  declaration: DeclaredCommand,
  input: CommandInput,
  flags: Readonly<Record<string, unknown>>,
) => Promise<void>;

const camel = (flag: string): string =>
  (/--(?:no-)?([a-z-]+)/.exec(flag)?.[1] ?? '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** An option means the same everywhere, unless there is a text for it and the command together. */
function addOptions(command: Command, options: readonly string[], messages: Messages, name = ''): void {
  const { option } = messages.help;
  for (const flag of options) command.option(flag, option[`${name} ${camel(flag)}`] ?? option[camel(flag)] ?? '');
}

function exitStatus(declaration: CommandDeclaration, messages: Messages): string {
  const codes = [...new Set(declaration.exits)]
    .sort((a, b) => a - b)
    .map((code) => `  ${String(code).padEnd(4)} ${messages.help.exit[code] ?? ''}`);
  return `\n${messages.help.exitStatus}\n${codes.join('\n')}\n\n${messages.help.example}\n  ${declaration.example}`;
}

function wordsOf(command: Command): string[] {
  return command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
}

function translate(command: Command, messages: Messages): void {
  const { help } = messages;
  const isGroup = command.parent === null || groups.some((group) => group === command.name());
  command.usage([help.usageOptions, ...(isGroup ? [help.usageCommand] : wordsOf(command))].join(' '));
  command.helpOption('-h, --help', help.helpOption).configureHelp({
    showGlobalOptions: false,
    subcommandTerm: (below) => [below.name(), ...wordsOf(below)].join(' '),
    styleTitle: (title) =>
      title
        .replace('Usage:', `${help.usage}:`)
        .replace('Commands:', `${help.commands}:`)
        .replace('Options:', `${help.options}:`)
        .replace('Arguments:', `${help.arguments}:`),
  });
}

function addHelpTopics(program: Command, io: Io, messages: Messages): void {
  const { help } = messages;
  const codes = Object.entries(help.exit).map(([code, text]) => `  ${code.padEnd(4)} ${text}`);
  program.addHelpText(
    'after',
    `\n${help.topicsTitle}:\n${helpTopics.map((topic) => `  ${topic.padEnd(12)} ${help.topics[topic]}`).join('\n')}`,
  );
  const texts: Readonly<Record<(typeof helpTopics)[number], string>> = {
    'exit-codes': codes.join('\n'),
    environment: help.environment,
  };
  program
    .command('help')
    .argument('[topic]')
    .argument('[subcommand]')
    .description(help.helpOption)
    .action((topic: string | undefined, below: string | undefined) => {
      const known = helpTopics.find((each) => each === topic);
      const valid = [...namesBelow(null), ...helpTopics];
      if (topic !== undefined && !valid.includes(topic)) {
        throw new BelboEraseError('UNKNOWN_COMMAND', {
          name: topic,
          nearest: nearest(topic, valid) ?? '',
          valid: valid.join(', '),
        });
      }
      if (known !== undefined) {
        io.stdout.write(`${texts[known]}\n`);
        return;
      }
      const command = program.commands.find((each) => each.name() === topic) ?? program;
      (command.commands.find((each) => each.name() === below) ?? command).outputHelp();
    });
}

/**
 * The parser, with texts in the user's language. Commands are declared only; their code is loaded when they are called, and options are
 * added to those whose name was typed: to all of them takes longer than all else that is done here.
 */
export function createProgram(argv: readonly string[], io: Io, messages: Messages, dispatch: Dispatch): Command {
  const program = new Command('belbo-erase');
  program
    .description(messages.help.description)
    .version(version, '-V, --version', messages.help.versionOption)
    .exitOverride()
    .helpCommand(false)
    // Errors are told by us, in the user's language.
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: () => undefined,
      getOutHelpWidth: () => io.stdout.columns ?? 80,
    });
  translate(program, messages);
  addOptions(program, globalOptions, messages);
  const parents = new Map<string, Command>();
  const parentOf = (name: string): Command | undefined => {
    const group = groups.find((each) => each === name);
    if (group === undefined) return undefined;
    let parent = parents.get(group);
    if (parent === undefined) {
      // `command()`, not `addCommand()`, which would not inherit exitOverride.
      parent = program.command(group).helpCommand(false).description(messages.help.group[group]);
      translate(parent, messages);
      parents.set(group, parent);
    }
    return parent;
  };
  for (const declaration of declarations as readonly DeclaredCommand[]) {
    const [first = '', second] = declaration.name.split(' ');
    const parent = second === undefined ? program : (parentOf(first) ?? program);
    // A group may be a command itself: `merge 12` beside `merge undo 3`.
    const own = second === undefined ? parentOf(first) : undefined;
    const command =
      own?.arguments(declaration.words) ?? parent.command(`${second ?? first} ${declaration.words}`.trim());
    command.description(messages.help.command[declaration.name]);
    if (!argv.includes(second ?? first)) continue;
    translate(command, messages);
    addOptions(command, [...declaration.options, ...globalOptions], messages, declaration.name);
    command.addHelpText('after', exitStatus(declaration, messages));
    command.action(async () => {
      const flags: Record<string, unknown> = { ...program.opts() };
      // An option that was not typed here has its default (`--no-color`: true): it must not hide what was typed before the command.
      for (const [key, value] of Object.entries(command.opts()))
        if (command.getOptionValueSource(key) !== 'default') flags[key] = value;
      // An option the group has as well was taken by the group.
      const above = parent === program || own !== undefined ? {} : parent.opts();
      await dispatch(declaration, { words: command.args, options: { ...above, ...command.opts() } }, flags);
    });
  }
  addHelpTopics(program, io, messages);
  const sections: Readonly<Record<string, Section>> = { ...sectionOf, help: 'setup' };
  for (const command of program.commands) {
    const section = sections[command.name()];
    if (section !== undefined) command.helpGroup(`${messages.help.section[section]}:`);
  }
  return program;
}
