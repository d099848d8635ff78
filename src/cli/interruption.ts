import { ExitCode } from '../errors.js';
import type { Io } from './io.js';

/** Thrown where work stops because of Ctrl-C or a signal; nothing half done is left behind. */
export class Interruption extends Error {
  readonly exitCode: ExitCode;

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(signal);
    this.name = 'Interruption';
    this.exitCode = signal === 'SIGINT' ? ExitCode.interrupted : ExitCode.terminated;
  }
}

export interface SignalWatch {
  /** Aborted, with an `Interruption` as reason, when a signal arrived. */
  readonly signal: AbortSignal;
  stop(): void;
}

/**
 * Turns the first SIGINT or SIGTERM into an abort, which the work answers at its next safe place by rolling back. A second
 * one ends the process at once, by the signal's own default: the database then rolls back by itself.
 */
export function watchSignals(io: Io): SignalWatch {
  const controller = new AbortController();
  const { signals } = io;
  if (signals === undefined) return { signal: controller.signal, stop: () => undefined };
  const stop = (): void => {
    signals.off('SIGINT', receive);
    signals.off('SIGTERM', receive);
  };
  const receive = (name: 'SIGINT' | 'SIGTERM'): void => {
    if (controller.signal.aborted) {
      stop();
      signals.kill(signals.pid, name);
      return;
    }
    controller.abort(new Interruption(name));
  };
  signals.on('SIGINT', receive);
  signals.on('SIGTERM', receive);
  return { signal: controller.signal, stop };
}

/** Ctrl-C, Ctrl-D or the end of input at a prompt, told by name because the prompt library is not loaded here. */
export function isInterruption(error: unknown): error is Error {
  return error instanceof Error && ['Interruption', 'ExitPromptError', 'AbortPromptError'].includes(error.name);
}
