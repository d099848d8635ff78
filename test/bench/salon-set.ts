import { asciiName, familyNames, femaleNames, maleNames, transliterate } from '../../fixtures/belbo/names.js';
import { places, streets } from '../../fixtures/belbo/places.js';
import { createRandom, type Random } from '../../fixtures/belbo/random.js';
import { areNicknames } from '../../src/customers/given-names.js';
import { normaliseEmail, shortestForm } from '../../src/customers/normalise.js';
import type { BenchCustomer } from './match-database.js';
import { furtherFamilyNames, nicknames } from './salon-names.js';

/** A salon with its truth: whose records are one person's, and who looks like somebody else and is not. */
export interface SalonSet {
  readonly customers: readonly BenchCustomer[];
  /** Second records by what sets them apart from the first. */
  readonly duplicates: readonly (readonly [first: string, second: string, kind: string])[];
  /** Different people by why they look alike. */
  readonly hard: readonly (readonly [first: string, second: string, kind: string])[];
}

interface Person {
  readonly female: boolean;
  readonly given: string;
  readonly family: string;
  readonly birthName: string;
  readonly birthDate: string;
  readonly email: string;
  readonly phone: string;
  readonly mobile: string;
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
const domains = ['web.example', 'mail.example', 'post.example', 'freemail.example', 'gmail.com', 'online.example'];

class Inventor {
  private serial = 0;
  private readonly taken = new Set<string>();

  constructor(readonly random: Random) {}

  number(): string {
    this.serial += 1;
    return pad(1_000_000 + ((this.serial * 7919) % 8_999_999), 7);
  }

  family(): string {
    return this.random.chance(0.6) ? this.random.pickSkewed(familyNames) : this.random.pick(furtherFamilyNames);
  }

  date(from: number, to: number): string {
    const { random } = this;
    return `${String(from + random.int(to - from + 1))}-${pad(1 + random.int(12))}-${pad(2 + random.int(27))}`;
  }

  address(): Pick<Person, 'street' | 'postalCode' | 'city'> {
    const { random } = this;
    const place = random.pick(places.DE);
    return {
      street: `${random.pick(streets)} ${String(1 + random.int(120))}`,
      ...{ postalCode: place.postalCode, city: place.city },
    };
  }

  email(given: string, family: string): string {
    const { random } = this;
    const [first, last] = [asciiName(given), asciiName(family)];
    const local = (): string =>
      random.pick([`${first}.${last}`, `${first.charAt(0)}.${last}`, `${last}.${first}`, `${first}${last}`]);
    // No two mailboxes have one address.
    for (;;) {
      const address = `${local()}${random.chance(0.7) ? pad(random.int(100)) : ''}@${random.pick(domains)}`;
      if (this.taken.has(normaliseEmail(address))) continue;
      this.taken.add(normaliseEmail(address));
      return address;
    }
  }

  person(from = 1940, to = 2008): Person {
    const { random } = this;
    const female = random.chance(0.65);
    const known = Object.keys(nicknames);
    const given = random.chance(0.8) ? random.pickSkewed(female ? femaleNames : maleNames) : random.pick(known);
    const family = this.family();
    return {
      female,
      given,
      family,
      birthName: female && random.chance(0.2) ? this.family() : '',
      birthDate: this.date(from, to),
      email: this.email(given, family),
      phone: `030 ${this.number()}`,
      mobile: `0171 ${this.number()}`,
      ...this.address(),
    };
  }
}

/** One letter doubled, dropped, replaced, or swapped with the next one. */
function misspell(random: Random, name: string): string {
  if (name.length < 4) return `${name}${name.slice(-1)}`;
  const at = 1 + random.int(name.length - 2);
  const [before, letter, rest] = [name.slice(0, at), name.charAt(at), name.slice(at + 1)];
  const other = random.pick('aeinrst'.split('').filter((each) => each !== letter));
  const next = rest.charAt(0);
  return random.pick([
    before + letter + letter + rest,
    before + rest,
    before + other + rest,
    next === letter ? before + rest : before + next + letter + rest.slice(1),
  ]);
}

type Change = (make: Inventor, person: Person) => Partial<Person>;

/** What sets a second record apart from the first. */
const kinds: Readonly<Record<string, Change>> = {
  exact: () => ({}),
  nickname: (_, { given }) => ({ given: nicknames[given] ?? given }),
  birth_name: (_, { birthName }) => ({ family: birthName, birthName: '' }),
  marriage_unsaid: (make) => ({ family: make.family(), birthName: '' }),
  double_name: (make, { family }) => ({ family: `${family}-${make.family()}` }),
  swapped_names: (_, { given, family }) => ({ given: family, family: given }),
  typo_family: ({ random }, { family }) => ({ family: misspell(random, family) }),
  typo_given: ({ random }, { given }) => ({ given: misspell(random, given) }),
  typo_both: ({ random }, { given, family }) => ({ given: misspell(random, given), family: misspell(random, family) }),
  umlaut_spelling: (_, { given, family }) => ({ given: transliterate(given), family: transliterate(family) }),
  initial: (_, { given }) => ({ given: `${given.charAt(0)}.` }),
  phone_format: (_, { mobile, phone }) => ({
    mobile: mobile === '' ? '' : `+49 (0)${mobile.slice(1).replace(' ', '/')}`,
    phone: phone === '' ? '' : `0049${phone.slice(1).replace(' ', '')}`,
  }),
  phone_changed: (make) => ({ mobile: `0160 ${make.number()}`, phone: '' }),
  email_typo: ({ random }, { email }) => {
    const [local = '', domain = ''] = email.split('@');
    return {
      email: random.chance(0.5) ? `${misspell(random, local)}@${domain}` : `${local}@${misspell(random, domain)}`,
    };
  },
  email_changed: (make, { given, family }) => ({ email: make.email(given, family) }),
  birth_date_missing: () => ({ birthDate: '' }),
  birth_date_swapped: (_, { birthDate }) => {
    const [year = '', month = '', day = ''] = birthDate.split('-');
    return { birthDate: Number(day) <= 12 ? `${year}-${day}-${month}` : birthDate };
  },
  birth_date_digit: ({ random }, { birthDate }) => {
    const [year = '', month = '', day = ''] = birthDate.split('-');
    const unit = (Number(day.slice(1)) + 1 + random.int(7)) % 10;
    return { birthDate: `${year}-${month}-${day.charAt(0)}${String(unit === 0 ? 1 : unit)}` };
  },
  moved: (make) => ({ ...make.address(), phone: '' }),
  street_spelling: (_, { street }) => ({ street: street.replace(/stra(?:ß|ss)e\b/, 'str.') }),
  online_booking: () => ({ birthDate: '', street: '', postalCode: '', city: '', phone: '', birthName: '' }),
};

/** People who look like somebody: what they share. */
const doubles: Readonly<Record<string, Change>> = {
  couple: (make, { given, family, birthDate }) => ({
    ...other(make, given),
    family,
    birthName: '',
    birthDate: birthDate === '' ? '' : make.date(Number(birthDate.slice(0, 4)) - 5, Number(birthDate.slice(0, 4)) + 5),
  }),
  couple_without_dates: (make, { given, family }) => ({ ...other(make, given), family, birthName: '', birthDate: '' }),
  twins: (make, { given, family, birthDate }) => ({ ...other(make, given), family, birthName: '', birthDate }),
  siblings: (make, { given, family, birthDate }) => ({
    ...other(make, given),
    family,
    birthName: '',
    birthDate: make.date(Number(birthDate.slice(0, 4) || 1990) + 1, Number(birthDate.slice(0, 4) || 1990) + 6),
  }),
  mother_books_for_child: (make, { given, family }) => ({
    ...other(make, given),
    family,
    birthName: '',
    birthDate: make.date(2010, 2022),
  }),
  father_and_son: (make, { birthDate }) => ({
    birthName: '',
    birthDate: make.date(Number(birthDate.slice(0, 4)) + 20, Number(birthDate.slice(0, 4)) + 40),
    email: '',
  }),
  namesake: (make, { given, family }) => ({ ...make.person(), given, family }),
};

function other(make: Inventor, given: string): Pick<Person, 'given' | 'female'> {
  for (;;) {
    const { given: found, female } = make.person();
    // Nobody calls a child by a short form of another one's name, or by the same one in another language (Lukas, Łukasz).
    const same = given.split('-').some((word) => asciiName(found).startsWith(asciiName(word).slice(0, 3)));
    if (!same && !found.includes('-') && !areNicknames(shortestForm(found), shortestForm(given)))
      return { given: found, female };
  }
}

/** What a salon does not know of a customer. */
function forget(random: Random, person: Person, keepsDate = false): Person {
  const address = random.chance(0.5) ? { street: '', postalCode: '', city: '' } : {};
  return {
    ...person,
    ...address,
    birthDate: !keepsDate && random.chance(0.3) ? '' : person.birthDate,
    email: random.chance(0.25) ? '' : person.email,
    phone: random.chance(0.6) ? '' : person.phone,
    mobile: random.chance(0.15) ? '' : person.mobile,
  };
}

/** Whether a kind of second record makes sense of somebody. */
function suits(kind: string, person: Person): boolean {
  if (kind === 'nickname') return nicknames[person.given] !== undefined;
  if (kind === 'birth_name') return person.birthName !== '';
  if (kind === 'umlaut_spelling') return /[äöüß]/i.test(person.given + person.family);
  if (kind.startsWith('birth_date')) return person.birthDate !== '';
  if (kind === 'marriage_unsaid') return person.female && person.birthDate !== '';
  return true;
}

const contactsOf = ({ email, phone, mobile }: Person): number =>
  [email, phone, mobile].filter((text) => text !== '').length;

/**
 * A salon of about so many customers: 8 % are entered twice, a third live with somebody who is a customer as well, some share a
 * company's e-mail, and the salon's own number stands where somebody gave none.
 */
export function inventSalon(size: number, seed: number): SalonSet {
  const make = new Inventor(createRandom(seed));
  const { random } = make;
  const customers: BenchCustomer[] = [];
  const duplicates: (readonly [string, string, string])[] = [];
  const hard: (readonly [string, string, string])[] = [];
  const add = (person: Person, cluster?: string): string => {
    const id = String(customers.length + 1);
    const { given, family, birthName, birthDate, email, phone, mobile, street, postalCode, city } = person;
    const own = random.chance(0.01) ? { mobile: '030 5550100', phone: '' } : { mobile, phone };
    const work = random.chance(0.01) ? 'info@kanzlei-seeblick.example' : email;
    customers.push({
      id,
      cluster: cluster ?? id,
      given,
      family,
      birthName,
      birthDate,
      street,
      postalCode,
      city,
      email: work,
      ...own,
    });
    return id;
  };
  const kindNames = Object.keys(kinds);
  const doubleNames = Object.keys(doubles);
  while (customers.length < size) {
    const draw = random.next();
    const kindOfDouble = random.pick(doubleNames);
    const whole = make.person(1940, draw >= 0.08 && draw < 0.28 && kindOfDouble === 'father_and_son' ? 1980 : 2008);
    const person = forget(random, whole);
    if (draw < 0.08) {
      // Somebody of whom next to nothing is known cannot be recognised by anyone.
      const known = contactsOf(person) > 0 ? person : { ...person, mobile: whole.mobile };
      const kind = random.pick(kindNames);
      const first =
        kind === 'exact' || !suits(kind, whole)
          ? known
          : { ...known, birthDate: kind.startsWith('birth_date') ? whole.birthDate : known.birthDate };
      const id = add(first);
      const changed = { ...first, ...(suits(kind, first) ? kinds[kind]?.(make, first) : {}) };
      duplicates.push([id, add(changed, id), suits(kind, first) ? kind : 'exact']);
    } else if (draw < 0.28) {
      const kind = kindOfDouble;
      const keeps = kind === 'father_and_son' || kind === 'twins';
      const first = forget(random, whole, keeps);
      const id = add(first);
      const shared = { ...first, ...doubles[kind]?.(make, first) };
      // Partners have a mobile of their own as often as not.
      const second = random.chance(0.5) ? { ...shared, mobile: `0176 ${make.number()}` } : shared;
      hard.push([id, add(second), kind]);
    } else add(person);
  }
  return { customers, duplicates, hard };
}
