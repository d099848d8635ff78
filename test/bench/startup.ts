import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './measure.js';
import type { Figure } from './report.js';

const program = join(dirname(fileURLToPath(import.meta.url)), '../../bin/belbo-erase.js');

function spawned(cwd: string, args: readonly string[]): number {
  const start = performance.now();
  execFileSync(process.execPath, args, { cwd, stdio: 'ignore' });
  return performance.now() - start;
}

/** Start-up of the program against bare Node: each in turn, many times, quotients of neighbours. */
export function startupFigures(rounds: number): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'belbo-erase-bench-'));
  try {
    execFileSync(process.execPath, [program, 'demo', '--dir', 'demo'], { cwd: folder, stdio: 'ignore' });
    const demo = join(folder, 'demo');
    const figure = (what: string, args: readonly string[], atMost: number): Figure => {
      const measured = Array.from({ length: rounds }, () => ({
        node: spawned(demo, ['-e', '0']),
        own: spawned(demo, [program, ...args]),
      }));
      return {
        what,
        own: `${median(measured.map((each) => each.own)).toFixed(0)} ms`,
        peer: `${median(measured.map((each) => each.node)).toFixed(0)} ms`,
        judged: { value: median(measured.map((each) => each.own / each.node)), unit: 'x' },
        limit: { atMost },
      };
    };
    return [
      figure('--version against node -e 0', ['--version'], 1.5),
      figure('list on the demo against node -e 0', ['list'], 2.6),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
