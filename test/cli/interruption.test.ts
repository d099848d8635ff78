import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Interruption, isInterruption, watchSignals } from '../../src/cli/interruption.js';
import type { Io } from '../../src/cli/io.js';
import { main } from '../../src/cli/main.js';
import { createIo, run } from './run.js';

/** A process that only notes what it is killed with. */
function createProcess(): {
  readonly signals: NonNullable<Io['signals']>;
  readonly killed: string[];
  readonly send: (name: string) => void;
  readonly count: () => number;
} {
  const emitter = new EventEmitter();
  const killed: string[] = [];
  const signals = Object.assign(emitter, {
    pid: 1,
    kill: (_: number, name: string) => killed.push(name) > 0,
  }) as unknown as NonNullable<Io['signals']>;
  return {
    signals,
    killed,
    send: (name) => emitter.emit(name, name),
    count: () => emitter.listenerCount('SIGINT') + emitter.listenerCount('SIGTERM'),
  };
}

describe('signals', () => {
  it('abort the work with 130 and 143; a second one ends the process at once', () => {
    for (const [name, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const { signals, killed, send } = createProcess();
      const { io } = createIo({ signals });
      const watch = watchSignals(io);
      expect(watch.signal.aborted).toBe(false);
      send(name);
      expect(watch.signal.reason).toBeInstanceOf(Interruption);
      expect((watch.signal.reason as Interruption).exitCode).toBe(code);
      expect(killed).toEqual([]);
      send(name);
      expect(killed).toEqual([name]);
    }
  });

  it('are no longer listened to when the command is over', async () => {
    const { signals, count } = createProcess();
    await run(['help', 'exit-codes'], { signals });
    expect(count()).toBe(0);
  });

  it('are what Ctrl-C and the end of input at a prompt are taken for', () => {
    const closed = Object.assign(new Error('closed'), { name: 'ExitPromptError' });
    expect(isInterruption(closed)).toBe(true);
    expect(isInterruption(new Error('other'))).toBe(false);
  });
});

describe('output', () => {
  /** Runs `list --help` on an output that fails with this code. */
  async function withFault(code: string): Promise<{ code: number; err: string }> {
    const { io, outcome } = createIo();
    const stdout = Object.assign(io.stdout, {
      write: () => {
        process.nextTick(() => io.stdout.emit('error', Object.assign(new Error(code), { code })));
        return true;
      },
    });
    return outcome(await main(['list', '--help'], { ...io, stdout }));
  }

  it('that nobody reads any more is no error', async () => {
    expect(await withFault('EPIPE')).toMatchObject({ code: 0, err: '' });
  });

  it('that cannot be written is one', async () => {
    const { code, err } = await withFault('ENOSPC');
    expect(code).toBe(1);
    expect(err).toContain('ENOSPC');
  });
});
