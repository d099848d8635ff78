import type { Chance, CountedField } from '../agreement.js';
import { colognePhonetics } from '../cologne-phonetics.js';
import { readEmail } from '../email-value.js';
import type { MatchRecord } from '../match-record.js';
import type { NameValue } from '../name-value.js';
import { phoneKind } from '../phone-value.js';
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

/** Puts records together again from facts, and answers how often their values occur. */
export class FactRecords {
  private readonly text: Readonly<Record<keyof Facts['texts'], (number: number) => string>>;
  private readonly names: (NameValue | undefined)[] = [];
  private kept = new Map<number, MatchRecord>();
  private counted = new Map<string, number>();

  constructor(private readonly facts: Facts) {
    const { key, number, name, place, street, email, phone } = facts.texts;
    this.text = {
      key: poolReader(key),
      number: poolReader(number),
      name: poolReader(name),
      place: poolReader(place),
      street: poolReader(street),
      email: poolReader(email),
      phone: poolReader(phone),
    };
  }

  /** Joined key of a record. */
  key(record: number): string {
    return this.text.key(record + 1);
  }

  /** The name of a number, null for 0. */
  name(number: number): NameValue | null {
    if (number === 0) return null;
    return (this.names[number] ??= nameOf(this.text.name(number)));
  }

  /** Lets go of all records, and of what was counted of them, unless so many more can be kept. */
  makeRoom(records: number): void {
    if (this.kept.size + records <= mostKept) return;
    this.kept = new Map();
    this.counted = new Map();
  }

  /** The record in this row. */
  record(at: number): MatchRecord {
    const known = this.kept.get(at);
    if (known !== undefined) return known;
    const record = this.read(at);
    this.kept.set(at, record);
    return record;
  }

  private read(at: number): MatchRecord {
    const { rows, layout, counts, plainOf, birthDates } = this.facts;
    const start = at * layout.stride;
    const fact = (slot: number): number => rows[start + slot] ?? 0;
    const numbers = (slots: readonly number[]): number[] => slots.map(fact).filter((number) => number !== 0);
    const { count } = this;
    const name = (number: number): NameValue | null => {
      const value = this.name(number);
      if (value === null) return null;
      const plain = plainOf[number] ?? 0;
      count('given_name', value.plain, counts.given[plain]);
      count('family_name', value.plain, counts.family[plain]);
      count('city', value.plain, counts.city[plain]);
      return value;
    };
    const street = (number: number): StreetValue => {
      const text = this.text.street(number);
      const cut = text.lastIndexOf(' ');
      const value = { name: text.slice(0, cut), house: text.slice(cut + 1) };
      count('street', streetText(value), counts.street[number]);
      return value;
    };
    const postalCode = this.text.place(fact(layout.place));
    count('place', postalCode, counts.place[fact(layout.place)]);
    const birthDate = fact(layout.birthDate);
    count('birth_date', String(birthDate), birthDates.get(birthDate));
    return {
      key: this.key(at),
      number: this.text.number(fact(layout.number)),
      given: name(fact(layout.given)),
      family: name(fact(layout.family)),
      birth: name(fact(layout.birth)),
      birthDate,
      emails: numbers(layout.emails).flatMap((number) => {
        const email = readEmail(this.text.email(number));
        if (email !== null) count('email', email.address, counts.email[number]);
        return email ?? [];
      }),
      phones: numbers(layout.phones).map((each) => {
        const number = this.text.phone(each);
        count('phone', number, counts.phone[each]);
        return { number, kind: phoneKind(number) };
      }),
      streets: numbers(layout.streets).map(street),
      postalCode,
      city: name(fact(layout.city)),
    };
  }

  private readonly count = (field: CountedField, value: string, count: number | undefined): void => {
    this.counted.set(`${field} ${value}`, count ?? 0);
  };

  /** How likely values are, for records that `record` gave out last. */
  readonly chance: Chance['countOf'] = (field, value) => this.counted.get(`${field} ${value}`) ?? 0;
}
