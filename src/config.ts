import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { nearest } from './data-map/nearest.js';
import { BelboEraseError, type Finding } from './errors.js';
import { retentionCountries, type RetentionCountry } from './retention/periods.js';

/** Name of the configuration file, looked for in the working directory and upwards. */
export const configFileName = 'belbo-erase.yaml';

/** Who answers for the data (Art. 4(7) GDPR); named in letters. */
export interface Controller {
  readonly name: string;
  readonly address: string | null;
  readonly email: string | null;
}

/** The configuration, with defaults filled in and paths made absolute. */
export interface Config {
  /** The file it was read from; null when there is none. */
  readonly path: string | null;
  /** `sqlite:/absolute/file` or `mysql://user@host/database`, never with a password; null when nobody named one. */
  readonly database: string | null;
  /** Name of a built-in data map, or absolute path of a file. */
  readonly map: string;
  readonly lang: 'de' | 'en' | null;
  readonly timeZone: string;
  readonly country: RetentionCountry;
  readonly keyFile: string;
  readonly passwordFile: string | null;
  readonly controller: Controller | null;
}

/** What flags and environment say; each wins over the file. Relative paths here are relative to `cwd`. */
export interface ConfigOverrides {
  readonly config: string | null;
  readonly database: string | null;
  readonly map: string | null;
  readonly passwordFile: string | null;
}

type Settings = Readonly<Record<string, unknown>>;

const keys = ['database', 'map', 'lang', 'time_zone', 'country', 'key_file', 'password_file', 'controller'];
const controllerKeys = ['name', 'address', 'email'];

function isObject(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownKeys(settings: Settings, valid: readonly string[], prefix: string): Finding[] {
  return Object.keys(settings)
    .filter((key) => !valid.includes(key))
    .map((key) => ({
      path: `${prefix}${key}`,
      code: 'unknown_key',
      params: { key, nearest: nearest(key, valid) ?? '', valid: valid.join(', ') },
    }));
}

function wrongTypes(settings: Settings, texts: readonly string[], prefix: string): Finding[] {
  return texts
    .filter((key) => settings[key] !== undefined && (typeof settings[key] !== 'string' || settings[key] === ''))
    .map((key) => ({ path: `${prefix}${key}`, code: 'wrong_type', params: { expected: 'string' } }));
}

function isTimeZone(name: string): boolean {
  // Loading the zone data costs 15 ms: the default needs no check.
  if (name === 'Europe/Berlin') return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const schemes = ['sqlite', 'mysql', 'mariadb'];

/** What is wrong with a database address. The address itself is never repeated: it may hold a password. */
function checkDatabase(value: unknown, path: string): Finding[] {
  if (typeof value !== 'string') return [];
  const scheme = /^([a-z][a-z0-9+]+):/i.exec(value)?.[1]?.toLowerCase();
  if (scheme === undefined) return [];
  if (!schemes.includes(scheme)) return [{ path, code: 'database_scheme', params: { valid: schemes.join(', ') } }];
  if (scheme === 'sqlite') return [];
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(value)?.[1] ?? '';
  // The last @ ends the user part, so that a password with an unescaped @ is recognised, too.
  const user = authority.slice(0, Math.max(0, authority.lastIndexOf('@')));
  const inQuery = /[?&](password|passwd|pwd)=/i.test(value);
  return user.includes(':') || inQuery ? [{ path, code: 'password_in_url', params: {} }] : [];
}

function checkChoices(settings: Settings): Finding[] {
  const found: Finding[] = [];
  const choose = (key: string, valid: readonly string[]): void => {
    const value = settings[key];
    if (typeof value !== 'string' || value === '' || valid.includes(value)) return;
    found.push({
      path: key,
      code: 'not_a_choice',
      params: { valid: valid.join(', '), nearest: nearest(value, valid) ?? '' },
    });
  };
  choose('lang', ['de', 'en']);
  choose('country', retentionCountries);
  const zone = settings['time_zone'];
  if (typeof zone === 'string' && zone !== '' && !isTimeZone(zone))
    found.push({ path: 'time_zone', code: 'unknown_time_zone', params: {} });
  return found;
}

function checkController(value: unknown): Finding[] {
  if (value === undefined) return [];
  if (!isObject(value)) return [{ path: 'controller', code: 'wrong_type', params: { expected: 'object' } }];
  const missing =
    value['name'] === undefined
      ? [{ path: 'controller.name', code: 'missing_key', params: { expected: 'string' } }]
      : [];
  return [
    ...unknownKeys(value, controllerKeys, 'controller.'),
    ...wrongTypes(value, controllerKeys, 'controller.'),
    ...missing,
  ];
}

/** Everything that is wrong with the content of a configuration file; empty when nothing is. */
export function checkConfig(settings: Settings): Finding[] {
  const texts = keys.filter((key) => key !== 'controller');
  return [
    ...unknownKeys(settings, keys, ''),
    ...wrongTypes(settings, texts, ''),
    ...checkDatabase(settings['database'], 'database'),
    ...checkChoices(settings),
    ...checkController(settings['controller']),
  ];
}

/** An address with its SQLite path made absolute; a bare path is SQLite. */
function absoluteDatabase(address: string, folder: string): string {
  if (/^(mysql|mariadb):/i.test(address)) return address;
  const path = address.replace(/^sqlite:(\/\/(?=\/))?/i, '');
  return `sqlite:${path === '' ? '' : resolve(folder, path)}`;
}

/** A built-in map is a bare name; whatever looks like a file is a path. */
function absoluteMap(map: string, folder: string): string {
  return /[\\/]|\.ya?ml$/i.test(map) ? resolve(folder, map) : map;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new BelboEraseError(
      'CONFIG_INVALID',
      { path, findings: [{ path, code: 'unreadable_file', params: {} }] },
      { cause },
    );
  }
}

async function findConfig(cwd: string): Promise<{ path: string; source: string } | null> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const path = join(folder, configFileName);
    const source = await readIfThere(path);
    if (source !== null) return { path, source };
    if (dirname(folder) === folder) return null;
  }
}

async function parse(path: string, source: string): Promise<Settings> {
  const { parseYaml } = await import('./parse-yaml.js');
  const { value, findings } = await parseYaml(source);
  if (findings.length > 0) throw new BelboEraseError('CONFIG_INVALID', { path, findings });
  if (value === null || value === undefined) return {};
  if (isObject(value)) return value;
  throw new BelboEraseError('CONFIG_INVALID', {
    path,
    findings: [{ path: '(top)', code: 'wrong_type', params: { expected: 'object' } }],
  });
}

async function readFileOrNone(
  overrides: ConfigOverrides,
  cwd: string,
): Promise<{ path: string | null; settings: Settings }> {
  if (overrides.config !== null) {
    const path = resolve(cwd, overrides.config);
    const source = await readIfThere(path);
    if (source === null) throw new BelboEraseError('CONFIG_NOT_FOUND', { path });
    return { path, settings: await parse(path, source) };
  }
  const found = await findConfig(cwd);
  return found === null
    ? { path: null, settings: {} }
    : { path: found.path, settings: await parse(found.path, found.source) };
}

/**
 * Reads the configuration: file, then environment and flags on top.
 * @throws BelboEraseError `CONFIG_NOT_FOUND` (a file that was named), `CONFIG_INVALID` with every finding
 */
export async function readConfig(overrides: ConfigOverrides, cwd: string): Promise<Config> {
  const { path, settings } = await readFileOrNone(overrides, cwd);
  const findings = [...checkConfig(settings), ...checkDatabase(overrides.database, '--database')];
  if (findings.length > 0) throw new BelboEraseError('CONFIG_INVALID', { path: path ?? '--database', findings });
  const folder = path === null ? cwd : dirname(path);
  const text = (key: string): string | null => {
    const value = settings[key];
    return typeof value === 'string' ? value : null;
  };
  const { controller } = settings;
  const part = (key: string): string | null =>
    isObject(controller) && typeof controller[key] === 'string' ? controller[key] : null;
  const [database, map, lang] = [text('database'), text('map'), text('lang')];
  const passwordFile = text('password_file');
  return {
    path,
    database:
      overrides.database !== null
        ? absoluteDatabase(overrides.database, cwd)
        : database === null
          ? null
          : absoluteDatabase(database, folder),
    map: overrides.map !== null ? absoluteMap(overrides.map, cwd) : absoluteMap(map ?? 'belbo', folder),
    lang: lang === 'de' || lang === 'en' ? lang : null,
    timeZone: text('time_zone') ?? 'Europe/Berlin',
    country: retentionCountries.find((each) => each === text('country')) ?? 'DE',
    keyFile: resolve(folder, text('key_file') ?? 'belbo-erase.key'),
    passwordFile:
      overrides.passwordFile !== null
        ? resolve(cwd, overrides.passwordFile)
        : passwordFile === null
          ? null
          : resolve(folder, passwordFile),
    controller: isObject(controller)
      ? { name: part('name') ?? '', address: part('address'), email: part('email') }
      : null,
  };
}
