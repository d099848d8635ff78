import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { BelboEraseError } from '../../errors.js';
import { createBlockScorer, type BlockTask, type ScoredPairs, type ScoreJob } from './score-blocks.js';

/** Most threads; each has tables of its own. */
const mostWorkers = 8;

/** Scores blocks, here or in threads. */
export interface Scoring {
  /** Hands out a part of the work; waits while all threads have enough to do. */
  add(task: BlockTask): Promise<void>;
  /** Waits for all that was handed out. */
  finish(): Promise<readonly ScoredPairs[]>;
  /** Ends the threads, whether or not they are done. */
  close(): Promise<void>;
}

function scoreHere(job: ScoreJob): Scoring {
  const score = createBlockScorer(job);
  const found: ScoredPairs[] = [];
  return {
    async add(task) {
      found.push(score(task));
      // Lets signals arrive.
      await new Promise((resolve) => setImmediate(resolve));
    },
    finish: async () => Promise.resolve(found),
    close: async () => Promise.resolve(),
  };
}

/** What a thread answers; of a fault only its name, for its text may hold data. */
export type ScoreAnswer = { readonly pairs: ScoredPairs } | { readonly failed: string };

function scoreInThreads(job: ScoreJob, script: URL): Scoring {
  const found: ScoredPairs[] = [];
  const idle: Worker[] = [];
  let failed: Error | null = null;
  let wake: (() => void) | null = null;
  const fail = (name: string): void => {
    failed ??= new BelboEraseError('INTERNAL', { detail: `worker: ${name}` });
    wake?.();
  };
  const workers = Array.from({ length: Math.min(availableParallelism(), mostWorkers) }, () => {
    const worker = new Worker(script, { workerData: job });
    worker.on('error', (error: Error) => fail(error.name));
    worker.on('message', (answer: ScoreAnswer) => {
      if ('failed' in answer) {
        fail(answer.failed);
        return;
      }
      found.push(answer.pairs);
      idle.push(worker);
      wake?.();
    });
    return worker;
  });
  idle.push(...workers);
  const until = async (ready: () => boolean): Promise<void> => {
    for (;;) {
      if (failed !== null) throw failed;
      if (ready()) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return {
    async add(task) {
      await until(() => idle.length > 0);
      idle.pop()?.postMessage(task);
    },
    async finish() {
      await until(() => idle.length === workers.length);
      return found;
    },
    async close() {
      await Promise.all(workers.map(async (worker) => worker.terminate()));
    },
  };
}

/** Below so many records threads take longer to start than they save. */
const fewRecords = 20_000;

/** Prepares the scoring of blocks: with as many threads as there are processors, for few records without. */
export function startScoring(job: ScoreJob): Scoring {
  // A thread loads JavaScript; run from the TypeScript source, as the tests do, everything happens here.
  const compiled = import.meta.url.endsWith('.js');
  return compiled && job.facts.records >= fewRecords && availableParallelism() > 1
    ? scoreInThreads(job, new URL('./score-worker.js', import.meta.url))
    : scoreHere(job);
}
