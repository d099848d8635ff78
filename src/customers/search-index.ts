import type { Value } from '../database/database.js';
import type { CountedField } from './agreement.js';
import { readDate } from './date-value.js';
import { readEmail } from './email-value.js';
import type { MatchRecord } from './match-record.js';
import { readName, type NameValue } from './name-value.js';
import { normaliseCustomerNumber, type PhoneCountry } from './normalise.js';
import { readPhones } from './phone-value.js';
import { textOf, type Layout } from './read-records.js';
import { dateKeys, initialKey, nameKeys, phoneKey, streetKey } from './search-keys.js';
import { readPostalCode, readStreet } from './street-value.js';
import { KeyIndex, SubjectMasks } from './subject-masks.js';
import { countedValues, streetText, ValueCounts } from './value-counts.js';

/** What a value that many records share says: which subjects are near it, and which counters it moves. */
interface Known {
  readonly mask: number;
  readonly counters: readonly number[];
}

const unknown: Known = { mask: 0, counters: [] };

/** Values remembered per column; what comes after so many different ones is looked up again each time. */
const mostRemembered = 200_000;
const longestRemembered = 64;

type Look = (text: string) => Known;

function remember(look: Look): Look {
  const memory = new Map<string, Known>();
  return (text) => {
    let known = memory.get(text);
    if (known === undefined) {
      known = look(text);
      if (memory.size < mostRemembered && text.length <= longestRemembered) memory.set(text, known);
    }
    return known;
  };
}

/** Which subjects a row may be: those it has two keys in common with (`weak`), and those whose contact it holds (`strong`). */
export interface RowHits {
  readonly weak: number[];
  readonly strong: number[];
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
  private readonly lookGiven: Look;
  private readonly lookFamily: Look;
  private readonly lookDate: Look;
  private readonly lookPlace: Look;
  private readonly lookCity: Look;

  constructor(
    subjects: readonly (readonly MatchRecord[])[],
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
    subjects.forEach((records, subject) => records.forEach((record) => this.add(record, subject)));
    this.lookGiven = remember((text) => this.lookName(text, 'given_name'));
    this.lookFamily = remember((text) => this.lookName(text, 'family_name'));
    this.lookDate = remember((text) => {
      const date = readDate(text);
      return this.known(
        dateKeys(date).map((key) => this.dates.get(key)),
        'birth_date',
        date === 0 ? '' : String(date),
      );
    });
    this.lookPlace = remember((text) => this.known([], 'place', readPostalCode(text)));
    this.lookCity = remember((text) => this.known([], 'city', readName(text)?.plain ?? ''));
  }

  private add(record: MatchRecord, subject: number): void {
    for (const name of [record.given, record.family, record.birth]) {
      if (name !== null) for (const key of nameKeys(name)) this.names.add(key, subject);
    }
    for (const key of dateKeys(record.birthDate)) this.dates.add(key, subject);
    for (const { address, local } of record.emails) {
      this.emails.add(address, subject);
      this.locals.add(local, subject);
    }
    for (const { number } of record.phones) this.phones.add(phoneKey(number), subject);
    for (const street of record.streets) {
      if (street.name !== '') this.streets.add(streetKey(streetText(street)), subject);
    }
    if (record.number !== '') this.numbers.add(record.number, subject);
    for (const [field, value] of countedValues(record)) this.counts.want(field, value);
  }

  private known(masks: readonly number[], field: CountedField, value: string): Known {
    const counter = value === '' ? -1 : this.counts.counterOf(field, value);
    const mask = this.masks.union([0, ...masks.filter((each) => each !== 0)]);
    return mask === 0 && counter === -1 ? unknown : { mask, counters: counter === -1 ? [] : [counter] };
  }

  private lookName(text: string, field: 'given_name' | 'family_name'): Known {
    const name: NameValue | null = readName(text);
    if (name === null) return unknown;
    const masks = nameKeys(name).map((key) => this.names.get(key));
    return this.known([...masks, this.names.get(initialKey(name))], field, name.plain);
  }

  private count(known: Known): number {
    for (const counter of known.counters) this.counts.add(counter);
    return known.mask;
  }

  /** Looks at one row, counts its values, and fills `hits` with masks of subjects. */
  look(row: readonly Value[], hits: RowHits): void {
    const { weak, strong } = hits;
    weak.length = 0;
    strong.length = 0;
    const { layout } = this;
    const push = (list: number[], mask: number): void => {
      if (mask !== 0) list.push(mask);
    };
    const cell = (at: number): string => (at < 0 ? '' : textOf(row[at]));
    const remembered = (at: number, look: Look): number => {
      const text = cell(at);
      return text === '' ? 0 : this.count(look(text));
    };
    push(weak, remembered(layout.given, this.lookGiven));
    push(weak, remembered(layout.family, this.lookFamily));
    push(weak, remembered(layout.birthName, this.lookFamily));
    push(weak, remembered(layout.birthDate, this.lookDate));
    remembered(layout.postalCode, this.lookPlace);
    remembered(layout.city, this.lookCity);
    for (const at of layout.emails) this.lookEmail(cell(at), weak, strong);
    for (const at of layout.phones) push(strong, this.lookPhone(cell(at)));
    for (const at of layout.streets) push(weak, this.lookStreet(cell(at), cell(layout.houseNumber)));
    const number = cell(layout.number);
    if (number !== '' && this.numbers.size > 0) push(strong, this.numbers.get(plainNumber(number)));
  }

  private lookEmail(text: string, weak: number[], strong: number[]): void {
    if (text === '' || this.emails.size === 0) return;
    const email = isPlainEmail(text) ? null : readEmail(text);
    const address = email?.address ?? text;
    const mask = this.emails.get(address);
    if (mask !== 0) {
      strong.push(mask);
      this.counts.add(this.counts.counterOf('email', address));
    }
    const at = address.lastIndexOf('@');
    const local = this.locals.get(email?.local ?? address.slice(0, at));
    if (local !== 0) weak.push(local);
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

  private lookStreet(text: string, house: string): number {
    if (text === '' || this.streets.size === 0) return 0;
    const mask = this.streets.get(streetKey(house === '' ? text : `${text} ${house}`));
    if (mask === 0) return 0;
    const street = readStreet(text, house);
    if (street !== null) this.counts.add(this.counts.counterOf('street', streetText(street)));
    return mask;
  }
}

/** Lower-case ASCII without a tag, not at Gmail: already in comparable form. */
const plainEmail = /^[a-z0-9._-]+@(?!g(?:oogle)?mail\.com$)[a-z0-9.-]+$/;
const isPlainEmail = (text: string): boolean => plainEmail.test(text);

const plainCustomerNumber = /^[0-9A-Z-]+$/;
const plainNumber = (text: string): string => (plainCustomerNumber.test(text) ? text : normaliseCustomerNumber(text));
