import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../fixtures/belbo/random.js';
import { streetLevel } from '../../src/customers/compare-addresses.js';
import { dateLevel, dateLevels } from '../../src/customers/compare-dates.js';
import { emailLevel } from '../../src/customers/compare-emails.js';
import { familyLevel, givenLevel } from '../../src/customers/compare-names.js';
import { phoneLevel } from '../../src/customers/compare-phones.js';
import { readDate } from '../../src/customers/date-value.js';
import { editDistance } from '../../src/customers/edit-distance.js';
import { readEmail } from '../../src/customers/email-value.js';
import { jaroWinkler } from '../../src/customers/jaro-winkler.js';
import { colognePhonetics } from '../../src/customers/cologne-phonetics.js';
import { readName, type NameValue } from '../../src/customers/name-value.js';
import { phoneKind, readPhones } from '../../src/customers/phone-value.js';
import { readStreet } from '../../src/customers/street-value.js';

/** What was read, or a failure that says so. */
function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('could not be read');
  return value;
}

const name = (text: string): NameValue => must(readName(text));

describe('given names', () => {
  it.each([
    ['Müller', 'MUELLER', 'exact'],
    ['Hans-Peter', 'Hans Peter', 'exact'],
    ['Dr. Anna', 'anna', 'exact'],
    ['Hans', 'Johannes', 'nickname'],
    ['Kathi', 'Katharina', 'nickname'],
    ['Sepp', 'Josef', 'nickname'],
    ['Günther', 'Gunter', 'nickname'],
    ['Anna Maria', 'Anna', 'nickname'],
    ['Thilda Wiebke', 'Wiebke', 'part'],
    ['J.', 'Jürgen', 'initial'],
    ['Jürgne', 'Jürgen', 'typo'],
    ['Lena', 'Lea', 'different'],
    ['Lena', 'Maria', 'different'],
    ['Noëlle', 'Nicole', 'different'],
    ['Marie-Luise', 'Eva-Maria', 'different'],
    ['Anna-Lena', 'Anna-Sophie', 'different'],
    ['Anna-Lena', 'Magdalena', 'different'],
    ['Dieter', 'Dter', 'distant'],
    ['Jan', 'Jana', 'different'],
    ['Alexej', 'Alexei', 'typo'],
    ['Анна', 'Anna', 'exact'],
    ['Anna', 'Jürgen', 'different'],
  ])('%s and %s: %s', (a, b, level) => {
    expect(givenLevel(name(a), name(b))).toBe(level);
    expect(givenLevel(name(b), name(a))).toBe(level);
  });
});

describe('family names', () => {
  it.each([
    ['Strauß', 'Strauss', 'exact'],
    ['von Bülow', 'Buelow', 'exact'],
    ['Müller-Schmidt', 'Müller', 'part'],
    ['Wiśniewski', 'Wisniewski', 'exact'],
    ['Yıldız', 'Yildiz', 'exact'],
    ['Щербаков', 'Schtscherbakow', 'exact'],
    ['Shcherbakov', 'Schtscherbakow', 'sound'],
    ['Meyer', 'Maier', 'sound'],
    ['Schmidt', 'Schmitt', 'typo'],
    ['Weber', 'Meier', 'different'],
    ['Weber', 'Meiber', 'distant'],
    ['Bauer', 'Sauer', 'different'],
    ['Bauer', 'Gauer', 'typo'],
    ['Wegner', 'Wegnre', 'typo'],
    ['Wegner', 'Brandt', 'different'],
    ['M', 'Müller', 'initial'],
  ])('%s and %s: %s', (a, b, level) => {
    expect(familyLevel(name(a), name(b))).toBe(level);
    expect(familyLevel(name(b), name(a))).toBe(level);
  });
});

describe('Kölner Phonetik', () => {
  // The examples of Postel's article and of its usual descriptions.
  it.each([
    ['mueller', '657'],
    ['luedenscheidt', '52682'],
    ['breschnew', '17863'],
    ['wikipedia', '3412'],
    ['meier', '67'],
    ['mayr', '67'],
    ['heinz', '068'],
    ['claasen', '4586'],
    ['xaver', '4837'],
    ['philipp', '351'],
    ['acht', '042'],
  ])('%s is %s', (word, code) => expect(colognePhonetics(word)).toBe(code));
});

describe('birth dates', () => {
  it.each([
    ['1984-03-12', '12.3.1984', 'exact'],
    ['1984-03-12 00:00:00', '19840312', 'exact'],
    ['1984-03-12', '1984-12-03', 'swapped'],
    ['1984-03-12', '1984-03-13', 'digit'],
    ['1984-03-12', '1985-03-12', 'digit'],
    ['1984-03-12', '1983-04-02', 'near'],
    ['1984-03-12', '1994-02-25', 'near'],
    ['1984-03-12', '1984-03-28', 'part'],
    ['1984-03-12', '1991-07-23', 'different'],
    ['1984-03-12', '1985-03-13', 'digits'],
    ['1984-03-12', '1984-0-312', 'exact'],
    // Father and son of one birthday: a digit, or a generation.
    ['1968-03-12', '1998-03-12', 'year_digit'],
    ['1984-03-12', '1948-03-12', 'year_digit'],
    ['1968-03-12', '1994-03-12', 'generation'],
    ['1968-03-12', '1994-11-30', 'generation'],
  ])('%s and %s: %s', (a, b, level) => {
    expect(dateLevel(readDate(a), readDate(b))).toBe(level);
    expect(dateLevel(readDate(b), readDate(a))).toBe(level);
  });

  it('are as often alike by chance as the weights say', () => {
    const random = createRandom(9);
    const date = (): number => (1936 + random.int(75)) * 10000 + (1 + random.int(12)) * 100 + 1 + random.int(28);
    const pairs = 200_000;
    const counts = new Map<string, number>();
    for (let at = 0; at < pairs; at += 1) {
      const level = dateLevel(date(), date());
      counts.set(level, (counts.get(level) ?? 0) + 1);
    }
    for (const [level, { u }] of Object.entries(dateLevels)) {
      // Days of birth have an u of their own each; swapped ones are too few to be met here.
      if (u === 0 || level === 'swapped') continue;
      const share = (counts.get(level) ?? 0) / pairs;
      expect(share / u, level).toBeGreaterThan(0.6);
      expect(share / u, level).toBeLessThan(1.6);
    }
  });

  it.each(['', '0000-00-00', '1900-01-01', '1970-01-01', 'x', '1984', '2026-13-99'])('%s is none', (text) => {
    expect(readDate(text)).toBe(0);
  });
});

describe('e-mail addresses', () => {
  it.each([
    ['Anna.Wegner@Web.de', 'anna.wegner@web.de', 'exact'],
    ['annawegner+salon@gmail.com', 'anna.wegner@googlemail.com', 'exact'],
    ['anna.wegner@web.de', 'anna.wegner@wbe.de', 'domain_typo'],
    ['anna.wegner@gmx.de', 'anna.wegner@gmx.d', 'domain_typo'],
    ['anna.wegner@web.de', 'anna.wegnre@web.de', 'local_typo'],
    ['anna.wegner@web.de', 'anna.wegnre@wbe.de', 'typo'],
    ['anna.wegner@web.de', 'anna.wegner@t-online.de', 'local'],
    ['info@web.de', 'info@t-online.de', 'different'],
    ['anna@web.de', 'ole@web.de', 'different'],
  ])('%s and %s: %s', (a, b, level) => {
    expect(emailLevel(must(readEmail(a)), must(readEmail(b)))).toBe(level);
  });

  it.each(['', '-', 'anna', '@web.de', 'anna@', 'keine'])('"%s" is none', (text) => {
    expect(readEmail(text)).toBeNull();
  });
});

describe('phones', () => {
  it.each([
    ['0171 3920097', '+49 (0)171/392 00 97', 'exact'],
    ['0171 3920097', '0171 3920079', 'digit'],
    ['030 3920097', '089 3920097', 'tail'],
    ['0171 3920097', '030 1234567', 'other_kind'],
    ['0171 3920097', '0151 2345678', 'different'],
  ])('%s and %s: %s', (a, b, level) => {
    const [left, right] = [readPhones(a, 'DE'), readPhones(b, 'DE')];
    expect(phoneLevel(must(left[0]), must(right[0]))).toBe(level);
  });

  it('knows mobile numbers of the three countries from landlines', () => {
    const kinds = (numbers: readonly string[]): string[] => numbers.map(phoneKind);
    expect(kinds(['491713920097', '436641234567', '41791234567'])).toEqual(['mobile', 'mobile', 'mobile']);
    expect(kinds(['49301234567', '43662123456', '41441234567'])).toEqual(['landline', 'landline', 'landline']);
    expect(phoneKind('33612345678')).toBe('unknown');
  });

  it('takes fillers for nothing', () => {
    expect(readPhones('0000000000', 'DE')).toEqual([]);
    expect(readPhones('0123456789', 'DE')).toEqual([]);
  });
});

describe('streets', () => {
  it.each([
    ['Hauptstraße 12 a', 'Haupt-Str. 12A', 'exact'],
    ['Hauptstrasse, Nr. 12', 'Hauptstr 12', 'exact'],
    ['Berliner Straße 5', 'Berliner Str. 5', 'exact'],
    ['Lindenplatz 3', 'Linden Pl. 3', 'exact'],
    ['12 Lindenweg', 'Lindenweg 12', 'exact'],
    ['Lindenwge 12', 'Lindenweg 12', 'typo'],
    ['Lindenweg 12', 'Lindenweg 14', 'house_slip'],
    ['Lindenweg 12', 'Lindenweg 21', 'house_slip'],
    ['Lindenweg 12', 'Lindenweg 84', 'other_house'],
    ['Lindenweg', 'Lindenweg 14', 'street'],
    ['Lindenwge 2', 'Lindenweg 14', 'street_typo'],
    ['12', 'Lindenweg 12', 'house'],
    ['Lindenweg 12', 'Hauptstraße 12', 'different'],
  ])('%s and %s: %s', (a, b, level) => {
    expect(streetLevel(must(readStreet(a)), must(readStreet(b)))).toBe(level);
    expect(streetLevel(must(readStreet(b)), must(readStreet(a)))).toBe(level);
  });
});

describe('distances', () => {
  it('are those of the literature', () => {
    expect(jaroWinkler('martha', 'marhta')).toBeCloseTo(0.961, 3);
    expect(jaroWinkler('dixon', 'dicksonx')).toBeCloseTo(0.813, 3);
    expect(editDistance('kitten', 'sitting', 5)).toBe(3);
    expect(editDistance('wegner', 'wegnre', 5)).toBe(1);
  });

  it('count what was done to a word, and stop above their limit', () => {
    const word = fc.stringMatching(/^[a-e]{4,12}$/);
    fc.assert(
      fc.property(word, fc.nat(3), fc.nat(11), (text, kind, where) => {
        const at = where % (text.length - 1);
        const swapped = text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
        const changed = [
          text.slice(0, at) + text.slice(at + 1),
          `${text.slice(0, at)}x${text.slice(at)}`,
          `${text.slice(0, at)}x${text.slice(at + 1)}`,
          swapped,
        ];
        const other = changed[kind] ?? text;
        const distance = editDistance(text, other, 4);
        expect(distance).toBe(text === other ? 0 : 1);
        expect(editDistance(other, text, 4)).toBe(distance);
        expect(editDistance(`${text}xyz`, text, 1)).toBe(2);
        expect(jaroWinkler(text, other)).toBeCloseTo(jaroWinkler(other, text), 9);
      }),
    );
  });
});
