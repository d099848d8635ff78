import type { Value } from '../database/database.js';
import type { CountedField } from './agreement.js';
import { readDate } from './date-value.js';
import { readEmail } from './email-value.js';
import type { MatchRecord } from './match-record.js';
import { readName, type NameValue } from './name-value.js';
import { normaliseCustomerNumber, type PhoneCountry } from './normalise.js';
import { readPhones } from './phone-value.js';
import { cellOf, type Layout } from './read-records.js';
import { dateKeys, initialKey, nameKeys, phoneKey, streetKey } from './search-keys.js';
import { readPostalCode, readStreet } from './street-value.js';
import { KeyIndex, SubjectMasks } from './subject-masks.js';
import { TextMemory } from './text-memory.js';
import { countedValues, streetText, ValueCounts } from './value-counts.js';

/** Numbers of sets of subjects, of so many as come. */
export class MaskList {
  private readonly masks: Int32Array;
  count = 0;

  constructor(most: number) {
    this.masks = new Int32Array(most);
  }

  /** Adds a set; the empty one is left out. */
  add(mask: number): void {
    if (mask === 0) return;
    this.masks[this.count] = mask;
    this.count += 1;
  }

  at(place: number): number {
    return this.masks[place] ?? 0;
  }
}

/** What the values of a column say: which subjects are near them, and which counter they move (-1 for none). */
class KnownValues {
  private readonly masks = [0];
  private readonly counters = [-1];
  private readonly numbers = new Map<string, number>([['0 -1', 0]]);

  /** Number of what a value says; 0 for nothing. */
  numberOf(mask: number, counter: number): number {
    const id = `${String(mask)} ${String(counter)}`;
    let number = this.numbers.get(id);
    if (number === undefined) {
      number = this.masks.push(mask) - 1;
      this.counters.push(counter);
      this.numbers.set(id, number);
    }
    return number;
  }

  mask(number: number): number {
    return this.masks[number] ?? 0;
  }

  counter(number: number): number {
    return this.counters[number] ?? -1;
  }
}

/** Which subjects a row may be: those it has two keys in common with (`weak`), and those whose contact it holds (`strong`). */
export interface RowHits {
  readonly weak: MaskList;
  readonly strong: MaskList;
  /** `streetKey` of the row's first street. */
  road: number;
}

/** The subjects searched for, by keys, and the counters of their values. */
export class SearchIndex {
  readonly masks: SubjectMasks;
  readonly counts = new ValueCounts();
  private readonly names: KeyIndex<string>;
  private readonly dates: KeyIndex<number>;
  private readonly emails: KeyIndex<string>;
  private readonly locals: KeyIndex<string>;
  private readonly phones: KeyIndex<number>;
  private readonly streets: KeyIndex<number>;
  private readonly numbers: KeyIndex<string>;
  private readonly values = new KnownValues();
  private readonly given: TextMemory;
  private readonly family: TextMemory;
  private readonly date: TextMemory;
  private readonly place: TextMemory;
  private readonly city: TextMemory;
  /** What is found for the last row. */
  private readonly hits: RowHits;

  constructor(
    subjects: readonly { readonly own: readonly MatchRecord[]; readonly contacts: readonly MatchRecord[] }[],
    private readonly layout: Layout,
    private readonly country: PhoneCountry,
  ) {
    this.masks = new SubjectMasks(subjects.length);
    this.names = new KeyIndex(this.masks);
    this.dates = new KeyIndex(this.masks);
    this.emails = new KeyIndex(this.masks);
    this.locals = new KeyIndex(this.masks);
    this.phones = new KeyIndex(this.masks);
    this.streets = new KeyIndex(this.masks);
    this.numbers = new KeyIndex(this.masks);
    subjects.forEach(({ own, contacts }, subject) => {
      for (const record of own) this.add(record, subject);
      for (const record of contacts) this.addContacts(record, subject);
    });
    this.given = new TextMemory((text) => this.lookName(text, 'given_name'));
    this.family = new TextMemory((text) => this.lookName(text, 'family_name'));
    this.date = new TextMemory((text) => {
      const date = readDate(text);
      return this.known(
        dateKeys(date).map((key) => this.dates.get(key)),
        'birth_date',
        date === 0 ? '' : String(date),
      );
    });
    this.place = new TextMemory((text) => this.known([], 'place', readPostalCode(text)));
    this.city = new TextMemory((text) => this.known([], 'city', readName(text)?.plain ?? ''));
    const { emails, phones, streets } = layout;
    this.hits = {
      weak: new MaskList(4 + emails.length + streets.length),
      strong: new MaskList(1 + emails.length + phones.length),
      road: 0,
    };
  }

  private add(record: MatchRecord, subject: number): void {
    for (const name of [record.given, record.family, record.birth]) {
      if (name !== null) for (const key of nameKeys(name)) this.names.add(key, subject);
    }
    for (const key of dateKeys(record.birthDate)) this.dates.add(key, subject);
    for (const { local } of record.emails) this.locals.add(local, subject);
    for (const street of record.streets) {
      if (street.name !== '') this.streets.add(streetKey(streetText(street)), subject);
    }
    this.addContacts(record, subject);
    for (const [field, value] of countedValues(record)) this.counts.want(field, value);
  }

  private addContacts({ emails, phones, number }: MatchRecord, subject: number): void {
    for (const { address } of emails) this.emails.add(address, subject);
    for (const phone of phones) this.phones.add(phoneKey(phone.number), subject);
    if (number !== '') this.numbers.add(number, subject);
  }

  private known(masks: readonly number[], field: CountedField, value: string): number {
    const mask = this.masks.union([0, ...masks.filter((each) => each !== 0)]);
    return this.values.numberOf(mask, value === '' ? -1 : this.counts.counterOf(field, value));
  }

  private lookName(text: string, field: 'given_name' | 'family_name'): number {
    const name: NameValue | null = readName(text);
    if (name === null) return 0;
    const masks = nameKeys(name).map((key) => this.names.get(key));
    return this.known([...masks, this.names.get(initialKey(name))], field, name.plain);
  }

  /** Counts a cell, and says which subjects are near it. */
  private maskOf(row: readonly Value[], at: number, memory: TextMemory): number {
    const text = cellOf(row, at);
    if (text === '') return 0;
    const number = memory.get(text);
    if (number === 0) return 0;
    this.counts.add(this.values.counter(number));
    return this.values.mask(number);
  }

  /** Looks at one row, counts its values, and says which subjects it may be. What it gives is good until the next row. */
  look(row: readonly Value[]): RowHits {
    const { layout, hits } = this;
    const { weak, strong } = hits;
    weak.count = 0;
    strong.count = 0;
    weak.add(this.maskOf(row, layout.given, this.given));
    weak.add(this.maskOf(row, layout.family, this.family));
    weak.add(this.maskOf(row, layout.birthName, this.family));
    weak.add(this.maskOf(row, layout.birthDate, this.date));
    this.maskOf(row, layout.postalCode, this.place);
    this.maskOf(row, layout.city, this.city);
    for (const at of layout.emails) this.lookEmail(cellOf(row, at));
    for (const at of layout.phones) strong.add(this.lookPhone(cellOf(row, at)));
    this.lookStreets(row);
    const number = cellOf(row, layout.number);
    if (number !== '' && this.numbers.size > 0) strong.add(this.numbers.get(plainNumber(number)));
    return hits;
  }

  private lookEmail(text: string): void {
    const { weak, strong } = this.hits;
    if (text === '' || this.emails.size === 0) return;
    const email = isPlainEmail(text) ? null : readEmail(text);
    const address = email?.address ?? text;
    const mask = this.emails.get(address);
    if (mask !== 0) {
      strong.add(mask);
      this.counts.add(this.counts.counterOf('email', address));
    }
    weak.add(this.locals.get(email?.local ?? address.slice(0, address.lastIndexOf('@'))));
  }

  private lookPhone(text: string): number {
    if (text === '' || this.phones.size === 0) return 0;
    // Two numbers, or one with a remark.
    const keys =
      text.length > 20 ? readPhones(text, this.country).map((each) => phoneKey(each.number)) : [phoneKey(text)];
    const mask = this.masks.union([0, ...keys.map((key) => this.phones.get(key))]);
    if (mask === 0) return 0;
    for (const { number } of readPhones(text, this.country)) this.counts.add(this.counts.counterOf('phone', number));
    return mask;
  }

  private lookStreets(row: readonly Value[]): void {
    const { layout, hits, streets } = this;
    const house = cellOf(row, layout.houseNumber);
    hits.road = 0;
    for (const at of layout.streets) {
      const text = cellOf(row, at);
      if (text === '') continue;
      const key = streetKey(text, house);
      if (at === layout.streets[0]) hits.road = key;
      const mask = streets.get(key);
      if (mask === 0) continue;
      hits.weak.add(mask);
      const street = readStreet(text, house);
      if (street !== null) this.counts.add(this.counts.counterOf('street', streetText(street)));
    }
  }
}

/** Lower-case ASCII without a tag, not at Gmail: already in comparable form. */
const plainEmail = /^[a-z0-9._-]+@(?!g(?:oogle)?mail\.com$)[a-z0-9.-]+$/;
const isPlainEmail = (text: string): boolean => plainEmail.test(text);

const plainCustomerNumber = /^[0-9A-Z-]+$/;
const plainNumber = (text: string): string => (plainCustomerNumber.test(text) ? text : normaliseCustomerNumber(text));
