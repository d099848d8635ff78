import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { InputStream } from './io.js';

/** Time for the terminal to hand over what waits in it. */
const handingOver = 10;

/**
 * Drops what was typed before a question is asked that one key answers: it was meant for something else, such as the next command. A
 * Ctrl-C among it is no answer, and holds.
 */
export async function dropTyped(stdin: InputStream): Promise<void> {
  const { setRawMode } = stdin as Partial<Pick<NodeJS.ReadStream, 'setRawMode'>>;
  if (stdin.isTTY !== true || setRawMode === undefined) return;
  let interrupted = false;
  const drop = (typed: Buffer | string): void => {
    interrupted ||= Buffer.from(typed).includes(3);
  };
  // Line by line the terminal would keep it until Enter.
  setRawMode.call(stdin, true);
  stdin.on('data', drop);
  await pause(handingOver);
  await nextTurn();
  stdin.off('data', drop);
  stdin.pause();
  setRawMode.call(stdin, false);
  if (interrupted) process.kill(process.pid, 'SIGINT');
}
