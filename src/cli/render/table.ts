import type { ChalkInstance } from 'chalk';
import { escapeText } from './escape.js';
import { loadMeasure, type Measure } from './measure.js';

/** Terminals that scroll by more than this show nothing; the JSON and piped output have all rows. */
const mostRows = 500;

/** Blanks between columns. */
const gap = 2;

export interface Column {
  readonly header: string;
  readonly align?: 'left' | 'right';
  /** Columns give way to others in this order when the terminal is narrow; 0 (default) never. Highest first. */
  readonly shrink?: number;
  /** Narrowest width it may shrink to; default 6. */
  readonly least?: number;
  /** Columns that are left out, highest first, before any shrinks below what can be read; 0 (default) never. */
  readonly drop?: number;
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
  const order = columns.map((column, at) => ({
    at,
    shrink: column.shrink ?? 0,
    least: Math.min(widths[at] ?? 0, column.least ?? 6),
  }));
  for (const { at, least } of order.filter((each) => each.shrink > 0).sort((a, b) => b.shrink - a.shrink)) {
    const over = fitted.reduce((sum, each) => sum + each, 0) - room;
    if (over <= 0) break;
    fitted[at] = Math.max(least, (fitted[at] ?? 0) - over);
  }
  return fitted;
}

/** Columns for which there is room, by their index. */
function choose(widths: readonly number[], columns: readonly Column[], width: number): number[] {
  const least = (at: number): number =>
    ((columns[at]?.shrink ?? 0) > 0 ? Math.min(widths[at] ?? 0, columns[at]?.least ?? 6) : (widths[at] ?? 0)) + gap;
  let chosen = columns.map((_, at) => at);
  const droppable = chosen
    .filter((at) => (columns[at]?.drop ?? 0) > 0)
    .sort((a, b) => (columns[b]?.drop ?? 0) - (columns[a]?.drop ?? 0));
  for (const drop of droppable) {
    // The gap behind the last one is not written.
    if (chosen.reduce((sum, at) => sum + least(at), -gap) <= width) break;
    chosen = chosen.filter((at) => at !== drop);
  }
  return chosen;
}

/** A table without borders, as wide as the terminal at most; long cells end in an ellipsis. */
export async function renderTable(
  given: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions,
): Promise<string> {
  const escaped = rows.slice(0, mostRows).map((row) => row.map((cell) => ({ ...cell, text: escapeText(cell.text) })));
  const texts = [...given.map(({ header }) => header), ...escaped.flat().map(({ text }) => text)];
  const [{ default: Table }, measure] = await Promise.all([import('cli-table3'), loadMeasure(texts)]);
  const full = given.map((column, at) =>
    Math.max(measure(column.header), ...escaped.map((row) => measure(row[at]?.text ?? ''))),
  );
  const chosen = choose(full, given, options.width);
  const columns = chosen.flatMap((at) => given[at] ?? []);
  const shown = escaped.map((row) => chosen.flatMap((at) => row[at] ?? []));
  const natural = columns.map((column, at) =>
    Math.max(measure(column.header), ...shown.map((row) => measure(row[at]?.text ?? ''))),
  );
  const widths = fit(natural, columns, options.width - gap * (columns.length - 1));
  const none = {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '',
    'left-mid': '',
    mid: '',
    'mid-mid': '',
    right: '',
    'right-mid': '',
    middle: '',
  };
  const table = new Table({
    head: columns.map((column, at) => options.chalk.bold(shorten(column.header, widths[at] ?? 0, measure))),
    chars: none,
    colWidths: widths.map((width) => width + gap),
    colAligns: columns.map((column) => column.align ?? 'left'),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap },
  });
  for (const row of shown) {
    table.push(
      row.map((cell, at) => (cell.paint ?? ((text: string) => text))(shorten(cell.text, widths[at] ?? 0, measure))),
    );
  }
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  if (rows.length > mostRows) lines.push(options.more(rows.length - mostRows));
  return lines.join('\n');
}
