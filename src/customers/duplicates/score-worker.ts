import { parentPort, workerData } from 'node:worker_threads';
import type { ScoreAnswer } from './run-scoring.js';
import { createScorer, type ScoreJob, type ScoreTask } from './score-pairs.js';

/* A thread that scores pairs. It reads shared memory only: no database, no file. */

const port = parentPort;
if (port !== null) {
  const work = createScorer(workerData as ScoreJob);
  port.on('message', (task: ScoreTask) => {
    let answer: ScoreAnswer;
    try {
      answer = { result: work(task) };
    } catch (error) {
      answer = { failed: error instanceof Error ? error.name : 'unknown' };
    }
    port.postMessage(answer);
  });
}
