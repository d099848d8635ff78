import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellSeparator, CustomerRows, hashOf, rowsPerBatch } from '../../src/customers/customer-rows.js';
import { DateTable } from '../../src/customers/date-table.js';
import { readDate } from '../../src/customers/date-value.js';
import { hashText } from '../../src/customers/hashes.js';
import { RowMemory } from '../../src/customers/row-memory.js';
import { phoneKey, streetKey } from '../../src/customers/search-keys.js';
import { TextMemory } from '../../src/customers/text-memory.js';
import { packet } from './packet.js';

const cell = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(cellSeparator, ''));
const row = fc.array(cell, { minLength: 3, maxLength: 3 });
const memory = await RowMemory.open();

describe('rows read as a server sends them', () => {
  const expectCells = (rows: CustomerRows, cells: readonly (readonly (string | null)[])[]): void => {
    expect(rows.count).toBe(cells.length);
    cells.forEach((each, at) => {
      const texts = each.map((text) => text ?? '');
      expect(texts.map((_, column) => rows.cell(at, column))).toEqual(texts);
      expect(texts.map((_, column) => rows.cellsOf(at)(column))).toEqual(texts);
      expect(hashOf(rows.column(0), at)).toBe(hashText(texts[0] ?? ''));
      expect(hashOf(rows.column(2), at)).toBe(hashText(texts[2] ?? ''));
    });
  };

  it('have their cells, with hashes, however they lie in the pieces that arrive', () => {
    const rows = new CustomerRows(memory, 3, [0, 2]);
    const sign = fc.constantFrom('a', 'ü', '\u07ff', '\u0800', '語', '\uffff', '🌸', '\u{10ffff}', cellSeparator);
    const short = fc.string({ unit: sign, maxLength: 12 });
    const long = fc.tuple(sign, fc.integer({ min: 80, max: 70_000 })).map(([text, count]) => text.repeat(count));
    const given = fc.oneof({ weight: 9, arbitrary: short }, { weight: 1, arbitrary: long }, fc.constant(null));
    const sent = fc.array(fc.array(given, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sent, fc.boolean(), (cells, isOnePiece) => {
        const packets = cells.map(packet);
        const piece = Buffer.concat(packets.flatMap((each) => [Buffer.from([1, 2, 3, 4]), each]));
        let start = 0;
        for (const each of packets) {
          start += 4;
          if (isOnePiece) rows.add(piece, start, start + each.length);
          else rows.add(each, 0, each.length);
          start += each.length;
        }
        rows.readAdded();
        expectCells(rows, cells);
      }),
      { numRuns: 300 },
    );
  });

  it('are read a batch at a time', () => {
    const rows = new CustomerRows(memory, 3, [0, 2]);
    for (let at = 0; at < rowsPerBatch; at += 1) {
      expect(rows.isFull).toBe(false);
      const one = packet([String(at), null, 'Müller']);
      rows.add(one, 0, one.length);
    }
    expect(rows.isFull).toBe(true);
    const more = packet(['x', null, 'y']);
    expect(() => rows.add(more, 0, more.length)).toThrow(RangeError);
    rows.readAdded();
    expect(rows.isFull).toBe(false);
    expectCells(
      rows,
      Array.from({ length: rowsPerBatch }, (_, at) => [String(at), '', 'Müller']),
    );
    const large = packet(['x'.repeat(17_000_000), 'y', 'z']);
    rows.add(large, 0, large.length);
    expect(rows.isFull).toBe(true);
    rows.readAdded();
    expectCells(rows, [['x'.repeat(17_000_000), 'y', 'z']]);
  });

  it('read what is no UTF-8 as U+FFFD, and are refused with more or fewer cells', () => {
    const rows = new CustomerRows(memory, 2, []);
    const broken = Buffer.from([4, 0x41, 0xc3, 0x41, 0xff, 5, 0xe2, 0x82, 0xed, 0xa0, 0x80]);
    rows.add(broken, 0, broken.length);
    rows.readAdded();
    expect([rows.cell(0, 0), rows.cell(0, 1)]).toEqual(['A\ufffdA\ufffd', '\ufffd'.repeat(5)]);
    for (const cells of [['a'], ['a', 'b', 'c']]) {
      const other = packet(cells);
      const fresh = new CustomerRows(memory, 2, []);
      fresh.add(other, 0, other.length);
      expect(() => fresh.readAdded()).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    }
  });
});

describe('keys of all rows', () => {
  const rows = new CustomerRows(memory, 2, []);
  const keys = memory.integers(rowsPerBatch);
  const street = fc.string({
    unit: fc.constantFrom(...'aAbBcdeghksSßüÖ .,-/0123456789'.split(''), 'ﬁ', '３', '語', '🌸'),
    maxLength: 100,
  });

  it('are those of each', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(street, street), { minLength: 1, maxLength: 20 }), (cells) => {
        rows.read(cells.map((each) => each.join(cellSeparator)));
        rows.streetKeys(0, 1, keys);
        cells.forEach(([name, house], at) => expect(keys[at]).toBe(name === '' ? 0 : streetKey(name, house)));
        rows.phoneKeys(1, keys);
        cells.forEach(([, phone], at) => expect(keys[at]).toBe(phoneKey(phone)));
      }),
      {
        numRuns: 500,
        examples: [
          [
            [
              ['Weg', '12345678901234567890'],
              ['Weg 7', ''],
            ],
          ],
        ],
      },
    );
  });

  it('of dates are what is near those asked for', () => {
    const table = new DateTable(memory);
    const wanted = [19840503, 20011224, 19600101];
    const near = (date: number): number => {
      const parts = (each: number): number[] => [Math.trunc(each / 10_000), Math.trunc(each / 100) % 100, each % 100];
      const [year, month, day] = parts(date);
      const isNear = wanted.some((each) => {
        const other = parts(each);
        const equal = [year, month, day].filter((part, at) => part === other[at]).length;
        return equal >= 2 || (year === other[0] && month === other[2] && day === other[1]);
      });
      return date !== 0 && isNear ? date : 0;
    };
    for (const date of wanted) table.addNear(date, near);
    const two = (part: number): string => String(part).padStart(2, '0');
    const texts: string[] = [
      '',
      '03.05.1984',
      '1984-5-3',
      '1984-05-03 00:00:00',
      '1600-05-03',
      '19x4-05-03',
      '1984-13-03',
    ];
    for (const year of [1880, 1900, 1960, 1970, 1984, 2001, 2059])
      for (let month = 0; month <= 13; month += 1)
        for (let day = 0; day <= 33; day += 3) texts.push(`${String(year)}-${two(month)}-${two(day)}`);
    const single = new CustomerRows(memory, 1, []);
    const found = memory.integers(rowsPerBatch);
    const others: string[] = [];
    for (let from = 0; from < texts.length; from += rowsPerBatch) {
      const some = texts.slice(from, from + rowsPerBatch);
      single.read(some);
      const other = (at: number): number => {
        others.push(some[at] ?? '');
        return near(readDate(some[at] ?? ''));
      };
      table.get(single, 0, other, found);
      expect(Array.from(found.subarray(0, some.length))).toEqual(some.map((text) => near(readDate(text))));
    }
    expect(others.slice(0, 6)).toEqual(texts.slice(1, 7));
    expect(
      others.every((text) => !/^(?:18[89]|19|20[0-5])\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(text)),
    ).toBe(true);
  });
});

describe('rows read as one text each', () => {
  it('have the cells they were joined of, with their hashes', () => {
    const rows = new CustomerRows(memory, 3, [0, 2]);
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
    const rows = new CustomerRows(memory, 2, []);
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
    const known = new TextMemory(memory, (text) => {
      looked += 1;
      return Number(text) % 3;
    });
    const rows = new CustomerRows(memory, 1, [0]);
    const found = memory.integers(rowsPerBatch);
    const all = 150_000;
    const pass = (step: number): void => {
      for (let from = 0; from < all; from += 1000) {
        const texts = Array.from({ length: 1000 }, (_, at) => String(((from + at) * step) % all));
        rows.read(texts);
        known.get(rows, 0, found);
        expect([...found]).toEqual(texts.map((text) => Number(text) % 3));
      }
    };
    pass(1);
    pass(7);
    const before = looked;
    rows.read(Array.from({ length: 1000 }, (_, at) => (at % 10 === 0 ? '' : String(at % 7))));
    known.get(rows, 0, found);
    expect(looked - before).toBeLessThanOrEqual(7);
    expect(found[10]).toBe(0);
  });
});
