import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCalendar } from '../../fixtures/belbo/calendar.js';
import { databaseSink } from '../../fixtures/belbo/database-sink.js';
import { checkConfig } from '../../src/config.js';
import { openDatabase } from '../../src/database/connect.js';
import { parseYaml } from '../../src/parse-yaml.js';
import { asMariadbRoot, createDatabase, mariadbUrl, onMariadb, type TestDatabase } from '../database/harness.js';
import { run, type Outcome } from '../cli/run.js';
import { settleDuplicates } from '../cli/settle-duplicates.js';

const handbooks = ['handbook.md', 'handbuch.md'] as const;

/** The fenced blocks of a page in a language, in order. */
async function blocks(page: string, language: string): Promise<string[]> {
  const text = await readFile(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, name, body]) =>
    name === language && body !== undefined ? [body.trim()] : [],
  );
}

describe('the handbooks', () => {
  it('give the same rights in both languages, and a configuration that is valid', async () => {
    const [english, german] = await Promise.all(handbooks.map(async (page) => blocks(page, 'sql')));
    expect(english).toHaveLength(3);
    expect(german).toEqual(english);
    for (const page of handbooks)
      for (const yaml of await blocks(page, 'yaml')) {
        const { value, findings } = await parseYaml(yaml);
        expect(findings).toEqual([]);
        expect(checkConfig(value as Record<string, unknown>)).toEqual([]);
      }
  });
});

onMariadb('a MySQL user with the rights of the handbook', () => {
  const map = fileURLToPath(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url));
  const name = `belbo_erase_${String(process.pid)}`;
  let database: TestDatabase;
  let folder: string;
  let user: string;
  let setUp: string;
  let takeBack: string;

  const at = async (...argv: string[]): Promise<Outcome> =>
    run([...argv, '--lang', 'en'], {
      cwd: folder,
      env: {
        BELBO_ERASE_MAP: map,
        BELBO_ERASE_PASSWORD: 'a-long-password',
        BELBO_ERASE_DATABASE: mariadbUrl(database.name, name),
      },
    });
  const right = (verb: 'grant' | 'revoke', privilege: string): void => {
    const direction = verb === 'grant' ? 'to' : 'from';
    asMariadbRoot(`${verb} ${privilege} on \`${database.name}\`.* ${direction} '${name}'@'localhost'`);
  };
  /** Runs a command without one right, and gives the right back. */
  const without = async (privilege: string, ...argv: string[]): Promise<Outcome> => {
    right('revoke', privilege);
    const outcome = await at(...argv);
    right('grant', privilege);
    return outcome;
  };

  beforeAll(async () => {
    database = await createDatabase('mysql');
    const db = await openDatabase(database.url);
    await createCalendar('mysql', databaseSink(db), { customers: 20, seed: 1, referenceDate: '2026-11-24' });
    await db.close();
    folder = await mkdtemp(join(tmpdir(), 'belbo-erase-grants-'));
    await writeFile(join(folder, 'belbo-erase.yaml'), 'lang: en\n');
    // Exactly the page's statements, but for the names of database and user.
    const own = (sql: string): string =>
      sql.replaceAll('`calendar`', `\`${database.name}\``).replaceAll("'belbo_erase'", `'${name}'`);
    [user = '', setUp = '', takeBack = ''] = (await blocks('handbook.md', 'sql')).map(own);
    asMariadbRoot(user);
  });

  afterAll(async () => {
    asMariadbRoot(`drop user if exists '${name}'@'localhost'`);
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('cannot create the tool’s tables with either of the two rights for it alone, and can with both', async () => {
    expect((await at('init')).code).not.toBe(0);
    asMariadbRoot(setUp);
    for (const privilege of ['create', 'alter']) {
      const outcome = await without(privilege, 'init');
      expect(outcome.code, privilege).not.toBe(0);
      // MySQL commits each table by itself: start anew.
      const db = await openDatabase(database.url);
      const rows = await db.all(
        "select TABLE_NAME as t from information_schema.TABLES where TABLE_SCHEMA = database() and TABLE_NAME like 'belbo\\_erase\\_%'",
      );
      for (const row of rows) await db.run(`drop table ${String(row['t'])}`);
      await db.close();
    }
    expect(await at('init')).toMatchObject({ code: 0 });
    asMariadbRoot(takeBack);
  });

  it('can do the daily work, and none of it without each right', async () => {
    const rights = asMariadbRoot(`show grants for '${name}'@'localhost'`);
    expect(rights).toContain(`GRANT SELECT, INSERT, UPDATE, DELETE ON \`${database.name}\`.*`);
    expect(rights.trim().split('\n')).toHaveLength(2);
    expect((await at('doctor')).code).toBe(0);
    expect((await without('select', 'list')).code).not.toBe(0);
    expect((await at('list')).code).toBe(0);
    expect((await without('insert', 'add', '--customer', 'K-100003')).code).not.toBe(0);
    expect((await at('add', '--customer', 'K-100003')).code).toBe(0);
    await settleDuplicates(async (argv) => at(...argv), folder, '1');
    expect((await at('plan', '1')).code).toBe(0);
    for (const privilege of ['update', 'delete']) {
      const outcome = await without(privilege, 'erase', '1', '--confirm', '1');
      expect(outcome.code, privilege).toBe(12);
      // Nothing half done.
      expect((await at('show', '1')).out, privilege).toContain('status\topen');
    }
    expect((await at('erase', '1', '--confirm', '1', '--manual-done')).code).toBe(0);
    for (const command of [
      ['show', '1'],
      ['stubs', 'list'],
      ['recipients', 'list'],
      ['report', '--format', 'csv'],
      ['notify', '--dry-run'],
    ])
      expect((await at(...command)).code, command.join(' ')).toBe(0);
  });

  it('is told when it may not', async () => {
    const { err } = await without('select', 'list');
    expect(err).toMatch(/refuses the user|refused a statement/);
    expect(err).not.toContain('a-long-password');
  });
});
