import { escapeCell } from './escape.js';

/** Tab-separated values with an English header, for scripts. */
export function renderTsv(headers: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const line = (cells: readonly (string | number | null)[]): string =>
    cells.map((cell) => (cell === null ? '' : escapeCell(String(cell)))).join('\t');
  return [line(headers), ...rows.map(line)].map((each) => `${each}\n`).join('');
}
