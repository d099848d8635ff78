import { parentPort, workerData } from 'node:worker_threads';
import type { ScoreAnswer } from './run-scoring.js';
import { createBlockScorer, type BlockTask, type ScoreJob } from './score-blocks.js';

/* A thread that scores blocks. It reads shared memory only: no database, no file. */

const port = parentPort;
if (port !== null) {
  const score = createBlockScorer(workerData as ScoreJob);
  port.on('message', (task: BlockTask) => {
    let answer: ScoreAnswer;
    try {
      answer = { pairs: score(task) };
    } catch (error) {
      answer = { failed: error instanceof Error ? error.name : 'unknown' };
    }
    port.postMessage(answer);
  });
}
