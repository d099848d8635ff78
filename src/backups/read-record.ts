import type { Units } from './encodings.js';

/** How the records of a file are divided, as code units. */
export interface Syntax {
  readonly delimiter: number;
  readonly quote: number;
}

/** Where a cell stands: units `start` to `end`, quotes and the blanks behind them included. */
export interface CellSpan {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

const lf = 0x0a;
const cr = 0x0d;
const blank = 0x20;
const tab = 0x09;

/**
 * Longest quoted cell, in units. What is longer is a quote that was never meant to open one (`"Monitor 19;`): left to
 * itself it would swallow the rest of the file.
 */
export const longestQuoted = 1 << 20;

const needsMore = -1;
const stray = -2;

function isBreak(unit: number | undefined): boolean {
  return unit === lf || unit === cr;
}

/** First unit that is no blank, from `from` on. A tab that divides cells is none. */
function skipBlanks(units: Units, from: number, limit: number, { delimiter }: Syntax): number {
  let at = from;
  while (at < limit && (units[at] === blank || (units[at] === tab && delimiter !== tab))) at += 1;
  return at;
}

/**
 * Index of the quote that closes the one at `open`. Doubled quotes are text. So is one behind which neither a delimiter
 * nor a line break comes (`"19" Monitor";`), unless a line break lies before it: then the cell would be one of several
 * lines with a quote in the middle, and it is the opening quote that was text (`"Monitor 19`, and a record further down
 * `"blue"`). Records would be merged otherwise, and with one of them its neighbours be removed.
 */
function closingQuote(units: Units, open: number, limit: number, complete: boolean, syntax: Syntax): number {
  let broken = false;
  const furthest = Math.min(limit, open + longestQuoted);
  for (let at = open + 1; at < furthest; at += 1) {
    const unit = units[at];
    if (unit !== syntax.quote) {
      broken ||= isBreak(unit);
      continue;
    }
    if (at + 1 < limit && units[at + 1] === syntax.quote) {
      at += 1;
      continue;
    }
    const next = skipBlanks(units, at + 1, limit, syntax);
    if (next === limit) return complete ? at : needsMore;
    if (units[next] === syntax.delimiter || isBreak(units[next])) return at;
    if (broken) return stray;
  }
  return furthest < limit || complete || limit - open >= longestQuoted ? stray : needsMore;
}

function unquotedEnd(units: Units, from: number, limit: number, delimiter: number): number {
  let at = from;
  while (at < limit && units[at] !== delimiter && !isBreak(units[at])) at += 1;
  return at;
}

/**
 * Reads one record from `from` on. Returns where the next one begins, or -1 when the units up to `limit` do not tell
 * (`complete`: there are no more). `cells` takes its cells, when given. CRLF, LF and a CR by itself end a record.
 */
export function readRecord(
  units: Units,
  from: number,
  limit: number,
  complete: boolean,
  syntax: Syntax,
  cells?: CellSpan[],
): number {
  for (let start = from; ; start += 1) {
    const close = units[start] === syntax.quote ? closingQuote(units, start, limit, complete, syntax) : stray;
    if (close === needsMore) return -1;
    const end =
      close === stray
        ? unquotedEnd(units, start, limit, syntax.delimiter)
        : skipBlanks(units, close + 1, limit, syntax);
    if (end === limit && !complete) return -1;
    cells?.push({ start, end, quoted: close !== stray });
    if (end === limit) return limit;
    if (units[end] === lf) return end + 1;
    if (units[end] === cr) {
      if (end + 1 === limit && !complete) return -1;
      return units[end + 1] === lf && end + 1 < limit ? end + 2 : end + 1;
    }
    start = end;
  }
}
