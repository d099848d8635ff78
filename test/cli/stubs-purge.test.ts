import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import BetterSqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, type Outcome, type World } from './run.js';

const belbo = fileURLToPath(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url));

let root: string;

const at = async (argv: readonly string[], world: World = {}): Promise<Outcome> =>
  run(argv, { cwd: join(root, 'demo'), ...world, env: { BELBO_ERASE_MAP: join(root, 'map.yaml') } });
const later: World = { clock: () => new Date('2040-01-02T12:00:00Z') };
const purge = ['stubs', 'purge', '--confirm', 'purge'];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'belbo-erase-purge-'));
  const map = await readFile(belbo, 'utf8');
  await writeFile(join(root, 'map.yaml'), `${map}\nacknowledged: { triggers: { locked: locks what is audited } }\n`);
  const env = { BELBO_ERASE_MAP: join(root, 'map.yaml') };
  expect((await run(['demo', '--customers', '30'], { cwd: root, env })).code).toBe(0);
  expect((await at(['run'])).code).toBe(3);
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('stubs purge', () => {
  const stubs = async (): Promise<{ id: number; purgedAt: string | null }[]> =>
    (JSON.parse((await at(['stubs', 'list', '--json'])).out) as { stubs: { id: number; purgedAt: string | null }[] })
      .stubs;

  it('goes on after a stub that cannot be purged, says which and exits with 3; with 1 when it was the only one', async () => {
    const before = await stubs();
    expect(before.length).toBeGreaterThan(1);
    const [first] = before;
    const db = new BetterSqlite(join(root, 'demo', 'calendar.sqlite'));
    const locked = db
      .prepare("select row_key from belbo_erase_stub_rows where stub_id = ? and table_name = 'receipts'")
      .pluck()
      .get(first?.id) as string;
    db.exec(
      `create trigger locked before delete on receipts when old.id = ${locked} begin select raise(abort, 'audit'); end`,
    );
    const partly = await at([...purge, '--json'], later);
    expect(partly.code).toBe(3);
    expect(JSON.parse(partly.out)).toMatchObject({
      purged: { stubs: before.length - 1, staying: 0 },
      failed: [{ id: String(first?.id) }],
      notBegun: [],
    });
    expect(partly.err).toMatch(new RegExp(`^Stub ${String(first?.id)}: `, 'm'));
    expect((await stubs()).filter(({ purgedAt }) => purgedAt === null).map(({ id }) => id)).toEqual([first?.id]);

    expect((await at(purge, later)).code).toBe(1);
    db.exec('drop trigger locked');
    db.close();
    expect((await at(purge, later)).code).toBe(0);
    expect((await stubs()).filter(({ purgedAt }) => purgedAt === null)).toEqual([]);
  });
});
