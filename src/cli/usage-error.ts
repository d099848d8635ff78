import { nearest } from '../data-map/nearest.js';
import { BelboEraseError } from '../errors.js';
import { groups, namesBelow } from './command-names.js';
import { declarations, globalOptions } from './declarations.js';

/** The command a line is about, as far as it can be told: `stubs show`, `stubs`, `list`; empty when there is none. */
function typedCommand(argv: readonly string[]): string {
  const top = namesBelow(null);
  const at = argv.findIndex((word) => top.includes(word));
  const first = argv[at];
  if (first === undefined) return '';
  const below = groups.some((group) => group === first) ? namesBelow(first) : [];
  const second = argv.slice(at + 1).find((word) => below.includes(word));
  return second === undefined ? first : `${first} ${second}`;
}

function nearestOption(option: string, command: string): string {
  const own = declarations.find(({ name }) => name === command)?.options ?? [];
  const flags = [...own, ...globalOptions, '--help'].map((each) => each.split(' ')[0] ?? '');
  return nearest(option, flags) ?? '';
}

/**
 * What commander says in English of a command line it does not understand, as an error of ours. Commander tells the
 * particulars in its sentence only: the typed word stands there between the outermost quotes.
 */
export function usageError(error: { code: string; message: string }, argv: readonly string[]): BelboEraseError {
  const [sentence = ''] = error.message.split('\n');
  const name = /'(.*)'/.exec(sentence)?.[1] ?? '';
  const typed = typedCommand(argv);
  const command = typed === '' ? '' : `${typed} `;
  const valid = namesBelow(groups.find((group) => group === typed) ?? null);
  switch (error.code) {
    case 'commander.unknownCommand':
      return new BelboEraseError('UNKNOWN_COMMAND', {
        name,
        nearest: nearest(name, valid) ?? '',
        valid: valid.join(', '),
      });
    case 'commander.unknownOption':
      return new BelboEraseError('UNKNOWN_OPTION', { option: name, nearest: nearestOption(name, typed), command });
    case 'commander.missingArgument':
      return new BelboEraseError('MISSING_ARGUMENT', { argument: name, command });
    case 'commander.optionMissingArgument':
      return new BelboEraseError('MISSING_VALUE', { option: name, command });
    case 'commander.help':
      return new BelboEraseError('MISSING_COMMAND', { command: typed, valid: valid.join(', ') });
    default:
      return new BelboEraseError('TOO_MANY_ARGUMENTS', { command });
  }
}
