import type { ProgressListener } from '../../progress.js';
import type { CellReader, CustomerRows } from '../customer-rows.js';
import { readDate } from '../date-value.js';
import { readEmail } from '../email-value.js';
import { phoneCountry } from '../match-record.js';
import { readFullName, readName, type NameValue } from '../name-value.js';
import { normaliseCustomerNumber, type PhoneCountry } from '../normalise.js';
import { PopulationEstimate } from '../population.js';
import { readPhones } from '../phone-value.js';
import { keyOf, selectCustomers, type CustomerSource, type Layout } from '../read-records.js';
import type { RowMemory } from '../row-memory.js';
import { openRows, streamCustomers } from '../stream-customers.js';
import { readPostalCode, readStreet } from '../street-value.js';
import { layOutFacts, type Facts, type FactLayout, type Pool } from './facts.js';
import { Counts, PairNumbers } from './growing.js';
import { TextList, TextNumbers } from './text-pool.js';

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

/** Reads rows of customers into facts. */
class FactReader {
  private rows: Uint32Array = new Uint32Array(0);
  /** Where the row of the record begins that is being read. */
  private start = 0;
  private records = 0;
  private readonly layout: FactLayout;
  private readonly estimate: PopulationEstimate;
  private readonly keys = new TextList();
  private readonly numbers: Record<Pool, TextNumbers>;
  private readonly streets = new PairNumbers();
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
  private readonly houseNumber: (text: string) => number;
  private readonly streetName: (text: string) => number;

  /** @param memory that of the rows */
  constructor(
    memory: RowMemory,
    private readonly columns: Layout,
    private readonly country: PhoneCountry,
  ) {
    this.layout = layOutFacts(columns.emails.length, columns.phones.length * phonesPerColumn, columns.streets.length);
    this.estimate = new PopulationEstimate(memory, columns);
    const numbers = (): TextNumbers => new TextNumbers();
    this.numbers = {
      number: numbers(),
      name: numbers(),
      place: numbers(),
      street: numbers(),
      house: numbers(),
      email: numbers(),
      phone: numbers(),
    };
    this.name = remember((text) => this.nameNumber(readName(text)));
    this.date = remember(readDate);
    this.place = remember((text) => this.numbers.place.numberOf(readPostalCode(text)));
    this.houseNumber = remember((text) => this.numbers.house.numberOf(readStreet('', text)?.house ?? ''));
    // Where the house number has a column of its own, the names of streets are few.
    this.streetName = remember((text) => this.numbers.street.numberOf(readStreet(text, '0')?.name ?? ''));
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

  private grow(): void {
    const larger = new Uint32Array(
      new SharedArrayBuffer(Math.max(4096 * this.layout.stride, this.rows.length * 2) * 4),
    );
    larger.set(this.rows);
    this.rows = larger;
  }

  private put(slot: number, value: number): void {
    this.rows[this.start + slot] = value;
  }

  /** Puts a value into the first free one of these slots, unless it stands in one of them. */
  private putOnce(slots: readonly number[], value: number, counts: Counts): void {
    if (value === 0) return;
    for (const slot of slots) {
      const known = this.rows[this.start + slot];
      if (known === value) return;
      if (known !== 0) continue;
      this.put(slot, value);
      counts.add(value);
      return;
    }
  }

  /** Reads some rows. */
  add(rows: CustomerRows): void {
    this.estimate.add(rows);
    for (let row = 0; row < rows.count; row += 1) this.addRow(rows.cellsOf(row));
  }

  private addRow(cell: CellReader): void {
    const { columns, layout, counts } = this;
    this.start = this.records * layout.stride;
    if (this.start + layout.stride > this.rows.length) this.grow();
    this.keys.add(keyOf(cell, columns));
    const number = cell(columns.number);
    if (number !== '') this.put(layout.number, this.numbers.number.numberOf(normaliseCustomerNumber(number)));
    this.addNames(cell(columns.given), cell(columns.family), cell(columns.birthName));
    const birthDate = this.date(cell(columns.birthDate));
    if (birthDate !== 0) this.birthDates.set(birthDate, (this.birthDates.get(birthDate) ?? 0) + 1);
    this.put(layout.birthDate, birthDate);
    const place = this.place(cell(columns.postalCode));
    counts.place.add(place);
    this.put(layout.place, place);
    const city = this.name(cell(columns.city));
    counts.city.add(this.plainOf[city] ?? 0);
    this.put(layout.city, city);
    this.addContacts(cell);
    this.records += 1;
  }

  private addNames(given: string, family: string, birth: string): void {
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
    this.put(layout.given, first);
    this.put(layout.family, last);
    this.put(layout.birth, born);
  }

  private addContacts(cell: CellReader): void {
    const { columns, layout, counts, numbers } = this;
    for (const at of columns.emails) {
      const text = cell(at);
      if (text !== '')
        this.putOnce(layout.emails, numbers.email.numberOf(readEmail(text)?.address ?? ''), counts.email);
    }
    const house = cell(columns.houseNumber);
    for (const at of columns.streets) {
      const text = cell(at);
      if (text !== '') this.putOnce(layout.streets, this.street(text, house), counts.street);
    }
    const country = phoneCountry(cell(columns.country), this.country);
    for (const at of columns.phones) {
      const text = cell(at);
      if (text === '') continue;
      for (const { number } of readPhones(text, country).slice(0, phonesPerColumn))
        this.putOnce(layout.phones, numbers.phone.numberOf(number), counts.phone);
    }
  }

  private street(text: string, house: string): number {
    const own = house === '' ? 0 : this.houseNumber(house);
    if (own !== 0) return this.streets.numberOf(this.streetName(text), own);
    const street = readStreet(text);
    if (street === null) return 0;
    const { numbers } = this;
    return this.streets.numberOf(numbers.street.numberOf(street.name), numbers.house.numberOf(street.house));
  }

  /** What was read. The reader is of no use any more. */
  finish(): Facts {
    const { records, layout, rows, counts, numbers } = this;
    const plainOf = new Uint32Array(new SharedArrayBuffer(this.plainOf.length * 4));
    plainOf.set(this.plainOf);
    const { number, name, place, street, house, email, phone } = numbers;
    const { first: names, second: houses } = this.streets.share();
    return {
      records,
      layout,
      rows,
      keys: this.keys.pool(),
      texts: {
        number: number.pool(),
        name: name.pool(),
        place: place.pool(),
        street: street.pool(),
        house: house.pool(),
        email: email.pool(),
        phone: phone.pool(),
      },
      streets: { names, houses },
      counts: {
        given: counts.given.share(name.size),
        family: counts.family.share(name.size),
        city: counts.city.share(name.size),
        place: counts.place.share(place.size),
        street: counts.street.share(names.length),
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
  const select = await selectCustomers(source);
  const rows = await openRows(select);
  const reader = new FactReader(rows.memory, select.layout, source.country);
  await streamCustomers(
    source,
    select,
    rows,
    () => reader.add(rows),
    (done) => onProgress?.({ stage: 'match', done, total: null, unit: 'rows' }),
  );
  return reader.finish();
}
