import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { defaultMatching } from '../../src/config/matching.js';
import { findDuplicates } from '../../src/customers/duplicates/find-duplicates.js';
import { searchCandidates, type MatchSource } from '../../src/customers/find-candidates.js';
import type { Band } from '../../src/customers/score.js';
import { forEachEngine } from '../database/harness.js';
import { openCalendar, type TestCalendar } from '../erasure/calendar.js';

type Values = Readonly<Record<string, string | null>>;

const columns =
  'first_name, last_name, birth_name, birth_date, email, phone, mobile, street, postal_code, city, country'.split(', ');
const nothing: Values = Object.fromEntries(columns.map((column) => [column, null]));

/** Customers written as people write them, who are found by some keys only. */
const pairs: readonly (readonly [string, Values, Values])[] = [
  ...(
    [
      [{ first_name: '', last_name: 'Zwetschgenbaum, Xaverina' }, 'family name first, with a comma'],
      [{ first_name: 'Xaverina Zwetschgenbaum', last_name: '' }, 'in the column of the given name'],
      [{ first_name: '-', last_name: 'Xaverina Zwetschgenbaum' }, 'beside a dash'],
    ] as const
  ).map(
    ([whole, how]) =>
      [`a whole name ${how}`, { first_name: 'Xaverina', last_name: 'Zwetschgenbaum', city: 'Berlin' }, whole] as const,
  ),
  [
    'whole names in one column, both',
    { first_name: '', last_name: 'Zwetschgenbaum, Xaverina' },
    { first_name: '', last_name: 'Zwetschgenbaum, Xaverina' },
  ],
  ...(
    [
      ['01 58858', '01 58858', 'of six digits'],
      ['0171 3920058', '0171 3920058 ab 18h', 'with a time behind it'],
      ['0171 3920058', '0171 3920058 M2', 'with a mark behind it'],
      ['0171 3920058', '０１７１３９２００５８', 'in full width'],
      ['+49 (0)171/3920058', '01713920058', 'in another format'],
    ] as const
  ).map(
    ([one, other, how]) =>
      [
        `a phone ${how}`,
        { first_name: 'Zoltan', last_name: 'Xylander', phone: one },
        { first_name: 'Zoltan M.', last_name: 'Berger', phone: other },
      ] as const,
  ),
];

forEachEngine('what is found for a customer and what is found of all are the same', (engine) => {
  let calendar: TestCalendar;
  let source: MatchSource;
  beforeAll(async () => {
    calendar = await openCalendar(engine, 150);
    const { db, resolved, country, today } = calendar.session;
    source = { db, map: resolved, country, today, matching: defaultMatching };
  });
  afterAll(async () => calendar.close());

  const change = async (where: string, values: Values): Promise<void> => {
    const set = Object.keys(values).map((column) => `${column} = ?`);
    await calendar.db.run(`update customers set ${set.join(', ')} where ${where}`, Object.values(values));
  };
  beforeEach(async () => change('id between 30 and 120', { phone: null, mobile: null, country: 'DE' }));

  /** The score and band of customers 40 and 41, by the search for each of them, and by that of all. */
  const found = async (): Promise<readonly (readonly [number, Band] | null)[]> => {
    const searched = await searchCandidates(source, [['40'], ['41']]);
    const { pairs: all } = await findDuplicates({ ...source, different: [], same: [] });
    const ways = [
      searched[0]?.candidates.find(({ key }) => key === '41'),
      searched[1]?.candidates.find(({ key }) => key === '40'),
      all.find(({ a, b }) => a === '40' && b === '41'),
    ];
    return ways.map((each) => (each === undefined ? null : [Math.round(each.score * 1e9) / 1e9, each.band]));
  };

  it.each(pairs)('with %s', async (_, one, other) => {
    await change('id = 40', { ...nothing, ...one, country: 'DE' });
    await change('id = 41', { ...nothing, ...other, country: 'DE' });
    const [first, ...others] = await found();
    expect(first).not.toBeNull();
    expect(others).toEqual([first, first]);
  });

  it('with a number that stands in two columns of as many as may share it', async () => {
    await change('id between 40 and 55', { phone: '0171 5551234', mobile: '0171 5551234' });
    const named = { ...nothing, first_name: 'Anna', last_name: '', phone: '0171 5551234', mobile: '0171 5551234' };
    await change('id in (40, 41)', { ...named, country: 'DE' });
    const [first, ...others] = await found();
    expect(first?.[1]).toBe('possible');
    expect(others).toEqual([first, first]);
  });

  it('with a national number of another country than the configured one, that too many have', async () => {
    await change('id between 30 and 120', { phone: '01 5551234', country: 'AT' });
    for (const [id, name] of [
      ['40', 'Moser'],
      ['41', 'Gruber'],
    ] as const)
      await change(`id = ${id}`, {
        ...nothing,
        first_name: 'Anna',
        last_name: name,
        phone: '01 5551234',
        country: 'AT',
      });
    expect(await found()).toEqual([null, null, null]);
    const [result] = await searchCandidates(source, [['40']]);
    expect(result?.crowded).toEqual([{ field: 'phone', records: 90 }]);
  });
});
