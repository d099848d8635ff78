import { Chalk } from 'chalk';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { escapeCell, escapeText } from '../../src/cli/render/escape.js';
import { renderJson } from '../../src/cli/render/json.js';
import { loadMeasure } from '../../src/cli/render/measure.js';
import { fold } from '../../src/cli/render/wrap.js';
import { renderTable, type Column } from '../../src/cli/render/table.js';
import { renderTsv } from '../../src/cli/render/tsv.js';

const columns: Column[] = [
  { header: 'No.', align: 'right' },
  { header: 'Name', shrink: 2 },
  { header: 'Remark', shrink: 1 },
];
const options = { width: 40, chalk: new Chalk({ level: 0 }), more: (count: number) => `and ${String(count)} more` };
const cells = (...texts: string[]): { text: string }[] => texts.map((text) => ({ text }));

describe('table', () => {
  it('fits the terminal and ends long cells in an ellipsis', async () => {
    const text = await renderTable(columns, [cells('1', 'A'.repeat(60), 'kept'), cells('12', 'B', 'short')], options);
    for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(40);
    expect(text).toContain('AAA…');
    expect(text).toContain('kept');
  });

  it('aligns columns whatever the width of their characters', async () => {
    const names = ['Ann', '田中さくら', 'Zoe\u0308', '👩‍👩‍👧 Lee', 'Łukasz'];
    const text = await renderTable(
      columns,
      names.map((name, at) => cells(String(at), name, '|')),
      { ...options, width: 80 },
    );
    const [, ...lines] = text.split('\n');
    expect(new Set(lines.map((line) => stringWidth(line))).size).toBe(1);
  });

  it('never cuts a character in two', async () => {
    const text = await renderTable(columns, [cells('1', '👩‍👩‍👧'.repeat(30), 'x')], options);
    expect(text).not.toContain('\ufffd');
    for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(40);
  });

  it('shows control characters out of the data as codes', async () => {
    const text = await renderTable(columns, [cells('1', 'a\u001b[31mb\u202ec\u0007', 'x\ny')], {
      ...options,
      width: 120,
    });
    // eslint-disable-next-line no-control-regex -- they are what must not be there
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    expect(text).toContain(String.raw`a\u001b[31mb\u202ec\u0007`);
    expect(text.split('\n')).toHaveLength(2);
  });

  it('stops at 500 rows and says how many there are more', async () => {
    const rows = Array.from({ length: 1203 }, (_, at) => cells(String(at), 'x', 'y'));
    const lines = (await renderTable(columns, rows, options)).split('\n');
    expect(lines).toHaveLength(502);
    expect(lines.at(-1)).toBe('and 703 more');
  });

  it('colours nothing when colours are off, even where TERM is set', async () => {
    expect(await renderTable(columns, [cells('1', 'a', 'b')], options)).not.toContain('\u001b');
  });
});

describe('measure', () => {
  it('agrees with the library on what it measures itself', async () => {
    for (const text of ['Müller-Süß', '02.12.2026 (in 3 Tagen)', 'Łukasz Ñandú', '✓ ok – 5 €', '… und 3 weitere']) {
      expect((await loadMeasure([text]))(text), text).toBe(stringWidth(text));
    }
    for (let code = 0x20; code < 0x3000; code += 1) {
      const char = String.fromCodePoint(code);
      if (/[\p{Cc}\p{Cs}\p{Cf}]/u.test(char)) continue;
      expect((await loadMeasure([char]))(char), code.toString(16)).toBe(stringWidth(char));
    }
  });
});

describe('fold', () => {
  it('breaks what is too long at blanks, and leaves alone what fits', () => {
    const red = '\u001b[31m✓\u001b[39m';
    expect(fold('Weiter mit: belbo-erase process 14', 20)).toBe('Weiter mit:\nbelbo-erase process\n14');
    // Colours take no room, nor do accents of their own.
    expect(fold(`${red} a  b\n  ${red} Mu\u0308ller`, 11)).toBe(`${red} a  b\n  ${red} Mu\u0308ller`);
    expect(fold('  eingerückt\n\nhttps://salon.example/a/b', 12)).toBe('  eingerückt\n\nhttps://salon.example/a/b');
  });
});

describe('escape', () => {
  it('leaves letters alone and shows what is invisible or turns the writing around', () => {
    expect(escapeText('Müller 田中 👩‍👩‍👧 €')).toContain('Müller 田中');
    for (const char of [
      '\u0000',
      '\u0009',
      '\u000a',
      '\u001b',
      '\u007f',
      '\u0085',
      '\u009b',
      '\u200e',
      '\u202e',
      '\u2028',
      '\u2066',
      '\ufeff',
      '\u061c',
    ]) {
      expect(escapeText(`a${char}b`)).not.toContain(char);
    }
  });

  it('keeps a row of tab-separated output on one line', () => {
    expect(escapeCell('a\tb\nc\rd\\e')).toBe('a\\tb\\nc\\rd\\\\e');
    expect(
      renderTsv(
        ['x', 'y'],
        [
          ['1\t2', null],
          [3, 'a\nb'],
        ],
      ),
    ).toBe('x\ty\n1\\t2\t\n3\ta\\nb\n');
  });
});

describe('json', () => {
  const document = { requests: [{ id: '1', status: 'open' }], more: 1 };

  it('is one document with its schema version', () => {
    expect(JSON.parse(renderJson(document, []))).toEqual({ schemaVersion: 1, ...document });
  });

  it('chooses fields of the document, or of the entries of its list', () => {
    expect(JSON.parse(renderJson(document, ['more']))).toEqual({ schemaVersion: 1, more: 1 });
    const list = { key: 'requests', fields: ['id', 'status'] };
    expect(JSON.parse(renderJson(document, ['id'], list))).toEqual({
      schemaVersion: 1,
      requests: [{ id: '1' }],
      more: 1,
    });
  });
});
