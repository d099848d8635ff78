import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { BenchCustomer } from './match-database.js';

/** A labelled set: records with the same `cluster` are one person. */
export interface LabelledSet {
  readonly name: string;
  readonly customers: readonly BenchCustomer[];
}

type Line = Readonly<Record<string, string>>;

const cell = (line: Line, column: string): string => line[column] ?? '';
const joined = (line: Line, columns: readonly string[], sign: string): string =>
  columns
    .map((column) => cell(line, column))
    .filter((text) => text !== '')
    .join(sign);

type Mapping = (line: Line) => Omit<BenchCustomer, 'cluster'>;

/** Nothing but which column is which. */
const febrl: Mapping = (line) => ({
  id: cell(line, 'rec_id'),
  given: cell(line, 'given_name'),
  family: cell(line, 'surname'),
  birthDate: cell(line, 'date_of_birth'),
  street: cell(line, 'address_1'),
  street2: cell(line, 'address_2'),
  houseNumber: cell(line, 'street_number'),
  postalCode: cell(line, 'postcode'),
  city: cell(line, 'suburb'),
});

const mappings: Readonly<Record<string, Mapping>> = {
  febrl1: febrl,
  febrl2: febrl,
  febrl3: febrl,
  fake_1000: (line) => ({
    id: cell(line, 'unique_id'),
    given: cell(line, 'first_name'),
    family: cell(line, 'surname'),
    birthDate: cell(line, 'dob'),
    city: cell(line, 'city'),
    email: cell(line, 'email'),
  }),
  RLdata500: (line) => ({
    id: cell(line, 'rec_id'),
    given: joined(line, ['fname_c1', 'fname_c2'], ' '),
    family: joined(line, ['lname_c1', 'lname_c2'], ' '),
    birthDate: joined(line, ['by', 'bm', 'bd'], '-'),
  }),
  gecko_de_25k: (line) => ({
    id: cell(line, 'rec_id'),
    given: cell(line, 'given_name'),
    family: cell(line, 'last_name'),
    birthDate: cell(line, 'date_of_birth'),
    street: cell(line, 'street_name'),
    houseNumber: cell(line, 'house_number'),
    postalCode: cell(line, 'postcode'),
    city: cell(line, 'municipality'),
  }),
};

/** The labelled sets of a folder, one `NAME.csv.gz` each; those that are not there are left out. */
export function readLabelledSets(folder: string): LabelledSet[] {
  return Object.entries(mappings).flatMap(([name, mapping]) => {
    const path = join(folder, `${name}.csv.gz`);
    if (!existsSync(path)) return [];
    const lines = parse(gunzipSync(readFileSync(path)), { columns: true, bom: true }) as unknown as Line[];
    return { name, customers: lines.map((line) => ({ ...mapping(line), cluster: cell(line, 'cluster') })) };
  });
}
