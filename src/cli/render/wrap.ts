// eslint-disable-next-line no-control-regex -- colours begin with a control character, and take no room
const colors = /\u001b\[[\d;]*m/g;

/** A text for a terminal: lines that are too long for it, which it would break in the middle of a word, are broken at blanks. */
export function fold(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => (line.replace(colors, '').normalize('NFC').length <= columns ? [line] : wrap(line, columns)))
    .join('\n');
}

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
