/** One line of a bench's report. */
export interface Figure {
  readonly what: string;
  /** As printed, with unit. */
  readonly own: string;
  /** What it is compared with, as printed; empty when it stands against a fixed limit. */
  readonly peer?: string;
  /** The number that is judged, with its unit: `1.72 x`, `87 %`, `205 MiB`. */
  readonly judged?: { readonly value: number; readonly unit: string; readonly digits?: number };
  /** The floor or ceiling of `judged.value`. */
  readonly limit?: { readonly atMost: number } | { readonly atLeast: number };
  readonly note?: string;
}

function holds({ judged, limit }: Figure): boolean | null {
  if (judged === undefined || limit === undefined) return null;
  return 'atMost' in limit ? judged.value <= limit.atMost : judged.value >= limit.atLeast;
}

function cells(figure: Figure): string[] {
  const { judged, limit } = figure;
  const unit = judged?.unit ?? '';
  const value = judged === undefined ? '' : `${judged.value.toFixed(judged.digits ?? 2)} ${unit}`;
  const asked =
    limit === undefined
      ? ''
      : 'atMost' in limit
        ? `<= ${String(limit.atMost)} ${unit}`
        : `>= ${String(limit.atLeast)} ${unit}`;
  const verdict = { true: 'ok', false: 'MISSED', null: '' }[String(holds(figure)) as 'true' | 'false' | 'null'];
  return [figure.what, figure.own, figure.peer ?? '', value, asked, verdict, figure.note ?? ''];
}

/** Prints figures as a table: what, own, peer, what is judged, its limit, whether it holds. */
export function printFigures(title: string, figures: readonly Figure[]): void {
  const rows = [['', 'own', 'peer', '', 'limit', '', ''], ...figures.map(cells)];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  // Words to the left, figures to the right; the note comes last and needs no width.
  const pad = (cell: string, column: number): string =>
    column === 0 || column === 6
      ? cell.padEnd(column === 0 ? (widths[0] ?? 0) : 0)
      : cell.padStart(widths[column] ?? 0);
  const line = (row: readonly string[]): string => row.map(pad).join('  ').trimEnd();
  process.stdout.write(`\n${title}\n${rows.map((row) => `${line(row)}\n`).join('')}`);
}
