import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  foldName,
  nameWords,
  normaliseCustomerNumber,
  normaliseEmail,
  normalisePhone,
  phonesIn,
  sameName,
} from '../../src/customers/normalise.js';

describe('names', () => {
  it.each([
    ['Müller', 'mueller'],
    ['MÜLLER', 'mueller'],
    ['Mu\u0308ller', 'mueller'],
    ['Mueller', 'mueller'],
    ['Groß', 'gross'],
    ['GROẞ', 'gross'],
    ['José', 'jose'],
    ['Øyvind', 'oeyvind'],
    ['Åse', 'ase'],
    ['Æsa', 'aesa'],
    ['Þóra', 'thora'],
    ['Guðrún', 'gudrun'],
    ['Małgorzata', 'malgorzata'],
    ['Ayşe Yılmaz', 'ayse yilmaz'],
    ['İbrahim', 'ibrahim'],
    ['Erdoğan', 'erdogan'],
    ['Đorđe', 'dorde'],
    ['O’Neill', 'oneill'],
    ['O´Neill', 'oneill'],
    ['  Anna \u00a0 Maria ', 'anna maria'],
    ['ＡＮＮＡ', 'anna'],
    ['Müller\u00ad-Lüdenscheidt', 'mueller-luedenscheidt'],
  ])('%s folds to %s', (name, folded) => {
    expect(foldName(name)).toBe(folded);
  });

  it('takes words apart at hyphens and spaces', () => {
    expect(nameWords('Hans-Peter von der Müller')).toEqual(['hans', 'peter', 'von', 'der', 'mueller']);
  });

  it.each([
    ['Müller', 'Mueller'],
    ['Müller', 'Muller'],
    ['Mueller', 'Muller'],
    ['Böle', 'Bole'],
    ['Strauß', 'STRAUSS'],
    ['Åse', 'Aase'],
    ['Søren', 'Soren'],
    ['Müller-Lüdenscheidt', 'Mueller Ludenscheidt'],
  ])('%s and %s are the same name', (a, b) => {
    expect(sameName(a, b)).toBe(true);
    expect(sameName(b, a)).toBe(true);
  });

  it.each([
    ['Müller', 'Möller'],
    ['Bauer', 'Baur'],
    ['Michael', 'Michal'],
    ['Manuela', 'Manula'],
    ['Haase', 'Hase'],
    ['Müller', 'Müller-Schmidt'],
    ['', ''],
  ])('%s and %s are not', (a, b) => {
    expect(sameName(a, b)).toBe(false);
  });
});

describe('e-mail addresses', () => {
  it.each([
    [' Anna.Mueller@Web.DE ', 'anna.mueller@web.de'],
    ['mailto:anna@web.de', 'anna@web.de'],
    ['a.nna+salon@googlemail.com', 'anna@gmail.com'],
    ['Anna@GMAIL.com', 'anna@gmail.com'],
    ['a.nna+salon@web.de', 'a.nna+salon@web.de'],
    ['no address', 'no address'],
  ])('%s is compared as %s', (email, normalised) => {
    expect(normaliseEmail(email)).toBe(normalised);
  });
});

describe('telephone numbers', () => {
  it.each([
    ['0171 3920058', '491713920058'],
    ['0171/3920058', '491713920058'],
    ['+49 171 3920058', '491713920058'],
    ['+49 (0)171 - 39 200 58', '491713920058'],
    ['0049 (0)171-39 200 58', '491713920058'],
    ['+49 0171 3920058', '491713920058'],
    ['049 171 3920058', '491713920058'],
    ['(0171) 39.200.58', '491713920058'],
    ['Tel.: 0171 3920058', '491713920058'],
    ['491713920058', '491713920058'],
    ['1713920058', '491713920058'],
    ['0491 123456', '49491123456'],
    ['+43 664 1234567', '436641234567'],
    ['+1 212 555 0100', '12125550100'],
    ['0 123456', '49123456'],
  ])('%s is +%s', (phone, normalised) => {
    expect(normalisePhone(phone)).toBe(normalised);
  });

  it('takes the trunk zero for the country given', () => {
    expect(normalisePhone('044 123 45 67', 'CH')).toBe('41441234567');
    expect(normalisePhone('0664 1234567', 'AT')).toBe('436641234567');
    expect(normalisePhone('+49 171 3920058', 'AT')).toBe('491713920058');
  });

  it.each(['', '-', '110', '01234', 'unbekannt', '000000000', '2024-05-03 12:30:00', '0171 3920058 oder 030 123456'])(
    '%j is none',
    (phone) => {
      expect(normalisePhone(phone)).toBeNull();
    },
  );

  it('finds several in one value, and one with a remark', () => {
    expect(phonesIn('0171 3920058 / 030 23125841')).toEqual(['491713920058', '493023125841']);
    expect(phonesIn('0171 3920058 oder 030 23125841')).toEqual(['491713920058', '493023125841']);
    expect(phonesIn('0171 3920058 (Mutter)')).toEqual(['491713920058']);
    expect(phonesIn('keine')).toEqual([]);
  });
});

describe('customer numbers', () => {
  it('are compared in upper case, with their zeros', () => {
    expect(normaliseCustomerNumber(' k-100234 ')).toBe('K-100234');
    expect(normaliseCustomerNumber('012')).toBe('012');
  });
});

describe('what is plain already', () => {
  // A blank in front is no part of any of them, and makes it go all the way.
  const same = (normalise: (text: string) => unknown, texts: fc.Arbitrary<string>): void => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(normalise(text)).toEqual(normalise(` ${text}`));
      }),
      { numRuns: 2000 },
    );
  };
  const made = (units: string, ...ends: readonly string[]): fc.Arbitrary<string> =>
    fc
      .tuple(fc.string({ unit: fc.constantFrom(...units.split('')), maxLength: 12 }), fc.constantFrom('', ...ends))
      .map((both) => both.join(''));

  it('comes out the same as if it were not: e-mails', () => {
    same(
      normaliseEmail,
      made('aehilmst.-09aehilmst.-09+@ÄM:', '@gmail.com', '@googlemail.com', '@hotmail.com', '@web.de'),
    );
  });

  it('phones', () => {
    same(normalisePhone, made('00014779+ /-(.)', '1713920058', ' 3920058', ' '));
    same((text) => normalisePhone(text, 'CH'), made('0041+ /-()', '443920058'));
  });

  it('customer numbers', () => {
    same(normaliseCustomerNumber, made('0189AKß-k ﬁ.'));
  });

  it('names', () => {
    same(foldName, made('aAeszZäÄßł- '));
  });
});
