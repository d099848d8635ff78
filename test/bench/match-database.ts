import { defaultMatching } from '../../src/config/matching.js';
import type { DuplicateSource } from '../../src/customers/duplicates/find-duplicates.js';
import { readCatalogue } from '../../src/database/catalogue.js';
import { openDatabase } from '../../src/database/connect.js';
import type { Database } from '../../src/database/database.js';
import { parseMap } from '../../src/data-map/parse-map.js';
import { resolveMap } from '../../src/data-map/resolve.js';

/** A customer of a bench; `cluster` is the truth and stays out of the database. */
export interface BenchCustomer {
  readonly id: string;
  readonly cluster: string;
  readonly given?: string;
  readonly family?: string;
  readonly birthName?: string;
  readonly birthDate?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly mobile?: string;
  readonly street?: string;
  readonly street2?: string;
  readonly houseNumber?: string;
  readonly postalCode?: string;
  readonly city?: string;
}

const columns = [
  'given',
  'family',
  'birthName',
  'birthDate',
  'email',
  'phone',
  'mobile',
  'street',
  'street2',
  'houseNumber',
  'postalCode',
  'city',
] as const;

/** A data map of these customers. */
export const benchMap = `
version: 1
name: bench
title: { de: Kunden, en: customers }
subject:
  table: customers
  title: { de: Kundenakte, en: customer record }
  key: id
  rows: delete
  identifiers:
    given_name: given
    family_name: family
    birth_name: birthName
    birth_date: birthDate
    emails: [email]
    phones: [phone, mobile]
    street: street
    postal_code: postalCode
    city: city
  columns: { street2: delete, houseNumber: delete }
matching:
  columns: { streets: [street, street2], house_number: houseNumber }
tables: {}
requests: own
`;

/** Writes customers into an empty database. */
export async function fillCustomers(db: Database, customers: Iterable<BenchCustomer>): Promise<void> {
  const cells = columns.map((column) => `${column} varchar(190)`).join(', ');
  await db.run(`create table customers (id varchar(40) primary key, ${cells})`);
  const width = columns.length + 1;
  const perStatement = Math.floor(900 / width);
  let values: (string | null)[] = [];
  const flush = async (): Promise<void> => {
    if (values.length === 0) return;
    const row = `(${'?,'.repeat(width).slice(0, -1)})`;
    const rows = Array.from({ length: values.length / width }, () => row).join(', ');
    await db.run(`insert into customers values ${rows}`, values);
    values = [];
  };
  for (const customer of customers) {
    values.push(customer.id, ...columns.map((column) => (customer[column] === '' ? null : (customer[column] ?? null))));
    if (values.length >= perStatement * width) await flush();
  }
  await flush();
}

/** A database of customers, opened for matching with the settings that come with the tool. */
export async function openSource(url: string): Promise<DuplicateSource> {
  const db = await openDatabase(url);
  const resolved = resolveMap(await parseMap(benchMap, 'bench'), await readCatalogue(db));
  return { db, map: resolved, country: 'DE', today: '2026-11-24', matching: defaultMatching, same: [], different: [] };
}
