import { describe, expect, it } from 'vitest';
import { chanceOf, type Population } from '../../src/customers/agreement.js';
import { cellSeparator, CustomerRows } from '../../src/customers/customer-rows.js';
import { PopulationEstimate } from '../../src/customers/population.js';
import { RowMemory } from '../../src/customers/row-memory.js';
import type { Layout } from '../../src/customers/read-records.js';
import { createRandom } from '../../fixtures/belbo/random.js';
import { model } from './records.js';

const layout: Layout = {
  key: [0],
  number: -1,
  given: 1,
  family: 2,
  birthName: -1,
  birthDate: 3,
  emails: [],
  phones: [],
  streets: [4],
  houseNumber: -1,
  postalCode: 5,
  city: -1,
  country: -1,
};

type Row = readonly [key: string, given: string, family: string, born: string, street: string, code: string];

const pad = (value: number): string => String(value).padStart(2, '0');
const letters = 'abdefgiklmnorstu'.split('');

/** So many people, of whom some are entered twice, some of these with another address, and some live with somebody else. */
function town(
  people: number,
  { twice, moved, couples, misdated }: Readonly<Record<'twice' | 'moved' | 'couples' | 'misdated', number>>,
): Row[] {
  const random = createRandom(4);
  const word = (): string => Array.from({ length: 7 }, () => random.pick(letters)).join('');
  const date = (): string => `${String(1940 + random.int(70))}-${pad(1 + random.int(12))}-${pad(1 + random.int(28))}`;
  const address = (): readonly [string, string] => [
    `${word()}weg ${String(1 + random.int(99))}`,
    String(10000 + random.int(80000)),
  ];
  const rows: Row[] = [];
  for (let person = 0; person < people; person += 1) {
    const [given, family, born, home] = [word(), word(), date(), address()];
    rows.push([String(rows.length), given, family, born, ...home]);
    if (random.chance(twice)) {
      const second = random.chance(moved) ? address() : home;
      // Not a generation apart, which would be somebody's son.
      const wrong = `${String(Number(born.slice(0, 4)) + 7)}-${born.slice(5, 7) === '01' ? '06' : '01'}-29`;
      rows.push([String(rows.length), given, family, random.chance(misdated) ? wrong : born, ...second]);
    }
    if (random.chance(couples)) rows.push([String(rows.length), word(), family, date(), ...home]);
  }
  return rows;
}

const memory = await RowMemory.open();

function estimate(rows: readonly Row[]): Population {
  const found = new PopulationEstimate(memory, layout);
  const some = new CustomerRows(memory, 6, [3, 5]);
  for (let from = 0; from < rows.length; from += 100) {
    expect(some.read(rows.slice(from, from + 100).map((row) => row.join(cellSeparator)))).toEqual([]);
    found.add(some);
  }
  return found.result();
}

const plain = { twice: 0, moved: 0, couples: 0, misdated: 0 };

describe('the population', () => {
  it('has as many second records as were made, also where most of them do not share the address', () => {
    for (const moved of [0, 0.6]) {
      const rows = town(3000, { ...plain, twice: 0.3, moved });
      const made = (2 * (rows.length - 3000)) / rows.length;
      expect(estimate(rows).duplicates / made).toBeGreaterThan(0.8);
      expect(estimate(rows).duplicates / made).toBeLessThan(1.5);
    }
  });

  it('has as many relatives as share an address under other names', () => {
    const rows = town(3000, { ...plain, couples: 0.2 });
    const made = (2 * (rows.length - 3000)) / rows.length;
    expect(estimate(rows).relatives / made).toBeGreaterThan(0.8);
    expect(estimate(rows).relatives / made).toBeLessThan(1.2);
    expect(estimate(town(3000, plain)).relatives).toBeLessThan(0.02);
  });

  it('is entered with care, or is not: by birth dates that have nothing in common', () => {
    const careful = estimate(town(3000, { ...plain, twice: 0.3 })).careless;
    const careless = estimate(town(3000, { ...plain, twice: 0.3, misdated: 0.08 })).careless;
    expect(careful).toBe(0.03);
    expect(careless).toBeGreaterThan(0.1);
  });

  it('does not take father and son of one name for a careless second record', () => {
    const rows = town(3000, { ...plain, twice: 0.3 });
    const sons = rows
      .slice(0, 600)
      .map((row, at): Row => [
        `s${String(at)}`,
        row[1],
        row[2],
        `${String(Number(row[3].slice(0, 4)) + 27)}-11-30`,
        row[4],
        row[5],
      ]);
    expect(estimate([...rows, ...sons]).careless).toBe(0.03);
  });

  it('is the same in whatever order the rows come', () => {
    const rows = town(2000, { twice: 0.2, moved: 0.3, couples: 0.2, misdated: 0.02 });
    expect(estimate([...rows].reverse())).toEqual(estimate(rows));
  });

  it('is as expected while there are too few to tell', () => {
    expect(estimate([])).toEqual({ duplicates: 0.15, relatives: 0.5, careless: expect.closeTo(0.06, 9) as number });
  });
});

describe('the chance of a value', () => {
  it('does not grow with the records its owners have of themselves', () => {
    const counted = { countOf: () => 5 };
    const rare = { duplicates: 0.15, relatives: 0.5, careless: 0.06 };
    const often = { ...rare, duplicates: 3.15 };
    expect(chanceOf('family_name', 'x', model({ ...counted, population: often }))).toBeLessThan(
      chanceOf('family_name', 'x', model({ ...counted, population: rare })),
    );
  });
});
