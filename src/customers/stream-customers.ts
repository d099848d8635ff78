import type { Value } from '../database/database.js';
import { concatText } from '../database/dialect.js';
import { misuse } from '../database/driver-error.js';
import { sqlCompiler } from '../database/sql-compiler.js';
import { cellSeparator, CustomerRows } from './customer-rows.js';
import {
  cellsOf,
  customersOf,
  keyOf,
  keySeparator,
  keysPerStatement,
  selectCustomers,
  type CustomerSelect,
  type CustomerSource,
  type Layout,
} from './read-records.js';

/** What a server sends of one row is bounded (`max_allowed_packet`); of these columns it is far below any setting. */
const longestRow = 250_000;

/** Small enough that a batch is garbage before it has cost the collector anything. */
const rowsPerBatch = 1000;

/** Whether the columns, joined to one text by the engine, say the same as when they are read one by one. */
function canBeJoined({ db, map }: CustomerSource, columns: readonly string[]): boolean {
  let length = 0;
  const plain = columns.every((column) => {
    const info = map.subject.info.columns.get(column);
    length += info?.maxLength ?? 0;
    // Others are spelled differently, such as 1.0 in SQLite, or are no text.
    return info !== undefined && /^(?:text|integer|date|datetime)$/.test(info.kind) && !info.type.includes('zerofill');
  });
  return plain && (db.engine === 'sqlite' || length <= longestRow);
}

/** The statement that reads all customers, each as one text; null when their columns have to be read one by one. */
async function joinedSelect(
  source: CustomerSource,
  columns: readonly string[],
): Promise<Pick<CustomerSelect, 'sql' | 'bindings'> | null> {
  if (!canBeJoined(source, columns)) return null;
  const compiler = await sqlCompiler(source.db.engine);
  const { query } = await customersOf(source);
  const searched = columns.flatMap((column) => source.map.subject.info.columns.get(column) ?? []);
  const text = concatText(source.db.engine, searched, cellSeparator.charCodeAt(0));
  void query.select(compiler.raw(text));
  const { sql, bindings } = query.toSQL().toNative();
  return { sql, bindings: bindings as readonly Value[] };
}

/** The cells of a row as one text. A separator in one of them becomes a NUL, which says as little. */
function joinCells(values: readonly Value[]): string {
  const cell = cellsOf(values);
  return values.map((_, at) => cell(at).replaceAll(cellSeparator, '\0')).join(cellSeparator);
}

/**
 * Reads all customers in one streaming pass and hands them to `visit`, some at a time, good until the next ones: each joined to one
 * text by the engine where that says the same, for a driver takes several times as long to make a value of each column.
 * @param select of `selectCustomers`, of all customers
 * @param onBatch told how many have been read
 * @returns how many there are
 */
export async function streamCustomers(
  source: CustomerSource,
  select: CustomerSelect,
  visit: (rows: CustomerRows) => void,
  onBatch?: (records: number) => void,
): Promise<number> {
  const rows = new CustomerRows(select.columns.length, hashedColumns(select.layout));
  const joined = await joinedSelect(source, select.columns);
  const { sql, bindings } = joined ?? select;
  let strays: string[] = [];
  let records = 0;
  for await (const batch of source.db.batches(sql, bindings, rowsPerBatch)) {
    const texts = batch.map((values) => (joined === null ? joinCells(values) : textOf(values[0])));
    for (const text of rows.read(texts)) strays.push(keyOfStray(text, select));
    visit(rows);
    if (strays.length >= keysPerStatement) {
      await visitStrays(source, strays, rows, visit);
      strays = [];
    }
    records += batch.length;
    onBatch?.(records);
  }
  await visitStrays(source, strays, rows, visit);
  return records;
}

/** Columns whose cells are looked up by their hashes. */
function hashedColumns({ given, family, birthName, birthDate, emails, postalCode, city }: Layout): readonly number[] {
  return [given, family, birthName, birthDate, ...emails, postalCode, city];
}

function textOf(value: Value | undefined): string {
  if (typeof value !== 'string') throw misuse('a customer is no text');
  return value;
}

/** The key of a row of which another cell holds a separator. */
function keyOfStray(text: string, { layout }: CustomerSelect): string {
  const cells = text.split(cellSeparator, layout.key.length);
  return keyOf((at) => cells[at] ?? '', layout);
}

/** Customers of whom a cell holds a separator: they are read once more, by columns. */
async function visitStrays(
  source: CustomerSource,
  keys: readonly string[],
  rows: CustomerRows,
  visit: (rows: CustomerRows) => void,
): Promise<void> {
  for (let at = 0; at < keys.length; at += keysPerStatement) {
    const part = keys.slice(at, at + keysPerStatement).map((key) => key.split(keySeparator));
    const { sql, bindings } = await selectCustomers(source, part);
    for await (const batch of source.db.batches(sql, bindings)) {
      rows.read(batch.map(joinCells));
      visit(rows);
    }
  }
}
