import { parentPort, workerData } from 'node:worker_threads';
import { systemCode } from './problem.js';
import { createScrubber } from './scrub-task.js';
import type { WorkerMessage, WorkerRequest, WorkerStart } from './worker-protocol.js';

/*
 * A thread that scrubs one file after the other. It reads and writes files only: the register is the main thread's, and so is
 * the moment in which a new file takes the place of the old.
 */

/** Milliseconds between two messages about the progress of a file. */
const every = 50;

class Stopped extends Error {}

const port = parentPort;
if (port !== null) {
  const { job, stop, parallel } = workerData as WorkerStart;
  const scrub = createScrubber(job, parallel);
  const tell = (message: WorkerMessage): void => {
    port.postMessage(message);
  };
  const work = async ({ at, task }: NonNullable<WorkerRequest>): Promise<void> => {
    let told = 0;
    try {
      const outcome = await scrub(task, (share) => {
        if (Atomics.load(stop, 0) !== 0) throw new Stopped();
        const now = performance.now();
        if (now - told < every) return;
        told = now;
        tell({ kind: 'share', at, share });
      });
      tell({ kind: 'done', at, outcome });
    } catch (error) {
      tell({ kind: 'failed', at, name: systemCode(error) ?? (error instanceof Error ? error.name : 'unknown') });
    }
  };
  port.on('message', (request: WorkerRequest) => {
    if (request === null) port.close();
    else void work(request);
  });
}
