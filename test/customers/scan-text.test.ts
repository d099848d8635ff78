import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charFlag, digitFlags, foldTable, hashWord, valueShift } from '../../src/customers/fold-table.js';
import { matchEmails } from '../../src/customers/match-emails.js';
import { matchNames } from '../../src/customers/match-names.js';
import { matchNumbers } from '../../src/customers/match-numbers.js';
import { matchPhones } from '../../src/customers/match-phones.js';
import { nameForms } from '../../src/customers/normalise.js';
import { firstHalf, mixKey } from '../../src/customers/scan-keys.js';
import { buildMatcher, kindsOf } from '../../src/customers/find-in-text.js';
import { mayContain, suspected } from '../../src/customers/scan-text.js';
import type { ScanOptions } from '../../src/customers/scan-values.js';
import { buildScanner } from '../../src/customers/scanner.js';
import { packet } from './packet.js';
import { identifiers } from './person.js';

describe('the fold table', () => {
  it('has the format that the scanner has compiled in', () => {
    expect({ ...charFlag, digitFlags, valueShift }).toEqual({
      letter: 1,
      event: 2,
      mark: 4,
      digitFlags: 2,
      valueShift: 3,
    });
    // Math.imul(value, first) ^ Math.imul(value + addend, second)
    expect(firstHalf(12345)).toBe(Math.imul(12345, 0x85ebca6b));
    expect(mixKey(1, 2)).toBe(Math.imul(1, 0x85ebca6b) ^ Math.imul(2 + 0x7f4a7c15, 0xc2b2ae35));
    expect((foldTable()[0x37] ?? 0) >> valueShift).toBe(7);
  });

  it('gives every letter of European alphabets the same sum in all its spellings', () => {
    for (let code = 0x41; code < 0x250; code += 1) {
      const letter = String.fromCharCode(code);
      if (!/\p{L}/u.test(letter) || 'åÅǺǻŀĿ'.includes(letter)) continue;
      for (const form of nameForms(letter)) expect(hashWord(form), letter).toBe(hashWord(letter));
    }
  });
});

// Words that collide, abut and look like something else.
const piece = fc.constantFrom(
  ...'Anna|Müller|Mueller|MULLER|Müllers|Maria|von|der|d.|Heide|Eder|Dr.|Frau|Prof.|med.|Mag.|Dipl.-Ing.|Åse|Aase|Hess|es|und|anna.mueller98@web.de|mueller98@web.de|12@34.de|a.nna+x@googlemail.com|anna@gmail.com|dr.med@praxis.de|0171 3920058|+49 (0)171 3920058|0049|123456|030 123456|K-100234|AB-1|100234K|ABCD|Kundennr. 100234|"first_name":"Anna"|"last_name":"M\\u00fcller"|"x":null|\\n|%40|&#64;|"|:|,|{|}|.|-|@|7|\u001f|\u0308|An\u00adna|\ud835\udc00|\ud83d\ude00|\ud800|O’Neill'.split(
    '|',
  ),
);
const text = fc
  .array(fc.tuple(piece, fc.constantFrom(' ', ' ', ' ', '', ', ', '\u001f', '-', '.')), { maxLength: 14 })
  .map((parts) => parts.map(([word, gap]) => word + gap).join(''));

const searched = [
  {
    subject: 0,
    identifiers: identifiers({
      names: [
        { given: 'Anna', family: 'Müller' },
        { given: 'Anna Maria', family: 'von der Heide' },
        { given: 'Åse', family: 'Eder' },
        { given: 'Maria', family: 'Hess' },
        { given: 'Aase', family: 'Müller' },
      ],
      emails: ['anna.mueller98@web.de', 'mueller98@web.de', '12@34.de', 'anna@gmail.com', 'dr.med@praxis.de'],
      phones: ['0171 3920058', '0 123456', '030 123456'],
      numbers: ['K-100234', 'AB-1', '100234K', 'ABCD', '100234'],
    }),
  },
];

describe('the quick test', () => {
  const named = [
    ['email', matchEmails(searched)],
    ['name', matchNames(searched)],
    ['number', matchNumbers(searched)],
    ['phone', matchPhones(searched, 'DE')],
  ] as const;
  const kinds = named.map(([, kind]) => kind);
  const asks = (option: keyof ScanOptions): boolean => kinds.some(({ options }) => options[option] === true);
  const scanner = buildScanner(Int32Array.from(kinds.flatMap(({ keys }) => [...keys])), {
    gmail: asks('gmail'),
    numericLocals: asks('numericLocals'),
    numberWords: asks('numberWords'),
    shortNumbers: asks('shortNumbers'),
  });

  /** Rows of three cells behind a key, in pieces of so many: those suspected, by number. */
  const suspects = async (
    rows: readonly (readonly (string | Buffer | null)[])[],
    pieces: number,
    blob = false,
  ): Promise<Map<number, number>> => {
    const filter = await buildMatcher(searched).rows(1, [blob, false, false]);
    const found = new Map<number, number>();
    const test = (): void => {
      for (const { row, hint } of filter.test()) found.set(Number(row.subarray(1, 6).toString()), hint);
    };
    for (let from = 0; from < rows.length; from += pieces) {
      const packets = rows
        .slice(from, from + pieces)
        .map((cells, at) => packet([String(from + at).padStart(5, '0'), ...cells]));
      const piece = Buffer.concat(packets);
      let start = 0;
      for (const { length } of packets) {
        expect(filter.add(piece, start, start + length)).toBe(true);
        start += length;
        if (filter.isFull) test();
      }
    }
    test();
    return found;
  };
  const cell = fc.oneof({ weight: 6, arbitrary: text }, fc.constant(null), fc.string({ maxLength: 600 }));
  const cells = fc.array(cell, { minLength: 3, maxLength: 3 });
  const textOf = (row: readonly (string | null)[]): string =>
    row
      .map((each) =>
        Buffer.from(each ?? '')
          .toString()
          .replaceAll('\u001f', ' '),
      )
      .join('\u001f');

  it('of many rows at once is true wherever it is true of one', async () => {
    const matcher = buildMatcher(searched);
    await fc.assert(
      fc.asyncProperty(fc.array(cells, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), async (some, pieces) => {
        const rows = [...some, ...some.map((row) => row.map((each) => each?.toUpperCase() ?? null)), ...some];
        const found = await suspects(rows, pieces);
        rows.forEach((row, at) => {
          const hits = matcher.find(textOf(row), { acrossCells: true });
          const hint = found.get(at);
          // What the hint leaves out is not in the text.
          for (const { kind } of hits)
            expect([...(hint === undefined ? [] : kindsOf(hint))], textOf(row)).toContain(kind);
        });
      }),
      {
        numRuns: 300,
        examples: [
          [[['{"first_name":"Anna","last_name":"Müller"}', null, '']], 1],
          [
            [
              ['0171', '3920058', null],
              ['Anna', 'Müller', 'x'.repeat(9000)],
            ],
            2,
          ],
          [[['0171\u001f3920058', 'Anna\u001fMüller', null]], 1],
          [[['Eder med. Aase ', 'Eder Dr. med. Aase', null]], 1],
          [[['0171 392\u001f0058', null, null]], 1],
        ],
      },
    );
  });

  it('of rows with bytes that are no text is true wherever it is of their letters', async () => {
    const latin = (letters: string): Buffer => Buffer.from(letters, 'latin1');
    const rows = ['Anna M\u00fcller', 'x', 'Frau\u00a0Maria\u00a0Hess,', '\u00fc', 'Caf\u00e9', 'Anna Mueller'].map(
      (letters) => [latin(letters), null, ''],
    );
    const found = await suspects(rows, 2, true);
    for (const at of [0, 2, 5]) expect(found.has(at), String(at)).toBe(true);
    expect(found.has(1)).toBe(false);
    // Which of them are wanted, their text tells.
    expect([found.get(0), found.get(2)]).toEqual([0, 0]);
  });

  it('of many rows at once is false where nothing is near what is searched for', async () => {
    const dull = Array.from({ length: 9000 }, (_, at) => [
      `Termin ${String(at)} um 10:30 Uhr`,
      '{"service":"Schneiden","colour":"6/3","name":null}',
      'Waschen und Schneiden für Annegret, morgen',
    ]);
    expect(await suspects(dull, 50)).toEqual(new Map());
    const last = [
      ['Anruf von Anna Müller', null, ''],
      ['0171/3920058', '', ''],
      ['an anna@gmail.com', 'und', 'Anna Müller'],
      ['AB-1', '', ''],
    ];
    expect(await suspects([...dull, ...last], 50)).toEqual(
      new Map([
        [9000, suspected.name],
        [9001, suspected.digits],
        [9002, suspected.email | suspected.name],
        [9003, suspected.number],
      ]),
    );
    const filter = await buildMatcher(searched).rows(0, [false]);
    const two = packet(['x', 'y']);
    expect(filter.add(two, 0, two.length)).toBe(true);
    expect(() => filter.test()).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });

  it('of a row that is too long is left to its text', async () => {
    const filter = await buildMatcher(searched).rows(0, [false]);
    const long = packet(['x'.repeat(1_000_000)]);
    expect(filter.add(long, 0, long.length)).toBe(false);
    expect(filter.test()).toEqual([]);
  });

  it('never misses what the exact search finds', () => {
    fc.assert(
      fc.property(text, (sample) => {
        for (const { find } of kinds) {
          if (find(sample, true).length > 0) expect(mayContain(scanner, sample)).toBe(true);
        }
      }),
      { numRuns: 4000, examples: [['x``Anna Müller'], ["x''Anna Müller"], ['Eder med. Aase ']] },
    );
  });
});
