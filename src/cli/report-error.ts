import {
  ExitCode,
  isBelboEraseError,
  type BelboEraseError,
  type ErrorCode,
  type ErrorParams,
  type Finding,
} from '../errors.js';
import type { Io } from './io.js';
import type { Messages } from './messages/en.js';
import { escapeJson, escapeText } from './render/escape.js';
import { wrap } from './render/wrap.js';
import { schemaVersion } from './render/json.js';

interface Report {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly exitCode: number;
  readonly findings: readonly { readonly path: string; readonly text: string }[];
  readonly params: object;
}

function write(io: Io, messages: Messages, report: Report, json: boolean): number {
  const lines = [
    `${messages.error}: ${report.message}`,
    ...report.findings.map(({ path, text }) => `  ${path}: ${text}`),
    `${messages.hint}: ${report.hint}`,
  ];
  // At blanks: a terminal would break a command to be typed in the middle of a word.
  const { isTTY, columns = 80 } = io.stderr;
  const room = isTTY === true ? columns : Number.POSITIVE_INFINITY;
  io.stderr.write(
    lines
      .flatMap((line) => wrap(escapeText(line), room))
      .map((line) => `${line}\n`)
      .join(''),
  );
  if (json) {
    const { code, message, hint, exitCode, params } = report;
    io.stdout.write(
      `${escapeJson(JSON.stringify({ schemaVersion, error: { code, message, hint, exitCode, params } }, null, 2))}\n`,
    );
  }
  return report.exitCode;
}

/** The text of an error; its code's own param type is lost to TypeScript here, and given back. */
export function errorTexts<C extends ErrorCode>(
  messages: Messages,
  error: BelboEraseError<C>,
): { message: string; hint: string } {
  const texts = messages.errors[error.code] as {
    message: (params: ErrorParams[C]) => string;
    hint: (params: ErrorParams[C]) => string;
  };
  return { message: texts.message(error.params), hint: texts.hint(error.params) };
}

export interface ReportOptions {
  /** Also as a JSON document on stdout. */
  readonly json: boolean;
  /** Where in the program an unexpected error arose. */
  readonly places: boolean;
}

/** Tells of an error on stderr (and as JSON on stdout) and returns its exit code. What a driver says is never repeated: it may hold data. */
export function reportError(io: Io, messages: Messages, error: unknown, { json, places }: ReportOptions): number {
  if (isBelboEraseError(error)) {
    const found = (error.params as { findings?: readonly Finding[] }).findings ?? [];
    const findings = found.map(({ path, code, params }) => ({ path, text: messages.finding(code, params) }));
    const { code, exitCode, params } = error;
    return write(io, messages, { code, ...errorTexts(messages, error), exitCode, findings, params }, json);
  }
  const name =
    error instanceof Error ? ('code' in error && typeof error.code === 'string' ? error.code : error.name) : 'unknown';
  if ((places || io.env['BELBO_ERASE_DEBUG'] !== undefined) && error instanceof Error) {
    // Places in the program, never the message, which stands before them.
    const stack = (error.stack ?? '').replace(error.message, '').split('\n');
    io.stderr.write(`${stack.filter((line) => line.trimStart().startsWith('at ')).join('\n')}\n`);
  }
  const { unexpected } = messages;
  return write(
    io,
    messages,
    {
      code: 'UNEXPECTED',
      message: unexpected.message(name),
      hint: unexpected.hint,
      exitCode: ExitCode.failed,
      findings: [],
      params: {},
    },
    json,
  );
}
