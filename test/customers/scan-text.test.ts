import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charFlag, digitFlags, foldTable, hashWord, valueShift } from '../../src/customers/fold-table.js';
import { matchEmails } from '../../src/customers/match-emails.js';
import { matchNames } from '../../src/customers/match-names.js';
import { matchNumbers } from '../../src/customers/match-numbers.js';
import { matchPhones } from '../../src/customers/match-phones.js';
import { nameForms } from '../../src/customers/normalise.js';
import { firstHalf, mixKey } from '../../src/customers/scan-keys.js';
import { kindsOf } from '../../src/customers/find-in-text.js';
import { mayContain, mayContainWhich, suspected } from '../../src/customers/scan-text.js';
import type { ScanOptions } from '../../src/customers/scan-values.js';
import { buildScanner } from '../../src/customers/scanner.js';
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
  ...'Anna|Müller|Mueller|MULLER|Müllers|Maria|von|der|d.|Heide|Eder|Dr.|Frau|Prof.|med.|Åse|Aase|Hess|es|und|anna.mueller98@web.de|mueller98@web.de|12@34.de|a.nna+x@googlemail.com|anna@gmail.com|dr.med@praxis.de|0171 3920058|+49 (0)171 3920058|0049|123456|030 123456|K-100234|AB-1|100234K|ABCD|Kundennr. 100234|"first_name":"Anna"|"last_name":"M\\u00fcller"|"x":null|\\n|%40|&#64;|"|:|,|{|}|.|-|@|7|\u001f|\u0308|An\u00adna|\ud835\udc00|\ud83d\ude00|\ud800|O’Neill'.split(
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

  const between = '\u001e';
  /** Of texts in pages, of which each but the last has so many units at least: those suspected, by number. */
  const suspects = (texts: readonly string[], units: number): { at: number; hint: number }[] => {
    const found: { at: number; hint: number }[] = [];
    let page: string[] = [];
    texts.forEach((each, index) => {
      page.push(each);
      const joined = page.join(between);
      if (joined.length < units && index + 1 < texts.length) return;
      const first = index + 1 - page.length;
      found.push(...mayContainWhich(scanner, joined).map(({ at, hint }) => ({ at: first + at, hint })));
      page = [];
    });
    return found;
  };

  it('of many texts at once is true wherever it is true of one', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), fc.string({ maxLength: 5000 }), (some, filling) => {
        // A long one among short ones, and more than fits a page.
        const texts = [...some, filling, ...some, ...some.map((each) => each.toUpperCase()), ...some].map((each) =>
          each.replaceAll(between, ' '),
        );
        const which = new Map(suspects(texts, 4000).map(({ at, hint }) => [at, kindsOf(hint)]));
        texts.forEach((each, index) => {
          if (mayContain(scanner, each)) expect([...which.keys()], `${String(index)}: ${each}`).toContain(index);
          // What the hint leaves out is not in the text.
          for (const [kind, { find }] of named)
            if (find(each, true).length > 0) expect([...(which.get(index) ?? [])], each).toContain(kind);
        });
      }),
      // Digits of one text are not those of the next one's number.
      { numRuns: 250, examples: [[['123456 '], '']] },
    );
  });

  it('of many texts at once is false where nothing is near what is searched for', () => {
    const dull = Array.from({ length: 3000 }, (_, at) => `Termin ${String(at)} um 10:30 Uhr, Waschen und Schneiden`);
    expect(suspects(dull, 4000)).toEqual([]);
    // More than fits the scanner's memory.
    expect(suspects(dull, 40_000)).toEqual([]);
    const texts = [
      ...dull,
      'Anruf von Anna Müller',
      ...dull,
      '0171/3920058',
      'an anna@gmail.com und Anna Müller',
      'AB-1',
    ];
    expect(suspects(texts, 4000)).toEqual([
      { at: 3000, hint: suspected.name },
      { at: 6001, hint: suspected.digits },
      { at: 6002, hint: suspected.email | suspected.name },
      { at: 6003, hint: suspected.digits },
    ]);
  });

  it('never misses what the exact search finds', () => {
    fc.assert(
      fc.property(text, (sample) => {
        for (const { find } of kinds) {
          if (find(sample, true).length > 0) expect(mayContain(scanner, sample)).toBe(true);
        }
      }),
      { numRuns: 4000, examples: [['x``Anna Müller'], ["x''Anna Müller"]] },
    );
  });
});
