import { readDate } from '../customers/date-value.js';
import { buildMatcher, type Matcher, type SearchedSubject } from '../customers/find-in-text.js';
import { hashText } from '../customers/hashes.js';
import { Holders } from '../customers/holders.js';
import type { Identifiers } from '../customers/identifiers.js';
import {
  normaliseCustomerNumber,
  normaliseEmail,
  normalisePhone,
  phonesIn,
  type PhoneCountry,
} from '../customers/normalise.js';
import { readStreet } from '../customers/street-value.js';

/** A person to be found in backups. */
export interface BackupPerson extends SearchedSubject {
  /**
   * What another living record of the calendar holds as well: `email:`, `phone:` or `name:` with the value in comparable form, as the
   * erasure noted it. No file has to tell it again: it proves nothing there either.
   */
  readonly shared?: readonly string[];
}

/** What else is known of a subject, ready to be compared. */
export interface KnownSubject extends SearchedSubject {
  /** E-mails and phones others hold as well, as `Evidence.contacts` has them. */
  readonly sharedContacts: ReadonlySet<string>;
  /** Whether somebody else in the calendar has the very same name. */
  readonly nameShared: boolean;
  /** Birth dates as YYYYMMDD. */
  readonly birthDates: readonly number[];
  /** Streets with house number, in one word; a street alone proves nothing. */
  readonly streets: readonly string[];
  /** The first number of each address, without zeros in front; empty where there is none. */
  readonly houseNumbers: readonly string[];
}

/** The customer numbers of subjects, in comparable form. */
export interface CustomerNumbers {
  /** Subjects who have the number. */
  readonly ownersOf: (number: string) => readonly number[];
  /** All of them; some may be there more than once, or empty. */
  readonly all: () => readonly string[];
}

/** The subjects of a scrub, compiled once for any number of files. */
export interface BackupSearch {
  readonly matcher: Matcher;
  readonly subjects: ReadonlyMap<number, KnownSubject>;
  readonly numbers: CustomerNumbers;
}

/** A street with house number as one word, to be compared; empty when one of the two is missing. */
export function streetKey(street: string, houseNumber = ''): string {
  const value = readStreet(street, houseNumber);
  return value === null || value.name === '' || value.house === '' ? '' : `${value.name} ${value.house}`;
}

/** An e-mail of a subject in comparable form. */
export function emailKey(email: string): string {
  return `email:${normaliseEmail(email)}`;
}

/** A stored phone value, which may be several numbers, likewise. */
export function phoneKey(phone: string): string {
  return `phone:${phonesIn(phone).join(',')}`;
}

/** The erasure knows a stored phone as one number; one with a remark or a second number has no value there. */
function sharedContacts(
  { emails, phones }: Identifiers,
  shared: readonly string[],
  country: PhoneCountry,
): ReadonlySet<string> {
  const noted = new Set(shared);
  return new Set([
    ...emails.map(emailKey).filter((key) => noted.has(key)),
    ...phones.filter((phone) => noted.has(`phone:${normalisePhone(phone, country) ?? ''}`)).map(phoneKey),
  ]);
}

/**
 * Of thousands of subjects most are in no given file, and the others mostly once: what only a closer look needs is read from the identifiers
 * each time, and takes no memory.
 */
class LazySubject implements KnownSubject {
  readonly subject: number;
  readonly identifiers: Identifiers;
  readonly sharedContacts: ReadonlySet<string>;
  readonly nameShared: boolean;

  constructor({ subject, identifiers, shared = [] }: BackupPerson, country: PhoneCountry) {
    this.subject = subject;
    this.identifiers = identifiers;
    this.sharedContacts = shared.length === 0 ? nothing : sharedContacts(identifiers, shared, country);
    this.nameShared = shared.some((key) => key.startsWith('name:'));
  }

  get birthDates(): readonly number[] {
    return this.identifiers.birthDates.map(readDate).filter((date) => date !== 0);
  }

  get streets(): readonly string[] {
    return this.identifiers.streets.map((street) => streetKey(street)).filter((key) => key !== '');
  }

  get houseNumbers(): readonly string[] {
    return this.identifiers.streets.map((street) => firstNumber.exec(street)?.[0] ?? '');
  }
}

const firstNumber = /[1-9]\d*/;

const nothing: ReadonlySet<string> = new Set();

function customerNumbers(subjects: readonly SearchedSubject[]): CustomerNumbers {
  const holders = new Holders();
  const comparable = (at: number, value: number): string =>
    normaliseCustomerNumber(subjects[at]?.identifiers.numbers[value] ?? '');
  subjects.forEach(({ identifiers }, at) =>
    identifiers.numbers.forEach((_, value) => {
      const number = comparable(at, value);
      if (number !== '') holders.add(hashText(number), at, value);
    }),
  );
  const ownersOf = (number: string): readonly number[] => {
    if (number === '') return [];
    const owners = holders.of(hashText(number)).filter(({ at, value }) => comparable(at, value) === number);
    return [...new Set(owners.map(({ at }) => subjects[at]?.subject ?? -1))];
  };
  const all = (): string[] =>
    subjects.flatMap(({ identifiers }, at) => identifiers.numbers.map((_, value) => comparable(at, value)));
  return { ownersOf, all };
}

/**
 * Compiles what finds the subjects in backups. Comparisons are those of the database search (`customers/normalise.ts`);
 * `country` is whose telephone numbers are written without a calling code.
 */
export function compileSearch(
  subjects: readonly BackupPerson[],
  options: { readonly country?: PhoneCountry } = {},
): BackupSearch {
  return {
    matcher: buildMatcher(subjects, options),
    subjects: new Map(subjects.map((each) => [each.subject, new LazySubject(each, options.country ?? 'DE')])),
    numbers: customerNumbers(subjects),
  };
}
