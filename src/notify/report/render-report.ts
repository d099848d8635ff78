import type { TextLanguage } from '../document.js';
import { escapeHtml } from '../render-html.js';
import { textsIn, type Texts } from '../texts/texts.js';
import { barChart, type Series } from './charts.js';
import { durationEnds, type ReportFigures } from './figures.js';

type ReportTexts = Texts['report'];

/** Light to dark, told apart in grey print as well. */
const colors = {
  done: { color: '#1b5e57', ink: '#fff' },
  refused: { color: '#c98a1b', ink: '#000' },
  withdrawn: { color: '#9db4c0', ink: '#000' },
  pending: { color: '#e4ddd0', ink: '#000' },
} as const;

const style = `
:root { color-scheme: light; }
body { font: 10.5pt/1.45 "Liberation Sans", Arial, Helvetica, sans-serif; color: #1a1a1a; background: #fff; margin: 0; }
main { max-width: 180mm; margin: 10mm auto; padding: 0 6mm; }
h1 { font-size: 16pt; margin: 0 0 1mm; }
h2 { font-size: 12pt; margin: 8mm 0 2mm; break-after: avoid; }
.law, .note { color: #555; font-size: 9pt; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(32mm, 1fr)); gap: 3mm; margin: 5mm 0; padding: 0; }
.facts div { border: 0.2mm solid #bbb; border-radius: 1mm; padding: 2mm 3mm; break-inside: avoid; }
.facts dt { color: #555; font-size: 8.5pt; }
.facts dd { margin: 0; font-size: 15pt; }
.facts .bad { border-color: #a33; border-width: 0.5mm; }
.facts .bad dd { color: #a33; }
figure { margin: 0 0 3mm; break-inside: avoid; }
svg { width: 100%; height: auto; font: 11px "Liberation Sans", Arial, Helvetica, sans-serif; }
svg .grid { stroke: #ddd; }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt; }
th, td { text-align: left; padding: 0.8mm 3mm 0.8mm 0; border-bottom: 0.2mm solid #ccc; }
.number { text-align: right; }
tr { break-inside: avoid; }
@page { size: A4; margin: 15mm; }
@media print { main { margin: 0; padding: 0; max-width: none; } rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;

function table(headers: readonly string[], rows: readonly (readonly string[])[], numbers: readonly number[]): string {
  const cell = (tag: 'td' | 'th', text: string, at: number): string =>
    `<${tag}${numbers.includes(at) ? ' class="number"' : ''}>${escapeHtml(text)}</${tag}>`;
  const line = (tag: 'td' | 'th', cells: readonly string[]): string =>
    `<tr>${cells.map((text, at) => cell(tag, text, at)).join('')}</tr>`;
  return `<table><thead>${line('th', headers)}</thead><tbody>${rows.map((row) => line('td', row)).join('')}</tbody></table>`;
}

/** The figures by name, as text; also what a terminal shows. */
export function factsOf(figures: ReportFigures, texts: ReportTexts): readonly (readonly [string, string])[] {
  const { figures: names, share, number } = texts;
  return [
    [names.received, number(figures.received)],
    [names.done, number(figures.done)],
    [names.onTime, share(figures.onTime, figures.onTime + figures.late)],
    [names.averageDays, figures.averageDays === null ? '–' : number(figures.averageDays)],
    [names.extended, number(figures.extended)],
    [names.refused, number(figures.refused)],
    [names.withdrawn, number(figures.withdrawn)],
    [names.pending, number(figures.pending)],
    [names.overdue, number(figures.overdue)],
  ];
}

/** What the figures leave out, in words. */
export function notesOf({ undated, misdated }: ReportFigures, texts: ReportTexts): readonly string[] {
  return [
    ...(undated === 0 ? [] : [texts.undated(undated)]),
    ...(misdated.length === 0 ? [] : [texts.misdated(misdated)]),
  ];
}

function factBoxes(figures: ReportFigures, texts: ReportTexts): string {
  const bad = new Set([
    ...(figures.late > 0 ? [texts.figures.onTime] : []),
    ...(figures.overdue > 0 ? [texts.figures.overdue] : []),
  ]);
  const boxes = factsOf(figures, texts).map(
    ([name, value]) =>
      `<div${bad.has(name) ? ' class="bad"' : ''}><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`,
  );
  const notes = notesOf(figures, texts).map((note) => `<p class="note">${escapeHtml(note)}</p>`);
  return `<dl class="facts">${boxes.join('')}</dl>${notes.join('')}`;
}

function monthChart({ months }: ReportFigures, texts: ReportTexts): string {
  const { figures: names, charts, month } = texts;
  const keys = ['done', 'refused', 'withdrawn', 'pending'] as const;
  const series: Series[] = keys.map((key) => ({ name: names[key], ...colors[key] }));
  const bars = months.map((each) => ({ label: month(each.month), values: keys.map((key) => each[key]) }));
  const rows = months
    .filter((each) => keys.some((key) => each[key] > 0))
    .map((each) => [month(each.month), ...keys.map((key) => String(each[key]))]);
  return `<h2>${escapeHtml(charts.months)}</h2><figure>${barChart(charts.months, bars, series)}</figure>${table([charts.month, ...keys.map((key) => names[key])], rows, [1, 2, 3, 4])}`;
}

function durationChart({ durations }: ReportFigures, texts: ReportTexts): string {
  const { charts, duration } = texts;
  const label = (at: number): string => {
    const from = at === 0 ? 0 : (durationEnds[at - 1] ?? 0) + 1;
    return duration(from, durationEnds[at] ?? null);
  };
  const bars = durations.map((count, at) => ({ label: label(at), values: [count] }));
  return `<h2>${escapeHtml(charts.durations)}</h2><figure>${barChart(charts.durations, bars, [{ name: charts.requests, ...colors.done }])}</figure>${table(
    [charts.days, charts.requests],
    bars.map((bar) => [bar.label, String(bar.values[0] ?? 0)]),
    [1],
  )}`;
}

function retained(figures: ReportFigures, { retained: texts }: ReportTexts): string {
  const rows = figures.retained.map(({ year, stubs, rows: entries }) => [year, String(stubs), String(entries)]);
  const body =
    rows.length === 0
      ? `<p>${escapeHtml(texts.none)}</p>`
      : `<p>${escapeHtml(texts.intro)}</p>${table(texts.headers, rows, [1, 2])}`;
  const expired = figures.expired === 0 ? '' : `<p><strong>${escapeHtml(texts.expired(figures.expired))}</strong></p>`;
  return `<h2>${escapeHtml(texts.heading)}</h2>${body}${expired}`;
}

function openSteps(figures: ReportFigures, { open: texts }: ReportTexts): string {
  const rows = Object.entries(figures.openSteps).map(([step, ids]) => [
    texts.step[step] ?? step,
    String(ids.length),
    ids.join(', '),
  ]);
  return `<h2>${escapeHtml(texts.heading)}</h2>${rows.length === 0 ? `<p>${escapeHtml(texts.none)}</p>` : table(texts.headers, rows, [1])}`;
}

/**
 * The report as one page that needs nothing but itself: no scripts, no network. Ready to print.
 * @param controller who answers for the data; null leaves the line out
 */
export function renderReport(
  figures: ReportFigures,
  lang: TextLanguage,
  today: string,
  controller: string | null,
): string {
  const { report: texts } = textsIn(lang);
  const { period } = figures;
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(texts.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(texts.title)}</h1>
<p class="law">${escapeHtml(texts.law)}</p>
<p>${[...(controller === null ? [] : [controller]), texts.period(period.from, period.to), texts.asOf(today)].map(escapeHtml).join('<br>')}</p>
${factBoxes(figures, texts)}
${monthChart(figures, texts)}
${durationChart(figures, texts)}
${retained(figures, texts)}
${openSteps(figures, texts)}
<p class="note">${escapeHtml(texts.note)}</p>
</main>
</body>
</html>
`;
}
