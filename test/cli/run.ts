import { PassThrough, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { InputStream, Io, OutputStream } from '../../src/cli/io.js';
import { main } from '../../src/cli/main.js';

/** The outside world as a test wants it: nobody at a terminal, English, Tuesday 24 November 2026 at noon in Berlin. */
export interface World {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Width of the terminal that stdout and stderr are; absent: they are pipes. */
  readonly columns?: number;
  /** Whether stdin is a terminal. */
  readonly stdinIsTerminal?: boolean;
  readonly signals?: NonNullable<Io['signals']>;
  readonly clock?: Io['clock'];
}

/**
 * The world around a folder that the built program made: it is today, and the built-in map is its source, as built-in maps exist by
 * name in the built package only.
 */
export const worldOf = (folder: string): World => ({
  cwd: folder,
  env: { BELBO_ERASE_MAP: fileURLToPath(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url)) },
  clock: () => new Date(),
});

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

class Capture extends Writable {
  readonly chunks: string[] = [];

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this.chunks.push(chunk.toString('utf8'));
    callback();
  }

  get text(): string {
    return this.chunks.join('');
  }
}

function createStream(columns: number | undefined): { stream: OutputStream; capture: Capture } {
  const capture = new Capture();
  return { stream: Object.assign(capture, columns === undefined ? {} : { isTTY: true, columns }), capture };
}

/** Streams and clock of a world, with what was written to them. */
export function createIo(world: World = {}): { readonly io: Io; readonly outcome: (code: number) => Outcome } {
  const stdout = createStream(world.columns);
  const stderr = createStream(world.columns);
  const stdin: InputStream = Object.assign(new PassThrough(), { isTTY: world.stdinIsTerminal ?? false });
  const io: Io = {
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: { LANG: 'en_GB.UTF-8', NO_COLOR: '1', ...world.env },
    cwd: world.cwd ?? '/nonexistent',
    clock: world.clock ?? (() => new Date('2026-11-24T11:00:00Z')),
    ...(world.signals === undefined ? {} : { signals: world.signals }),
  };
  return { io, outcome: (code) => ({ code, out: stdout.capture.text, err: stderr.capture.text }) };
}

/** Runs one command line in a world. */
export async function run(argv: readonly string[], world: World = {}): Promise<Outcome> {
  const { io, outcome } = createIo(world);
  return outcome(await main(argv, io));
}
