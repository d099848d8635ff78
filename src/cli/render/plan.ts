import type { Identifiers } from '../../customers/identifiers.js';
import type { PreparedErasure } from '../../erasure/prepared.js';
import type { PlanBlocker } from '../../erasure/plan.js';
import type { Style } from '../context.js';
import type { Language } from '../language.js';
import type { Messages } from '../messages/en.js';
import { escapeText } from './escape.js';
import { renderFacts, renderSection } from './facts.js';
import { wrap } from './wrap.js';
import { renderTable, type Cell } from './table.js';

/** What a blocker means, in the user's language: our own words, or the data map's. */
export function blockerText(blocker: PlanBlocker, messages: Messages, language: Language): string {
  const text = messages.plan.blocker[blocker.code]?.(blocker.detail) ?? blocker.detail[language] ?? blocker.code;
  const place = blocker.table === null ? '' : `${blocker.table}: `;
  // The name of a login is data.
  return escapeText(`${place}${messages.rows(blocker.rows)} – ${text}`);
}

const cell = (text: string | number): Cell => ({ text: String(text) });

/** Who it is, as their records spell it: a wrong number is noticed by the name. */
function person({ numbers, names }: Identifiers): string {
  const spelled = names.map(({ given, family }) => `${given} ${family}`);
  return [...new Set([...numbers, ...spelled])].join(', ');
}

/** A plan for the terminal, for whoever may see whom it is about: what goes, what stays, what stands in the way. */
export async function renderPlan(
  { plan, subject }: Pick<PreparedErasure, 'plan' | 'subject'>,
  messages: Messages,
  language: Language,
  style: Style,
): Promise<string> {
  const { headers } = messages.plan;
  const options = { width: style.width, chalk: style.chalk, more: messages.more };
  const paint = {
    delete: style.chalk.red,
    mask: style.chalk.yellow,
    detach: style.chalk.yellow,
    keep: style.chalk.green,
    block: style.chalk.red,
  };
  const tables = await renderTable(
    [
      { header: headers.action },
      { header: headers.table, shrink: 1 },
      { header: headers.rows, align: 'right' },
      { header: headers.cascaded, align: 'right', shrink: 2 },
    ],
    plan.tables.map((each) => [
      { text: messages.action[each.action], paint: paint[each.action] },
      cell(each.table),
      cell(each.rows),
      cell(each.cascaded === 0 ? '' : each.cascaded),
    ]),
    options,
  );
  const kept = await renderTable(
    [
      { header: headers.table, shrink: 2 },
      { header: headers.rows, align: 'right' },
      { header: headers.until },
      { header: headers.basis, shrink: 1 },
    ],
    plan.kept.map((each) => [cell(each.table), cell(each.rows), cell(messages.date(each.until)), cell(each.basis)]),
    options,
  );
  const mentions = await renderTable(
    [
      { header: headers.table, shrink: 1 },
      { header: headers.column, shrink: 2 },
      { header: headers.rows, align: 'right' },
      { header: headers.uncertain, align: 'right' },
    ],
    plan.mentions.map((each) => [
      cell(each.table),
      cell(each.column),
      cell(each.rows),
      cell(each.uncertain === 0 ? '' : each.uncertain),
    ]),
    options,
  );
  const bullet = (lines: readonly string[], sign: string): string =>
    lines.map((line) => `${sign} ${wrap(escapeText(line), Math.max(20, style.width - 2)).join('\n  ')}`).join('\n');
  const blockers =
    plan.blockers.length === 0
      ? `${style.chalk.green(style.sign.ok)} ${messages.plan.ready}`
      : bullet(
          plan.blockers.map((each) => blockerText(each, messages, language)),
          style.chalk.red(style.sign.error),
        );
  const manual = bullet(
    plan.manual.map((step) => `${step.title[language]}${step.count === null ? '' : ` (${String(step.count)})`}`),
    style.sign.bullet,
  );
  const notes = [
    ...plan.kept.filter(({ undated }) => undated > 0).map((each) => messages.plan.undated(each.table, each.undated)),
    ...plan.sharedRows.map((each) => messages.plan.shared(each.table, each.rows)),
    ...(plan.missingIndexes.length > 0 ? [messages.plan.missingIndexes(plan.missingIndexes.join(', '))] : []),
  ];
  return [
    `${style.chalk.bold(escapeText(messages.plan.title(plan.requestId)))}\n\n`,
    renderFacts(
      [
        [messages.plan.person, person(subject.identifiers)],
        [messages.plan.records, plan.records.join(', ')],
        [messages.plan.fingerprint, plan.fingerprint.slice(0, 12)],
      ],
      style,
    ),
    renderSection(messages.plan.changes, tables, style),
    plan.kept.length === 0 ? '' : renderSection(messages.plan.kept, kept, style),
    plan.mentions.length === 0 ? '' : renderSection(messages.plan.mentions, mentions, style),
    renderSection(messages.plan.manual, manual, style),
    notes.length === 0 ? '' : `\n\n${bullet(notes, style.chalk.yellow(style.sign.warning))}`,
    renderSection(messages.plan.blockers, blockers, style),
  ].join('');
}
