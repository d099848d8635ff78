import type { ProgressListener } from '../../progress.js';
import { readDate } from '../date-value.js';
import { readEmail } from '../email-value.js';
import { phoneCountry } from '../match-record.js';
import { readFullName, readName, type NameValue } from '../name-value.js';
import { normaliseCustomerNumber, type PhoneCountry } from '../normalise.js';
import { PopulationEstimate } from '../population.js';
import { readPhones } from '../phone-value.js';
import { keyOf, selectCustomers, textOf, type CustomerSource, type Layout } from '../read-records.js';
import { readPostalCode, readStreet } from '../street-value.js';
import type { Value } from '../../database/database.js';
import { layOutFacts, type Facts, type FactLayout, type Pool } from './facts.js';
import { poolTexts, TextNumbers } from './text-pool.js';

/** Numbers kept of a phone column: two, or one and what was taken for one. */
const phonesPerColumn = 2;
/** Cells remembered with what was read from them; what comes after is read each time. */
const mostRemembered = 300_000;
const longestRemembered = 64;

function remember<T>(read: (text: string) => T): (text: string) => T {
  const memory = new Map<string, T>();
  return (text) => {
    const known = memory.get(text);
    if (known !== undefined) return known;
    const found = read(text);
    if (memory.size < mostRemembered && text.length <= longestRemembered) memory.set(text, found);
    return found;
  };
}

/** A list of counters that grows. */
class Counts {
  private counts = new Uint32Array(1024);

  add(number: number): void {
    if (number === 0) return;
    if (number >= this.counts.length) {
      const larger = new Uint32Array(Math.max(number + 1, this.counts.length * 2));
      larger.set(this.counts);
      this.counts = larger;
    }
    this.counts[number] = (this.counts[number] ?? 0) + 1;
  }

  /** The first `size` of them, in shared memory. */
  share(size: number): Uint32Array {
    const shared = new Uint32Array(new SharedArrayBuffer(size * 4));
    shared.set(this.counts.subarray(0, size));
    return shared;
  }
}

/** Reads rows of customers into facts. */
class FactReader {
  private rows: Uint32Array = new Uint32Array(0);
  private records = 0;
  private readonly layout: FactLayout;
  private readonly estimate: PopulationEstimate;
  private readonly numbers: Record<Pool, TextNumbers>;
  private readonly counts = {
    given: new Counts(),
    family: new Counts(),
    place: new Counts(),
    city: new Counts(),
    street: new Counts(),
    email: new Counts(),
    phone: new Counts(),
  };
  private readonly birthDates = new Map<number, number>();
  /** Number of the first name of each plain form, and of the plain form of each name. */
  private readonly plains = new Map<string, number>();
  private readonly plainOf: number[] = [0];
  private readonly name: (text: string) => number;
  private readonly date: (text: string) => number;
  private readonly place: (text: string) => number;
  private readonly streetName: (text: string) => string;

  constructor(
    private readonly columns: Layout,
    private readonly country: PhoneCountry,
  ) {
    this.layout = layOutFacts(columns.emails.length, columns.phones.length * phonesPerColumn, columns.streets.length);
    this.estimate = new PopulationEstimate(columns);
    const numbers = (): TextNumbers => new TextNumbers();
    this.numbers = {
      key: numbers(),
      number: numbers(),
      name: numbers(),
      place: numbers(),
      street: numbers(),
      email: numbers(),
      phone: numbers(),
    };
    this.name = remember((text) => this.nameNumber(readName(text)));
    this.date = remember(readDate);
    this.place = remember((text) => this.numbers.place.numberOf(readPostalCode(text)));
    // Where the house number has a column of its own, the names of streets are few.
    this.streetName = remember((text) => readStreet(text, '0')?.name ?? '');
  }

  private nameNumber(name: NameValue | null): number {
    if (name === null) return 0;
    const number = this.numbers.name.numberOf(name.words.join(' '));
    if (this.plainOf[number] === undefined) {
      const first = this.plains.get(name.plain);
      if (first === undefined) this.plains.set(name.plain, number);
      this.plainOf[number] = first ?? number;
    }
    return number;
  }

  private street(text: string, house: string): number {
    if (text === '') return 0;
    const street = readStreet(house === '' ? text : '', house);
    const name = house === '' ? (street?.name ?? '') : this.streetName(text);
    const number = street?.house ?? '';
    return name === '' && number === '' ? 0 : this.numbers.street.numberOf(`${name} ${number}`);
  }

  private grow(): void {
    const larger = new Uint32Array(
      new SharedArrayBuffer(Math.max(4096 * this.layout.stride, this.rows.length * 2) * 4),
    );
    larger.set(this.rows);
    this.rows = larger;
  }

  /** Reads one row. */
  add(row: readonly Value[]): void {
    this.estimate.add(row);
    const { columns, layout, counts, numbers } = this;
    const start = this.records * layout.stride;
    if (start + layout.stride > this.rows.length) this.grow();
    const cell = (at: number): string => (at < 0 ? '' : textOf(row[at]));
    const put = (at: number, value: number): void => {
      this.rows[start + at] = value;
    };
    numbers.key.numberOf(keyOf(row, columns));
    put(layout.number, numbers.number.numberOf(normaliseCustomerNumber(cell(columns.number))));
    this.addNames(cell(columns.given), cell(columns.family), cell(columns.birthName), put);
    const birthDate = this.date(cell(columns.birthDate));
    if (birthDate !== 0) this.birthDates.set(birthDate, (this.birthDates.get(birthDate) ?? 0) + 1);
    put(layout.birthDate, birthDate);
    const place = this.place(cell(columns.postalCode));
    counts.place.add(place);
    put(layout.place, place);
    const city = this.name(cell(columns.city));
    counts.city.add(this.plainOf[city] ?? 0);
    put(layout.city, city);
    this.addContacts(row, put);
    this.records += 1;
  }

  private addNames(given: string, family: string, birth: string, put: (at: number, value: number) => void): void {
    const { layout, counts, plainOf } = this;
    let [first, last] = [this.name(given), this.name(family)];
    const born = this.name(birth);
    counts.given.add(plainOf[first] ?? 0);
    counts.family.add(plainOf[last] ?? 0);
    counts.family.add(plainOf[born] ?? 0);
    if ((first === 0) !== (last === 0)) {
      const [one, other] = readFullName(given, family);
      [first, last] = [this.nameNumber(one), this.nameNumber(other)];
    }
    put(layout.given, first);
    put(layout.family, last);
    put(layout.birth, born);
  }

  private addContacts(row: readonly Value[], put: (at: number, value: number) => void): void {
    const { columns, layout, counts, numbers } = this;
    const cell = (at: number): string => (at < 0 ? '' : textOf(row[at]));
    const fill = (at: readonly number[], found: readonly number[], count: Counts): void => {
      const once = [...new Set(found)].filter((number) => number !== 0);
      at.forEach((slot, index) => {
        const number = once[index] ?? 0;
        count.add(number);
        put(slot, number);
      });
    };
    const emails = columns.emails.map((at) => numbers.email.numberOf(readEmail(cell(at))?.address ?? ''));
    fill(layout.emails, emails, counts.email);
    const country = phoneCountry(cell(columns.country), this.country);
    const phones = columns.phones.flatMap((at) => {
      const text = cell(at);
      if (text === '') return [];
      return readPhones(text, country)
        .slice(0, phonesPerColumn)
        .map(({ number }) => numbers.phone.numberOf(number));
    });
    fill(layout.phones, phones, counts.phone);
    const house = cell(columns.houseNumber);
    fill(
      layout.streets,
      columns.streets.map((at) => this.street(cell(at), house)),
      counts.street,
    );
  }

  /** What was read. The reader is of no use any more. */
  finish(): Facts {
    const { records, layout, rows, counts, numbers } = this;
    const plainOf = new Uint32Array(new SharedArrayBuffer(this.plainOf.length * 4));
    plainOf.set(this.plainOf);
    const { key, number, name, place, street, email, phone } = numbers;
    return {
      records,
      layout,
      rows,
      texts: {
        key: poolTexts(key),
        number: poolTexts(number),
        name: poolTexts(name),
        place: poolTexts(place),
        street: poolTexts(street),
        email: poolTexts(email),
        phone: poolTexts(phone),
      },
      counts: {
        given: counts.given.share(name.size),
        family: counts.family.share(name.size),
        city: counts.city.share(name.size),
        place: counts.place.share(place.size),
        street: counts.street.share(street.size),
        email: counts.email.share(email.size),
        phone: counts.phone.share(phone.size),
      },
      plainOf,
      birthDates: this.birthDates,
      population: this.estimate.result(),
    };
  }
}

/** Reads all customers in one streaming pass. */
export async function readFacts(source: CustomerSource, onProgress?: ProgressListener): Promise<Facts> {
  const { layout, sql, bindings } = await selectCustomers(source);
  const reader = new FactReader(layout, source.country);
  let done = 0;
  for await (const batch of source.db.batches(sql, bindings)) {
    for (const row of batch) reader.add(row);
    done += batch.length;
    onProgress?.({ stage: 'match', done, total: null, unit: 'rows' });
  }
  return reader.finish();
}
