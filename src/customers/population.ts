import type { Value } from '../database/database.js';
import { dateLevel } from './compare-dates.js';
import { familyLevel, givenLevel } from './compare-names.js';
import { readDate } from './date-value.js';
import { hashBoth, hashNumber, hashText } from './hashes.js';
import { readFullName, type NameValue } from './name-value.js';
import { cellOf, textOf, type Layout } from './read-records.js';
import { phoneKey, streetKey } from './search-keys.js';

/** What a database says of its customers as a whole: how often they live together, and how often one is entered twice. */
export interface Population {
  /** Further records a customer has, on average. */
  readonly duplicates: number;
  /** Other customers that share a household with a customer, on average. */
  readonly relatives: number;
}

/**
 * What is expected of a database that is too small to tell, and how many records it takes to outweigh it. The bounds keep a database
 * in which nothing was seen, or everybody twice, from deciding alone.
 */
const expected = { duplicates: 0.15, relatives: 0.5, records: 100 } as const;
const bounds = { duplicates: [0.05, 3], relatives: [0.005, 2] } as const;

/** The bounds as a population: nobody is less likely to be called one person than with these. */
export const hopefulPopulation: Population = { duplicates: bounds.duplicates[1], relatives: bounds.relatives[0] };
export const expectedPopulation: Population = expected;

/** How many of the second records behind one contact agree so well that they are counted here. */
const recognised = 0.6;

interface Resident {
  readonly given: string;
  readonly family: string;
  readonly birthDate: string;
}

/** Records kept per kind of contact. */
const mostKept = 30_000;
/** More people behind one contact are no household: a block of flats, a placeholder. */
const largestHousehold = 8;

/** People by a contact they share, of so many contacts as fit: those with the smallest hashes, whatever their order. */
class ContactSample {
  private limit = 2 ** 32;
  private residents = new Map<number, Resident[]>();
  private size = 0;

  add(hash: number, row: readonly Value[], layout: Layout): void {
    if (hash === 0 || hash >= this.limit) return;
    const cell = (at: number): string => (at < 0 ? '' : textOf(row[at]).slice(0, 120));
    const resident = { given: cell(layout.given), family: cell(layout.family), birthDate: cell(layout.birthDate) };
    const known = this.residents.get(hash);
    if (known === undefined) this.residents.set(hash, [resident]);
    else if (known.length <= largestHousehold) known.push(resident);
    this.size += 1;
    while (this.size > mostKept) this.halve();
  }

  /** Of every contact all or none is counted, so that what is left depends on the database alone. */
  private halve(): void {
    this.limit /= 2;
    this.size = 0;
    for (const [hash, residents] of this.residents) {
      if (hash >= this.limit) this.residents.delete(hash);
      else this.size += residents.length;
    }
  }

  tally(): { records: number; duplicates: number; relatives: number } {
    const sum = { records: 0, duplicates: 0, relatives: 0 };
    for (const residents of this.residents.values()) {
      if (residents.length > largestHousehold) continue;
      sum.records += residents.length;
      const people = residents.map(({ given, family, birthDate }) => ({
        names: readFullName(given, family),
        date: readDate(birthDate),
      }));
      people.forEach((one, at) => {
        for (const other of people.slice(at + 1)) {
          const kind = relation(one.names, one.date, other.names, other.date);
          if (kind !== null) sum[kind] += 1;
        }
      });
    }
    return sum;
  }
}

type Names = readonly [NameValue | null, NameValue | null];

/** What two people behind one contact are to each other, when it is beyond doubt. */
function relation(
  [given, family]: Names,
  date: number,
  [otherGiven, otherFamily]: Names,
  otherDate: number,
): 'duplicates' | 'relatives' | null {
  if (given === null || otherGiven === null) return null;
  const names = givenLevel(given, otherGiven);
  const dates = date === 0 || otherDate === 0 ? null : dateLevel(date, otherDate);
  // Names in each other's column are no other names.
  const crossed = given.plain === otherFamily?.plain || otherGiven.plain === family?.plain;
  if (names === 'different' && !crossed && (dates === null || dates === 'different')) return 'relatives';
  if (names !== 'exact' || dates === 'different') return null;
  const families = family === null || otherFamily === null ? null : familyLevel(family, otherFamily);
  return dates === 'exact' || families === 'exact' ? 'duplicates' : null;
}

/** `streetKey` of the first street of a row, 0 for none. */
function roadKey(row: readonly Value[], layout: Layout): number {
  const street = cellOf(row, layout.streets[0] ?? -1);
  return street === '' ? 0 : streetKey(street, cellOf(row, layout.houseNumber));
}

/**
 * Estimates the population while the rows pass by, from the households and second records among a sample of those that share an
 * address, a phone or an e-mail. Rows in another order give the same estimate.
 */
export class PopulationEstimate {
  private readonly addresses = new ContactSample();
  private readonly phones = new ContactSample();
  private readonly emails = new ContactSample();

  constructor(private readonly layout: Layout) {}

  /**
   * Looks at one row.
   * @param road `streetKey` of its first street, when somebody has made it already
   */
  add(row: readonly Value[], road?: number): void {
    const { layout } = this;
    const street = road ?? roadKey(row, layout);
    if (street !== 0) {
      const key = hashNumber(street);
      const code = cellOf(row, layout.postalCode);
      this.addresses.add(code === '' ? key : hashBoth(key, hashText(code)), row, layout);
    }
    const phone = cellOf(row, layout.phones[0] ?? -1);
    if (phone !== '') this.phones.add(hashNumber(phoneKey(phone)), row, layout);
    const address = cellOf(row, layout.emails[0] ?? -1);
    if (address !== '') this.emails.add(hashText(address), row, layout);
  }

  result(): Population {
    const tallies = [this.addresses, this.phones, this.emails].map((sample) => sample.tally());
    const rate = (kind: 'duplicates' | 'relatives'): number => {
      const rates = tallies.map(
        (tally) =>
          ((2 * tally[kind]) / (kind === 'duplicates' ? recognised : 1) + expected[kind] * expected.records) /
          (tally.records + expected.records),
      );
      // What one contact does not show (nobody shares a mobile) another one does. Contacts nobody has show nothing.
      const told = rates.filter((_, at) => (tallies[at]?.records ?? 0) >= expected.records);
      const [least, most] = bounds[kind];
      return Math.min(most, Math.max(least, told.length === 0 ? expected[kind] : Math.max(...told)));
    };
    return { duplicates: rate('duplicates'), relatives: rate('relatives') };
  }
}
