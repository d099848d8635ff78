import type { Block, TextDocument } from './document.js';

/** Text as HTML, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const lines = (texts: readonly string[]): string => texts.map(escapeHtml).join('<br>');

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h2>${escapeHtml(block.text)}</h2>`;
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'lines':
      return `<p class="lines">${lines(block.lines)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
    case 'table': {
      const cell = (tag: 'td' | 'th', text: string, at: number): string =>
        `<${tag}${block.numbers?.includes(at) === true ? ' class="number"' : ''}${tag === 'th' ? ' scope="col"' : ''}>${escapeHtml(text)}</${tag}>`;
      const line = (tag: 'td' | 'th', cells: readonly string[]): string =>
        `<tr>${cells.map((text, at) => cell(tag, text, at)).join('')}</tr>`;
      return `<table><thead>${line('th', block.headers)}</thead><tbody>${block.rows.map((row) => line('td', row)).join('')}</tbody></table>`;
    }
  }
}

/*
 * DIN 5008 form B, roughly: the address where the window of a DL envelope is, 25 mm of margin on the left. System fonts:
 * nothing is loaded from anywhere.
 */
const letterStyle = `
:root { color-scheme: light; }
body { font: 11pt/1.45 "Liberation Sans", Arial, Helvetica, sans-serif; color: #1a1a1a; background: #fff; margin: 0; }
main { max-width: 165mm; margin: 12mm auto; padding: 0 6mm; }
.sender { text-align: right; color: #444; margin-bottom: 14mm; }
.addressee { min-height: 27mm; }
.date { text-align: right; }
.reference { color: #444; margin-bottom: 0; }
h1 { font-size: 13pt; margin: 2mm 0 6mm; }
h2 { font-size: 11pt; margin: 6mm 0 1mm; break-after: avoid; }
p { margin: 0 0 3mm; }
.lines { margin-left: 6mm; }
ul { margin: 0 0 3mm; padding-left: 6mm; }
table { border-collapse: collapse; width: 100%; margin: 0 0 3mm; font-size: 10pt; }
th, td { text-align: left; padding: 1mm 3mm 1mm 0; border-bottom: 0.2mm solid #bbb; vertical-align: top; }
.number { text-align: right; white-space: nowrap; }
tr, .lines { break-inside: avoid; }
@page { size: A4; margin: 20mm 20mm 20mm 25mm; }
@media print { main { margin: 0; padding: 0; max-width: none; } }
`;

/** For mails: their programs know little more than this, and have a width of their own. */
const mailStyle = `
body { font: 15px/1.5 Arial, Helvetica, sans-serif; color: #1a1a1a; }
h2 { font-size: 16px; margin: 18px 0 4px; }
table { border-collapse: collapse; }
th, td { text-align: left; padding: 4px 14px 4px 0; border-bottom: 1px solid #bbb; vertical-align: top; }
.number { text-align: right; }
.lines { margin-left: 20px; }
`;

/** A page that needs nothing but itself: no scripts, no network. */
export function renderHtml({ lang, title, head, blocks }: TextDocument): string {
  const top =
    head === null
      ? ''
      : `<p class="sender">${lines(head.sender)}</p>
<p class="addressee">${lines(head.addressee)}</p>
<p class="date">${escapeHtml(head.date)}</p>
<p class="reference">${escapeHtml(head.reference)}</p>
<h1>${escapeHtml(title)}</h1>
`;
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${head === null ? mailStyle : letterStyle}</style>
</head>
<body>
<main>
${top}${blocks.map(renderBlock).join('\n')}
</main>
</body>
</html>
`;
}
