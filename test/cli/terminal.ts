import { execFileSync, spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { executable, killLate } from './program.js';

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
  /**
   * Waits until this text was shown after what was typed last, and a prompt is there again, or the program has ended; returns all
   * that was shown since.
   */
  shown(text: string): Promise<string>;
  /** Waits for the end; returns the exit code. */
  readonly ended: Promise<number | null>;
  /** All that was ever shown, without the codes for colours and cursor. */
  all(): string;
}

/** Of the prompts in a text: `?` of one that waits, `✔` of one that is answered. */
const marks = (text: string): string[] => text.match(/^[?✔](?= )/gm) ?? [];

/** What a prompt draws last when it has drawn itself: the cursor, in its line. */
const promptDrawn = new RegExp(`${String.fromCharCode(27)}\\[\\d+G$`);

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
  let over = false;
  let late = false;
  killLate(child, () => (late = true));
  child.once('close', () => (over = true));
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
      for (let length = -1; ; length = text.length) {
        // Nothing more comes, for the time of two looks.
        const still = length === text.length && promptDrawn.test(text) && marks(plain(read)).at(-1) === '?';
        if ((still || over) && plain(read).includes(wanted)) return plain(read);
        if (over) throw new Error(`never shown${late ? ' in time' : ''}: ${wanted}\n${plain(read)}`);
        await pause(20);
      }
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
