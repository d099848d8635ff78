import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/database/connect.js';
import { mariadbInstalled, startThrowawayServer } from '../database/mariadb-server.js';

/** An empty database to measure on; gone afterwards. */
export interface BenchDatabase {
  readonly label: 'SQLite' | 'MariaDB';
  readonly url: string;
}

async function onSqlite(work: (database: BenchDatabase) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-bench-'));
  const file = join(folder, 'calendar.sqlite');
  closeSync(openSync(file, 'wx'));
  try {
    await work({ label: 'SQLite', url: `sqlite:${file}` });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A server of its own, durable at commit as a real one and with the memory a small one has. */
async function onThrowawayMariadb(work: (database: BenchDatabase) => Promise<void>): Promise<void> {
  const server = await startThrowawayServer(['--innodb-buffer-pool-size=1G', '--innodb-log-file-size=512M']);
  const url = (name: string): string => `mysql://root@localhost/${name}?socket=${encodeURIComponent(server.socket)}`;
  try {
    const admin = await openDatabase(url('mysql'));
    await admin.run('create database calendar character set utf8mb4');
    await admin.close();
    await work({ label: 'MariaDB', url: url('calendar') });
  } finally {
    await server.stop();
  }
}

/**
 * Runs a bench on an empty SQLite file and on an empty MariaDB database: a throw-away server where `mariadbd` is installed.
 * @param where only one of them: `sqlite`, `mariadb`; or a database (`mysql://...`, which must be empty) instead of a throw-away server
 */
export async function onEachEngine(
  where: string | undefined,
  work: (database: BenchDatabase) => Promise<void>,
): Promise<void> {
  if (where !== 'mariadb') await onSqlite(work);
  if (where === 'sqlite') return;
  if (where !== undefined && where !== 'mariadb') await work({ label: 'MariaDB', url: where });
  else if (mariadbInstalled()) await onThrowawayMariadb(work);
  else process.stdout.write('\nMariaDB is not measured: mariadbd is not installed, and no URL was given\n');
}
