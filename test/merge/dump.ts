import { execFileSync } from 'node:child_process';
import BetterSqlite from 'better-sqlite3';
import { ownTablePrefix } from '../../src/database/own-tables.js';
import type { TestDatabase } from '../database/harness.js';

function dumpMariadb({ name, socket }: TestDatabase, tables: readonly string[]): string {
  const ignored = tables.map((table) => `--ignore-table=${name}.${table}`);
  const options = ['--no-defaults', `--socket=${socket}`, '-uroot', '--skip-dump-date', '--hex-blob', ...ignored];
  return execFileSync('mariadb-dump', [...options, name], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    timeout: 60_000,
  });
}

function dumpSqlite(path: string): string {
  const connection = new BetterSqlite(path, { readonly: true });
  const lines: string[] = [];
  const tables = connection
    .prepare("select name, sql from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")
    .all() as { name: string; sql: string }[];
  for (const { name, sql } of tables) {
    if (name.startsWith(ownTablePrefix)) continue;
    const columns = (connection.pragma(`table_info(${name})`) as { name: string }[]).map((column) => column.name);
    lines.push(sql);
    // As the sqlite3 shell dumps: row by row in the order of storage, each value with its type.
    const rows = connection.prepare(
      `select ${columns.map((column) => `quote("${column}")`).join(` || ',' || `)} as line from "${name}"`,
    );
    lines.push(...(rows.all() as { line: string }[]).map(({ line }) => `${name}: ${line}`));
  }
  connection.close();
  return lines.join('\n');
}

/** The calendar's tables as their engine dumps them, the tool's own left out. Two equal dumps are equal byte by byte. */
export function dump(database: TestDatabase): string {
  if (database.engine === 'sqlite') return dumpSqlite(database.path);
  const own = [
    'decisions',
    'erasures',
    'events',
    'identifiers',
    'lock',
    'merges',
    'migrations',
    'migrations_lock',
    'requests',
    'stub_rows',
    'stubs',
  ];
  return dumpMariadb(
    database,
    own.map((table) => ownTablePrefix + table),
  );
}
