import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { forEachEngine } from '../database/harness.js';
import { openCalendar, type TestCalendar } from '../erasure/calendar.js';
import { startSmtp, type Behaviour, type TestServer } from '../notify/smtp.js';
import { startProgram, type RunningProgram } from './program.js';
import { run, type Outcome } from './run.js';

const map = fileURLToPath(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url));

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; !what(); tries += 1) {
    if (tries > 1_500) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The runs of these tests are killed by the hand that started them: with kill -9, at the worst moment. */
forEachEngine('notify, killed', (engine) => {
  let calendar: TestCalendar;
  let folder: string;
  const servers: TestServer[] = [];

  beforeEach(async () => {
    calendar = await openCalendar(engine, 15);
    folder = await mkdtemp(join(tmpdir(), 'belbo-erase-killed-'));
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
    await calendar.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Points the configuration at a fresh server that behaves like this. */
  async function serve(behaviour: Behaviour): Promise<TestServer> {
    const server = await startSmtp({ tls: 'none', ...behaviour });
    servers.push(server);
    const lines = [
      `database: ${JSON.stringify(calendar.database.url)}`,
      `map: ${map}`,
      `mail: { host: 127.0.0.1, port: ${String(server.port)}, security: none, from: office@salon.example, to: dpo@salon.example }`,
    ];
    await writeFile(join(folder, 'belbo-erase.yaml'), `${lines.join('\n')}\n`);
    return server;
  }
  const start = (): RunningProgram => startProgram(['notify', '--lang', 'en'], { cwd: folder });
  async function killWhen(what: () => boolean): Promise<void> {
    const { child, ended } = start();
    await until(what);
    child.kill('SIGKILL');
    await ended;
  }
  const notify = async (): Promise<Outcome> => run(['notify', '--lang', 'en'], { cwd: folder });

  it('before the server got the mail: the next run sends all of it', async () => {
    const silent = await serve({ silentFromStart: true });
    await killWhen(() => silent.connections() > 0);
    const server = await serve({});
    expect((await notify()).code).toBe(0);
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]?.text).toContain('New since the last mail');
    expect(server.mails[0]?.text).not.toContain('may not have arrived');
  });

  it('after the server got the mail: it is not sent again, but the next run says so, once', async () => {
    const silent = await serve({ silentAfterText: true });
    await killWhen(() => silent.texts() > 0);
    const server = await serve({});
    const { code, err } = await notify();
    expect(code).toBe(3);
    expect(err).toContain('may not have arrived');
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]?.text).toContain('Mails that may not have arrived');
    expect(server.mails[0]?.text.replace(/\s+/g, ' ')).toMatch(/about requests (\d+, ){5,}\d+ \(/);
    expect(server.mails[0]?.text).not.toContain('New since the last mail');
    expect((await notify()).code).toBe(0);
    expect(server.mails).toHaveLength(1);
  });

  it('or started twice at the same time, sends one mail', async () => {
    const server = await serve({ slow: 300 });
    const endings = await Promise.all([start().ended, start().ended]);
    const codes = endings.map(({ code }) => code);
    expect(codes).toContain(0);
    // Whoever comes while the other sends is told so; whoever comes after it has nothing to do.
    expect(codes.every((code) => code === 0 || code === 11)).toBe(true);
    expect(server.mails).toHaveLength(1);
  });
});
