import type { Style } from '../context.js';
import { escapeText } from './escape.js';
import type { Measure } from './measure.js';

/** One field of two records side by side. */
export interface PairField {
  readonly label: string;
  readonly a: string;
  readonly b: string;
  /** The values differ, yet agree in a way the scoring counts, such as a slip or a short form. */
  readonly similar?: boolean;
  /** Said about the records, not compared: without signs and marks. */
  readonly plain?: boolean;
}

/** One letter, and whether it is part of what differs. */
interface Letter {
  readonly text: string;
  readonly differs: boolean;
}

/** Signs between the columns: they tell without colour what colour tells besides. */
export interface PairSigns {
  readonly equal: string;
  readonly different: string;
  readonly similar: string;
  readonly onlyA: string;
  readonly onlyB: string;
}

/** Signs for a terminal with Unicode, or without. */
export function pairSigns(style: Style): PairSigns {
  return style.sign.ok === '✓'
    ? { equal: '=', different: '≠', similar: '≈', onlyA: '‹', onlyB: '›' }
    : { equal: '=', different: '#', similar: '~', onlyA: '<', onlyB: '>' };
}

const graphemes = (text: string): string[] =>
  [...new Intl.Segmenter().segment(escapeText(text))].map(({ segment }) => segment);

/**
 * The letters of both texts, with what lies between their common beginning and their common end marked by brackets, and told
 * to be coloured.
 */
export function markDifference(a: string, b: string): readonly [readonly Letter[], readonly Letter[]] {
  const [left, right] = [graphemes(a), graphemes(b)];
  let start = 0;
  while (start < Math.min(left.length, right.length) && left[start] === right[start]) start += 1;
  let end = 0;
  const room = Math.min(left.length, right.length) - start;
  while (end < room && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1;
  const mark = (letters: readonly string[]): Letter[] => {
    const middle = letters.slice(start, letters.length - end);
    const plain = (text: string): Letter => ({ text, differs: false });
    const differing = middle.length === 0 ? [] : ['[', ...middle, ']'].map((text) => ({ text, differs: true }));
    return [...letters.slice(0, start).map(plain), ...differing, ...letters.slice(letters.length - end).map(plain)];
  };
  return left.length === 0 || right.length === 0
    ? [left.map((text) => ({ text, differs: true })), right.map((text) => ({ text, differs: true }))]
    : [mark(left), mark(right)];
}

/** Lines of letters no wider than the room, padded to it. */
function fold(letters: readonly Letter[], room: number, style: Style, measure: Measure): string[] {
  const lines: Letter[][] = [[]];
  let used = 0;
  const widthOf = (line: readonly Letter[]): number => line.reduce((sum, { text }) => sum + measure(text), 0);
  for (const letter of letters) {
    const width = measure(letter.text);
    if (used + width > room) {
      // At a blank if there is one in the second half of the line, else anywhere.
      const line = lines.at(-1) ?? [];
      const blank = line.map(({ text }) => text).lastIndexOf(' ');
      const carried = letter.text !== ' ' && blank >= line.length / 2 ? line.splice(blank + 1) : [];
      lines.push(carried);
      used = widthOf(carried);
    }
    // A blank at which a line was broken stands for the break.
    if (letter.text === ' ' && used === 0 && lines.length > 1) continue;
    lines.at(-1)?.push(letter);
    used += width;
  }
  return lines.map((line) => {
    const width = widthOf(line);
    const painted = line.map(({ text, differs }) => (differs ? style.chalk.yellow(text) : text)).join('');
    return painted + ' '.repeat(Math.max(0, room - width));
  });
}

function signOf({ a, b, similar, plain }: PairField, signs: PairSigns): string {
  if (plain === true) return ' ';
  if (a === b) return signs.equal;
  if (a === '') return signs.onlyB;
  if (b === '') return signs.onlyA;
  return similar === true ? signs.similar : signs.different;
}

/** Two records side by side, as wide as the terminal at most. What is empty in both is left out. */
export function renderPair(
  titles: readonly [string, string],
  fields: readonly PairField[],
  style: Style,
  measure: Measure,
): string {
  const shown = fields.filter(({ a, b }) => a !== '' || b !== '');
  const label = Math.max(0, ...shown.map((each) => measure(each.label)));
  const room = Math.max(12, Math.floor((Math.min(style.width, 160) - label - 7) / 2));
  const plain = (text: string): Letter[] => graphemes(text).map((each) => ({ text: each, differs: false }));
  const line = (name: string, a: string, sign: string, b: string): string => `${name}  ${a} ${sign} ${b}`.trimEnd();
  const signs = pairSigns(style);
  const lines = [
    line(
      ' '.repeat(label),
      style.chalk.bold(fold(plain(titles[0]), room, style, measure)[0] ?? ''),
      ' ',
      style.chalk.bold(titles[1]),
    ),
  ];
  for (const field of shown) {
    const [a, b] =
      field.a === field.b || field.plain === true ? [plain(field.a), plain(field.b)] : markDifference(field.a, field.b);
    const [left, right] = [fold(a, room, style, measure), fold(b, room, style, measure)];
    const sign = signOf(field, signs);
    const painted = sign === signs.equal ? style.chalk.dim(sign) : style.chalk.yellow(sign);
    for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
      const name = at === 0 ? field.label + ' '.repeat(label - measure(field.label)) : ' '.repeat(label);
      lines.push(line(style.chalk.bold(name), left[at] ?? ' '.repeat(room), at === 0 ? painted : ' ', right[at] ?? ''));
    }
  }
  return lines.join('\n');
}
