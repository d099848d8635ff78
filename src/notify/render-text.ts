import type { Block, TextDocument } from './document.js';

/** Column at which lines of plain text break; what mail programs show without breaking again (RFC 3676: at most 78). */
const width = 76;

function wrap(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  // Not at no-break spaces.
  for (const word of text.split(/[ \n\t]+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${indent}`);
}

/** One line a row, `first: second, third`: columns side by side break apart where letters are not equally wide. */
function row(cells: readonly string[]): string {
  const [first = '', ...rest] = cells;
  return `- ${wrap(`${first}: ${rest.filter((cell) => cell !== '').join(', ')}`, '  ')}`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${block.text}\n${'-'.repeat(Math.min(width, block.text.length))}`;
    case 'paragraph':
      return wrap(block.text);
    case 'lines':
      return block.lines.map((line) => `  ${line}`).join('\n');
    case 'list':
      return block.items.map((item) => `- ${wrap(item, '  ')}`).join('\n');
    case 'table':
      return block.rows.map(row).join('\n');
  }
}

/** Plain text, as mails carry it beside the HTML. */
export function renderText({ title, head, blocks }: TextDocument): string {
  const top =
    head === null
      ? []
      : [
          head.sender.join('\n'),
          ...(head.addressee.length === 0 ? [] : [head.addressee.join('\n')]),
          head.date,
          head.reference,
          wrap(title),
        ];
  return `${[...top, ...blocks.map(renderBlock)].join('\n\n')}\n`;
}
