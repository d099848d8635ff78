import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { screen, wrapPrompt } from '@inquirer/testing/vitest';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.js';
import type * as KeyPrompt from '../../src/cli/review/key-prompt.js';
import { createIo, run, type Outcome, type World } from './run.js';
import { settleDuplicates } from './settle-duplicates.js';

vi.mock('../../src/cli/review/key-prompt.js', async (importOriginal) => {
  const actual = await importOriginal<typeof KeyPrompt>();
  return { ...actual, keyPrompt: wrapPrompt(actual.keyPrompt) };
});

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
  const asked = (): string => (screen.getScreen().startsWith('?') ? screen.getScreen() : '');
  await expect.poll(asked, { timeout: 10_000 }).toContain(text);
};

/** Takes the choice so many below the first. */
const choose = async (text: string, down: number): Promise<void> => {
  await shown(text);
  for (let at = 0; at < down; at += 1) screen.keypress('down');
  screen.keypress('enter');
};
const typed = async (text: string, answer: string): Promise<void> => {
  await shown(text);
  screen.type(answer);
  screen.keypress('enter');
};
const key = async (name: string): Promise<void> => {
  await shown('Are these one person?');
  screen.keypress(name);
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

  it('is left at the plan without a change, and at a wrong confirmation', async () => {
    const left = await guided(['1'], async () => {
      await shown('❯ Make the plan');
      screen.keypress('enter');
      await shown('type the number of the request');
      screen.type('11');
      screen.keypress('enter');
    });
    expect(left.code).toBe(3);
    expect(left.err).toContain('What happens in the calendar');
    expect(await status('1')).toBe('in_progress');
  });

  it('asks for the identity, and for a hold to be lifted, in German', async () => {
    await run(['hold', '6', '--reason', 'wartet'], world());
    const { code, err } = await guided(
      ['6'],
      async () => {
        await shown('❯ Freigeben');
        screen.keypress('enter');
        await shown('❯ persönlich');
        screen.keypress('enter');
        await choose('❯ Nebeneinander ansehen', 1);
      },
      'de',
    );
    expect([code, err.includes('Löschanfrage 6')]).toEqual([5, true]);
    const { onHold, verifiedBy } = JSON.parse((await run(['show', '6', '--json'], world())).out) as Record<
      string,
      unknown
    >;
    expect([onHold, verifiedBy]).toEqual([false, 'in_person']);
  });

  it('shows first what stands in the way, and ends with exit code 5 when it stays', async () => {
    const { code, err } = await guided(['3'], async () => {
      await choose('❯ in person', 0);
      await choose('❯ It is settled: look again', 0);
      await choose('❯ It is settled: look again', 1);
    });
    expect([code, err.match(/future appointments?/g)?.length]).toEqual([5, 2]);
    expect(await status('3')).toBe('in_progress');
  });

  it('lets a member of staff’s record go only when their login is typed', async () => {
    const { code, err } = await guided(['4'], async () => {
      await choose('❯ It is settled: look again', 1);
      await typed('type the login (aylin)', 'aylan');
      await choose('❯ It is settled: look again', 1);
      await typed('type the login (aylin)', 'aylin');
      await choose('❯ Make the plan', 1);
    });
    expect([code, err.includes('That is another login.')]).toEqual([3, true]);
    expect(await status('4')).toBe('in_progress');
  });

  it('goes through the duplicates: quitting keeps the gate shut, deciding opens it', async () => {
    const quit = await guided(['15'], async () => {
      await choose('❯ Look at them side by side', 0);
      await key('q');
    });
    expect(quit.code).toBe(5);
    const decided = await guided(['15'], async () => {
      await choose('❯ Look at them side by side', 0);
      await key('d');
      await choose('❯ Make the plan', 1);
    });
    expect([decided.code, decided.err.includes('no record left')]).toEqual([3, true]);
  });
});

describe('process, after the erasure', () => {
  /** Everything a request waits for. */
  const openSteps = async (): Promise<unknown> =>
    (JSON.parse((await run(['show', '1', '--json'], world())).out) as { openSteps: unknown }).openSteps;

  beforeAll(async () => {
    const more = [
      'controller: { name: Salon Aurora, address: "Lindenweg 3, 80331 München", email: office@salon.example }',
      'authority: { state: BY }',
      'mail: { host: 127.0.0.1, port: 1, from: office@salon.example, to: dpo@salon.example, security: none, timeout: 1 }',
      'recipients:',
      '  - { name: Kasse im Keller }',
      '  - { name: Steuerkanzlei Huber, email: kanzlei@huber.example }',
      '',
    ];
    await appendFile(join(root, 'demo', 'belbo-erase.yaml'), more.join('\n'));
    // Somebody else of the same name: a person has to say so.
    await writeFile(
      join(root, 'demo', 'exports', 'newsletter.csv'),
      'E-Mail,Vorname,Nachname\nkatharina.suessmilch@post.example,Katharina,Süßmilch\n,Katharina,Süßmilch\n',
    );
  });

  it('is left at each step and resumed there: erased, by hand, backups', async () => {
    const erased = await guided(['1'], async () => {
      await choose('❯ Make the plan', 0);
      await typed('type the number of the request', '1');
      await choose('❯ All of that is done', 2);
    });
    expect(erased.code).toBe(3);
    expect(erased.err).toContain('einwilligung-suessmilch.pdf');
    // Whoever goes step by step is told which files as well; what is not a terminal may be a log.
    for (const argv of [
      ['show', '1'],
      ['erase', '1'],
    ]) {
      expect((await run(argv, world({ columns: 100 }))).out).toContain('einwilligung-suessmilch.pdf');
      const piped = await run(argv, world());
      expect(piped.out + piped.err).not.toContain('suessmilch');
    }
    expect(await openSteps()).toEqual(['manual', 'backups', 'recipients', 'letter']);
    const byHand = await guided(['1'], async () => {
      await choose('❯ All of that is done', 0);
      await choose('❯ Remove the person', 2);
    });
    expect([byHand.code, byHand.out]).toEqual([3, expect.stringContaining('scrub backups, recipients, answer')]);
    expect(await openSteps()).toEqual(['backups', 'recipients', 'letter']);
  });

  it('asks about each record in doubt in the backups, and can be interrupted there', async () => {
    const interrupted = await guided(['1'], async () => {
      await choose('❯ Remove the person', 0);
      await shown('Is this the person of request 1?');
      screen.keypress({ name: 'c', ctrl: true });
    });
    expect(interrupted.code).toBe(130);
    expect(await openSteps()).toEqual(['backups', 'recipients', 'letter']);
    const undecided = await guided(['1'], async () => {
      await choose('❯ Remove the person', 0);
      await choose('Is this the person of request 1?', 0);
      await choose('❯ That is seen to', 2);
    });
    expect(undecided.code).toBe(3);
    const decided = await guided(['1'], async () => {
      await choose('❯ Remove the person', 0);
      await choose('Is this the person of request 1?', 3);
      await choose('What about Kasse im Keller?', 4);
    });
    expect([decided.code, decided.err.includes('The backups are clean of request 1.')]).toEqual([3, true]);
    expect(await openSteps()).toEqual(['recipients', 'letter']);
    const text = await readFile(join(root, 'demo', 'exports', 'newsletter.csv'), 'utf8');
    expect(text).toBe('E-Mail,Vorname,Nachname\n,Katharina,Süßmilch\n');
  });

  it('has the message to each recipient ready, takes its answer, and survives a mail server that does not', async () => {
    const told = await guided(['1'], async () => {
      await choose('What about Kasse im Keller?', 1);
      await typed('For what reason?', '  ');
      await typed('For what reason?', 'closed down');
      await choose('What about Steuerkanzlei Huber?', 0);
      await choose('What about Steuerkanzlei Huber?', 5);
    });
    expect(told.code).toBe(3);
    expect(told.err).toMatch(/K-100001[^]*did not take the mail/);
    expect(await openSteps()).toEqual(['recipients', 'letter']);
    const listed = await guided(['1'], async () => {
      await choose('What about Steuerkanzlei Huber?', 1);
      await choose('What about the letter?', 4);
    });
    expect([listed.code, await openSteps()]).toEqual([3, ['letter']]);
  });

  it('shows the letter, saves it, and with it answered the request is done', async () => {
    const path = join(root, 'demo', 'letter-1.html');
    const { code, err } = await guided(['1'], async () => {
      await choose('What about the letter?', 1);
      await typed('letter-1.html', '');
      await choose('What about the letter?', 1);
      await typed('letter-1.html', '');
      await choose('What about the letter?', 2);
    });
    expect([code, await status('1')]).toEqual([0, 'done']);
    expect(err).toContain('Kasse im Keller');
    expect(err).toContain('Nothing is written over');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toContain('Katharina Süßmilch');
    const closed = await run(['process', '1'], world({ columns: 80, stdinIsTerminal: true }));
    expect(closed.code).toBe(2);
  });
});
