import { BelboEraseError } from '../errors.js';
import { languages } from './language.js';

/** Global options, after flags and environment were joined. */
export interface Settings {
  readonly config: string | null;
  readonly database: string | null;
  readonly map: string | null;
  /** null: no JSON; empty: all fields. */
  readonly json: readonly string[] | null;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly input: boolean;
  readonly color: boolean;
}

type Env = Readonly<Record<string, string | undefined>>;

function flagFromEnv(env: Env, name: string): boolean {
  const value = env[name]?.toLowerCase() ?? '';
  if (['1', 'true', 'yes', 'on'].includes(value)) return true;
  if (['', '0', 'false', 'no', 'off'].includes(value)) return false;
  throw new BelboEraseError('INVALID_OPTION', { option: name, valid: '1, 0' });
}

function jsonFields(value: string): string[] {
  if (['1', 'true', 'yes', 'on'].includes(value.toLowerCase())) return [];
  return value
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
}

/** The fields asked for with `--json`, or null. An environment value of 0 or nothing switches it off. */
function readJson(flag: unknown, env: Env): readonly string[] | null {
  if (typeof flag === 'string') return jsonFields(flag);
  const value = env['BELBO_ERASE_JSON'] ?? '';
  return ['', '0', 'false', 'no', 'off'].includes(value.toLowerCase()) ? null : jsonFields(value);
}

/**
 * Joins parsed flags with `BELBO_ERASE_*`; a flag wins. The configuration file comes third and is read by the command.
 * @param flags parsed by commander, keys in camel case
 * @throws BelboEraseError `INVALID_OPTION`
 */
export function resolveSettings(flags: Readonly<Record<string, unknown>>, env: Env): Settings {
  const text = (key: string, name: string): string | null => {
    const flag = flags[key];
    return (typeof flag === 'string' ? flag : env[name]) || null;
  };
  const lang = text('lang', 'BELBO_ERASE_LANG');
  if (
    lang !== null &&
    !languages.some((each) => lang.toLowerCase() === each || lang.toLowerCase().startsWith(`${each}_`))
  ) {
    throw new BelboEraseError('INVALID_OPTION', { option: '--lang', valid: languages.join(', ') });
  }
  return {
    config: text('config', 'BELBO_ERASE_CONFIG'),
    database: text('database', 'BELBO_ERASE_DATABASE'),
    map: text('map', 'BELBO_ERASE_MAP'),
    json: readJson(flags['json'], env),
    quiet: flags['quiet'] === true || flagFromEnv(env, 'BELBO_ERASE_QUIET'),
    verbose: flags['verbose'] === true || flagFromEnv(env, 'BELBO_ERASE_VERBOSE'),
    input: flags['input'] !== false && !flagFromEnv(env, 'BELBO_ERASE_NO_INPUT'),
    color: flags['color'] !== false && !flagFromEnv(env, 'BELBO_ERASE_NO_COLOR'),
  };
}

/**
 * Rewrites `--json` so that its optional value is unambiguous: the next word is its value only when it looks like a list
 * of fields and is no command. `show --json 12` would otherwise ask for a field called 12.
 */
export function joinJsonFields(argv: readonly string[], commandNames: readonly string[]): string[] {
  const words: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word === '--') return [...words, ...argv.slice(index)];
    if (word !== '--json') {
      words.push(word);
      continue;
    }
    const next = argv[index + 1] ?? '';
    const isFields = /^[A-Za-z]+(, *[A-Za-z]+)*$/.test(next) && !commandNames.includes(next);
    words.push(`--json=${isFields ? next : ''}`);
    if (isFields) index += 1;
  }
  return words;
}
