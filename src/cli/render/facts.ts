import type { Style } from '../context.js';
import { escapeText } from './escape.js';

/** Labels and values in two columns; a value that is null is left out. */
export function renderFacts(
  facts: readonly (readonly [label: string, value: string | null])[],
  { chalk }: Style,
): string {
  const shown = facts.flatMap(([label, value]) => (value === null ? [] : [[label, value] as const]));
  const width = Math.max(0, ...shown.map(([label]) => label.length));
  return shown.map(([label, value]) => `${chalk.bold(label.padEnd(width))}  ${escapeText(value)}`).join('\n');
}

/** A heading with what stands below it; nothing when there is nothing. */
export function renderSection(title: string, body: string, { chalk }: Style): string {
  return body === '' ? '' : `\n\n${chalk.bold.underline(title)}\n${body}`;
}
