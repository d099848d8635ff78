import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';

const executable = fileURLToPath(new URL('../../dist/bin/belbo-erase.js', import.meta.url));

function canScript(): boolean {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
  } catch {
    return false;
  }
}

/** Why tests at a real terminal are skipped; null when they are not. */
export const terminalMissing = canScript() ? null : 'no script(1) of util-linux, which makes a terminal';

/** The program at a terminal of its own, with somebody who reads and types. */
export interface Terminal {
  /** Types keys as they are: `\r` is Enter, `\x03` Ctrl-C. */
  type(keys: string): void;
  /** Waits until this text was shown after what was typed last, and returns all that was shown since. */
  shown(text: string): Promise<string>;
  /** Waits for the end; returns the exit code. */
  readonly ended: Promise<number | null>;
  /** All that was ever shown, without the codes for colours and cursor. */
  all(): string;
}

/** Starts the built program at a terminal of 80 columns and 50 lines. */
export function openTerminal(
  argv: readonly string[],
  { cwd, lang = 'en' }: { readonly cwd: string; readonly lang?: 'de' | 'en' },
): Terminal {
  const { PATH = '' } = process.env;
  const command = [process.execPath, executable, ...argv].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', `stty cols 80 rows 50; exec ${command}`, '/dev/null'], {
    cwd,
    env: { PATH, LANG: 'en_GB.UTF-8', TERM: 'xterm', BELBO_ERASE_LANG: lang },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  let read = 0;
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  // A move of the cursor begins another line: what is drawn anew over the old one is read behind it.
  const moves = new RegExp(`${String.fromCharCode(27)}\\[\\d*[A-H]`, 'g');
  const plain = (from: number): string =>
    stripVTControlCharacters(text.slice(from).replaceAll(moves, '\n')).replaceAll('\r', '');
  return {
    type(keys) {
      read = text.length;
      child.stdin.write(keys);
    },
    async shown(wanted) {
      for (let tries = 0; tries < 1500; tries += 1) {
        if (plain(read).includes(wanted)) {
          // What is drawn together with it is drawn in a moment; then the prompt listens.
          await pause(150);
          return plain(read);
        }
        await pause(20);
      }
      throw new Error(`never shown: ${wanted}\n${plain(read)}`);
    },
    ended: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        resolve(code);
      });
    }),
    all: () => plain(0),
  };
}
