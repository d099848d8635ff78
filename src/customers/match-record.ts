import type { EmailValue } from './email-value.js';
import type { Identifiers } from './identifiers.js';
import { readDate } from './date-value.js';
import { readEmail } from './email-value.js';
import { readFullName, readName, type NameValue } from './name-value.js';
import { normaliseCustomerNumber, type PhoneCountry } from './normalise.js';
import { readPhones, type PhoneValue } from './phone-value.js';
import { readPostalCode, readStreet, type StreetValue } from './street-value.js';

/** What is compared of a customer record, as stored; empty texts for what is missing. */
export interface RawRecord {
  readonly key: string;
  readonly number: string;
  readonly given: string;
  readonly family: string;
  readonly birthName: string;
  readonly birthDate: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly streets: readonly string[];
  readonly houseNumber: string;
  readonly postalCode: string;
  readonly city: string;
  /** ISO 3166 code or name of the country the phone numbers are of. */
  readonly country: string;
}

/** One customer record, read and normalised once for comparing. */
export interface MatchRecord {
  /** Joined key. */
  readonly key: string;
  /** Comparable customer number, '' for none. */
  readonly number: string;
  readonly given: NameValue | null;
  readonly family: NameValue | null;
  readonly birth: NameValue | null;
  /** YYYYMMDD, 0 for none. */
  readonly birthDate: number;
  readonly emails: readonly EmailValue[];
  readonly phones: readonly PhoneValue[];
  readonly streets: readonly StreetValue[];
  readonly postalCode: string;
  readonly city: NameValue | null;
}

/** What somebody is reached by, or told by. */
export type Contacts = Pick<Identifiers, 'emails' | 'phones' | 'numbers'>;

const countries: Readonly<Record<string, PhoneCountry>> = {
  de: 'DE',
  deutschland: 'DE',
  germany: 'DE',
  at: 'AT',
  a: 'AT',
  österreich: 'AT',
  oesterreich: 'AT',
  austria: 'AT',
  ch: 'CH',
  schweiz: 'CH',
  switzerland: 'CH',
};

/** Whose national numbers a record holds: its own country's when it is understood, else the configured one. */
export function phoneCountry(stored: string, configured: PhoneCountry): PhoneCountry {
  return stored === '' ? configured : (countries[stored.trim().toLowerCase()] ?? configured);
}

/**
 * Reads and normalises a record.
 * @param name reads a name; by default `readName`
 */
export function readRecord(raw: RawRecord, country: PhoneCountry, name = readName): MatchRecord {
  const [given, family] = readFullName(raw.given, raw.family, name);
  const own = phoneCountry(raw.country, country);
  return {
    key: raw.key,
    number: normaliseCustomerNumber(raw.number),
    given,
    family,
    birth: name(raw.birthName),
    birthDate: readDate(raw.birthDate),
    emails: raw.emails.map(readEmail).filter((each) => each !== null),
    phones: raw.phones.flatMap((each) => readPhones(each, own)),
    streets: raw.streets.map((each) => readStreet(each, raw.houseNumber)).filter((each) => each !== null),
    postalCode: readPostalCode(raw.postalCode),
    city: name(raw.city),
  };
}

const empty: RawRecord = {
  key: '',
  number: '',
  given: '',
  family: '',
  birthName: '',
  birthDate: '',
  emails: [],
  phones: [],
  streets: [],
  houseNumber: '',
  postalCode: '',
  city: '',
  country: '',
};

/** Records of nobody that hold these contacts; a record holds one number only. */
export function contactRecords(contacts: Contacts | undefined): readonly RawRecord[] {
  if (contacts === undefined) return [];
  const { emails, phones, numbers } = contacts;
  return [{ ...empty, emails, phones }, ...numbers.map((number) => ({ ...empty, number }))];
}
