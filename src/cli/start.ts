import { nearest } from '../data-map/nearest.js';
import { BelboEraseError, ExitCode } from '../errors.js';
import { createContext } from './context.js';
import { declarations, helpTopics, namesBelow } from './declarations.js';
import { isInterruption, Interruption, watchSignals } from './interruption.js';
import type { Io } from './io.js';
import { chosenLanguage, systemLanguage, type Language } from './language.js';
import type { Messages } from './messages/en.js';
import { reportError } from './report-error.js';
import { joinJsonFields, resolveSettings } from './settings.js';

async function loadMessages(language: Language): Promise<Messages> {
  return language === 'de' ? (await import('./messages/de.js')).de : (await import('./messages/en.js')).en;
}

/** The language nobody chose is the configuration's, then the system's. */
function languageOf(argv: readonly string[], io: Io): Language {
  return chosenLanguage(argv, io.env) ?? systemLanguage(io.env);
}

/** What commander says in English of a command line it does not understand, as an error of ours. */
function usageError(error: { code: string; message: string }, argv: readonly string[]): BelboEraseError {
  const name = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const typed = argv.find((word) => /^[a-z]+$/.test(word)) ?? '';
  const command = typed === '' ? '' : `${typed} `;
  switch (error.code) {
    case 'commander.unknownCommand': {
      const valid = namesBelow(typed === 'stubs' ? 'stubs' : null);
      return new BelboEraseError('UNKNOWN_COMMAND', { name, nearest: nearest(name, valid) ?? '', valid: valid.join(', ') });
    }
    case 'commander.unknownOption':
      return new BelboEraseError('UNKNOWN_OPTION', { option: name, nearest: '', command });
    case 'commander.missingArgument':
      return new BelboEraseError('MISSING_ARGUMENT', { argument: name, command });
    case 'commander.optionMissingArgument':
      return new BelboEraseError('MISSING_VALUE', { option: name, command });
    case 'commander.help':
      return new BelboEraseError('MISSING_COMMAND', { command: command.trim(), valid: namesBelow(typed === 'stubs' ? 'stubs' : null).join(', ') });
    default:
      return new BelboEraseError('TOO_MANY_ARGUMENTS', { command });
  }
}

function isCommanderError(error: unknown): error is Error & { code: string; exitCode: number } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('commander.');
}

/** Parses, runs the command, and turns every error into a message and an exit code. */
export async function start(argv: readonly string[], io: Io): Promise<number> {
  const language = languageOf(argv, io);
  const messages = await loadMessages(language);
  const watch = watchSignals(io);
  // A reader that has gone away (`| head`) is no error.
  io.stdout.on('error', () => undefined);
  let json = argv.includes('--json') || argv.some((word) => word.startsWith('--json='));
  try {
    const { createProgram } = await import('./program.js');
    let code: number = ExitCode.ok;
    const names = [...declarations.map(({ name }) => name.split(' ')[0] ?? name), ...helpTopics];
    const program = await createProgram(io, messages, async (declaration, input, flags) => {
      const settings = resolveSettings(flags, io.env);
      json = settings.json !== null;
      const run = await declaration.load();
      code = await run(createContext(io, settings, language, messages, watch.signal), input);
    });
    await program.parseAsync(joinJsonFields(argv, names), { from: 'user' });
    return code;
  } catch (error) {
    if (isCommanderError(error)) {
      return error.exitCode === 0 ? ExitCode.ok : reportError(io, messages, usageError(error, argv), json);
    }
    if (isInterruption(error)) return error instanceof Interruption ? error.exitCode : ExitCode.interrupted;
    return reportError(io, messages, error, json);
  } finally {
    watch.stop();
  }
}

