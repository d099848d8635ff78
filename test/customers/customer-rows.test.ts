import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellSeparator, CustomerRows, hashOf } from '../../src/customers/customer-rows.js';
import { hashText } from '../../src/customers/hashes.js';
import { TextMemory } from '../../src/customers/text-memory.js';

const cell = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(cellSeparator, ''));
const row = fc.array(cell, { minLength: 3, maxLength: 3 });

describe('rows read as one text each', () => {
  it('have the cells they were joined of, with their hashes', () => {
    const rows = new CustomerRows(3, [0, 2]);
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (cells) => {
        expect(rows.read(cells.map((each) => each.join(cellSeparator)))).toEqual([]);
        expect(rows.count).toBe(cells.length);
        cells.forEach((each, at) => {
          expect([0, 1, 2].map(rows.cellsOf(at))).toEqual(each);
          expect(rows.cell(at, -1)).toBe('');
          for (const hashed of [0, 2]) expect(hashOf(rows.column(hashed), at)).toBe(hashText(each[hashed] ?? ''));
        });
      }),
    );
  });

  it('are given back when a cell holds a separator; those around them are not harmed', () => {
    const rows = new CustomerRows(2, []);
    const joined = ['1|a', '2|b|c', '3', '4|d', '|||', '5|'].map((text) => text.replaceAll('|', cellSeparator));
    expect(rows.read(joined)).toEqual([joined[1], joined[2], joined[4]]);
    expect(Array.from({ length: rows.count }, (_, at) => [0, 1].map(rows.cellsOf(at)))).toEqual([
      ['1', 'a'],
      ['4', 'd'],
      ['5', ''],
    ]);
  });
});

describe('what was found for texts', () => {
  it('is what looking them up gives, also of more of them than are remembered', () => {
    let looked = 0;
    const memory = new TextMemory((text) => {
      looked += 1;
      return Number(text) % 3;
    });
    const rows = new CustomerRows(1, [0]);
    const found = new Int32Array(1000);
    const all = 150_000;
    const pass = (step: number): void => {
      for (let from = 0; from < all; from += 1000) {
        const texts = Array.from({ length: 1000 }, (_, at) => String(((from + at) * step) % all));
        rows.read(texts);
        memory.get(rows, 0, found);
        expect([...found]).toEqual(texts.map((text) => Number(text) % 3));
      }
    };
    pass(1);
    pass(7);
    const before = looked;
    rows.read(Array.from({ length: 1000 }, (_, at) => (at % 10 === 0 ? '' : String(at % 7))));
    memory.get(rows, 0, found);
    expect(looked - before).toBeLessThanOrEqual(7);
    expect(found[10]).toBe(0);
  });
});
