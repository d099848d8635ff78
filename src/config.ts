import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { BackupFolder } from './backups/backup-folder.js';
import {
  isObject,
  unknownKeys,
  wrongChoice,
  wrongTexts,
  wrongType,
  type Section,
  type Settings,
} from './config/checks.js';
import { backupsSection } from './config/backups.js';
import { authoritySection, type AuthorityConfig } from './config/authority.js';
import { controllerSection, type Controller } from './config/controller.js';
import { matchingSection, type Matching } from './config/matching.js';
import { absoluteDatabase, checkDatabase } from './config/database-address.js';
import { holidaysSection } from './config/holidays.js';
import { runSection } from './config/run.js';
import { BelboEraseError, type Finding } from './errors.js';
import { commonTimeZones } from './requests/days.js';
import type { RunRules } from './fulfilment/run-rules.js';
import type { HolidayPlace } from './requests/holidays.js';
import { lettersSection, type LettersConfig } from './config/letters.js';
import { mailSection, type MailConfig } from './config/mail.js';
import { notifySection, type NotifyConfig } from './config/notify.js';
import { recipientsSection } from './config/recipients.js';
import type { Recipient } from './notify/compose-recipient-message.js';
import { retentionCountries, type RetentionCountry } from './retention/periods.js';

/** Name of the configuration file, looked for in the working directory and upwards. */
export const configFileName = 'belbo-erase.yaml';

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
  readonly matching: Matching;
  /** Whose public holidays move a deadline; the whole `country` when no state is named. */
  readonly holidays: HolidayPlace;
  /** Files and folders of backups. */
  readonly backups: readonly BackupFolder[];
  readonly run: RunRules;
  /** How mail is sent; null when it cannot be. */
  readonly mail: MailConfig | null;
  readonly notify: NotifyConfig;
  /** Who else holds customers' data, and is told of erasures. */
  readonly recipients: readonly Recipient[];
  readonly authority: AuthorityConfig;
  readonly letters: LettersConfig;
}

/** What flags and environment say; each wins over the file. Relative paths here are relative to `cwd`. */
export interface ConfigOverrides {
  readonly config: string | null;
  readonly database: string | null;
  readonly map: string | null;
  readonly passwordFile: string | null;
}

const texts = ['database', 'map', 'lang', 'time_zone', 'country', 'key_file', 'password_file'];

/** Parts with keys of their own, by the key that holds them; each in a file of its own. */
const sections = {
  controller: controllerSection,
  matching: matchingSection,
  holidays: holidaysSection,
  backups: backupsSection,
  run: runSection,
  mail: mailSection,
  notify: notifySection,
  recipients: recipientsSection,
  authority: authoritySection,
  letters: lettersSection,
} satisfies Readonly<Record<string, Section<unknown>>>;

function isTimeZone(name: string): boolean {
  // Asking for others costs 15 ms.
  if (commonTimeZones.has(name)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function checkTimeZone(value: unknown): Finding[] {
  if (typeof value !== 'string' || value === '' || isTimeZone(value)) return [];
  return [{ path: 'time_zone', code: 'unknown_time_zone', params: {} }];
}

/** Everything that is wrong with the content of a configuration file; empty when nothing is. */
export function checkConfig(settings: Settings): Finding[] {
  return [
    ...unknownKeys(settings, [...texts, ...Object.keys(sections)], ''),
    ...wrongTexts(settings, texts, ''),
    ...checkDatabase(settings['database'], 'database'),
    ...wrongChoice(settings['lang'], ['de', 'en'], 'lang'),
    ...wrongChoice(settings['country'], retentionCountries, 'country'),
    ...checkTimeZone(settings['time_zone']),
    ...Object.entries(sections).flatMap(([key, section]) => section.check(settings[key], key)),
  ];
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
    findings: [wrongType('(top)', 'object')],
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
  const [database, map, lang] = [text('database'), text('map'), text('lang')];
  const passwordFile = text('password_file');
  const country = retentionCountries.find((each) => each === text('country')) ?? 'DE';
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
    country,
    keyFile: resolve(folder, text('key_file') ?? 'belbo-erase.key'),
    passwordFile:
      overrides.passwordFile !== null
        ? resolve(cwd, overrides.passwordFile)
        : passwordFile === null
          ? null
          : resolve(folder, passwordFile),
    controller: sections.controller.read(settings['controller'], folder),
    matching: sections.matching.read(settings['matching'], folder),
    holidays: sections.holidays.read(settings['holidays'], folder) ?? { country, state: null },
    backups: sections.backups.read(settings['backups'], folder),
    run: sections.run.read(settings['run'], folder),
    mail: sections.mail.read(settings['mail'], folder),
    notify: sections.notify.read(settings['notify'], folder),
    recipients: sections.recipients.read(settings['recipients'], folder),
    authority: sections.authority.read(settings['authority'], folder),
    letters: sections.letters.read(settings['letters'], folder),
  };
}
