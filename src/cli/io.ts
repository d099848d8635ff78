/** A stream the program writes to; `columns` is the width of a terminal. */
export type OutputStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
export type InputStream = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Everything of the outside world that the CLI touches, so that tests can stand in for it. */
export interface Io {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: () => Date;
  /** Where SIGINT and SIGTERM arrive; absent in tests that send none. */
  readonly signals?: Pick<NodeJS.Process, 'on' | 'off' | 'pid' | 'kill'>;
}
