import { isBelboEraseError } from '../../errors.js';
import type { Failure } from '../../fulfilment/erase-all.js';
import type { RunOutcome } from '../../fulfilment/execute-run.js';
import type { SortedQueue } from '../../fulfilment/run-rules.js';
import type { ExitCode } from '../../errors.js';
import type { Context, Style, View } from '../context.js';
import type { Messages } from '../messages/en.js';
import { escapeText } from './escape.js';

/** What a run has to tell. */
export interface RunReport extends RunOutcome {
  readonly waiting: SortedQueue['waiting'];
  /** What a dry run would erase; null when it was none. */
  readonly planned: readonly string[] | null;
  /** Exit code of the signal that ended the run early; null when none did. */
  readonly interrupted: ExitCode | null;
}

/** Why a request was left to a person, in words. */
function reasonText(code: string, messages: Messages): string {
  return messages.run.reason[code] ?? messages.step[code] ?? code;
}

function failureText({ error, cause }: Failure, messages: Messages): string {
  const known = messages.errors as Readonly<Record<string, { message: (params: never) => string }>>;
  return isBelboEraseError(cause)
    ? (known[cause.code]?.message(cause.params as never) ?? error)
    : messages.unexpected.message(error);
}

function draw({ messages }: Context, report: RunReport, { chalk, sign }: Style): string {
  const { run } = messages;
  const { planned, processed, attention, waiting, failed, notBegun } = report;
  const line = (mark: string, id: string, text: string): string => `${mark} ${id}  ${escapeText(text)}`;
  const lines = [
    ...(planned ?? []).map((id) => line(sign.bullet, id, run.planned)),
    ...processed.map(({ id, status, answeredBy }) =>
      line(chalk.green(sign.ok), id, answeredBy === null ? messages.status[status] : run.answered(answeredBy)),
    ),
    ...attention.map(({ id, reasons }) =>
      line(chalk.yellow(sign.warning), id, reasons.map((reason) => reasonText(reason, messages)).join('; ')),
    ),
    ...failed.map((failure) => line(chalk.red(sign.error), failure.id, failureText(failure, messages))),
    ...waiting.map(({ id, until }) => line(sign.bullet, id, run.waiting(messages.date(until), until.slice(11, 16)))),
    ...notBegun.map((id) => line(sign.bullet, id, run.notBegun)),
  ];
  const done = processed.length + (planned?.length ?? 0);
  return [...lines, ...(lines.length === 0 ? [] : ['']), run.summary(done, attention.length, failed.length)].join('\n');
}

/** A run's report: the JSON contract, one line a request in a pipe, words on a terminal. */
export function renderRun(context: Context, report: RunReport): View {
  const { processed, attention, failed, waiting, notBegun, planned, interrupted } = report;
  const failures = failed.map(({ id, error }) => ({ id, error }));
  return {
    json: {
      dryRun: planned !== null,
      ...(planned === null ? {} : { planned }),
      processed,
      attention: attention.map(({ id, reasons }) => ({ id, reason: reasons[0] ?? '', reasons })),
      failed: failures,
      waiting,
      notBegun,
      interrupted: interrupted !== null,
    },
    tsv: {
      headers: ['id', 'outcome', 'reason'],
      rows: [
        ...(planned ?? []).map((id) => [id, 'planned', null]),
        ...processed.map(({ id, status, answeredBy }) => [id, status, answeredBy]),
        ...attention.map(({ id, reasons }) => [id, 'attention', reasons.join(',')]),
        ...failures.map(({ id, error }) => [id, 'failed', error]),
        ...waiting.map(({ id, until }) => [id, 'waiting', until]),
        ...notBegun.map((id) => [id, 'not_begun', null]),
      ],
    },
    terminal: async (style) => draw(context, report, style),
  };
}
