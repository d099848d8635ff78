import type { Chance, CountedField } from '../agreement.js';
import { colognePhonetics } from '../cologne-phonetics.js';
import { splitEmail, type EmailValue } from '../email-value.js';
import type { MatchRecord } from '../match-record.js';
import type { NameValue } from '../name-value.js';
import { phoneKind, type PhoneValue } from '../phone-value.js';
import type { StreetValue } from '../street-value.js';
import { soundOf } from '../transliterate.js';
import { streetText } from '../value-counts.js';
import type { Facts } from './facts.js';
import { poolReader } from './text-pool.js';

/** The name a pooled text stands for. */
export function nameOf(text: string): NameValue {
  const words = text.split(' ');
  const plain = words.join('');
  return { words, plain, code: colognePhonetics(plain), sound: soundOf(plain) };
}

/** Records kept once they were put together, before all are let go. */
const mostKept = 20_000;

type Counted = Record<CountedField, Map<string, number>>;

const nothingCounted = (): Counted => ({
  given_name: new Map(),
  family_name: new Map(),
  city: new Map(),
  birth_date: new Map(),
  email: new Map(),
  phone: new Map(),
  street: new Map(),
  place: new Map(),
});

/** Puts records together again from facts, and answers how often their values occur. */
export class FactRecords {
  private readonly keyText: (number: number) => string;
  private readonly text: Readonly<Record<keyof Facts['texts'], (number: number) => string>>;
  private readonly names: (NameValue | undefined)[] = [];
  private kept = new Map<number, MatchRecord>();
  private counted = nothingCounted();

  constructor(private readonly facts: Facts) {
    const { number, name, place, street, house, email, phone } = facts.texts;
    this.keyText = poolReader(facts.keys);
    this.text = {
      number: poolReader(number),
      name: poolReader(name),
      place: poolReader(place),
      street: poolReader(street),
      house: poolReader(house),
      email: poolReader(email),
      phone: poolReader(phone),
    };
  }

  /** Joined key of a record. */
  key(record: number): string {
    return this.keyText(record + 1);
  }

  /** The name of a number; kept for good. */
  name(number: number): NameValue {
    return (this.names[number] ??= nameOf(this.text.name(number)));
  }

  /** The street of a number. */
  street(number: number): StreetValue {
    const { names, houses } = this.facts.streets;
    return { name: this.text.street(names[number] ?? 0), house: this.text.house(houses[number] ?? 0) };
  }

  /** The address of a number. */
  email(number: number): EmailValue {
    const email = splitEmail(this.text.email(number));
    if (email === null) throw new RangeError('no e-mail address');
    return email;
  }

  /** The telephone number of a number. */
  phone(each: number): PhoneValue {
    const number = this.text.phone(each);
    return { number, kind: phoneKind(number) };
  }

  /** Lets go of all records, and of what was counted of them, unless so many more can be kept. */
  makeRoom(records: number): void {
    if (this.kept.size + records <= mostKept) return;
    this.kept = new Map();
    this.counted = nothingCounted();
  }

  /** The record in this row. */
  record(at: number): MatchRecord {
    const known = this.kept.get(at);
    if (known !== undefined) return known;
    const record = this.read(at);
    this.kept.set(at, record);
    return record;
  }

  private count(field: CountedField, value: string, count: number | undefined): void {
    this.counted[field].set(value, count ?? 0);
  }

  private countedName(number: number): NameValue | null {
    if (number === 0) return null;
    const { counts, plainOf } = this.facts;
    const name = this.name(number);
    const plain = plainOf[number] ?? 0;
    this.count('given_name', name.plain, counts.given[plain]);
    this.count('family_name', name.plain, counts.family[plain]);
    return name;
  }

  private countedCity(number: number): NameValue | null {
    if (number === 0) return null;
    const { counts, plainOf } = this.facts;
    const name = this.name(number);
    this.count('city', name.plain, counts.city[plainOf[number] ?? 0]);
    return name;
  }

  private read(at: number): MatchRecord {
    const { rows, layout, counts, birthDates } = this.facts;
    const start = at * layout.stride;
    const fact = (slot: number): number => rows[start + slot] ?? 0;
    const numbers = (slots: readonly number[]): number[] => slots.map(fact).filter((number) => number !== 0);
    const place = fact(layout.place);
    const postalCode = this.text.place(place);
    this.count('place', postalCode, counts.place[place]);
    const birthDate = fact(layout.birthDate);
    this.count('birth_date', String(birthDate), birthDates.get(birthDate));
    return {
      key: this.key(at),
      number: this.text.number(fact(layout.number)),
      given: this.countedName(fact(layout.given)),
      family: this.countedName(fact(layout.family)),
      birth: this.countedName(fact(layout.birth)),
      birthDate,
      emails: numbers(layout.emails).map((number) => {
        const email = this.email(number);
        this.count('email', email.address, counts.email[number]);
        return email;
      }),
      phones: numbers(layout.phones).map((number) => {
        const phone = this.phone(number);
        this.count('phone', phone.number, counts.phone[number]);
        return phone;
      }),
      streets: numbers(layout.streets).map((number) => {
        const street = this.street(number);
        this.count('street', streetText(street), counts.street[number]);
        return street;
      }),
      postalCode,
      city: this.countedCity(fact(layout.city)),
    };
  }

  /** How often values occur, for records that `record` gave out since there was room. */
  readonly countOf: Chance['countOf'] = (field, value) => this.counted[field].get(value) ?? 0;
}
