import { ExitCode } from '../errors.js';
import { createContext, type Context } from './context.js';
import { declarations, helpTopics, namesBelow } from './declarations.js';
import { isInterruption, Interruption, watchSignals } from './interruption.js';
import type { Io } from './io.js';
import { checkJsonFields } from './json-fields.js';
import { chosenLanguage, systemLanguage, type Language } from './language.js';
import type { Messages } from './messages/en.js';
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

/** What went wrong with writing to stdout; a reader that has gone away (`| head`) is no error. */
function watchOutput(io: Io): { readonly failure: () => Promise<Error | null>; stop(): void } {
  let failed: (Error & { code?: string }) | null = null;
  const receive = (error: Error & { code?: string }): void => {
    if (error.code !== 'EPIPE') failed ??= error;
  };
  const ignore = (): void => undefined;
  io.stdout.on('error', receive);
  io.stderr.on('error', ignore);
  return {
    failure: async () => {
      // Errors of the last write arrive with the next turn of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
      return failed;
    },
    // The listeners stay: a broken pipe may be told after the last write, and would end the process with a stack.
    stop: () => undefined,
  };
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
      const { loadCommand } = await import('./load-command.js');
      const run = await loadCommand(declaration.name);
      code = await run(
        createContext(io, settings, language, messages, watch.signal, async (words) => start(words, io)),
        input,
      );
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
