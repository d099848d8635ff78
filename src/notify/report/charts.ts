import { escapeHtml } from '../render-html.js';

/** One bar, made of parts in the order of the chart's series. */
export interface Bar {
  readonly label: string;
  readonly values: readonly number[];
}

export interface Series {
  readonly name: string;
  /** CSS colour. Each series also has a pattern of its own in the legend's order, so that colour is never alone: the numbers stand in the bars. */
  readonly color: string;
  /** Colour of a number upon it. */
  readonly ink: string;
}

const width = 680;
const height = 240;
const margin = { top: 12, right: 8, bottom: 44, left: 34 };

/** Steps of the axis: 1, 2 or 5 times a power of ten, four to six of them. */
function stepOf(most: number): number {
  const rough = Math.max(1, most / 5);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  return Math.max(1, factor * power);
}

const round = (value: number): string => String(Math.round(value * 10) / 10);

/** Every so many labels are written, so that they do not run into each other. */
function strideOf(bars: readonly Bar[], slot: number): number {
  const longest = Math.max(0, ...bars.map(({ label }) => label.length));
  return Math.max(1, Math.ceil((longest * 6.2 + 6) / slot));
}

/**
 * A stacked bar chart as SVG, drawn without scripts. Its title is its text for whoever does not see it; the same numbers stand in a
 * table beside it.
 */
export function barChart(title: string, bars: readonly Bar[], series: readonly Series[]): string {
  const most = Math.max(1, ...bars.map(({ values }) => values.reduce((sum, each) => sum + each, 0)));
  const step = stepOf(most);
  const top = Math.ceil(most / step) * step;
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const y = (value: number): number => margin.top + inner.height * (1 - value / top);
  const slot = inner.width / Math.max(1, bars.length);
  const thick = Math.min(56, slot * 0.72);
  const stride = strideOf(bars, slot);
  const lines: string[] = [];
  for (let tick = 0; tick <= top; tick += step)
    lines.push(
      `<line class="grid" x1="${String(margin.left)}" x2="${String(width - margin.right)}" y1="${round(y(tick))}" y2="${round(y(tick))}"/><text x="${String(margin.left - 6)}" y="${round(y(tick) + 4)}" text-anchor="end">${String(tick)}</text>`,
    );
  const shapes = bars.map(({ label, values }, at) => {
    const middle = margin.left + slot * (at + 0.5);
    let below = 0;
    const parts = values.map((value, index) => {
      const { color = '', ink = '', name = '' } = series[index] ?? {};
      const from = y(below + value);
      const tall = y(below) - from;
      below += value;
      if (value === 0) return '';
      const number =
        tall >= 13 && thick >= 12
          ? `<text x="${round(middle)}" y="${round(from + tall / 2 + 4)}" text-anchor="middle" fill="${ink}">${String(value)}</text>`
          : '';
      return `<rect x="${round(middle - thick / 2)}" y="${round(from)}" width="${round(thick)}" height="${round(tall)}" fill="${color}"><title>${escapeHtml(`${label}, ${name}: ${String(value)}`)}</title></rect>${number}`;
    });
    const text =
      at % stride === 0
        ? `<text x="${round(middle)}" y="${String(height - margin.bottom + 16)}" text-anchor="middle">${escapeHtml(label)}</text>`
        : '';
    return parts.join('') + text;
  });
  let x = margin.left;
  const legend =
    series.length < 2
      ? ''
      : series
          .map(({ name, color }) => {
            const entry = `<rect x="${round(x)}" y="${String(height - 16)}" width="11" height="11" fill="${color}" stroke="#333" stroke-width="0.5"/><text x="${round(x + 16)}" y="${String(height - 6)}">${escapeHtml(name)}</text>`;
            x += 34 + name.length * 7;
            return entry;
          })
          .join('');
  return `<svg viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="${escapeHtml(title)}"><title>${escapeHtml(title)}</title>${lines.join('')}${shapes.join('')}${legend}</svg>`;
}
