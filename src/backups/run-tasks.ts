import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { BelboEraseError } from '../errors.js';
import { discardScrubbed } from './scrub-file.js';
import { createScrubber, type FileTask, type ScrubJob, type TaskOutcome } from './scrub-task.js';
import type { WorkerMessage, WorkerRequest, WorkerStart } from './worker-protocol.js';

/** A file that is done with. */
export interface FinishedTask {
  readonly task: FileTask;
  readonly outcome: TaskOutcome;
}

/** Told the bytes done of all files, and the file the last of them are from. Throws to stop the work. */
export type BytesListener = (done: number, path: string) => void;

/** Short-lived objects are of one record: a small space for them, swept often, costs little time and saves 50 MB a thread. */
export const threadLimits = { maxYoungGenerationSizeMb: 6 } as const;

/** Most threads: what they read and write is the same disk. */
const mostWorkers = 4;

/** Keeps count of the bytes done over files that are worked on at the same time. */
function counter(tasks: readonly FileTask[], onBytes: BytesListener): (at: number, share: number) => void {
  const done = tasks.map(() => 0);
  let sum = 0;
  return (at, share) => {
    const task = tasks[at];
    if (task === undefined) return;
    const now = share * Number(task.file.identity.size);
    sum += now - (done[at] ?? 0);
    done[at] = now;
    onBytes(Math.round(sum), task.file.path);
  };
}

async function* runHere(
  job: ScrubJob,
  tasks: readonly FileTask[],
  onBytes: BytesListener,
): AsyncGenerator<FinishedTask, void, undefined> {
  const scrub = createScrubber(job, false);
  const count = counter(tasks, onBytes);
  for (const [at, task] of tasks.entries()) {
    const outcome = await scrub(task, (share) => count(at, share));
    yield { task, outcome };
    count(at, 1);
  }
}

/** Messages of several workers, in the order they arrive. */
interface Inbox {
  next(): Promise<WorkerMessage | Error>;
  put(message: WorkerMessage | Error): void;
}

function createInbox(): Inbox {
  const waiting: (WorkerMessage | Error)[] = [];
  let wake: (() => void) | null = null;
  return {
    put(message) {
      waiting.push(message);
      wake?.();
      wake = null;
    },
    async next() {
      for (;;) {
        const message = waiting.shift();
        if (message !== undefined) return message;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

/** The largest file first: it would otherwise be alone at the end. */
function bySize(tasks: readonly FileTask[]): number[] {
  return tasks
    .map((_, at) => at)
    .sort((a, b) => Number((tasks[b]?.file.identity.size ?? 0n) - (tasks[a]?.file.identity.size ?? 0n)));
}

async function* runInWorkers(
  job: ScrubJob,
  tasks: readonly FileTask[],
  onBytes: BytesListener,
  script: URL,
): AsyncGenerator<FinishedTask, void, undefined> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const inbox = createInbox();
  const queue = bySize(tasks);
  const count = counter(tasks, onBytes);
  const running = new Map<number, Worker>();
  const give = (worker: Worker): void => {
    const at = queue.shift();
    const task = at === undefined ? undefined : tasks[at];
    const request: WorkerRequest = at === undefined || task === undefined ? null : { at, task };
    if (at !== undefined) running.set(at, worker);
    worker.postMessage(request);
  };
  const length = Math.min(availableParallelism(), mostWorkers, tasks.length);
  const start: WorkerStart = { job, stop, parallel: 2 * length <= availableParallelism() };
  const workers = Array.from({ length }, () => {
    const worker = new Worker(script, { workerData: start, resourceLimits: threadLimits });
    worker.on('message', (message: WorkerMessage) => inbox.put(message));
    worker.on('error', (error: Error) => inbox.put(error));
    return worker;
  });
  workers.forEach(give);
  try {
    while (running.size > 0) {
      const message = await inbox.next();
      if (message instanceof Error) throw new BelboEraseError('INTERNAL', { detail: `worker: ${message.name}` });
      const { at } = message;
      if (message.kind === 'share') {
        count(at, message.share);
        continue;
      }
      const worker = running.get(at);
      running.delete(at);
      if (message.kind === 'failed') throw new BelboEraseError('INTERNAL', { detail: `worker: ${message.name}` });
      if (worker !== undefined) give(worker);
      const task = tasks[at];
      if (task !== undefined) yield { task, outcome: message.outcome };
      count(at, 1);
    }
  } finally {
    await endWorkers(workers, running, stop, inbox);
  }
}

/** Milliseconds a worker gets to take back what it is at. */
const patience = 10_000;

/** Lets every worker take back what it is at, so that nothing lies about; one that does not answer is ended. */
async function endWorkers(
  workers: readonly Worker[],
  running: Map<number, Worker>,
  stop: Int32Array,
  inbox: Inbox,
): Promise<void> {
  Atomics.store(stop, 0, 1);
  const timer = setTimeout(() => inbox.put(new Error('timeout')), patience);
  while (running.size > 0) {
    const message = await inbox.next();
    if (message instanceof Error) break;
    if (message.kind === 'share') continue;
    running.delete(message.at);
    if (message.kind === 'done' && 'scrubbed' in message.outcome) await discardScrubbed(message.outcome.scrubbed);
  }
  clearTimeout(timer);
  await Promise.all(workers.map(async (worker) => worker.terminate()));
}

/**
 * Scrubs files, as many at a time as there are processors, and hands them out as they are done. Whoever stops taking them
 * stops the work: nothing is left beside the files that were not handed out.
 */
export function runTasks(
  job: ScrubJob,
  tasks: readonly FileTask[],
  onBytes: BytesListener,
): AsyncGenerator<FinishedTask, void, undefined> {
  // A thread loads JavaScript; run from the TypeScript source, as the tests do, everything happens here.
  const compiled = import.meta.url.endsWith('.js');
  return compiled && tasks.length > 0
    ? runInWorkers(job, tasks, onBytes, new URL('./scrub-worker.js', import.meta.url))
    : runHere(job, tasks, onBytes);
}
