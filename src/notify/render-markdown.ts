import type { Block, TextDocument } from './document.js';

/** What Markdown would take for markup. Line breaks in data would begin blocks of their own. */
function escape(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/[\\`*_[\]<>|#]/g, '\\$&')
    .replace(/^([+-]|\d+[.)])(?=\s)/, '\\$1');
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `## ${escape(block.text)}`;
    case 'paragraph':
      return escape(block.text);
    case 'lines':
      // A backslash at the end of a line keeps it a line.
      return block.lines.map(escape).join('\\\n');
    case 'list':
      return block.items.map((item) => `- ${escape(item)}`).join('\n');
    case 'table': {
      const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`;
      const rule = block.headers.map((_, at) => (block.numbers?.includes(at) === true ? '---:' : '---'));
      return [line(block.headers), `| ${rule.join(' | ')} |`, ...block.rows.map(line)].join('\n');
    }
  }
}

/** Markdown (CommonMark with tables), for a word processor or a ticket system. */
export function renderMarkdown({ title, head, blocks }: TextDocument): string {
  const lines = (texts: readonly string[]): string => texts.map(escape).join('\\\n');
  const top =
    head === null
      ? [`# ${escape(title)}`]
      : [
          lines(head.sender),
          ...(head.addressee.length === 0 ? [] : [lines(head.addressee)]),
          escape(head.date),
          escape(head.reference),
          `# ${escape(title)}`,
        ];
  return `${[...top, ...blocks.map(renderBlock)].join('\n\n')}\n`;
}
