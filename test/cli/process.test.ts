import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { screen } from '@inquirer/testing/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { createIo, run, type Outcome, type World } from './run.js';
import { settleDuplicates } from './settle-duplicates.js';

const map = fileURLToPath(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url));
let root: string;

const world = (over: World = {}): World => ({
  cwd: join(root, 'demo'),
  ...over,
  env: { BELBO_ERASE_MAP: map, ...over.env },
});
const status = async (id: string): Promise<unknown> =>
  (JSON.parse((await run(['show', id, '--json'], world())).out) as { status: unknown }).status;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'belbo-erase-process-'));
  await run(['demo', '--customers', '30'], { cwd: root, env: { BELBO_ERASE_MAP: map } });
  await settleDuplicates(async (argv) => run(argv, world()), join(root, 'demo'), '1');
});
afterAll(async () => rm(root, { recursive: true, force: true }));

/** Waits for what only a prompt that is still open shows. */
const shown = async (text: string): Promise<void> => {
  await expect.poll(() => screen.getScreen(), { timeout: 10_000 }).toContain(text);
};

/** `process` at a terminal, with what it is to be answered. */
async function guided(argv: readonly string[], answer: () => Promise<void>, lang = 'en'): Promise<Outcome> {
  const { io, outcome } = createIo(world({ columns: 110, stdinIsTerminal: true, env: { BELBO_ERASE_LANG: lang } }));
  const code = main(['process', ...argv], io);
  await answer();
  return outcome(await code);
}

describe('process', () => {
  it('talks to a person only', async () => {
    const { code, err } = await run(['process', '1'], world());
    expect([code, err.includes('terminal')]).toEqual([2, true]);
  });

  it('offers the most urgent request first', async () => {
    const { code } = await guided([], async () => {
      await shown('Which request?');
      // Request 11 is two weeks overdue.
      expect(screen.getScreen()).toMatch(/❯ 11 {2}10 Nov 2026 \(14 days overdue\)/);
      screen.keypress('enter');
      await shown('❯ Make the plan');
      screen.keypress('down');
      screen.keypress('enter');
    });
    expect(code).toBe(3);
    expect(await status('11')).toBe('in_progress');
  });

  it('is left at the plan without a change, at a wrong confirmation, and resumed to the end', async () => {
    const left = await guided(['1'], async () => {
      await shown('❯ Make the plan');
      screen.keypress('enter');
      await shown('type the number of the request (1)');
      screen.type('11');
      screen.keypress('enter');
    });
    expect(left.code).toBe(3);
    expect(left.err).toContain('What happens in the calendar');
    expect(await status('1')).toBe('in_progress');
    const erased = await guided(['1'], async () => {
      await shown('❯ Make the plan');
      screen.keypress('enter');
      await shown('type the number of the request (1)');
      screen.type('1');
      screen.keypress('enter');
      await shown('❯ All of that is done');
      screen.keypress('down');
      screen.keypress('enter');
    });
    expect(erased.code).toBe(3);
    expect(await status('1')).toBe('erased');
    const done = await guided(['1'], async () => {
      await shown('❯ All of that is done');
      screen.keypress('enter');
    });
    expect([done.code, await status('1')]).toEqual([0, 'done']);
    expect((await run(['process', '1'], world({ columns: 80, stdinIsTerminal: true }))).code).toBe(2);
  });

  it('asks for the identity, and for a hold to be lifted, in German', async () => {
    await run(['hold', '6', '--reason', 'wartet'], world());
    const { err } = await guided(
      ['6'],
      async () => {
        await shown('❯ Freigeben');
        screen.keypress('enter');
        await shown('❯ persönlich');
        screen.keypress('enter');
        await shown('❯ Plan machen');
        screen.keypress('down');
        screen.keypress('enter');
      },
      'de',
    );
    expect(err).toContain('Löschanfrage 6');
    const { onHold, verifiedBy } = JSON.parse((await run(['show', '6', '--json'], world())).out) as Record<
      string,
      unknown
    >;
    expect([onHold, verifiedBy]).toEqual([false, 'in_person']);
  });

  it('ends with exit code 5 at what stands in the way', async () => {
    const { code, err } = await guided(['4'], async () => {
      await shown('❯ Make the plan');
      screen.keypress('enter');
    });
    expect([code, err.includes('aylin')]).toEqual([5, true]);
    expect(await status('4')).toBe('in_progress');
  });
});
