import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildMatcher } from '../../src/customers/find-in-text.js';
import { readName } from '../../src/customers/name-value.js';
import { soughtName } from '../../src/customers/searched-name.js';
import { identifiers } from './person.js';

const letters = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code)).filter((each) =>
  /\p{L}/u.test(each),
);
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 8 }),
  fc.constantFrom(
    'Frau',
    'Dr',
    'von',
    'Van',
    'Müller',
    'Mueller',
    'Bauer',
    'N',
    'Åse',
    'ŉn',
    'Fußl',
    'Hans-Peter',
    'Anna Maria',
  ),
);

it('a name of plain words is sought by the same keys as one that is read word by word', () => {
  fc.assert(
    fc.property(word, word, (given, family) => {
      // A blank behind it is no part of the name, and makes it one that has to be read.
      const [plain, read] = [soughtName({ given, family }), soughtName({ given: `${given} `, family })];
      const sets = (name: typeof plain): unknown =>
        name === null ? null : [name.keys, new Set(name.given), new Set(name.family)];
      expect(sets(plain)).toEqual(sets(read));
    }),
    { numRuns: 2000 },
  );
});

it('who is named in two cells is who is found there', () => {
  const spelling = fc.constantFrom(
    'Anna',
    'ANNA',
    'Ana',
    'Naan',
    'Jörg',
    'Joerg',
    'Jorg',
    'Görj',
    'Åse',
    'Aase',
    'Hans-Peter',
    'Hans-peter',
    'Hanspeter',
    'Peter-Hans',
    'Anna-Dr',
    'Dr',
    'von-Peter',
    'Hans-Peter-Anna',
    'Hans',
    'Peter',
    'Peters',
    'Petra',
  );
  const name = fc.record({ given: spelling, family: spelling });
  let named = 0;
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), name, fc.nat(12), (names, other, which) => {
      const { given, family } = names[which] ?? other;
      const matcher = buildMatcher(
        names.map((each, subject) => ({ subject, identifiers: identifiers({ names: [each] }) })),
      );
      const hits = matcher.find(`${given}\u001f${family}`, { acrossCells: true });
      const subjects = [...new Set(hits.map(({ subject }) => subject))].sort((a, b) => a - b);
      expect(matcher.named(given, family)).toEqual(subjects);
      named += subjects.length;
    }),
    { numRuns: 6000 },
  );
  expect(named).toBeGreaterThan(100);
});

it('a name of plain letters is read as any other', () => {
  const unit = fc.constantFrom(...'aAeEiouUhcstzyäÖüß3 -.'.split(''), 'ae', 'oe', 'ue', 'sch', 'von ', 'Dr.');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 14 }), (text) => {
      // What is invisible is no part of a name, and makes it one that is not plain.
      const read = text.split(/(?<=[^ .-])(?=[^ .-])/).join('\u200b');
      expect(readName(`${text}\u200b`)).toEqual(readName(text));
      expect(readName(read)).toEqual(readName(text));
    }),
    { numRuns: 2000 },
  );
});
