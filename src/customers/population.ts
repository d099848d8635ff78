import type { Population } from './agreement.js';
import { wrongFields } from './carelessness.js';
import { dateLevel } from './compare-dates.js';
import { familyLevel, givenLevel } from './compare-names.js';
import { cellSeparator, rowsPerBatch, type Column, type CustomerRows } from './customer-rows.js';
import { readDate } from './date-value.js';
import { readFullName, type NameValue } from './name-value.js';
import { groupBy } from '../group-by.js';
import type { Layout } from './read-records.js';
import type { RowMemory } from './row-memory.js';
import { Sample, type SampledRecord } from './sample.js';

/**
 * What is expected of a database that is too small to tell, and how many records it takes to outweigh it. The bounds keep a database
 * in which nothing was seen, or everybody twice, from deciding alone.
 */
const expected = { duplicates: 0.15, relatives: 0.5, careless: 0.06, records: 25 } as const;
const bounds = { duplicates: [0.05, 5], relatives: [0.003, 2], careless: [0.03, 0.25] } as const;

/** The bounds as a population: nobody is less likely to be called one person than with these. */
export const hopefulPopulation: Population = {
  duplicates: bounds.duplicates[1],
  relatives: bounds.relatives[0],
  careless: bounds.careless[1],
};
export const expectedPopulation: Population = expected;

/** Records of whom a contact has to be known for it to say anything. */
const fewest = 100;

/** Somebody who shares a contact with others. */
interface Person {
  readonly given: NameValue | null;
  readonly family: NameValue | null;
  readonly date: number;
}

/** Of a sampled record: given name, family name and birth date. */
function readPerson({ cells: [given = '', family = '', birthDate = ''] }: SampledRecord): Person {
  const [first, last] = readFullName(given, family);
  return { given: first, family: last, date: readDate(birthDate) };
}

/** More people behind one contact are no household: a block of flats, a placeholder. */
const largestHousehold = 8;

/** What the people behind one kind of contact are to each other. */
interface Tally {
  readonly records: number;
  duplicates: number;
  relatives: number;
  /** Duplicates of one name of which both birth dates are known, and those of them whose dates have nothing in common. */
  dated: number;
  misdated: number;
}

function tally(sample: Sample): Tally {
  const { records, groups } = sample.kept();
  const sum: Tally = { records, duplicates: 0, relatives: 0, dated: 0, misdated: 0 };
  for (const residents of groups) {
    const people = residents.map(readPerson);
    people.forEach((one, at) => {
      for (const other of people.slice(at + 1)) count(sum, one, other);
    });
  }
  return sum;
}

const isNear = (level: string): boolean => level !== 'different' && level !== 'distant' && level !== 'initial';

/** Counts what two people behind one contact are to each other, when it is beyond doubt. */
function count(sum: Tally, one: Person, other: Person): void {
  if (one.given === null || other.given === null) return;
  const given = givenLevel(one.given, other.given);
  const family = one.family === null || other.family === null ? null : familyLevel(one.family, other.family);
  const dates = one.date === 0 || other.date === 0 ? null : dateLevel(one.date, other.date);
  // Father and son of one name are no second record, and no relatives whose names tell them apart.
  if (dates === 'generation' && given !== 'different') return;
  const otherDates = dates === 'generation' || dates === 'different' || dates === 'near';
  // Names in each other's column are no other names.
  const crossed = one.given.plain === other.family?.plain || other.given.plain === one.family?.plain;
  if (given === 'different' && !crossed && (dates === null || otherDates)) sum.relatives += 1;
  const sameNames = isNear(given) && family !== null && isNear(family);
  if (!sameNames && !(isNear(given) && dates !== null && !otherDates)) return;
  sum.duplicates += 1;
  if (given !== 'exact' || family !== 'exact' || dates === null) return;
  sum.dated += 1;
  if (otherDates) sum.misdated += 1;
}

/** Contacts of a record, hashed; 0 for none. */
interface Contacts {
  readonly address: number;
  readonly phone: number;
  readonly email: number;
}

interface Born extends Contacts {
  readonly name: string;
}

/** Of a sampled record: both names, and its contacts. */
function readBorn({ cells, numbers: [address = 0, phone = 0, email = 0] }: SampledRecord): Born {
  return { name: cells.join(cellSeparator).toLowerCase(), address, phone, email };
}

/** How many of the second records behind one contact are recognised as such here. */
const recognised = 0.75;
/** Of two records of one person, so many have the same address, phone or e-mail, when they have any. */
const expectedShare = { address: 0.6, phone: 0.6, email: 0.6, pairs: 20 } as const;

/** Of the records that agree in names and birth date, how many agree in each contact as well. */
function shares(sample: Sample): Contacts {
  const known = { address: 0, phone: 0, email: 0 };
  const equal = { address: 0, phone: 0, email: 0 };
  for (const born of sample.kept().groups) {
    for (const same of groupBy(born.map(readBorn), ({ name }) => name).values()) {
      if (same.length > largestHousehold) continue;
      same.forEach((one, at) => {
        for (const other of same.slice(at + 1)) {
          for (const contact of ['address', 'phone', 'email'] as const) {
            if (one[contact] === 0 || other[contact] === 0) continue;
            known[contact] += 1;
            if (one[contact] === other[contact]) equal[contact] += 1;
          }
        }
      });
    }
  }
  const { pairs } = expectedShare;
  const share = (contact: keyof Contacts): number =>
    (equal[contact] + pairs * expectedShare[contact]) / (known[contact] + pairs);
  return { address: share('address'), phone: share('phone'), email: share('email') };
}

const isEmpty = ({ starts, ends }: Column, row: number): boolean => starts[row] === ends[row];

const unsigned = ({ buffer, byteOffset, length }: Int32Array): Uint32Array =>
  new Uint32Array(buffer, byteOffset, length);

/** Most records of one birth date; a placeholder has more. */
const mostBorn = 400;

/**
 * Estimates the population while the rows pass by, from the households and second records among a sample of those that share an
 * address, a phone or an e-mail, and, as second records need not share one, from how many of those of one name and birth date do
 * (capture and recapture: Lincoln and Petersen). Rows in another order give the same estimate.
 */
export class PopulationEstimate {
  private readonly addresses: Sample;
  private readonly phones: Sample;
  private readonly emails: Sample;
  private readonly born: Sample;
  /** Of the rows looked at, as numbers in their memory. */
  private readonly roads: Int32Array;
  private readonly calls: Int32Array;
  /** Of address, phone, e-mail and birth date: below which hash a record is kept, and the hashes of all rows. */
  private readonly limits: Uint32Array;
  private readonly hashes: Uint32Array;

  /** @param memory that of the rows */
  constructor(
    memory: RowMemory,
    private readonly layout: Layout,
  ) {
    this.roads = memory.integers(rowsPerBatch);
    this.calls = memory.integers(rowsPerBatch);
    this.limits = unsigned(memory.integers(4));
    this.hashes = unsigned(memory.integers(4 * rowsPerBatch));
    const { given, family, birthDate } = layout;
    const residents = (): Sample => new Sample(largestHousehold, [given, family, birthDate]);
    this.addresses = residents();
    this.phones = residents();
    this.emails = residents();
    this.born = new Sample(mostBorn, [given, family], 3);
  }

  /**
   * Looks at some rows.
   * @param roads `streetKey` of the first street of each, when somebody has made it already
   */
  add(rows: CustomerRows, roads?: Int32Array): void {
    const { layout, addresses, phones, emails, born, calls, limits, hashes } = this;
    if (roads === undefined) rows.streetKeys(layout.streets[0] ?? -1, layout.houseNumber, this.roads);
    rows.phoneKeys(layout.phones[0] ?? -1, calls);
    for (const [at, sample] of [addresses, phones, emails, born].entries()) limits[at] = sample.largest32;
    const found = this.hash(rows, roads ?? this.roads);
    const [given, family] = [rows.column(layout.given), rows.column(layout.family)];
    for (let place = 0; place < found; place += 1) {
      const row = rows.misses[place] ?? 0;
      const [address = 0, call = 0, mail = 0, day = 0] = hashes.subarray(4 * row, 4 * row + 4);
      if (addresses.takes(address)) addresses.add(address, rows, row);
      if (phones.takes(call)) phones.add(call, rows, row);
      if (emails.takes(mail)) emails.add(mail, rows, row);
      if (!born.takes(day) || isEmpty(given, row) || isEmpty(family, row)) continue;
      born.add(day, rows, row, address, call, mail);
    }
  }

  /** Notes the hashes of all rows, and in `misses` of these the rows that have one a sample takes; returns how many. */
  private hash(rows: CustomerRows, roads: Int32Array): number {
    const { layout, calls, limits, hashes } = this;
    const of = (at: number): number => rows.column(at).starts.byteOffset;
    return rows.memory.run.hashContacts(
      roads.byteOffset,
      calls.byteOffset,
      of(layout.postalCode),
      of(layout.emails[0] ?? -1),
      of(layout.birthDate),
      rows.plane,
      rows.count,
      limits.byteOffset,
      hashes.byteOffset,
      rows.misses.byteOffset,
    );
  }

  result(): Population {
    const share = shares(this.born);
    const tallies = (['address', 'phone', 'email'] as const).map((contact) => {
      const sample = { address: this.addresses, phone: this.phones, email: this.emails }[contact];
      return { ...tally(sample), share: share[contact] };
    });
    // What one contact does not show (nobody shares a mobile) another one does. Contacts nobody has show nothing.
    const telling = tallies.filter(({ records }) => records >= fewest);
    const rate = (kind: 'duplicates' | 'relatives', found: (tally: Tally & { share: number }) => number): number => {
      const rates = telling.map(
        (each) => (2 * found(each) + expected[kind] * expected.records) / (each.records + expected.records),
      );
      return within(bounds[kind], rates.length === 0 ? expected[kind] : Math.max(...rates));
    };
    const careless = carelessness(telling);
    // A careless record of the same person looks like a relative's, when both given name and birth date are wrong.
    const mistaken = (careless / (1 + careless)) * wrongFields ** 2;
    return {
      duplicates: rate('duplicates', (each) => each.duplicates / (recognised * each.share)),
      relatives: rate('relatives', (each) => each.relatives - mistaken * (each.duplicates / recognised)),
      careless,
    };
  }
}

const within = ([least, most]: readonly [number, number], value: number): number =>
  Math.min(most, Math.max(least, value));

/** Pairs it takes to outweigh what is expected of the care with which records are entered. */
const datedPairs = 50;

/** Of the birth dates of one person, so many have nothing in common however careful everybody is. */
const wrongAnyway = 0.0145;
/** Of two dates that have nothing to do with each other, so many are not a generation apart, which is not counted here. */
const countable = 0.58;

/** From the birth dates of records that agree in names and a contact: how often they have nothing in common. */
function carelessness(tallies: readonly Tally[]): number {
  const dated = tallies.reduce((sum, each) => sum + each.dated, 0);
  const misdated = tallies.reduce((sum, each) => sum + each.misdated, 0);
  const wrong = (careless: number): number => wrongAnyway + careless * (wrongFields - wrongAnyway);
  const share = (misdated / countable + datedPairs * wrong(expected.careless)) / (dated + datedPairs);
  return within(bounds.careless, (share - wrongAnyway) / (wrongFields - wrongAnyway));
}
