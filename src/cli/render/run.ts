import type { BlockerTexts } from '../../data-map/blocker-texts.js';
import { isBelboEraseError } from '../../errors.js';
import type { BackupsOutcome } from '../../fulfilment/backups-outcome.js';
import type { RunOutcome } from '../../fulfilment/execute-run.js';
import type { SortedQueue } from '../../fulfilment/run-rules.js';
import type { ExitCode } from '../../errors.js';
import type { Context, Style, View } from '../context.js';
import { reasonText } from './reason-text.js';
import { escapeText } from './escape.js';
import { failureText } from './failure-text.js';
import { shownPath, totalsOf } from './scrub.js';

/** What a run has to tell. */
export interface RunReport extends RunOutcome {
  readonly waiting: SortedQueue['waiting'];
  /** What a dry run would erase; null when it was none. */
  readonly planned: readonly string[] | null;
  /** Paths of the backups that a dry run would search afterwards. */
  readonly plannedBackups: readonly string[];
  /** Exit code of the signal that ended the run early; null when none did. */
  readonly interrupted: ExitCode | null;
  readonly blockers: BlockerTexts;
}

const codeOf = (error: unknown): string => (isBelboEraseError(error) ? error.code : 'UNEXPECTED');

/** What was done to the backups, and what could not be. */
function backupLines({ messages, io }: Context, { result, end, error }: BackupsOutcome, style: Style): string[] {
  const { run, scrub } = messages;
  const { chalk, sign } = style;
  const lines: string[] = [];
  if (result !== null) {
    const { files = 0, removed = 0, redacted = 0 } = totalsOf(result);
    lines.push(`${chalk.green(sign.ok)} ${run.backups(scrub.total(files, removed, redacted))}`);
    for (const { path, member, code, detail } of result.problems)
      lines.push(
        `${chalk.yellow(sign.warning)} ${escapeText(`${shownPath(path, member, io.cwd)}: ${scrub.problem[code](detail)}`)}`,
      );
  }
  if (end === 'failed')
    lines.push(
      `${chalk.red(sign.error)} ${run.backups(escapeText(failureText({ error: codeOf(error), cause: error }, messages)))}`,
    );
  if (end === 'stopped') lines.push(`${sign.bullet} ${run.backups(run.stopped)}`);
  return lines;
}

function draw(context: Context, report: RunReport, style: Style): string {
  const { messages } = context;
  const { chalk, sign } = style;
  const { run } = messages;
  const { planned, plannedBackups, processed, attention, waiting, failed, notBegun } = report;
  const line = (mark: string, id: string, text: string): string => `${mark} ${escapeText(id)}  ${escapeText(text)}`;
  const lines = [
    ...(planned ?? []).map((id) => line(sign.bullet, id, run.planned)),
    ...(plannedBackups.length === 0
      ? []
      : [`${sign.bullet} ${run.backups(run.plannedBackups(plannedBackups.length))}`]),
    ...processed.map(({ id, status, answeredBy }) =>
      line(chalk.green(sign.ok), id, answeredBy === null ? messages.status[status] : run.answered(answeredBy)),
    ),
    ...(report.backups === null ? [] : backupLines(context, report.backups, style)),
    ...attention.map(({ id, reasons }) =>
      line(
        chalk.yellow(sign.warning),
        id,
        reasons.map((reason) => reasonText(reason, context, report.blockers)).join('; '),
      ),
    ),
    ...failed.map((failure) => line(chalk.red(sign.error), failure.id, failureText(failure, messages))),
    ...waiting.map(({ id, until }) => line(sign.bullet, id, run.waiting(messages.date(until), until.slice(11, 16)))),
    ...notBegun.map((id) => line(sign.bullet, id, run.notBegun)),
  ];
  const done = processed.length + (planned?.length ?? 0);
  return [
    ...lines,
    ...(lines.length === 0 ? [] : ['']),
    run.summary(done, attention.length, failed.length, planned !== null),
  ].join('\n');
}

/** The backups as JSON; never the cells of a record, which are the data itself. */
function backupsJson({ result, settled, done, end, error }: BackupsOutcome): object {
  return {
    end,
    error: end === 'failed' ? codeOf(error) : null,
    totals: result === null ? null : totalsOf(result),
    problems: result?.problems ?? [],
    reviews: (result?.reviews ?? []).map(({ digest, path, member, line, requestId, reason }) => ({
      id: digest.slice(0, 12),
      file: path,
      member,
      line,
      request: requestId,
      reason,
    })),
    settled: [...settled],
    done: [...done],
  };
}

/** A run's report: the JSON contract, one line a request in a pipe, words on a terminal. */
export function renderRun(context: Context, report: RunReport): View {
  const { processed, attention, failed, waiting, notBegun, planned, interrupted } = report;
  const failures = failed.map(({ id, error }) => ({ id, error }));
  return {
    json: {
      dryRun: planned !== null,
      ...(planned === null ? {} : { planned, plannedBackups: report.plannedBackups }),
      processed,
      attention: attention.map(({ id, reasons }) => ({ id, reason: reasons[0] ?? '', reasons })),
      failed: failures,
      waiting,
      notBegun,
      backups: report.backups === null ? null : backupsJson(report.backups),
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
