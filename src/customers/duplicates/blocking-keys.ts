import { phoneKey, streetKey } from '../search-keys.js';
import { nameOf } from './fact-records.js';
import type { Facts } from './facts.js';
import { hashBoth, hashNumber, hashPair, hashText } from '../hashes.js';
import { poolReader, type TextPool } from './text-pool.js';

/*
 * Blocking: only records that share a key are compared. One key is enough where it is rare: a contact, a whole birth date, both
 * names, or anything that few records have, as in a small database. Else it takes two that come from different fields.
 */

/** What the records of a block have in common. */
export type BlockKind =
  | 'email'
  | 'phone'
  | 'number'
  | 'birth_date'
  | 'names'
  | 'name_and_month'
  | 'name_and_day_of_year'
  | 'name_and_day_and_year'
  | 'name_and_place'
  | 'name_and_street'
  | 'address'
  | 'date_and_place'
  | 'date_and_street'
  | 'email_local'
  | 'phone_tail'
  | 'street'
  | 'name'
  | 'place'
  | 'date_part';

/** One kind of keys: where its slots stand in a row of keys. */
export interface KeyKind {
  readonly kind: BlockKind;
  readonly from: number;
  readonly to: number;
  /** Largest block in which everybody is compared with everybody. */
  readonly largest: number;
}

/** Keys of all records. */
export interface Keys {
  readonly stride: number;
  /** One row of hashes a record. */
  readonly rows: Uint32Array;
  /** In the order in which they are compared. */
  readonly kinds: readonly KeyKind[];
}

/** Records that share a strong key, and those that share one which alone says little. */
const largest = { strong: 120, both: 120, weak: 60 } as const;

function layOutKeys({ layout }: Facts): { readonly kinds: readonly KeyKind[]; readonly stride: number } {
  const [emails, phones, streets] = [layout.emails.length, layout.phones.length, layout.streets.length];
  const { strong, both, weak } = largest;
  const widths: readonly (readonly [BlockKind, number, number])[] = [
    ['email', emails, strong],
    ['phone', phones, strong],
    ['number', 1, strong],
    ['birth_date', 2, both],
    ['names', 2, both],
    ['name_and_month', 3, both],
    ['name_and_day_of_year', 3, both],
    ['name_and_day_and_year', 3, both],
    ['name_and_place', 3, both],
    ['name_and_street', 3 * streets, both],
    ['address', streets, both],
    ['date_and_place', 3, both],
    ['date_and_street', 3 * streets, both],
    ['email_local', emails, weak],
    ['phone_tail', phones, weak],
    ['street', streets, weak],
    ['name', 3, weak],
    ['place', 1, weak],
    ['date_part', 3, weak],
  ];
  let at = 0;
  const kinds = widths.map(([kind, width, most]) => {
    const from = at;
    at += width;
    return { kind, from, to: at, largest: most };
  });
  return { kinds: kinds.filter(({ from, to }) => to > from), stride: at };
}

function hashAll(pool: TextPool, hash: (text: string) => number): Uint32Array {
  const read = poolReader(pool);
  return Uint32Array.from(pool.ends, (_, number) => (number === 0 ? 0 : hash(read(number))));
}

/** Sets apart the three parts of a date, so that a month is no day. */
const parts = { month: 0x10000000, dayOfYear: 0x20000000, dayAndYear: 0x30000000 } as const;

/** Computes the keys of all records. */
export function makeKeys(facts: Facts): Keys {
  const { records, layout, texts } = facts;
  const { kinds, stride } = layOutKeys(facts);
  const rows = new Uint32Array(new SharedArrayBuffer(records * stride * 4));
  const at = new Map(kinds.map(({ kind, from }) => [kind, from]));
  const local = (address: string): string => {
    const tag = address.indexOf('+');
    const end = address.lastIndexOf('@');
    return address.slice(0, tag > 0 && tag < end ? tag : end);
  };
  const hashes = {
    name: hashAll(texts.name, (text) => hashText(nameOf(text).code || text)),
    place: hashAll(texts.place, hashText),
    street: hashAll(texts.street, (text) => hashNumber(streetKey(text))),
    email: hashAll(texts.email, hashText),
    local: hashAll(texts.email, (text) => hashText(local(text))),
    phone: hashAll(texts.phone, hashText),
    tail: hashAll(texts.phone, (text) => hashNumber(phoneKey(text))),
    number: hashAll(texts.number, hashText),
  };
  const of = (list: Uint32Array, number: number): number => list[number] ?? 0;
  let row = 0;
  let written: number[] = [];
  // A key stands once in its kind, or a record would be compared with itself.
  const put = (kind: BlockKind, keys: readonly number[]): void => {
    let slot = row + (at.get(kind) ?? 0);
    written = [];
    for (const key of keys) {
      if (key === 0 || written.includes(key)) continue;
      written.push(key);
      rows[slot] = key;
      slot += 1;
    }
  };
  for (let record = 0; record < records; record += 1) {
    row = record * stride;
    const fact = (slot: number): number => facts.rows[record * layout.stride + slot] ?? 0;
    const given = of(hashes.name, fact(layout.given));
    const family = of(hashes.name, fact(layout.family));
    const birth = of(hashes.name, fact(layout.birth));
    const names = [given, family, birth];
    const place = of(hashes.place, fact(layout.place));
    const streets = layout.streets.map((slot) => of(hashes.street, fact(slot)));
    const date = fact(layout.birthDate);
    const [year, month, day] = [Math.trunc(date / 10000), Math.trunc(date / 100) % 100, date % 100];
    const none = date === 0;
    const ym = none ? 0 : hashNumber(year * 100 + month + parts.month);
    const md = none ? 0 : hashNumber(month * 100 + day + parts.dayOfYear);
    const yd = none ? 0 : hashNumber(year * 100 + day + parts.dayAndYear);
    put(
      'email',
      layout.emails.map((slot) => of(hashes.email, fact(slot))),
    );
    put(
      'phone',
      layout.phones.map((slot) => of(hashes.phone, fact(slot))),
    );
    put('number', [of(hashes.number, fact(layout.number))]);
    // Day and month swapped: both orders.
    put('birth_date', none ? [] : [hashNumber(date), hashNumber(year * 10000 + day * 100 + month)]);
    put('names', [hashPair(given, family), hashPair(given, birth)]);
    put(
      'name_and_month',
      names.map((name) => hashBoth(name, ym)),
    );
    put(
      'name_and_day_of_year',
      names.map((name) => hashBoth(name, md)),
    );
    put(
      'name_and_day_and_year',
      names.map((name) => hashBoth(name, yd)),
    );
    put(
      'name_and_place',
      names.map((name) => hashBoth(name, place)),
    );
    put(
      'name_and_street',
      streets.flatMap((street) => names.map((name) => hashBoth(name, street))),
    );
    put(
      'address',
      streets.map((street) => (place === 0 ? street : hashBoth(street, place))),
    );
    put(
      'date_and_place',
      [ym, md, yd].map((part) => hashBoth(part, place)),
    );
    put(
      'date_and_street',
      streets.flatMap((street) => [ym, md, yd].map((part) => hashBoth(part, street))),
    );
    put(
      'email_local',
      layout.emails.map((slot) => of(hashes.local, fact(slot))),
    );
    put(
      'phone_tail',
      layout.phones.map((slot) => of(hashes.tail, fact(slot))),
    );
    put('street', streets);
    put('name', names);
    put('place', [place]);
    put('date_part', [ym, md, yd]);
  }
  return { stride, rows, kinds };
}
