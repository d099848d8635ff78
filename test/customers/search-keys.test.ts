import fc from 'fast-check';
import { expect, it } from 'vitest';
import { noisyCustomers } from './noisy-customers.js';
import { model, record } from './records.js';
import type { MatchRecord } from '../../src/customers/match-record.js';
import { compareRecords, mayBeOnePerson } from '../../src/customers/score.js';
import { readEmail } from '../../src/customers/email-value.js';
import { nicknameGroups } from '../../src/customers/given-names.js';
import { hashText } from '../../src/customers/hashes.js';
import { NameIndex } from '../../src/customers/name-index.js';
import { readName, type NameValue } from '../../src/customers/name-value.js';
import { normaliseCustomerNumber } from '../../src/customers/normalise.js';
import { isPlainNumber, plainLocal } from '../../src/customers/search-keys.js';
import { SubjectMasks } from '../../src/customers/subject-masks.js';

const filled = (cells: readonly (string | undefined)[]): string[] =>
  cells.filter((each) => each !== undefined && each !== '') as string[];

const records: readonly MatchRecord[] = noisyCustomers(180, 9).map((customer) =>
  record({
    ...customer,
    key: customer.id,
    emails: filled([customer.email]),
    phones: filled([customer.phone, customer.mobile]),
    streets: filled([customer.street, customer.street2]),
  }),
);

it('who comes into question is never refused before all is compared, and most others are', () => {
  const few = model({ records: 180 });
  const refused: string[] = [];
  let [taken, passed, pairs] = [0, 0, 0];
  for (const [at, one] of records.entries()) {
    for (const other of records.slice(at + 1)) {
      const { score, band } = compareRecords(one, other, few);
      // Whatever the threshold is: it is a setting.
      if (!mayBeOnePerson(one, other, { ...few, possible: score })) refused.push(`${one.key} ${other.key}`);
      const may = mayBeOnePerson(one, other, few);
      if (band !== 'different' && !may) refused.push(`${one.key} ${other.key}`);
      pairs += 1;
      taken += Number(band !== 'different');
      passed += Number(may);
    }
  }
  expect(refused).toEqual([]);
  expect(taken).toBeGreaterThan(100);
  expect(passed - taken).toBeLessThan(pairs / 2);
});

/** All that two spellings of a name may have in common. */
function keysOf({ plain, sound, code, words }: NameValue): string[] {
  const keys = [
    plain,
    `sound ${sound}`,
    `slip ${plain.length >= 4 ? plain : ''}`,
    `code ${code.length > 1 ? code : ''}`,
  ];
  if (words.length > 1) keys.push(...words.filter((word) => word.length > 2));
  for (const word of words) for (const group of nicknameGroups(word)) keys.push(`nickname ${String(group)}`);
  if (plain.length >= 4 && plain.length <= 24)
    for (let at = 0; at < plain.length; at += 1) keys.push(`slip ${plain.slice(0, at)}${plain.slice(at + 1)}`);
  return keys.filter((key) => !key.endsWith(' '));
}

it('a name finds whoever has one of its keys, and nobody else', () => {
  const names = records.flatMap(({ given, family, birth }) => [given, family, birth].filter((each) => each !== null));
  const wrong: string[] = [];
  let found = 0;
  const owners = [...names.slice(0, 60), ...['A.', 'Ö', 'Kathi'].flatMap((text) => readName(text) ?? [])];
  for (const own of owners) {
    const index = new NameIndex(new SubjectMasks(1));
    index.add(own, 0);
    const keys = new Set(keysOf(own));
    for (const name of [...names, ...['Anna', 'A', 'Katharina', 'Öz'].flatMap((text) => readName(text) ?? [])]) {
      const isInitial = own.plain.length === 1 && name.plain.startsWith(own.plain);
      const wanted = isInitial || keysOf(name).some((key) => keys.has(key));
      if ((index.get(name) !== 0) !== wanted) wrong.push(`${own.plain} ${name.plain}`);
      found += Number(wanted);
    }
  }
  expect(wrong).toEqual([]);
  expect(found).toBeGreaterThan(300);
});

const units = (text: string): Uint16Array => Uint16Array.from(text, (_, at) => text.charCodeAt(at));

it('an address that needs no reading is one that reading leaves as it is', () => {
  const sign = fc.constantFrom(...'aZ0.-_+@ ü'.split(''), 'gmail.com', 'googlemail.com', '@web.de', 'anna');
  let plain = 0;
  fc.assert(
    fc.property(fc.string({ unit: sign, maxLength: 10 }), (text) => {
      const around = units(`x${text}y`);
      const local = plainLocal(around, 1, around.length - 1);
      if (local === 0) return;
      plain += 1;
      const email = readEmail(text);
      expect(email?.address).toBe(text);
      expect(hashText(email?.local ?? '')).toBe(local);
    }),
    { numRuns: 3000, examples: [['anna@web.de'], ['anna@gmail.com'], ['anna@googlemail.com']] },
  );
  expect(plain).toBeGreaterThan(20);
});

it('a customer number that needs no reading is one that reading leaves as it is', () => {
  const sign = fc.constantFrom(...'AZ09-az ./ü'.split(''));
  let plain = 0;
  fc.assert(
    fc.property(fc.string({ unit: sign, maxLength: 6 }), (text) => {
      const around = units(`x${text}y`);
      if (!isPlainNumber(around, 1, around.length - 1)) return;
      plain += 1;
      expect(normaliseCustomerNumber(text)).toBe(text);
    }),
    { numRuns: 1000 },
  );
  expect(plain).toBeGreaterThan(20);
});
