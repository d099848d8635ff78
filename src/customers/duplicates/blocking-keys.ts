import { splitEmail } from '../email-value.js';
import { hashBoth, hashNumber, hashPair, hashText } from '../hashes.js';
import { phoneKey, streetKey } from '../search-keys.js';
import type { Facts } from './facts.js';
import type { NameSigns } from './name-signs.js';
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

/** One kind of keys. */
export interface KeyKind {
  readonly kind: BlockKind;
  /** Most keys one record has. */
  readonly width: number;
  /** Largest block in which everybody is compared with everybody. */
  readonly largest: number;
  /** The keys of a record (by its row), hashes; 0 for none. */
  readonly keysOf: (record: number) => readonly number[];
}

/** Records that share a strong key, and those that share one which alone says little. */
const largest = { strong: 120, weak: 60 } as const;

function hashAll(pool: TextPool, hash: (text: string) => number): Uint32Array {
  const read = poolReader(pool);
  return Uint32Array.from(pool.ends, (_, number) => (number === 0 ? 0 : hash(read(number))));
}

/** Sets apart the three parts of a date, so that a month is no day. */
const parts = { month: 0x10000000, dayOfYear: 0x20000000, dayAndYear: 0x30000000 } as const;

/** The kinds of keys that records of these facts have. */
export function keyKinds(facts: Facts, signs: NameSigns): readonly KeyKind[] {
  const { layout, texts, streets, rows } = facts;
  const street = (number: number): string =>
    `${streetNames(streets.names[number] ?? 0)} ${houses(streets.houses[number] ?? 0)}`;
  const [streetNames, houses] = [poolReader(texts.street), poolReader(texts.house)];
  const hashes = {
    place: hashAll(texts.place, hashText),
    street: streets.names.map((_, number) => (number === 0 ? 0 : hashNumber(streetKey(street(number))))),
    email: hashAll(texts.email, hashText),
    local: hashAll(texts.email, (text) => hashText(splitEmail(text)?.local ?? '')),
    phone: hashAll(texts.phone, hashText),
    tail: hashAll(texts.phone, (text) => hashNumber(phoneKey(text))),
    number: hashAll(texts.number, hashText),
  };
  const fact = (record: number, slot: number): number => rows[record * layout.stride + slot] ?? 0;
  const name = (record: number, slot: number): number => signs.code[fact(record, slot)] ?? 0;
  const names = (record: number): number[] => [
    name(record, layout.given),
    name(record, layout.family),
    name(record, layout.birth),
  ];
  const of = (list: Uint32Array, slots: readonly number[]) => (record: number) =>
    slots.map((slot) => list[fact(record, slot)] ?? 0);
  const place = (record: number): number => hashes.place[fact(record, layout.place)] ?? 0;
  const streetsOf = of(hashes.street, layout.streets);
  const dated = (record: number, key: (year: number, month: number, day: number) => number): number => {
    const date = fact(record, layout.birthDate);
    if (date === 0) return 0;
    return hashNumber(key(Math.trunc(date / 10000), Math.trunc(date / 100) % 100, date % 100));
  };
  const month = (record: number): number => dated(record, (y, m) => y * 100 + m + parts.month);
  const dayOfYear = (record: number): number => dated(record, (_, m, d) => m * 100 + d + parts.dayOfYear);
  const dayAndYear = (record: number): number => dated(record, (y, _, d) => y * 100 + d + parts.dayAndYear);
  const dateParts = (record: number): number[] => [month(record), dayOfYear(record), dayAndYear(record)];
  const named = (other: (record: number) => number) => (record: number) => {
    const hash = other(record);
    return names(record).map((each) => hashBoth(each, hash));
  };
  const { strong, weak } = largest;
  const kinds: readonly (readonly [BlockKind, number, number, KeyKind['keysOf']])[] = [
    ['email', layout.emails.length, strong, of(hashes.email, layout.emails)],
    ['phone', layout.phones.length, strong, of(hashes.phone, layout.phones)],
    ['number', 1, strong, of(hashes.number, [layout.number])],
    // The same for day and month swapped.
    ['birth_date', 1, strong, (at) => [dated(at, (y, m, d) => y * 10000 + Math.min(m, d) * 100 + Math.max(m, d))]],
    [
      'names',
      2,
      strong,
      (at) => {
        const [given = 0, family = 0, birth = 0] = names(at);
        return [hashPair(given, family), hashPair(given, birth)];
      },
    ],
    ['name_and_month', 3, strong, named(month)],
    ['name_and_day_of_year', 3, strong, named(dayOfYear)],
    ['name_and_day_and_year', 3, strong, named(dayAndYear)],
    ['name_and_place', 3, strong, named(place)],
    [
      'name_and_street',
      3 * layout.streets.length,
      strong,
      (at) => streetsOf(at).flatMap((each) => names(at).map((one) => hashBoth(one, each))),
    ],
    [
      'address',
      layout.streets.length,
      strong,
      (at) => {
        const town = place(at);
        return streetsOf(at).map((each) => (town === 0 ? each : hashBoth(each, town)));
      },
    ],
    ['date_and_place', 3, strong, (at) => dateParts(at).map((part) => hashBoth(part, place(at)))],
    [
      'date_and_street',
      3 * layout.streets.length,
      strong,
      (at) => streetsOf(at).flatMap((each) => dateParts(at).map((part) => hashBoth(part, each))),
    ],
    ['email_local', layout.emails.length, weak, of(hashes.local, layout.emails)],
    ['phone_tail', layout.phones.length, weak, of(hashes.tail, layout.phones)],
    ['street', layout.streets.length, weak, streetsOf],
    ['name', 3, weak, names],
    ['place', 1, weak, (at) => [place(at)]],
    ['date_part', 3, weak, dateParts],
  ];
  return kinds
    .filter(([, width]) => width > 0)
    .map(([kind, width, most, keysOf]) => ({ kind, width, largest: most, keysOf }));
}
