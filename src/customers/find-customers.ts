import type { DataMap } from '../data-map/schema.js';
import type { Database, Value } from '../database/database.js';
import { quote } from '../database/dialect.js';
import {
  nameForms,
  normaliseCustomerNumber,
  normaliseEmail,
  normalisePhone,
  phonesIn,
  spelledWords,
  type PhoneCountry,
} from './normalise.js';

/** A customer record as a person recognises it. */
export interface CustomerMatch {
  readonly key: string;
  readonly number: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly birthDate: string | null;
}

export interface FindOptions {
  readonly country: PhoneCountry;
  /** Most matches handed back. */
  readonly limit: number;
  /** Whether the last word of the term is still being typed, so that its beginning is enough. */
  readonly typing?: boolean;
  /** Whether a row of the table is a customer (data map: `subject.filter`). Default: every row is. */
  readonly accept?: (key: string) => Promise<boolean>;
  readonly signal?: AbortSignal;
}

/** Cells of one customer, in the order of `searched`. */
interface Cells {
  readonly number: Value;
  readonly names: readonly Value[];
  readonly emails: readonly Value[];
  readonly phones: readonly Value[];
}

type Test = (cells: Cells) => boolean;

const text = (value: Value | undefined): string => (value === undefined || value === null ? '' : String(value));

/** Whether every word of the term stands among the words of the name, in any order and spelling. */
function nameTest(term: string, typing: boolean): Test {
  const wanted = spelledWords(term).map((word) => nameForms(word));
  return ({ names }) => {
    if (wanted.length === 0) return false;
    const own = names.flatMap((name) => spelledWords(text(name)).flatMap(nameForms));
    return wanted.every((forms, index) =>
      own.some((word) =>
        forms.some((form) => (typing && index === wanted.length - 1 ? word.startsWith(form) : word === form)),
      ),
    );
  };
}

function emailTest(term: string, typing: boolean): Test {
  const wanted = normaliseEmail(term);
  return ({ emails }) =>
    emails.some((email) => {
      const own = normaliseEmail(text(email));
      return typing ? own.startsWith(wanted) : own === wanted;
    });
}

/** What the term is: an e-mail has an @, a phone is one by its digits; anything may be a customer number; what is left is a name. */
function testFor(term: string, { country, typing = false }: FindOptions): Test {
  const number = normaliseCustomerNumber(term);
  const isNumber: Test = (cells) => cells.number !== null && normaliseCustomerNumber(text(cells.number)) === number;
  if (term.includes('@')) return emailTest(term, typing);
  const phone = normalisePhone(term, country);
  const isPhone: Test = ({ phones }) =>
    phone !== null && phones.some((each) => phonesIn(text(each), country).includes(phone));
  const isName = nameTest(term, typing);
  return (cells) => isNumber(cells) || isPhone(cells) || isName(cells);
}

/** Columns that are read, and where each kind stands among them. */
function searched(map: DataMap): {
  readonly columns: readonly string[];
  readonly cells: (row: readonly Value[]) => Cells;
} {
  const { identifiers, key } = map.subject;
  const columns = [...key];
  const place = (names: readonly (string | undefined)[]): number[] =>
    names.flatMap((name) => (name === undefined ? [] : [columns.push(name) - 1]));
  const number = place([identifiers.number]);
  const names = place([identifiers.given_name, identifiers.family_name, identifiers.birth_name]);
  const emails = place(identifiers.emails);
  const phones = place(identifiers.phones);
  const pick = (row: readonly Value[], at: readonly number[]): Value[] => at.map((index) => row[index] ?? null);
  return {
    columns,
    cells: (row) => ({
      number: pick(row, number)[0] ?? null,
      names: pick(row, names),
      emails: pick(row, emails),
      phones: pick(row, phones),
    }),
  };
}

function toMatch(key: string, cells: Cells, birthDate: Value): CustomerMatch {
  const name = cells.names
    .slice(0, 2)
    .map(text)
    .filter((part) => part !== '')
    .join(' ');
  const own = (value: Value | undefined): string | null => (text(value) === '' ? null : text(value));
  return {
    key,
    number: own(cells.number),
    name: own(name),
    email: own(cells.emails[0]),
    birthDate: own(birthDate)?.slice(0, 10) ?? null,
  };
}

/**
 * Customers whose number, e-mail or phone is the term, or whose name has all its words, whatever the spelling (`Mueller anna` finds
 * Anna Müller). Reads the table once, in bounded memory.
 * @returns at most `limit` of them, and whether there are more
 */
export async function findCustomers(
  db: Database,
  map: DataMap,
  term: string,
  options: FindOptions,
): Promise<{ readonly matches: readonly CustomerMatch[]; readonly more: boolean }> {
  const [keyColumn, second] = map.subject.key;
  // A request names its customer in one column.
  if (keyColumn === undefined || second !== undefined || term.trim() === '') return { matches: [], more: false };
  const { columns, cells } = searched(map);
  const q = (name: string): string => quote(db.engine, name);
  const birth = map.subject.identifiers.birth_date;
  const selected = [...columns, ...(birth === undefined ? [] : [birth])].map(q).join(', ');
  const test = testFor(term.trim(), options);
  const found: CustomerMatch[] = [];
  for await (const batch of db.batches(`select ${selected} from ${q(map.subject.table)}`)) {
    if (options.signal?.aborted === true) return { matches: [], more: false };
    for (const row of batch) {
      const own = cells(row);
      if (test(own)) found.push(toMatch(text(row[0]), own, birth === undefined ? null : (row[columns.length] ?? null)));
    }
    // A few more, for some may be no customers.
    if (found.length > 20 * options.limit) break;
  }
  const accepted: CustomerMatch[] = [];
  for (const match of found) {
    if (accepted.length > options.limit) break;
    if (options.accept === undefined || (await options.accept(match.key))) accepted.push(match);
  }
  return { matches: accepted.slice(0, options.limit), more: accepted.length > options.limit };
}
