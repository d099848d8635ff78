import type { Value } from '../database/database.js';
import { concatText } from '../database/dialect.js';
import { misuse } from '../database/driver-error.js';
import { sqlCompiler } from '../database/sql-compiler.js';
import { cellSeparator, CustomerRow } from './customer-row.js';
import {
  cellsOf,
  customersOf,
  keyOf,
  keySeparator,
  keysPerStatement,
  selectCustomers,
  type CustomerSelect,
  type CustomerSource,
} from './read-records.js';

/** What a server sends of one row is bounded (`max_allowed_packet`); of these columns it is far below any setting. */
const longestRow = 250_000;

/** Small enough that a batch is garbage before it has cost the collector anything. */
const rowsPerBatch = 500;

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
 * Reads all customers in one streaming pass and hands them to `visit`, each good until the next one: joined to one text by the
 * engine where that says the same, for a driver takes several times as long to make a value of each column.
 * @param select of `selectCustomers`, of all customers
 * @param onBatch told how many have been read
 * @returns how many there are
 */
export async function streamCustomers(
  source: CustomerSource,
  select: CustomerSelect,
  visit: (row: CustomerRow) => void,
  onBatch?: (records: number) => void,
): Promise<number> {
  const row = new CustomerRow(select.columns.length);
  const joined = await joinedSelect(source, select.columns);
  const { sql, bindings } = joined ?? select;
  let strays: string[] = [];
  let records = 0;
  for await (const batch of source.db.batches(sql, bindings, rowsPerBatch)) {
    for (const values of batch) {
      const text = joined === null ? joinCells(values) : values[0];
      if (typeof text !== 'string') throw misuse('a customer is no text');
      if (row.read(text)) visit(row);
      else strays.push(keyOf(row.cell, select.layout));
    }
    if (strays.length >= keysPerStatement) {
      await visitStrays(source, strays, row, visit);
      strays = [];
    }
    records += batch.length;
    onBatch?.(records);
  }
  await visitStrays(source, strays, row, visit);
  return records;
}

/** Customers of whom a cell holds a separator: they are read once more, by columns. */
async function visitStrays(
  source: CustomerSource,
  keys: readonly string[],
  row: CustomerRow,
  visit: (row: CustomerRow) => void,
): Promise<void> {
  for (let at = 0; at < keys.length; at += keysPerStatement) {
    const part = keys.slice(at, at + keysPerStatement).map((key) => key.split(keySeparator));
    const { sql, bindings } = await selectCustomers(source, part);
    for await (const batch of source.db.batches(sql, bindings)) {
      for (const values of batch) if (row.read(joinCells(values))) visit(row);
    }
  }
}
