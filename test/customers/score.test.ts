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

describe('a coincidence is no match, however many customers there are', () => {
  const common = model({ records: 30_000, countOf: (field) => (field === 'birth_date' ? 3 : 300) });
  const name = { given: 'Johanna', family: 'Koch' };
  const born = { ...name, birthDate: '1999-12-10' };
  const town = { postalCode: '10437', city: 'Berlin' };
  const rarer = model({ records: 30_000, countOf: (field) => (field === 'birth_date' ? 3 : 100) });
  const crowded = model({ records: 30_000, countOf: (field) => (field === 'place' ? 400 : 200) });

  it.each<readonly [string, Partial<RawRecord>, Partial<RawRecord>]>([
    ['another phone', { ...born, phones: ['0171 9785631'] }, { ...born, phones: ['0151 9777712'] }],
    ['a phone beside an e-mail', { ...born, phones: ['0171 9785631'] }, { ...born, emails: ['j.koch@web.de'] }],
  ])('one name and birth date, %s', (_, a, b) => {
    const found = score(a, b, common);
    expect(found.score).toBeGreaterThan(common.match);
    expect(found.band).toBe('possible');
    // What they have in common besides, or what is surer, makes it one.
    expect(score({ ...a, ...town }, { ...b, ...town }, common).band).toBe('match');
    expect(score(a, b).band).toBe('match');
  });

  it('one name and birth date in lists that hold nothing else is a match', () => {
    expect(score(born, born, common).band).toBe('match');
  });

  it('one name and birth dates that are alike, one of the records saying nothing else', () => {
    const near = { ...born, birthDate: '1999-12-16' };
    const found = score(born, { ...near, phones: ['0171 9785631'] }, rarer);
    expect(found.score).toBeGreaterThan(rarer.match);
    expect(found.band).toBe('possible');
    // In a calendar that keeps nothing but names and dates, all agrees that could.
    expect(score(born, near, rarer).band).toBe('match');
  });

  it('one name and town, the birth date unknown', () => {
    const [a, b] = [
      { ...name, ...town, streets: ['Bergstraße 27'] },
      { ...name, ...town, streets: ['Bergstraße 40'] },
    ];
    const found = score(a, b, crowded);
    expect(found.score).toBeGreaterThan(crowded.match);
    expect(found.band).toBe('possible');
    expect(score(a, { ...b, streets: a.streets }, crowded).band).toBe('match');
  });
});

describe('different people are no match', () => {
  const son = { ...anna, given: 'Peter', birthDate: '1960-01-05' };
  it.each<readonly [string, Partial<RawRecord>, Partial<RawRecord>]>([
    ['twins', anna, { ...anna, given: 'Lena' }],
    ['twins whose names are one letter apart', { ...anna, given: 'Lea' }, { ...anna, given: 'Lena' }],
    ['twins whose names have letters in common', { ...anna, given: 'René' }, { ...anna, given: 'Werner' }],
    ['twins with names from elsewhere', { ...anna, given: 'Yiğit' }, { ...anna, given: 'Birgit' }],
    ['twins with names that begin alike', { ...anna, given: 'Joanna' }, { ...anna, given: 'Jana' }],
    ['father and son of one name', son, { ...son, birthDate: '1991-07-23' }],
    ['a couple with one phone and e-mail', anna, { ...anna, given: 'Jürgen', birthDate: '1981-11-30' }],
    [
      'a couple whose birth dates are not known',
      { ...anna, birthDate: '' },
      { ...anna, given: 'Jürgen', birthDate: '' },
    ],
    ['a mother who books for her child', anna, { ...anna, given: 'Mia', birthDate: '2016-08-02' }],
    [
      'father and son of one name and birthday, a digit of the year apart',
      son,
      { ...son, birthDate: '1990-01-05', emails: [] },
    ],
    ['a household without names', { ...anna, given: '', birthDate: '' }, { ...anna, given: '', birthDate: '' }],
    ['namesakes', { given: 'Anna', family: 'Wegner' }, { given: 'Anna', family: 'Wegner', phones: ['030 1234567'] }],
  ])('%s', (_, a, b) => {
    expect(score(a, b, model({ countOf: (field) => (field === 'given_name' ? 40 : 4) })).band).not.toBe('match');
  });

  it('father and son of a frequent name who share a phone, a digit of the year apart', () => {
    const father = { given: 'Thomas', family: 'Hoffmann', birthDate: '1949-03-02', phones: ['0171 2495026'] };
    // Fewer families than are expected where nothing is known: all the likelier that one person was entered twice.
    const salon = model({ population: { duplicates: 0.15, relatives: 0.2, careless: 0.06 } });
    const found = score(father, { ...father, birthDate: '1989-03-02' }, salon);
    expect(levelOf(found, 'birth_date')).toBe('year_digit');
    expect(found.band).toBe('possible');
  });

  it('who have nothing but a rare name in common, be it in one town', () => {
    const rare = { given: 'Ernst', family: 'Steindorfer', postalCode: '10437', city: 'Berlin' };
    const found = score({ ...rare, emails: ['urs@web.de'] }, { ...rare, emails: ['ernst.s@gmx.de'] });
    expect(found.band).toBe('possible');
    expect(levelOf(found, 'namesake')).toBe('namesakes');
    const birthDate = '1960-07-07';
    expect(score({ ...rare, birthDate }, { ...rare, birthDate, emails: [] }).band).toBe('match');
  });

  it('who share only the e-mail of a company', () => {
    const shared = { emails: ['info@salon-kunde.de'], phones: ['030 555123'] };
    const found = score({ given: 'Anna', family: 'Wegner', ...shared }, { given: 'Ole', family: 'Brandt', ...shared });
    expect(found.band).toBe('different');
  });
});

describe('several wrong fields at once', () => {
  const careless = { ...anna, given: 'Else', family: 'Brandt', emails: [] };

  it('are rather those of a careless record than as many slips by themselves', () => {
    const found = score(anna, careless);
    expect(levelOf(found, 'care')).toBe('careless');
    expect(levelOf(score(anna, { ...anna, family: 'Brandt' }), 'care')).toBe('careful');
  });

  it('prove less where records are entered carelessly, while households are rare', () => {
    const crude = { duplicates: 1, relatives: 0.003, careless: 0.25 };
    expect(score(anna, careless, model({ population: crude })).band).toBe('match');
    expect(score(anna, careless).band).not.toBe('match');
  });

  it('do not make one person of two who share a house and nothing else', () => {
    const neighbour = { ...careless, birthDate: '1951-08-30', phones: ['030 1234567'] };
    expect(score(anna, neighbour, model({ countOf: (field) => (field === 'street' ? 12 : 0) })).band).toBe('different');
  });
});

describe('names in the wrong column', () => {
  it.each<readonly [string, Partial<RawRecord>]>([
    ['both, one of them with a slip', { given: 'Wegnre', family: 'Ana' }],
    ['the only one that is known', { given: 'Wegner', family: '' }],
  ])('are met again: %s', (_, change) => {
    const found = score(anna, { ...anna, ...change, phones: [] });
    expect(found.band).toBe('match');
    expect(found.reasons.some(({ field, level }) => field === 'family_name' && level === 'swapped')).toBe(true);
  });
});

describe('addresses', () => {
  const at = (streets: readonly string[], postalCode = '10969', city = 'Berlin'): Partial<RawRecord> => ({
    streets,
    postalCode,
    city,
  });
  const weightOf = (a: Partial<RawRecord>, b: Partial<RawRecord>, field: string): number =>
    score(a, b).reasons.find((each) => each.field === field)?.weight ?? 0;

  it('prove less by street and place together than by each alone, as a place has only so many houses', () => {
    const home = at(['Lindenstraße 12']);
    expect(weightOf(home, home, 'street')).toBeLessThan(weightOf(at(home.streets ?? [], '', ''), home, 'street'));
  });

  it('prove nothing by a street that another place has as well', () => {
    const found = score(at(['Hauptstr. 12']), at(['Hauptstr. 84'], '80331', 'München'));
    expect(levelOf(found, 'street')).toBeUndefined();
    expect(levelOf(found, 'place')).toBe('different');
  });

  it('prove more when a second line agrees as well', () => {
    const one = at(['Lindenstraße 12', 'Seniorenheim Sonnenhof']);
    const other = at(['Lindenstraße 84', 'Seniorenheim Sonnenhof']);
    expect(weightOf(one, other, 'street')).toBeGreaterThan(
      weightOf(at(['Lindenstraße 12', 'Hinterhaus']), at(['Lindenstraße 84', 'bei Meier']), 'street') + 1,
    );
  });

  it('count a slip in the postal code of a rare town as the town', () => {
    const [one, other] = [at([], '24222', 'Schwentinental'), at([], '24221', 'Schwentinental')];
    const common = model({ countOf: (field) => (field === 'city' ? 900 : 0) });
    expect(weightOf(one, other, 'place')).toBeGreaterThan(
      score(one, other, common).reasons.find(({ field }) => field === 'place')?.weight ?? 0,
    );
  });
});

describe('a contact that many hold', () => {
  it('says nothing, neither for one person nor against', () => {
    const salon = model({ countOf: (field, value) => (field === 'phone' && value === '49305550100' ? 124 : 0) });
    const [one, other] = [
      { ...anna, phones: ['030 5550100'] },
      { ...anna, phones: ['030 5550100'] },
    ];
    expect(levelOf(score(one, other, salon), 'phone')).toBeUndefined();
    expect(levelOf(score(one, { ...anna, phones: ['030 7654321'] }, salon), 'phone')).toBeUndefined();
    expect(levelOf(score(one, other), 'phone')).toBe('exact');
  });
});

describe('an address made of a name', () => {
  it('says no more than the name, also where letters meet that look like an umlaut', () => {
    const [one, other] = [
      { given: 'Monika', family: 'Egger', emails: ['monikaegger74@web.de'] },
      { given: 'Monika', family: 'Egger', emails: ['monikaegger83@web.de'] },
    ];
    expect(levelOf(score(one, other), 'email')).toBe('by_name');
  });

  const weightOf = (found: Score): number => found.reasons.find(({ field }) => field === 'email')?.weight ?? 0;

  it('speaks against one person beside the same names, which strangers make their addresses of as well', () => {
    const one = { given: 'Maria', family: 'Schmid', emails: ['mariaschmid62@gmail.com'] };
    const other = { ...one, emails: ['maria.schmid@gmail.com'] };
    expect(levelOf(score(one, other), 'email')).toBe('by_name');
    expect(weightOf(score(one, other))).toBeLessThan(0);
    expect(weightOf(score(one, { ...other, given: 'Mia' }))).toBeGreaterThan(0);
  });

  it('may be made of the given name and another spelling of the family name', () => {
    const one = { given: 'Katharina', family: 'Maier', emails: ['katharina.maier@web.de'] };
    expect(levelOf(score(one, { ...one, emails: ['katharinamayer@web.de'] }), 'email')).toBe('by_name');
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
      'care',
      'household',
      'namesake',
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
        expect(forth.reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(forth.score, 9);
      }),
      { numRuns: 500 },
    );
  });
});
