import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from './program.js';
import { run, worldOf } from './run.js';
import { settleDuplicates } from './settle-duplicates.js';
import { openTerminal, terminalMissing } from './terminal.js';

const confirm = 'type the number of the request (1)';

describe.skipIf(terminalMissing !== null)('a plan that goes stale while somebody reads it', () => {
  let root = '';
  let folder = '';
  let calendar: BetterSqlite.Database;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'belbo-erase-stale-'));
    folder = join(root, 'demo');
    expect((await runProgram(['demo', '--customers', '30'], { cwd: root })).code).toBe(0);
    await settleDuplicates(async (argv) => run(argv, worldOf(folder)), folder, '1');
    calendar = new BetterSqlite(join(folder, 'calendar.sqlite'));
  });
  afterEach(() => {
    calendar.close();
    rmSync(root, { recursive: true, force: true });
  });

  const rows = (): unknown => calendar.prepare('select count(*) as n from customers where id = 1').get();

  it.each([
    ['another phone', "update customers set phone = '030 9999999' where id = 1"],
    [
      'a record that may be the same person',
      "insert into customers (id, country, customer_no, first_name, last_name, birth_date, email, phone, mobile, street, postal_code, city, status, marketing_consent, created_at, updated_at) select 9001, country, 'K-9001', first_name, last_name, birth_date, email, phone, mobile, street, postal_code, city, status, 0, created_at, updated_at from customers where id = 1",
    ],
  ])('is refused: %s', async (_, change) => {
    const terminal = openTerminal(['erase', '1'], { cwd: folder });
    await terminal.shown(confirm);
    calendar.exec(change);
    terminal.type('1\r');
    await terminal.shown('Error');
    expect(await terminal.ended).toBe(5);
    expect(rows()).toEqual({ n: 1 });
    expect((await run(['show', '1'], worldOf(folder))).out).toMatch(/status\t(open|in_progress)/);
  });
});
