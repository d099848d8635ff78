import type { ChalkInstance } from 'chalk';
import { escapeText } from './escape.js';

/** Terminals that scroll by more than this show nothing; the JSON and piped output have all rows. */
const mostRows = 500;

export interface Column {
  readonly header: string;
  readonly align?: 'left' | 'right';
  /** Columns give way to others in this order when the terminal is narrow; 0 (default) never. Highest first. */
  readonly shrink?: number;
}

export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

export interface TableOptions {
  readonly width: number;
  readonly chalk: ChalkInstance;
  readonly more: (count: number) => string;
}

type Measure = (text: string) => number;

function shorten(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  let short = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += measure(segment);
    if (used > width - 1) break;
    short += segment;
  }
  return `${short}…`;
}

function fit(widths: number[], columns: readonly Column[], room: number): number[] {
  const fitted = [...widths];
  const order = columns.map((column, at) => ({ at, shrink: column.shrink ?? 0, least: Math.min(widths[at] ?? 0, Math.max(6, column.header.length > 10 ? 6 : column.header.length)) }));
  for (const { at, least } of order.filter((each) => each.shrink > 0).sort((a, b) => b.shrink - a.shrink)) {
    const over = fitted.reduce((sum, each) => sum + each, 0) - room;
    if (over <= 0) break;
    fitted[at] = Math.max(least, (fitted[at] ?? 0) - over);
  }
  return fitted;
}

/** A table without borders, as wide as the terminal at most; long cells end in an ellipsis. */
export async function renderTable(columns: readonly Column[], rows: readonly (readonly Cell[])[], options: TableOptions): Promise<string> {
  const [{ default: Table }, { default: measure }] = await Promise.all([import('cli-table3'), import('string-width')]);
  const gap = 2;
  const shown = rows.slice(0, mostRows).map((row) => row.map((cell) => ({ ...cell, text: escapeText(cell.text) })));
  const natural = columns.map((column, at) => Math.max(measure(column.header), ...shown.map((row) => measure(row[at]?.text ?? ''))));
  const widths = fit(natural, columns, options.width - gap * columns.length);
  const none = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '' };
  const table = new Table({
    head: columns.map((column, at) => options.chalk.bold(shorten(column.header, widths[at] ?? 0, measure))),
    chars: none,
    colWidths: widths.map((width) => width + gap),
    colAligns: columns.map((column) => column.align ?? 'left'),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap },
  });
  for (const row of shown) {
    table.push(row.map((cell, at) => (cell.paint ?? ((text: string) => text))(shorten(cell.text, widths[at] ?? 0, measure))));
  }
  const lines = table.toString().split('\n').map((line) => line.trimEnd());
  if (rows.length > mostRows) lines.push(options.more(rows.length - mostRows));
  return lines.join('\n');
}
