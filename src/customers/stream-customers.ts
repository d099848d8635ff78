import type { Database, Value } from '../database/database.js';
import { concatText } from '../database/dialect.js';
import { misuse } from '../database/driver-error.js';
import { sqlCompiler } from '../database/sql-compiler.js';
import { cellSeparator, CustomerRows, rowsPerBatch } from './customer-rows.js';
import { RowMemory } from './row-memory.js';
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

/** Whether the columns, as the engine writes them, say the same as the values a driver makes of them. */
function arePlain({ map }: CustomerSource, columns: readonly string[]): boolean {
  return columns.every((column) => {
    const info = map.subject.info.columns.get(column);
    // Others are spelled differently, such as 1.0 in SQLite, or are no text.
    return info !== undefined && /^(?:text|integer|date|datetime)$/.test(info.kind) && !info.type.includes('zerofill');
  });
}

/** The statement by which SQLite reads all customers, each as one text. */
async function joinedSelect(
  source: CustomerSource,
  columns: readonly string[],
): Promise<Pick<CustomerSelect, 'sql' | 'bindings'>> {
  const compiler = await sqlCompiler(source.db.engine);
  const { query } = await customersOf(source);
  const searched = columns.flatMap((column) => source.map.subject.info.columns.get(column) ?? []);
  const text = concatText('sqlite', searched, cellSeparator.charCodeAt(0));
  void query.select(compiler.raw(text));
  const { sql, bindings } = query.toSQL().toNative();
  return { sql, bindings: bindings as readonly Value[] };
}

/** The cells of a row as one text. A separator in one of them becomes a NUL, which says as little. */
function joinCells(values: readonly Value[]): string {
  const cell = cellsOf(values);
  return values.map((_, at) => cell(at).replaceAll(cellSeparator, '\0')).join(cellSeparator);
}

/** Memory for the rows that a statement reads. */
export async function openRows({ columns, layout }: CustomerSelect): Promise<CustomerRows> {
  return new CustomerRows(await RowMemory.open(), columns.length, hashedColumns(layout));
}

/**
 * Reads all customers in one streaming pass and calls `visit` with some at a time in `rows`. Where their columns are plain, no value is made
 * of each, for that takes a driver several times as long as the rest: MySQL hands over what the server sent, SQLite joins each customer to
 * one text.
 * @param select of `selectCustomers`, of all customers
 * @param rows of `openRows`
 * @param onBatch told how many have been read
 * @returns how many there are
 */
export async function streamCustomers(
  source: CustomerSource,
  select: CustomerSelect,
  rows: CustomerRows,
  visit: () => void,
  onBatch?: (records: number) => void,
): Promise<number> {
  const { db } = source;
  const isPlain = arePlain(source, select.columns);
  if (isPlain && db.rows !== undefined) return streamSent(db.rows, select, rows, visit, onBatch);
  const { sql, bindings } = isPlain ? await joinedSelect(source, select.columns) : select;
  let strays: string[] = [];
  let records = 0;
  for await (const batch of db.batches(sql, bindings, rowsPerBatch)) {
    const texts = batch.map((values) => (isPlain ? textOf(values[0]) : joinCells(values)));
    for (const text of rows.read(texts)) strays.push(keyOfStray(text, select));
    visit();
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

/** The same where the database hands over what a server sent. */
async function streamSent(
  send: NonNullable<Database['rows']>,
  { sql, bindings }: CustomerSelect,
  rows: CustomerRows,
  visit: () => void,
  onBatch?: (records: number) => void,
): Promise<number> {
  let records = 0;
  const read = (): void => {
    rows.readAdded();
    visit();
    records += rows.count;
    onBatch?.(records);
  };
  await send(sql, bindings, (bytes, start, end) => {
    rows.add(bytes, start, end);
    if (rows.isFull) read();
  });
  if (rows.hasAdded) read();
  return records;
}

/** Columns whose cells are looked up by their hashes. */
function hashedColumns(layout: Layout): readonly number[] {
  const { number, given, family, birthName, birthDate, emails, postalCode, city } = layout;
  return [number, given, family, birthName, birthDate, ...emails, postalCode, city];
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
  visit: () => void,
): Promise<void> {
  for (let at = 0; at < keys.length; at += keysPerStatement) {
    const part = keys.slice(at, at + keysPerStatement).map((key) => key.split(keySeparator));
    const { sql, bindings } = await selectCustomers(source, part);
    for await (const batch of source.db.batches(sql, bindings, rowsPerBatch)) {
      rows.read(batch.map(joinCells));
      visit();
    }
  }
}
