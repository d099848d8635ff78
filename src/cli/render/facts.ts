import type { Style } from '../context.js';
import { escapeText } from './escape.js';
import { wrap } from './wrap.js';

/** Labels and values in two columns; long values are wrapped below themselves, a value that is null is left out. */
export function renderFacts(
  facts: readonly (readonly [label: string, value: string | null])[],
  { chalk, width: room }: Style,
): string {
  const shown = facts.flatMap(([label, value]) => (value === null ? [] : [[escapeText(label), value] as const]));
  const width = Math.max(0, ...shown.map(([label]) => label.length));
  const below = `\n${' '.repeat(width + 2)}`;
  return shown
    .map(([label, value]) => {
      const lines = wrap(escapeText(value), Math.max(20, room - width - 2));
      return `${chalk.bold(label.padEnd(width))}  ${lines.join(below)}`;
    })
    .join('\n');
}

/** A heading with what stands below it; nothing when there is nothing. */
export function renderSection(title: string, body: string, { chalk }: Style): string {
  return body === '' ? '' : `\n\n${chalk.bold.underline(title)}\n${body}`;
}
