import type { Style } from '../context.js';
import { escapeText } from './escape.js';

/** Breaks a text at blanks; a word that is wider than the room stands on a line of its own. */
export function wrap(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

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
