import { ExitCode } from '../errors.js';
import { createContext, type Context } from './context.js';
import { helpTopics, namesBelow } from './command-names.js';
import { declarations } from './declarations.js';
import { isInterruption, Interruption, watchSignals } from './interruption.js';
import type { Io } from './io.js';
import { checkJsonFields } from './json-fields.js';
import { chosenLanguage, systemLanguage, type Language } from './language.js';
import { loadCommand } from './load-command.js';
import type { Messages } from './messages/en.js';
import { createProgram } from './program.js';
import { reportError } from './report-error.js';
import { joinJsonFields, resolveSettings } from './settings.js';

async function loadMessages(language: Language): Promise<Messages> {
  return language === 'de' ? (await import('./messages/de.js')).de : (await import('./messages/en.js')).en;
}

/** The configuration's language, for whoever chose none by flag or environment; null when it names none or cannot be read. */
async function configuredLanguage(context: Context): Promise<Language | null> {
  try {
    return (await context.config()).lang;
  } catch {
    // The command tells what is wrong with the configuration, if it needs one.
    return null;
  }
}

function isCommanderError(error: unknown): error is Error & { code: string; exitCode: number } {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('commander.')
  );
}

/** The first fault of stdout that matters; a reader that has gone away (`| head`) is no error. */
function watchOutput(io: Io): { readonly fault: () => Promise<Error | null> } {
  let fault: Error | null = null;
  io.stdout.on('error', (error: Error & { code?: string }) => {
    if (error.code !== 'EPIPE') fault ??= error;
  });
  io.stderr.on('error', () => undefined);
  return {
    fault: async () => {
      // Faults of the last write arrive with the next turn of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
      return fault;
    },
  };
}

/** What may still change while a command line is worked on: its configuration may name another language. */
interface Telling {
  messages: Messages;
  json: boolean;
}

async function dispatch(argv: readonly string[], io: Io, signal: AbortSignal, telling: Telling): Promise<number> {
  let code: number = ExitCode.ok;
  const chosen = chosenLanguage(argv, io.env);
  const program = createProgram(argv, io, telling.messages, async (declaration, input, flags) => {
    const settings = resolveSettings(flags, io.env);
    telling.json = settings.json !== null;
    checkJsonFields(settings.json ?? [], declaration.name, input.options);
    const run = await loadCommand(declaration.name);
    const contextIn = (language: Language): Context =>
      createContext(io, settings, language, telling.messages, signal, async (words) => runLine(words, io, signal));
    const system = systemLanguage(io.env);
    let context = contextIn(chosen ?? system);
    const configured = chosen ?? (await configuredLanguage(context)) ?? system;
    if (configured !== context.language) {
      telling.messages = await loadMessages(configured);
      context = contextIn(configured);
    }
    code = await run(context, input);
  });
  const names = [...declarations.flatMap(({ name }) => name.split(' ')), ...namesBelow(null), ...helpTopics];
  await program.parseAsync(joinJsonFields(argv.length === 0 ? ['--help'] : argv, names), { from: 'user' });
  return code;
}

/** Parses and runs one command line, and turns every error into a message and an exit code. */
async function runLine(argv: readonly string[], io: Io, signal: AbortSignal): Promise<number> {
  const telling: Telling = {
    messages: await loadMessages(chosenLanguage(argv, io.env) ?? systemLanguage(io.env)),
    json: argv.some((word) => word === '--json' || word.startsWith('--json=')),
  };
  try {
    return await dispatch(argv, io, signal, telling);
  } catch (error) {
    if (isCommanderError(error) && error.exitCode === 0) return ExitCode.ok;
    if (isInterruption(error)) return error instanceof Interruption ? error.exitCode : ExitCode.interrupted;
    const { usageError } = await import('./usage-error.js');
    const told = isCommanderError(error) ? usageError(error, argv) : error;
    return reportError(io, telling.messages, told, { json: telling.json, places: argv.includes('--verbose') });
  }
}

/** Runs the command line with signals and broken pipes looked after. */
export async function start(argv: readonly string[], io: Io): Promise<number> {
  const watch = watchSignals(io);
  const output = watchOutput(io);
  try {
    const code = await runLine(argv, io, watch.signal);
    const fault = await output.fault();
    if (fault === null || code !== ExitCode.ok) return code;
    // The result did not arrive, such as on a full disk: that must not look like success.
    const messages = await loadMessages(chosenLanguage(argv, io.env) ?? systemLanguage(io.env));
    return reportError(io, messages, fault, { json: false, places: false });
  } finally {
    watch.stop();
  }
}
