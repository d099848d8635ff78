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
  const typed: (Buffer | string)[] = [];
  const drop = (some: Buffer | string): void => void typed.push(some);
  // Line by line the terminal would keep it until Enter.
  setRawMode.call(stdin, true);
  stdin.on('data', drop);
  await pause(handingOver);
  await nextTurn();
  stdin.off('data', drop);
  stdin.pause();
  setRawMode.call(stdin, false);
  if (typed.some((some) => Buffer.from(some).includes(3))) process.kill(process.pid, 'SIGINT');
}
