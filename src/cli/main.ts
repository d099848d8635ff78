import type { Io } from './io.js';
import { version } from './version.js';

/**
 * Runs the command line `argv` (without node and script) and returns the exit code; see `belbo-erase help exit-codes`.
 * Never throws and never ends the process, so that output already written can drain.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const [only] = argv;
  // Before anything else is loaded: scripts ask for the version often, and it needs nothing.
  if (argv.length === 1 && (only === '--version' || only === '-V')) {
    io.stdout.write(`${version}\n`);
    return 0;
  }
  const { start } = await import('./start.js');
  return start(argv, io);
}
