import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../../src/customers/match-record.js';
import { compareRecords, type Score } from '../../src/customers/score.js';
import { model, record } from './records.js';

const anna: Partial<RawRecord> = {
  given: 'Anna',
  family: 'Wegner',
  birthDate: '1984-03-12',
  emails: ['anna.wegner@web.de'],
  phones: ['0171 3920097'],
  streets: ['Lindenstraße 12'],
  postalCode: '10969',
  city: 'Berlin',
};

function score(a: Partial<RawRecord>, b: Partial<RawRecord>, given = model()): Score {
  return compareRecords(record({ key: '1', ...a }), record({ key: '2', ...b }), given);
}

const levelOf = (found: Score, field: string): string | undefined =>
  found.reasons.find((each) => each.field === field)?.level;

describe('one person entered twice is a match', () => {
  it.each<readonly [string, Partial<RawRecord>]>([
    ['with another phone', { phones: ['0151 2345678'] }],
    ['under a short form of the name', { given: 'Anni' }],
    ['with a slip in the name and nothing but name and birth date', { family: 'Wegnre', emails: [], phones: [] }],
    ['with the names swapped', { given: 'Wegner', family: 'Anna' }],
    ['under the birth name, which the other record knows', { family: 'Sommer', birthName: 'Wegner', emails: [] }],
    ['with day and month swapped', { birthDate: '1984-12-03' }],
    ['with a digit of the birth date wrong', { birthDate: '1984-03-13' }],
    ['with a phone written another way', { phones: ['+49 (0)171/392 00 97'], emails: [] }],
    ['with a slip in the domain', { emails: ['anna.wegner@web.ed'], phones: [] }],
    ['after a move', { streets: ['Hauptstr. 3'], postalCode: '80331', city: 'München' }],
    ['with the street abbreviated', { streets: ['Lindenstr. 12'], phones: [], emails: [] }],
  ])('%s', (_, change) => {
    expect(score(anna, { ...anna, ...change }).band).toBe('match');
  });
});

describe('different people are no match', () => {
  const son = { ...anna, given: 'Peter', birthDate: '1960-01-05' };
  it.each<readonly [string, Partial<RawRecord>, Partial<RawRecord>]>([
    ['twins', anna, { ...anna, given: 'Lena' }],
    ['twins whose names are one letter apart', { ...anna, given: 'Lea' }, { ...anna, given: 'Lena' }],
    ['father and son of one name', son, { ...son, birthDate: '1991-07-23' }],
    ['a couple with one phone and e-mail', anna, { ...anna, given: 'Jürgen', birthDate: '1981-11-30' }],
    [
      'a couple whose birth dates are not known',
      { ...anna, birthDate: '' },
      { ...anna, given: 'Jürgen', birthDate: '' },
    ],
    ['a mother who books for her child', anna, { ...anna, given: 'Mia', birthDate: '2016-08-02' }],
    ['a household without names', { ...anna, given: '', birthDate: '' }, { ...anna, given: '', birthDate: '' }],
    ['namesakes', { given: 'Anna', family: 'Wegner' }, { given: 'Anna', family: 'Wegner', phones: ['030 1234567'] }],
  ])('%s', (_, a, b) => {
    expect(score(a, b, model({ countOf: (field) => (field === 'given_name' ? 40 : 4) })).band).not.toBe('match');
  });

  it('who share only the e-mail of a company', () => {
    const shared = { emails: ['info@salon-kunde.de'], phones: ['030 555123'] };
    const found = score({ given: 'Anna', family: 'Wegner', ...shared }, { given: 'Ole', family: 'Brandt', ...shared });
    expect(found.band).toBe('different');
  });
});

describe('a score', () => {
  it('is the sum of its reasons', () => {
    const { score: total, reasons } = score(anna, { ...anna, given: 'Anni', phones: [] });
    expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(total, 9);
  });

  it('is not moved by what one record lacks', () => {
    const found = score(anna, { given: 'Anna', family: 'Wegner', birthDate: '1984-03-12' });
    expect(found.reasons.map(({ field }) => field)).toEqual([
      'given_name',
      'family_name',
      'birth_date',
      'household',
      'rarity',
    ]);
  });

  it('is lower for a frequent name than for a rare one', () => {
    const frequent = model({ countOf: (field) => (field === 'family_name' ? 60 : 0) });
    const name = { given: 'Anna', family: 'Müller' };
    expect(score(name, name, frequent).score).toBeLessThan(score(name, name).score - 1);
  });

  it('names the levels it found', () => {
    const found = score(anna, { ...anna, given: 'Antschi', birthDate: '1984-12-03', emails: ['anna.wegner@wbe.de'] });
    expect([levelOf(found, 'given_name'), levelOf(found, 'birth_date'), levelOf(found, 'email')]).toEqual([
      'nickname',
      'swapped',
      'domain_typo',
    ]);
  });

  it('stays possible when only contacts agree that the map never merges on', () => {
    const contacts = { emails: anna.emails ?? [], phones: anna.phones ?? [], streets: anna.streets ?? [] };
    const lonely = { ...contacts, postalCode: '10969' };
    expect(score(lonely, lonely).band).not.toBe('match');
    expect(score(lonely, lonely, model({ neverMergeOn: new Set() })).score).toBeGreaterThan(-10);
  });

  it('does not depend on the order of the two records, and is a number whatever they hold', () => {
    const text = fc.oneof(
      fc.constantFrom(
        '',
        'Anna',
        'Müller',
        'Mueller',
        'Hans-Peter',
        'Wegner',
        'J.',
        'Щербаков',
        'מרים',
        '\u0007\u202e',
      ),
      fc.string({ maxLength: 12 }),
    );
    const date = fc.constantFrom('', '1984-03-12', '1984-12-03', '1948-03-12', '0000-00-00', '12.3.1984', 'x');
    const any = fc.record({
      given: text,
      family: text,
      birthName: text,
      birthDate: date,
      emails: fc.array(fc.constantFrom('a@web.de', 'anna.w@web.de', 'anna.w@wbe.de', 'x'), { maxLength: 2 }),
      phones: fc.array(fc.constantFrom('0171 3920097', '+491713920097', '0171 3920098', '030 1234567'), {
        maxLength: 2,
      }),
      streets: fc.array(fc.constantFrom('Lindenstr. 12', 'Lindenstraße 12', 'Lindenstr.', '12', 'Weg 3a'), {
        maxLength: 2,
      }),
      postalCode: fc.constantFrom('', '10969', '10996', '80331'),
      city: text,
    });
    fc.assert(
      fc.property(any, any, (a, b) => {
        const [forth, back] = [score(a, b), score(b, a)];
        expect(Number.isFinite(forth.score)).toBe(true);
        expect(back.score).toBeCloseTo(forth.score, 9);
        expect(back.band).toBe(forth.band);
      }),
      { numRuns: 500 },
    );
  });
});
