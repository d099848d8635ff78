import type { BlockKind } from '../../../customers/duplicates/blocking-keys.js';
import type { MatchField } from '../../../customers/agreement.js';
import type { Verdict } from '../../../customers/decisions.js';
import type { Band, Reason } from '../../../customers/score.js';
import { plural } from './plural.js';

type Words<K extends string> = Readonly<Record<K, string>>;

/** Texts of duplicates: fields, levels and bands in words. */
export const duplicates = {
  none: 'Nobody else looks like this person.',
  title: (key: string): string => `Who may be the same person as record ${key}`,
  headers: {
    key: 'Record',
    number: 'Customer',
    name: 'Name',
    birthDate: 'Born',
    score: 'Score',
    band: 'Verdict',
    decision: 'Decided',
  },
  band: { match: 'match', possible: 'possible', different: 'other person' } satisfies Words<Band>,
  decision: { same: 'same', different: 'different', undecided: 'open' } satisfies Words<Verdict>,
  field: {
    number: 'customer number',
    given_name: 'given name',
    family_name: 'family name',
    birth_date: 'birth date',
    email: 'e-mail',
    phone: 'phone',
    street: 'street',
    place: 'place',
    household: 'household',
    rarity: 'beforehand',
  } satisfies Words<Reason['field']>,
  level: {
    exact: 'equal',
    nickname: 'short form',
    part: 'one part equal',
    initial: 'initial only',
    typo: 'slip',
    sound: 'sounds alike',
    similar: 'similar',
    distant: 'little alike',
    different: 'different',
    swapped: 'swapped',
    birth_name: 'birth name',
    digit: 'one digit off',
    digits: 'two digits off',
    domain_typo: 'slip behind the @',
    local_typo: 'slip before the @',
    local: 'equal before the @',
    by_name: 'made of the name',
    tail: 'last digits equal',
    street: 'equal without house number',
    other_house: 'equal, another house number',
    street_typo: 'similar, without house number',
    house: 'house number equal',
    city: 'city equal',
    city_typo: 'city similar',
    likely: 'relatives would explain it',
    unlikely: 'relatives would not explain it',
    records: 'few customers are entered twice',
  } as Readonly<Record<string, string>>,
  shares: { email: 'holds the same e-mail', phone: 'holds the same phone', number: 'has the same customer number' },
  crowded: (field: MatchField, records: number): string =>
    `${duplicates.field[field]}: ${plural(records, 'record holds', 'records hold')} it; they are not listed`,
  left: (count: number): string => `${plural(count, 'further record', 'further records')} not listed`,
  all: {
    title: (records: number, persons: number): string =>
      `${plural(records, 'record', 'records')} compared: ${plural(persons, 'person is', 'persons are')} entered more than once`,
    person: 'Person',
    more: (count: number): string => `and ${plural(count, 'further record', 'further records')}`,
    further: (count: number): string =>
      `${plural(count, 'further person', 'further persons')} not shown; --json and piped output have all`,
    possible: (count: number): string =>
      `${plural(count, 'pair needs', 'pairs need')} a look: who it is, is not certain`,
    kind: {
      email: 'e-mail',
      phone: 'phone',
      number: 'customer number',
      birth_date: 'birth date',
      names: 'given and family name',
      name_and_month: 'name and month of birth',
      name_and_day_of_year: 'name and birthday',
      name_and_day_and_year: 'name, day and year of birth',
      name_and_place: 'name and postal code',
      name_and_street: 'name and street',
      address: 'address',
      date_and_place: 'postal code and part of the birth date',
      date_and_street: 'street and part of the birth date',
      email_local: 'e-mail before the @',
      phone_tail: 'last digits of the phone',
      name: 'one name',
      place: 'postal code',
      date_part: 'part of the birth date',
    } satisfies Words<BlockKind>,
    skipped: (kind: string, values: number, largest: number): string =>
      `${kind}: ${plural(values, 'value is', 'values are')} shared by too many records (up to ${String(largest)}) to compare them for it alone`,
  },
};
