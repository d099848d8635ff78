import { stat } from 'node:fs/promises';
import type { Catalogue } from '../database/catalogue.js';
import type { Database } from '../database/database.js';
import type { DataMap } from '../data-map/schema.js';
import { isBelboEraseError, type Finding } from '../errors.js';
import { createKeyFile, readKeyFile } from './key-file.js';
import { databaseUrl, type OpenOptions } from './open-database.js';

/** One check of `doctor`. `code` has a text in the messages. */
export interface SetupCheck {
  readonly code: string;
  readonly level: 'ok' | 'warning' | 'error';
  readonly params: Readonly<Record<string, string | number>>;
  readonly findings: readonly Finding[];
}

/** What `init` created; empty lists when all was there. */
export interface Initialised {
  readonly keyFile: { readonly path: string; readonly created: boolean };
  readonly migrations: readonly string[];
}

const ok = (code: string, params: SetupCheck['params'] = {}): SetupCheck => ({
  code,
  level: 'ok',
  params,
  findings: [],
});
const error = (code: string, params: SetupCheck['params'] = {}, findings: readonly Finding[] = []): SetupCheck => ({
  code,
  level: 'error',
  params,
  findings,
});
const warning = (code: string, params: SetupCheck['params'] = {}): SetupCheck => ({
  code,
  level: 'warning',
  params,
  findings: [],
});

/** Creates what the tool needs beside the calendar: its own tables and the key file. Can be repeated. */
export async function initialise(options: OpenOptions): Promise<Initialised> {
  const { migrate } = await import('../database/migrate.js');
  const { url, password } = await databaseUrl(options);
  const migrations = await migrate(url, password === null ? {} : { password });
  const path = options.config.keyFile;
  return { keyFile: { path, created: await createKeyFile(path) }, migrations };
}

async function checkKeyFile(path: string): Promise<SetupCheck> {
  try {
    await readKeyFile(path);
    return ok('key_file', { path });
  } catch (caught) {
    if (!isBelboEraseError(caught)) throw caught;
    const { code, params } = caught;
    return error(code, { ...params } as SetupCheck['params']);
  }
}

async function checkMap(map: DataMap, catalogue: Catalogue): Promise<SetupCheck[]> {
  const { resolveMap } = await import('../data-map/resolve.js');
  try {
    const resolved = resolveMap(map, catalogue);
    const tables = Object.keys(map.tables).length + 1;
    return [
      ok('map', { map: map.name, tables }),
      ...resolved.missingIndexes.map((index) => warning('missing_index', { index })),
      ...Object.keys(map.acknowledged.triggers).map((trigger) => warning('acknowledged_trigger', { trigger })),
    ];
  } catch (caught) {
    if (isBelboEraseError(caught) && caught.code === 'MAP_MISMATCH') {
      const { findings } = caught.params as { findings: readonly Finding[] };
      return [error('map', { map: map.name, findings: findings.length }, findings)];
    }
    if (isBelboEraseError(caught) && caught.code === 'PRIVILEGES_MISSING')
      return [error(caught.code, { ...caught.params } as SetupCheck['params'])];
    throw caught;
  }
}

async function checkOwnTables(db: Database): Promise<SetupCheck> {
  const { currentOwnTablesVersion, ownTablesVersion } = await import('../database/own-tables.js');
  const version = await ownTablesVersion(db);
  if (version === null) return error('not_initialised', { database: db.label });
  return version < currentOwnTablesVersion
    ? error('tables_outdated', { version, needed: currentOwnTablesVersion })
    : ok('own_tables', { version });
}

async function checkFile(db: Database): Promise<SetupCheck[]> {
  if (db.file === undefined) return [];
  const [path] = db.file.paths();
  const info = path === undefined ? null : await stat(path).catch(() => null);
  return info !== null && (info.mode & 0o004) !== 0 ? [warning('database_world_readable', { path: path ?? '' })] : [];
}

/** Files and folders the configuration names that are not there: a disk that is not plugged in, or a slip of the pen. */
async function checkPaths({ backups, mail }: OpenOptions['config']): Promise<SetupCheck[]> {
  const isMissing = async (path: string): Promise<boolean> =>
    stat(path).then(
      () => false,
      () => true,
    );
  const checks: SetupCheck[] = [];
  for (const { path } of backups) if (await isMissing(path)) checks.push(warning('backup_missing', { path }));
  const secret = mail?.passwordFile ?? null;
  if (secret !== null && (await isMissing(secret))) checks.push(error('password_file_missing', { path: secret }));
  return checks;
}

/**
 * What `doctor` looks at: connection, own tables, key file, the data map against the live catalogue, and the paths that the
 * configuration names. Every check is made
 * that can be; only a database that cannot be opened, or a map that cannot be read, ends it early.
 */
export async function checkSetup(options: OpenOptions): Promise<readonly SetupCheck[]> {
  const [{ openDatabase }, { readCatalogue }, { loadMap }] = await Promise.all([
    import('../database/connect.js'),
    import('../database/catalogue.js'),
    import('../data-map/load-map.js'),
  ]);
  const { url, password } = await databaseUrl(options);
  const map = await loadMap(options.config.map);
  const db = await openDatabase(url, password === null ? {} : { password });
  try {
    return [
      ok('connection', { database: db.label, engine: db.engine }),
      ...(await checkFile(db)),
      await checkOwnTables(db),
      await checkKeyFile(options.config.keyFile),
      ok('country', { country: options.config.country }),
      ...(await checkPaths(options.config)),
      ...(await checkMap(map, await readCatalogue(db))),
    ];
  } finally {
    await db.close();
  }
}
