import type { Database, Row, Value } from '../database/database.js';
import { keyValue } from '../database/dialect.js';
import { sqlCompiler, whole, type SqlQuery } from '../database/sql-compiler.js';
import { applyConditions, type Bind } from '../data-map/apply-conditions.js';
import type { ResolvedMap } from '../data-map/resolve.js';
import type { MatchingColumns } from '../data-map/schema.js';
import type { CellReader } from './customer-rows.js';
import type { RawRecord } from './match-record.js';
import type { PhoneCountry } from './normalise.js';

/** The customers that are searched. */
export interface CustomerSource {
  readonly db: Database;
  readonly map: ResolvedMap;
  /** Whose national telephone numbers the records hold when they do not say. */
  readonly country: PhoneCountry;
  /** Today, `YYYY-MM-DD`, for filters of the map that ask for it. */
  readonly today: string;
}

/** Where in a row the columns stand; -1 for a column the map does not name. */
export interface Layout {
  readonly key: readonly number[];
  readonly number: number;
  readonly given: number;
  readonly family: number;
  readonly birthName: number;
  readonly birthDate: number;
  readonly emails: readonly number[];
  readonly phones: readonly number[];
  readonly streets: readonly number[];
  readonly houseNumber: number;
  readonly postalCode: number;
  readonly city: number;
  readonly country: number;
}

/** Separates the parts of a composite key; the same as in `erasure/subject.ts`. */
export const keySeparator = '\u001f';

/** Text of a cell; '' for NULL. */
function textOf(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : String(value);
}

/** Reads the cells of a row. */
export const cellsOf =
  (row: readonly Value[]): CellReader =>
  (at) =>
    at < 0 ? '' : textOf(row[at]);

/** The joined key of a row. */
export function keyOf(cell: CellReader, { key }: Layout): string {
  return key.length === 1 ? cell(key[0] ?? 0) : key.map(cell).join(keySeparator);
}

/** A row as a raw record. */
export function toRawRecord(cell: CellReader, layout: Layout): RawRecord {
  const cells = (list: readonly number[]): readonly string[] => list.map(cell).filter((text) => text !== '');
  return {
    key: keyOf(cell, layout),
    number: cell(layout.number),
    given: cell(layout.given),
    family: cell(layout.family),
    birthName: cell(layout.birthName),
    birthDate: cell(layout.birthDate),
    emails: cells(layout.emails),
    phones: cells(layout.phones),
    streets: cells(layout.streets),
    houseNumber: cell(layout.houseNumber),
    postalCode: cell(layout.postalCode),
    city: cell(layout.city),
    country: cell(layout.country),
  };
}

function layOut(
  key: readonly string[],
  mapped: MatchingColumns,
): { readonly columns: string[]; readonly layout: Layout } {
  const columns: string[] = [];
  const at = (column: string | undefined): number => {
    if (column === undefined) return -1;
    const known = columns.indexOf(column);
    return known === -1 ? columns.push(column) - 1 : known;
  };
  const layout: Layout = {
    key: key.map(at),
    number: at(mapped.number),
    given: at(mapped.given_name),
    family: at(mapped.family_name),
    birthName: at(mapped.birth_name),
    birthDate: at(mapped.birth_date),
    emails: (mapped.emails ?? []).map(at),
    phones: (mapped.phones ?? []).map(at),
    streets: (mapped.streets ?? [mapped.street].flatMap((each) => each ?? [])).map(at),
    houseNumber: at(mapped.house_number),
    postalCode: at(mapped.postal_code),
    city: at(mapped.city),
    country: at(mapped.country),
  };
  return { columns, layout };
}

/** The statement that reads what is compared of customers, and how its rows are laid out. */
export interface CustomerSelect {
  readonly columns: readonly string[];
  readonly layout: Layout;
  readonly sql: string;
  readonly bindings: readonly Value[];
}

/** The map's customers as a query that selects nothing yet; wrapped, for a query by itself would be run by `await`. */
export async function customersOf(source: CustomerSource): Promise<{ readonly query: SqlQuery }> {
  const compiler = await sqlCompiler(source.db.engine);
  const bind: Bind = {
    value: (given) => given,
    now: (as) => (as === 'date' ? source.today : `${source.today} 00:00:00`),
    from: (table) => compiler.from(whole(table)),
  };
  const query = compiler.from(whole(source.map.subject.info.name));
  void applyConditions(query, source.map.map.subject.filter, bind);
  return { query };
}

/** How many customers there are. */
export async function countCustomers(source: CustomerSource): Promise<number> {
  const { query } = await customersOf(source);
  const { sql, bindings } = query.count({ n: '*' }).toSQL().toNative();
  let count = 0;
  // As a stream, like all that is read of the customers: a search may run inside of a transaction.
  for await (const batch of source.db.batches(sql, bindings as readonly Value[])) count = Number(batch[0]?.[0] ?? 0);
  return count;
}

/** Writes the SELECT over all customers, or over those with the given keys (values in the order of the key's columns). */
export async function selectCustomers(
  source: CustomerSource,
  only?: readonly (readonly string[])[],
): Promise<CustomerSelect> {
  const { map, key, info } = { ...source.map.subject, map: source.map.map };
  const { columns, layout } = layOut(key, { ...map.subject.identifiers, ...map.matching.columns });
  const { query } = await customersOf(source);
  void query.select(columns.map(whole));
  if (only !== undefined) {
    void query.where((any) => {
      for (const values of only) {
        void any.orWhere((one) => {
          key.forEach((column, index) => {
            const kind = info.columns.get(column)?.kind ?? 'text';
            void one.where(whole(column), keyValue({ kind }, values[index] ?? ''));
          });
        });
      }
    });
  }
  const { sql, bindings } = query.toSQL().toNative();
  return { columns, layout, sql, bindings: bindings as readonly Value[] };
}

/** A customer's row, by column name, as the search reads it: what a record held before a merge, for one. */
export function recordOfRow({ map }: Pick<CustomerSource, 'map'>, row: Row): RawRecord {
  const { subject, matching } = map.map;
  const { columns, layout } = layOut(map.subject.key, { ...subject.identifiers, ...matching.columns });
  return toRawRecord(cellsOf(columns.map((column) => row[column] ?? null)), layout);
}

/** Most keys one statement names. SQLite takes an expression 1,000 deep. */
export const keysPerStatement = 200;

/** Raw records of the customers with these joined keys, by key; those that are gone are absent. */
export async function readCustomers(source: CustomerSource, keys: readonly string[]): Promise<Map<string, RawRecord>> {
  const found = new Map<string, RawRecord>();
  for (let at = 0; at < keys.length; at += keysPerStatement) {
    const part = keys.slice(at, at + keysPerStatement).map((key) => key.split(keySeparator));
    const { sql, bindings, layout } = await selectCustomers(source, part);
    for await (const batch of source.db.batches(sql, bindings)) {
      for (const row of batch) {
        const raw = toRawRecord(cellsOf(row), layout);
        found.set(raw.key, raw);
      }
    }
  }
  return found;
}
