import { relative } from 'node:path';
import type { BackupStatus } from '../../backups/backup-status.js';
import type { BackupProblem } from '../../backups/problem.js';
import type { ScrubbedDocument, ScrubResult } from '../../backups/scrub-result.js';
import type { Style } from '../context.js';
import type { Messages } from '../messages/en.js';
import { escapeText } from './escape.js';
import { renderSection } from './facts.js';
import { renderTable, type Cell } from './table.js';

/** A file as a person reads it: relative where that is shorter, with the member of an archive. */
export function shownPath(path: string, member: string | null, cwd: string): string {
  const near = relative(cwd, path);
  const shown = near.startsWith('..') || near === '' ? path : near;
  return member === null ? shown : `${shown} > ${member}`;
}

/** Sums over all files of a run. */
export function totalsOf({ documents, problems, reviews }: ScrubResult): Readonly<Record<string, number>> {
  const sum = (key: 'records' | 'removed' | 'redacted'): number =>
    documents.reduce((all, { csv }) => all + csv[key], 0);
  return {
    files: new Set(documents.map(({ path }) => path)).size,
    records: sum('records'),
    removed: sum('removed'),
    redacted: sum('redacted'),
    review: reviews.length,
    problems: problems.length,
  };
}

function documentRow({ path, member, csv }: ScrubbedDocument, cwd: string): Cell[] {
  return [
    { text: shownPath(path, member, cwd) },
    { text: csv.dialect.encoding },
    ...[csv.records, csv.removed, csv.redacted, csv.review.length].map((count) => ({ text: String(count) })),
  ];
}

/** What could not be scrubbed, each with what to do. */
function problemLines(problems: readonly BackupProblem[], messages: Messages, cwd: string): string[] {
  return problems.map(
    ({ path, member, code, detail }) => `${shownPath(path, member, cwd)}: ${messages.scrub.problem[code](detail)}`,
  );
}

/** The outcome of a run: the files with something in them, what is left to a person, the sums. */
export async function renderScrub(
  result: ScrubResult,
  messages: Messages,
  style: Style,
  options: { readonly cwd: string; readonly dryRun: boolean },
): Promise<string> {
  const { scrub } = messages;
  const { chalk, sign, width } = style;
  const { cwd } = options;
  const shown = result.documents.filter(({ csv }) => csv.removed + csv.redacted + csv.review.length > 0);
  const right = { align: 'right' } as const;
  const table =
    shown.length === 0
      ? ''
      : `${await renderTable(
          [
            { header: scrub.headers.path, shrink: 1, least: 16 },
            { header: scrub.headers.encoding, drop: 2 },
            { header: scrub.headers.records, drop: 1, ...right },
            { header: scrub.headers.removed, ...right },
            { header: scrub.headers.redacted, ...right },
            { header: scrub.headers.review, ...right },
          ],
          shown.map((each) => documentRow(each, cwd)),
          { width, chalk, more: messages.more },
        )}\n\n`;
  const totals = totalsOf(result);
  const sum = (options.dryRun ? scrub.preview : scrub.total)(
    totals['files'] ?? 0,
    totals['removed'] ?? 0,
    totals['redacted'] ?? 0,
  );
  const list = (lines: readonly string[], mark: string): string =>
    lines.map((line) => `${mark} ${escapeText(line)}`).join('\n');
  const place = (each: { path: string; member: string | null; line: number; requestId: string }): string =>
    `${shownPath(each.path, each.member, cwd)}, ${scrub.line(each.line)} (${scrub.request(each.requestId)})`;
  const reviews = result.reviews.map((each) => `${place(each)}: ${scrub.reason[each.reason]}`);
  const stays = result.residue
    .filter(({ reason }) => reason === 'kept' || reason === 'namesake')
    .map((each) => `${place(each)}: ${scrub.reason[each.reason]}`);
  return [
    `${table}${sum}`,
    renderSection(scrub.problems, list(problemLines(result.problems, messages, cwd), chalk.red(sign.error)), style),
    renderSection(scrub.reviews, list(reviews, chalk.yellow(sign.warning)), style),
    renderSection(scrub.residue, list(stays, sign.bullet), style),
  ].join('');
}

/** Which backups still await which request. */
export async function renderStatus(
  statuses: readonly BackupStatus[],
  messages: Messages,
  { chalk, width }: Style,
  cwd: string,
): Promise<string> {
  const { scrub } = messages;
  if (statuses.length === 0) return scrub.none;
  const table = await renderTable(
    [
      { header: scrub.headers.path, shrink: 1, least: 16 },
      { header: scrub.headers.state },
      { header: scrub.headers.awaiting, shrink: 2, least: 12 },
    ],
    statuses.map(({ path, state, awaiting }) => [
      { text: shownPath(path, null, cwd) },
      { text: scrub.state[state], ...(state === 'vanished' ? { paint: chalk.yellow } : {}) },
      { text: awaiting.join(', ') },
    ]),
    { width, chalk, more: messages.more },
  );
  return statuses.some(({ awaiting }) => awaiting.length > 0) ? table : `${table}\n\n${scrub.allSettled}`;
}
