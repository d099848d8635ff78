import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import BetterSqlite from 'better-sqlite3';
import { createConnection, type Connection } from 'mysql2/promise';
import { describe, inject } from 'vitest';
import { openDatabase } from '../../src/database/connect.js';
import type { Database, Engine } from '../../src/database/database.js';

/** A fresh, empty database of one test. */
export interface TestDatabase {
  readonly engine: Engine;
  readonly url: string;
  /** SQLite: the file. */
  readonly path: string;
  /** MySQL: the database's name. */
  readonly name: string;
  /** MySQL: the server's. */
  readonly socket: string;
  readonly drop: () => Promise<void>;
}

const server = inject('mariadb');

/** Why the MariaDB half is skipped; null when it is not. */
export const mariadbMissing = 'missing' in server ? server.missing : null;

/** Socket of the run's MariaDB server. */
function mariadbSocket(): string {
  if ('missing' in server) throw new Error(server.missing);
  return server.socket;
}

/** Runs SQL as the server's root user, outside of what is tested. */
export function asMariadbRoot(sql: string | Buffer, database?: string, socket = mariadbSocket()): string {
  const target = database === undefined ? [] : [database];
  return execFileSync(
    'mariadb',
    ['--no-defaults', `--socket=${socket}`, '--default-character-set=utf8mb4', '-uroot', '-N', ...target],
    {
      input: sql,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      timeout: 60_000,
    },
  );
}

/** The root user's connections, by socket: starting the client each time took longer than what it was to do. */
const rootConnections = new Map<string, Promise<Connection>>();

async function rootConnection(socket: string): Promise<Connection> {
  const known = rootConnections.get(socket);
  if (known !== undefined) return known;
  const opened = createConnection({
    user: 'root',
    charset: 'utf8mb4',
    multipleStatements: true,
    // Nobody has to wait for it at the end.
    stream: () => connect(socket).unref(),
  });
  rootConnections.set(socket, opened);
  const forget = (): void => void rootConnections.delete(socket);
  opened.then((connection) => connection.on('error', forget), forget);
  return opened;
}

/** Runs a script of SQL as the server's root user, as the client would: in a session that is as new. */
async function runAsRoot(sql: string, socket: string, database = 'mysql'): Promise<void> {
  const connection = await rootConnection(socket);
  await connection.changeUser({ database });
  await connection.query(sql);
}

/** URL of a database on the run's MariaDB server. */
export function mariadbUrl(name: string, user = 'root', socket = mariadbSocket()): string {
  return `mysql://${user}@localhost/${name}?socket=${encodeURIComponent(socket)}`;
}

/** Makes a fresh, empty database on a MariaDB server; `drop` removes it. */
export async function createMariadbDatabase(socket = mariadbSocket()): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runAsRoot(`create database ${name} character set utf8mb4`, socket);
  const drop = async (): Promise<void> => runAsRoot(`drop database if exists ${name}`, socket);
  return { engine: 'mysql', url: mariadbUrl(name, 'root', socket), path: '', name, socket, drop };
}

/** Makes a fresh, empty database; `drop` removes it. */
export async function createDatabase(engine: Engine): Promise<TestDatabase> {
  if (engine === 'mysql') return createMariadbDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-test-'));
  const path = join(folder, 'calendar.db');
  closeSync(openSync(path, 'w'));
  const drop = async (): Promise<void> => rmSync(folder, { recursive: true, force: true });
  return { engine, url: `sqlite:${path}`, path, name: '', socket: '', drop };
}

/** Runs a script of SQL, as its owner would with the engine's own client. */
export async function runScript(database: TestDatabase, sql: string | Buffer): Promise<void> {
  if (database.engine === 'mysql') {
    const script = sql.toString();
    // What only the client knows, around triggers.
    if (/^delimiter/im.test(script)) asMariadbRoot(sql, database.name, database.socket);
    else await runAsRoot(script, database.socket, database.name);
    return;
  }
  const connection = new BetterSqlite(database.path);
  connection.pragma('foreign_keys = OFF');
  connection.exec(sql.toString());
  connection.close();
}

/** Loads a dump, plain or gzipped. A SQLite dump may also be a database file: then it is copied over the empty one. */
export async function loadSql(database: TestDatabase, file: string): Promise<void> {
  const stored = readFileSync(file);
  const bytes = file.endsWith('.gz') ? gunzipSync(stored) : stored;
  if (bytes.toString('latin1', 0, 15) === 'SQLite format 3') await putBack(database, bytes);
  else await runScript(database, bytes);
}

/** All that a database holds, to be put back: the bytes of its file, or what the server dumps. */
export function keep({ engine, name, path, socket }: TestDatabase): Buffer {
  if (engine === 'mysql') {
    const options = ['--no-defaults', `--socket=${socket}`, '-uroot', '--triggers', '--hex-blob', '--no-autocommit'];
    return execFileSync('mariadb-dump', [...options, name], { maxBuffer: 256 * 1024 * 1024, timeout: 60_000 });
  }
  const connection = new BetterSqlite(path, { readonly: true });
  const bytes = connection.serialize();
  connection.close();
  return bytes;
}

/** Makes a database what was kept, of it or of another one. Whoever has a SQLite file open reads it by a new connection. */
export async function putBack(database: TestDatabase, kept: Buffer): Promise<void> {
  if (database.engine === 'mysql') {
    await runScript(database, kept);
    return;
  }
  for (const ending of ['-journal', '-wal', '-shm']) rmSync(`${database.path}${ending}`, { force: true });
  writeFileSync(database.path, kept);
}

const templates = new Map<string, Buffer>();

/** Fills an empty database: the first of its kind in this process as told, all others by copying what came about. */
export async function fillOnce(database: TestDatabase, kind: string, fill: () => Promise<void>): Promise<void> {
  const key = `${database.engine} ${kind}`;
  const template = templates.get(key);
  if (template !== undefined) {
    await putBack(database, template);
    return;
  }
  await fill();
  templates.set(key, keep(database));
}

/** A fresh database with a script in it, opened; close and drop it with `done`. */
export async function openFresh(
  engine: Engine,
  sql = '',
): Promise<{ readonly db: Database; readonly database: TestDatabase; readonly done: () => Promise<void> }> {
  const database = await createDatabase(engine);
  if (sql !== '') await runScript(database, sql);
  const db = await openDatabase(database.url);
  return {
    db,
    database,
    async done() {
      await db.close();
      await database.drop();
    },
  };
}

/** Describes the same for SQLite and for MariaDB; the latter is skipped, visibly, where there is none. */
export function forEachEngine(title: string, describeOne: (engine: Engine) => void): void {
  describe(`${title} (SQLite)`, () => describeOne('sqlite'));
  describe.skipIf(mariadbMissing !== null)(`${title} (MariaDB)`, () => describeOne('mysql'));
}

/** Describes what only MariaDB has. */
export function onMariadb(title: string, describeIt: () => void): void {
  describe.skipIf(mariadbMissing !== null)(title, describeIt);
}
