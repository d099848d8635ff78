import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { markDifference, pairSigns, renderPair } from '../../src/cli/render/pair.js';
import type { Style } from '../../src/cli/context.js';

const style = (width: number, unicode = true): Style => ({
  chalk: new Chalk({ level: 0 }),
  width,
  sign: unicode
    ? { ok: '✓', warning: '!', error: '✗', bullet: '•' }
    : { ok: '+', warning: '!', error: 'x', bullet: '*' },
});
const measure = (text: string): number => text.length;
const marked = (a: string, b: string): string[] =>
  markDifference(a, b).map((letters) => letters.map(({ text }) => text).join(''));

describe('two records side by side', () => {
  it.each([
    ['Obermüller', 'Obermaier', 'Oberm[üll]er', 'Oberm[ai]er'],
    ['Müller', 'Mueller', 'M[ü]ller', 'M[ue]ller'],
    ['Anna', 'Annna', 'Anna', 'Ann[n]a'],
    ['', 'Anna', '', 'Anna'],
    ['👩‍🦰 Ines', '👩 Ines', '[👩‍🦰] Ines', '[👩] Ines'],
  ])('marks what differs between %j and %j', (a, b, left, right) => {
    expect(marked(a, b)).toEqual([left, right]);
  });

  it('tells by signs what colour tells as well, with and without Unicode', () => {
    const fields = [
      { label: 'City', a: 'Berlin', b: 'Berlin' },
      { label: 'Name', a: 'Müller', b: 'Möller' },
      { label: 'Phone', a: '0171 1', b: '+49 171 1', similar: true },
      { label: 'E-mail', a: 'a@b.example', b: '' },
      { label: 'Born', a: '', b: '1980-01-02' },
      { label: 'Title', a: '', b: '' },
    ];
    for (const unicode of [true, false]) {
      const { equal, different, similar, onlyA, onlyB } = pairSigns(style(80, unicode));
      const lines = renderPair(['A', 'B'], fields, style(80, unicode), measure).split('\n');
      expect(
        lines.slice(1).map((line) => /\S {2,}\S*.*? ([=≠≈‹›#~<>])/.exec(line)?.[1] ?? / ([›>]) /.exec(line)?.[1]),
      ).toEqual([equal, different, similar, onlyA, onlyB]);
    }
  });

  it.each([60, 80, 120])('stays within %i columns, however long a value is', (width) => {
    const long = 'Wegen einer Allergie nur Naturfarben verwenden. '.repeat(20);
    const lines = renderPair(['A', 'B'], [{ label: 'notes', a: long, b: `${long}!` }], style(width), measure).split(
      '\n',
    );
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  });

  it('shows control characters as codes', () => {
    expect(renderPair(['A', 'B'], [{ label: 'n', a: 'a\u001b[2J', b: 'a' }], style(80), measure)).not.toContain(
      '\u001b',
    );
  });
});
