import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A MariaDB server of its own: empty folder, Unix socket, no network, gone with `stop`. */
export interface ThrowawayServer {
  readonly socket: string;
  readonly pid: number;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export function mariadbInstalled(): boolean {
  try {
    execFileSync('mariadbd', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];

async function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    // The server greets first.
    probe.once('data', () => {
      resolve(true);
      probe.destroy();
    });
    probe.once('error', () => resolve(false));
  });
}

/** Starts a server; about 0.7 s. Durable as a real one (flush at commit), but small. */
export async function startThrowawayServer(options: readonly string[] = []): Promise<ThrowawayServer> {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-mariadb-'));
  const data = join(folder, 'data');
  const socket = join(folder, 'socket');
  const log = join(folder, 'log');
  // A server that starts deletes what it takes for its own leftovers there, such as another one's open temporary tables.
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  execFileSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--tmpdir=${temporary}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      ...asRoot,
    ],
    { stdio: 'ignore' },
  );
  let child: ChildProcess;
  const ended = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    await new Promise((resolve) => child.once('exit', resolve));
  };
  const start = async (): Promise<void> => {
    const output = openSync(log, 'a');
    child = spawn(
      'mariadbd',
      [
        '--no-defaults',
        `--datadir=${data}`,
        `--tmpdir=${temporary}`,
        `--socket=${socket}`,
        `--pid-file=${join(folder, 'pid')}`,
        '--skip-networking',
        '--skip-name-resolve',
        '--character-set-server=utf8mb4',
        '--innodb-buffer-pool-size=128M',
        '--innodb-log-file-size=64M',
        '--innodb-flush-log-at-trx-commit=1',
        ...asRoot,
        ...options,
      ],
      { stdio: ['ignore', output, output] },
    );
    for (let tries = 0; !(await answers(socket)); tries += 1) {
      if (tries > 1200 || child.exitCode !== null)
        throw new Error(`mariadbd did not start:\n${readFileSync(log, 'utf8')}`);
      await pause(25);
    }
  };
  await start();
  return {
    socket,
    get pid() {
      return child.pid ?? 0;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended();
    },
    async restart() {
      child.kill('SIGKILL');
      await ended();
      await start();
    },
    async stop() {
      child.kill('SIGTERM');
      const slow = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended();
      clearTimeout(slow);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
