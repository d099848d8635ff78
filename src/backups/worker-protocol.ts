import type { FileTask, ScrubJob, TaskOutcome } from './scrub-task.js';

/** What a worker is started with. */
export interface WorkerStart {
  readonly job: ScrubJob;
  /** Whether processors are idle: then a large file is scanned by threads of its own. */
  readonly parallel: boolean;
  /** One number; anything but 0 asks the worker to take back what it is at and to end. */
  readonly stop: Int32Array;
}

/** What a worker is asked: a file, or nothing more. */
export type WorkerRequest = { readonly at: number; readonly task: FileTask } | null;

/** What a worker tells. */
export type WorkerMessage =
  | { readonly kind: 'share'; readonly at: number; readonly share: number }
  | { readonly kind: 'done'; readonly at: number; readonly outcome: TaskOutcome }
  /** A fault of the program itself, by name or code; its text may hold data and stays where it is. */
  | { readonly kind: 'failed'; readonly at: number; readonly name: string };
