import { expect, it } from 'vitest';
import { noisyCustomers } from './noisy-customers.js';
import { model, record } from './records.js';
import type { MatchRecord } from '../../src/customers/match-record.js';
import { compareRecords, mayBeOnePerson } from '../../src/customers/score.js';
import { nameKeys, plainNameKeys, SlipFilter } from '../../src/customers/search-keys.js';

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

it('of the keys of a name none is left out that somebody has', () => {
  const names = records.flatMap(({ given, family, birth }) => [given, family, birth].filter((each) => each !== null));
  const missing: string[] = [];
  let shared = 0;
  for (const own of names.slice(0, 60)) {
    const slips = new SlipFilter();
    slips.add(own);
    const keys = new Set(nameKeys(own));
    for (const name of names) {
      const asked = new Set([...plainNameKeys(name), ...slips.keys(name)]);
      for (const key of nameKeys(name)) if (keys.has(key) && !asked.has(key)) missing.push(key);
      shared += slips.keys(name).filter((key) => keys.has(key)).length;
    }
  }
  expect(missing).toEqual([]);
  expect(shared).toBeGreaterThan(100);
});
