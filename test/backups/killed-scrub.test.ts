import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startProgram } from '../cli/program.js';
import { run } from '../cli/run.js';
import { settleDuplicates } from '../cli/settle-duplicates.js';

/*
 * Runs the built program, and kills it with SIGKILL in the middle. No step is marked for that in the program: what lies in the
 * folder shows how far it is.
 */

const map = fileURLToPath(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url));
let demo: string;
let folder: string;
let path: string;

const head = 'Kundennr.;Vorname;Name;E-Mail;Notiz\r\n';
const katharina = 'K-100001;Katharina;Süßmilch;katharina.suessmilch@post.example;"seit\r\n2019"\r\n';
const beata = 'K-100012;Beata;Wiśniewska;;"Termin"\r\n';
const stranger = `K-500000;Cora;Beispiel;cora@mail.example;"mag Tee;\r\n${'kommt gern '.repeat(100)}"\r\n`;
/** Large enough to be written in several pieces. */
const block = stranger.repeat(4_000);
const before = head + katharina + block + beata + block + katharina;
const after = head + block + beata + block;
const afterBoth = head + block + block;

beforeAll(async () => {
  // On a disk, not in memory: what waits for it can be met there.
  const root = await mkdtemp(join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), 'belbo-erase-killed-'));
  const world = { cwd: root, env: { BELBO_ERASE_MAP: map } };
  expect((await run(['demo', '--customers', '30'], world)).code).toBe(0);
  demo = join(root, 'demo');
  folder = join(root, 'files');
  path = join(folder, 'kunden.csv');
  const config = join(demo, 'belbo-erase.yaml');
  // A disk that is not plugged in: the requests stay open, however often their other files are scrubbed.
  const text = (await readFile(config, 'utf8')).replace(/^backups:.*\n/m, '');
  await writeFile(config, `${text}backups: [../unplugged]\n`);
  const inDemo = { ...world, cwd: demo };
  for (const id of ['1', '11']) {
    await settleDuplicates(async (argv) => run(argv, inDemo), demo, id);
    expect((await run(['erase', id, '--confirm', id, '--manual-done'], inDemo)).code).toBe(3);
  }
});
afterAll(async () => rm(join(demo, '..'), { recursive: true, force: true }));
beforeEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await writeFile(path, before);
});

function start(...argv: string[]): { child: ChildProcess; ended: Promise<number | null> } {
  const { child, ended } = startProgram(['scrub', folder, '--quiet', ...argv], { cwd: demo });
  return { child, ended: ended.then(({ code }) => code) };
}

/** Size of the new content that waits beside the file; null while there is none. */
function waiting(): number | null {
  const name = readdirSync(folder).find((each) => each.endsWith('.tmp'));
  try {
    return name === undefined ? null : statSync(join(folder, name)).size;
  } catch {
    // Moved into place between the two looks.
    return null;
  }
}

const size = Buffer.byteLength(after);
const steps: Readonly<Record<string, (inode: number) => boolean>> = {
  'its lock is taken': () => readdirSync(folder).some((name) => name.endsWith('.lock')),
  'the new content is begun': () => waiting() !== null,
  'half of it is written': () => (waiting() ?? 0) > size / 2,
  'all of it is written, and read again': () => waiting() === size,
  'it has been moved into place': (inode) => statSync(path).ino !== inode,
};

/** Waits for a step by looking: now and then while the program starts, then without giving it time to get ahead. */
async function reach(isThere: () => boolean, child: ChildProcess): Promise<boolean> {
  let isAtWork = false;
  while (child.exitCode === null) {
    if (isThere()) return true;
    isAtWork ||= readdirSync(folder).length > 1;
    if (isAtWork) await new Promise((resolve) => setImmediate(resolve));
    else await pause(2);
  }
  return false;
}

/** Tries again what may be missed when the other process is quicker than the look at it. */
async function untilMet(attempt: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 8; tries += 1) {
    if (await attempt()) return;
    await writeFile(path, before);
  }
  throw new Error('the moment was never met');
}

/** Whatever happened: the file is the old or the new one, whole. */
async function expectWhole(): Promise<void> {
  expect([before, after]).toContain(await readFile(path, 'utf8'));
}

describe('a scrub that is killed', () => {
  it.each(Object.keys(steps))('when %s leaves the old file or the new one', async (step) => {
    await untilMet(async () => {
      const { ino } = statSync(path);
      const { child, ended } = start('--request', '1');
      const reached = await reach(() => steps[step]?.(ino) === true, child);
      child.kill('SIGKILL');
      await ended;
      await expectWhole();
      return reached;
    });
  });

  it('is followed by one that finishes, and clears away what it left', async () => {
    await untilMet(async () => {
      const { child, ended } = start('--request', '1');
      await reach(() => (waiting() ?? 0) > size / 2, child);
      child.kill('SIGKILL');
      await ended;
      return (await readdir(folder)).length > 1 && (await readFile(path, 'utf8')) === before;
    });
    expect(await start('--request', '1').ended).toBe(0);
    expect(await readFile(path, 'utf8')).toBe(after);
    expect(await readdir(folder)).toEqual(['kunden.csv']);
  });

  it('at any moment leaves the old file or the new one', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { child, ended } = start('--request', '1');
      await pause(randomInt(250, 900));
      child.kill('SIGKILL');
      await ended;
      await expectWhole();
    }
  });

  it('by Ctrl-C takes back what it had begun', async () => {
    await untilMet(async () => {
      const { child, ended } = start('--request', '1');
      await reach(() => waiting() !== null, child);
      child.kill('SIGINT');
      const code = await ended;
      expect([0, 130]).toContain(code);
      // What has been moved into place stays there.
      await expectWhole();
      expect(await readdir(folder)).toEqual(['kunden.csv']);
      const left = await readFile(path, 'utf8');
      if (code === 0) expect(left).toBe(after);
      return code === 130 && left === before;
    });
  });
});

describe('two scrubs of different persons at once', () => {
  it('lose nothing: who is told to be gone is gone, and the next run takes the rest', async () => {
    const runs = [start('--request', '1'), start('--request', '11')];
    const [first, second] = await Promise.all(runs.map((each) => each.ended));
    const text = await readFile(path, 'utf8');
    if (first === 0) expect(text.includes('K-100001')).toBe(false);
    if (second === 0) expect(text.includes('K-100012')).toBe(false);
    expect([first, second]).toContain(0);
    expect(await start('--all-erased').ended).toBe(0);
    expect(await readFile(path, 'utf8')).toBe(afterBoth);
    expect(await readdir(folder)).toEqual(['kunden.csv']);
  });
});
