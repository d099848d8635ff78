import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built program, as `npm test` has just built it. */
export const executable = fileURLToPath(new URL('../../dist/bin/belbo-erase.js', import.meta.url));

/** Milliseconds in which whatever a test starts has to end: what hangs must fail its test, not hold up all of them. */
const deadline = 45_000;

/** Kills a process at the deadline, and tells that it did. */
export function killLate(child: ChildProcess, onLate: () => void): void {
  const timer = setTimeout(() => {
    onLate();
    child.kill('SIGKILL');
  }, deadline);
  child.once('close', () => clearTimeout(timer));
}

/** How a process of the program ended. */
export interface Ending {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface RunningProgram {
  readonly child: ChildProcess;
  /** What it has written to stderr so far. */
  readonly err: () => string;
  readonly ended: Promise<Ending>;
}

/**
 * Starts the program as a user would, with nobody at a terminal; one that does not end in time is killed, and `ended` rejects.
 * Language is English unless the environment says otherwise.
 */
export function startProgram(
  argv: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): RunningProgram {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [executable, ...argv], {
    cwd: options.cwd,
    env: { PATH, LANG: 'en_GB.UTF-8', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.err += text));
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    killLate(child, () =>
      reject(
        new Error(`killed, for it did not end in time: belbo-erase ${argv.join(' ')}\n${texts.out}\n${texts.err}`),
      ),
    );
    child.once('close', (code, signal) => {
      resolve({ code, signal, ...texts });
    });
  });
  return { child, err: () => texts.err, ended };
}

/** Runs the program to its end. */
export async function runProgram(
  argv: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Ending> {
  return startProgram(argv, options).ended;
}
