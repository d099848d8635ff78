import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { ChalkInstance } from 'chalk';
import type { Config } from '../config.js';
import { BelboEraseError } from '../errors.js';
import { localTime } from '../requests/days.js';
import { Interruption } from './interruption.js';
import type { Io } from './io.js';
import { isUtf8, type Language } from './language.js';
import type { Messages } from './messages/en.js';
import { createPrompter, type Prompter } from './prompter.js';
import { createProgress } from './render/progress.js';
import { fold } from './render/wrap.js';
import type { OpenOptions } from './open-database.js';
import type { Session } from './session.js';
import type { Settings } from './settings.js';

/** A result, in the three forms it can be printed in. */
export interface View {
  readonly json: Readonly<Record<string, unknown>>;
  /** The list whose entries `--json fields` choose from; otherwise they choose from the document. */
  readonly jsonList?: { readonly key: string; readonly fields: readonly string[] };
  readonly tsv: {
    readonly headers: readonly string[];
    readonly rows: readonly (readonly (string | number | null)[])[];
  };
  readonly terminal: (style: Style) => Promise<string>;
}

/** How a terminal wants its text. */
export interface Style {
  readonly chalk: ChalkInstance;
  readonly width: number;
  /** Signs that stand beside colours; ASCII where the locale has no more. */
  readonly sign: { readonly ok: string; readonly warning: string; readonly error: string; readonly bullet: string };
}

/** What commands get: streams, settings, texts, and the expensive things as functions. */
export interface Context {
  readonly io: Io;
  readonly settings: Settings;
  readonly language: Language;
  readonly messages: Messages;
  readonly prompter: Prompter;
  /** Today in the controller's time zone, `YYYY-MM-DD`. */
  readonly today: () => Promise<string>;
  readonly config: () => Promise<Config>;
  readonly openOptions: () => Promise<OpenOptions>;
  /** Opens the database, works, and closes it whatever happens. */
  readonly withSession: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  readonly print: (view: View) => Promise<void>;
  /** Runs another command, as typed; for the demo. */
  readonly runCommand: (argv: readonly string[]) => Promise<number>;
  /** What the next question is about, on stderr; also with --quiet. */
  readonly show: (text: string) => void;
  /** A message for a person, on stderr; nothing with --quiet. */
  readonly note: (text: string) => void;
}

/** Colour is decided once: flag, NO_COLOR, then whether it is a terminal that has any. */
function hasColor(io: Io, settings: Settings): boolean {
  if (!settings.color || (io.env['NO_COLOR'] ?? '') !== '') return false;
  if ((io.env['FORCE_COLOR'] ?? '') !== '' && io.env['FORCE_COLOR'] !== '0') return true;
  return io.stdout.isTTY === true && io.env['TERM'] !== 'dumb';
}

/** Style for the terminal, decided once from flag, environment and stream. */
export async function createStyle(io: Io, settings: Settings): Promise<Style> {
  const { Chalk } = await import('chalk');
  const unicode = isUtf8(io.env);
  return {
    chalk: new Chalk({ level: hasColor(io, settings) ? 1 : 0 }),
    width: io.stdout.columns ?? 80,
    sign: unicode
      ? { ok: '✓', warning: '!', error: '✗', bullet: '•' }
      : { ok: '+', warning: '!', error: 'x', bullet: '*' },
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no name.
    return String(process.getuid?.() ?? '');
  }
}

/** Builds what a command works with; opens nothing yet. */
export function createContext(
  io: Io,
  settings: Settings,
  language: Language,
  messages: Messages,
  signal: AbortSignal,
  runCommand: Context['runCommand'],
): Context {
  const progress = createProgress(io.stderr, messages, settings.quiet);
  const { input } = settings;
  const prompter = createPrompter(io, { input, signal, keys: messages.keys, before: () => progress.end() });
  let config: Promise<Config> | null = null;
  const readConfig = async (): Promise<Config> => {
    const { readConfig: read } = await import('../config.js');
    const { config: path, database, map } = settings;
    return read({ config: path, database, map, passwordFile: io.env['BELBO_ERASE_PASSWORD_FILE'] ?? null }, io.cwd);
  };
  const configOnce = async (): Promise<Config> => (config ??= readConfig());
  const password = async (): Promise<string | null> => {
    const { passwordFile, database } = await configOnce();
    const given = io.env['BELBO_ERASE_PASSWORD'];
    if (given !== undefined) return given;
    if (passwordFile !== null) {
      const text = await readFile(passwordFile, 'utf8').catch((cause: unknown) => {
        throw new BelboEraseError('CONFIG_NOT_FOUND', { path: passwordFile }, { cause });
      });
      return text.replace(/\r?\n$/, '');
    }
    if (!prompter.canAsk || database === null) return null;
    const { username, hostname, pathname } = new URL(database);
    return prompter.password(messages.password(decodeURIComponent(username), `${hostname}${pathname}`));
  };
  const openOptions = async (): Promise<OpenOptions> => ({
    config: await configOnce(),
    password,
    onProgress: (event) => {
      // Between batches is where work can stop without leaving anything half done.
      if (signal.aborted) throw signal.reason instanceof Interruption ? signal.reason : new Interruption('SIGINT');
      progress.listener(event);
    },
    signal,
    clock: io.clock,
    who: userName(),
  });
  const folded = (text: string): string => (io.stderr.isTTY === true ? fold(text, io.stderr.columns ?? 80) : text);
  return {
    io,
    settings,
    language,
    messages,
    prompter,
    today: async () => localTime(io.clock(), (await configOnce()).timeZone).slice(0, 10),
    config: configOnce,
    openOptions,
    async withSession(work) {
      const [{ openSession }, options] = await Promise.all([import('./session.js'), openOptions()]);
      const session = await openSession(options);
      try {
        return await work(session);
      } finally {
        progress.end();
        await session.close();
      }
    },
    async print(view) {
      progress.end();
      if (settings.json !== null) {
        const { renderJson } = await import('./render/json.js');
        io.stdout.write(renderJson(view.json, settings.json, view.jsonList));
      } else if (io.stdout.isTTY === true) {
        const style = await createStyle(io, settings);
        io.stdout.write(`${fold(await view.terminal(style), style.width)}\n`);
      } else {
        const { renderTsv } = await import('./render/tsv.js');
        io.stdout.write(renderTsv(view.tsv.headers, view.tsv.rows));
      }
    },
    runCommand,
    show(text) {
      progress.end();
      io.stderr.write(`${folded(text)}\n`);
    },
    note(text) {
      progress.end();
      if (!settings.quiet) io.stderr.write(`${folded(text)}\n`);
    },
  };
}
