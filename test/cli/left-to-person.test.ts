import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, type Outcome, type World } from './run.js';

const map = fileURLToPath(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url));

let root: string;

const at = async (argv: readonly string[], world: World = {}): Promise<Outcome> =>
  run(argv, { cwd: join(root, 'demo'), ...world, env: { BELBO_ERASE_MAP: map, ...world.env } });

/** The digest as one line, whatever its line breaks. */
const digest = async (lang: string): Promise<string> =>
  (await at(['notify', '--dry-run', '--lang', lang], { columns: 80 })).out.replace(/\s+/g, ' ');

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'belbo-erase-left-'));
  expect((await run(['demo', '--customers', '30'], { cwd: root, env: { BELBO_ERASE_MAP: map } })).code).toBe(0);
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('what only a plan finds to stand in the way', () => {
  it('is not told by notify before a run has looked', async () => {
    const dry = await at(['run', '--dry-run', '--lang', 'de'], { columns: 80 });
    expect(dry.out).toContain('! 7  Ein Gutschein hat noch Guthaben. Lösen Sie es ein oder zahlen Sie es aus');
    expect(dry.out).toMatch(/^\d+ würden gelöscht, \d+ für einen Menschen$/m);
    expect(dry.out).not.toContain('erledigt');
    expect(await digest('en')).not.toContain('voucher');
  });

  it('is told by notify once a run has looked, in the words of the data map', async () => {
    expect((await at(['run'])).code).toBe(3);
    expect(await digest('en')).toContain(
      '- No. 7: A voucher still has a balance. Redeem it or pay it out; due 9 December 2026',
    );
    const german = await digest('de');
    expect(german).toContain('- Nr. 4: gehört auch zum Personal; Frist');
    expect(german).toContain('- Nr. 15: über mögliche Dubletten ist zu entscheiden; Frist');
  });

  it('stands in the history, once however many runs find the same', async () => {
    expect((await at(['run'])).code).toBe(3);
    const { out } = await at(['show', '7', '--lang', 'en'], { columns: 100 });
    expect(out.match(/left to a person by the run: A voucher still has a balance/g)).toHaveLength(1);
    const { out: german } = await at(['show', '4', '--lang', 'de'], { columns: 100 });
    expect(german).toContain('vom Lauf einem Menschen überlassen: gehört auch zum Personal');
  });

  it('is no longer told once the request is closed', async () => {
    expect((await at(['reject', '4', '--ground', 'legal_claims'])).code).toBe(0);
    expect(await digest('de')).not.toContain('Nr. 4:');
  });
});
