import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { BelboEraseError } from '../../errors.js';
import { createScorer, type ScoreJob, type ScoreResult, type ScoreTask } from './score-pairs.js';

/** Most threads; each has tables of its own. */
const mostWorkers = 8;

/** Scores pairs, here or in threads. */
export interface Scoring {
  /** Hands out a part of the work; waits while all threads have enough to do. */
  add(task: ScoreTask): Promise<void>;
  /** Waits for all that was handed out since the last time, and gives what came of it, in any order. */
  finish(): Promise<readonly ScoreResult[]>;
  /** Ends the threads, whether or not they are done. */
  close(): Promise<void>;
}

function scoreHere(job: ScoreJob): Scoring {
  const work = createScorer(job);
  let results: ScoreResult[] = [];
  return {
    async add(task) {
      results.push(work(task));
      // Lets signals arrive.
      await new Promise((resolve) => setImmediate(resolve));
    },
    async finish() {
      const all = results;
      results = [];
      return Promise.resolve(all);
    },
    close: async () => Promise.resolve(),
  };
}

/** What a thread answers; of a fault only its name, for its text may hold data. */
export type ScoreAnswer = { readonly result: ScoreResult } | { readonly failed: string };

/** Tasks a thread has at a time: while it does one, the next one is there already. */
const tasksAtOnce = 2;

function scoreInThreads(job: ScoreJob, script: URL, threads: number): Scoring {
  let results: ScoreResult[] = [];
  const idle: Worker[] = [];
  let failed: Error | null = null;
  let wake: (() => void) | null = null;
  const fail = (name: string): void => {
    failed ??= new BelboEraseError('INTERNAL', { detail: `worker: ${name}` });
    wake?.();
  };
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(script, { workerData: job });
    worker.on('error', (error: Error) => fail(error.name));
    worker.on('message', (answer: ScoreAnswer) => {
      if ('failed' in answer) {
        fail(answer.failed);
        return;
      }
      results.push(answer.result);
      idle.push(worker);
      wake?.();
    });
    return worker;
  });
  for (let task = 0; task < tasksAtOnce; task += 1) idle.push(...workers);
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
      // The one that has waited longest.
      idle.shift()?.postMessage(task);
    },
    async finish() {
      await until(() => idle.length === workers.length * tasksAtOnce);
      const all = results;
      results = [];
      return all;
    },
    async close() {
      await Promise.all(workers.map(async (worker) => worker.terminate()));
    },
  };
}

/** Below so many records threads take longer to start than they save. */
const fewRecords = 20_000;

/**
 * Prepares the scoring of pairs.
 * @param threads how many; by default as many as there are processors, for few records none
 */
export function startScoring(job: ScoreJob, threads?: number): Scoring {
  // A thread loads JavaScript; run from the TypeScript source, as most tests do, everything happens here.
  const compiled = import.meta.url.endsWith('.js');
  const wanted = threads ?? (job.facts.records < fewRecords ? 1 : Math.min(availableParallelism(), mostWorkers));
  return compiled && wanted > 1
    ? scoreInThreads(job, new URL('./score-worker.js', import.meta.url), wanted)
    : scoreHere(job);
}
