import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashOf } from '../../src/customers/customer-rows.js';
import { hashText } from '../../src/customers/hashes.js';
import { selectCustomers, toRawRecord, cellsOf, type CustomerSource } from '../../src/customers/read-records.js';
import type { RawRecord } from '../../src/customers/match-record.js';
import { openRows, streamCustomers } from '../../src/customers/stream-customers.js';
import { parseMap } from '../../src/data-map/parse-map.js';
import { resolveMap } from '../../src/data-map/resolve.js';
import { readCatalogue } from '../../src/database/catalogue.js';
import { openDatabase } from '../../src/database/connect.js';
import type { Database } from '../../src/database/database.js';
import { createDatabase, forEachEngine, type TestDatabase } from '../database/harness.js';

const map = (postalCode: string): string => `
version: 1
name: rows
title: { de: Kunden, en: customers }
subject:
  table: customers
  title: { de: Kundenakte, en: customer record }
  key: id
  rows: delete
  filter: [{ column: kind, equals: customer }]
  identifiers: { given_name: 'first?', family_name: last, birth_date: born, emails: [mail] }
  columns: { kind: delete, zip: delete, code: delete }
matching:
  columns: { postal_code: ${postalCode} }
tables: {}
requests: own
`;

const separated = 'An\u001fna';

forEachEngine('reading all customers', (engine) => {
  let database: TestDatabase;
  let db: Database;
  const sourceOf = async (postalCode: string): Promise<CustomerSource> => {
    const resolved = resolveMap(await parseMap(map(postalCode), 'rows'), await readCatalogue(db));
    return { db, map: resolved, country: 'DE', today: '2026-11-24' };
  };
  const read = async (postalCode: string): Promise<{ read: RawRecord[]; byColumns: RawRecord[]; records: number }> => {
    const source = await sourceOf(postalCode);
    const select = await selectCustomers(source);
    const found: RawRecord[] = [];
    const rows = await openRows(select);
    const records = await streamCustomers(source, select, rows, () => {
      for (let row = 0; row < rows.count; row += 1) {
        for (const at of select.columns.keys()) {
          const column = rows.column(at);
          if (column.hashed) expect(hashOf(column, row)).toBe(hashText(rows.cell(row, at)));
        }
        found.push(toRawRecord(rows.cellsOf(row), select.layout));
      }
    });
    const byColumns: RawRecord[] = [];
    for await (const batch of db.batches(select.sql, select.bindings))
      byColumns.push(...batch.map((row) => toRawRecord(cellsOf(row), select.layout)));
    const byKey = (a: RawRecord, b: RawRecord): number => Number(a.key) - Number(b.key);
    return { read: found.sort(byKey), byColumns: byColumns.sort(byKey), records };
  };

  beforeAll(async () => {
    database = await createDatabase(engine);
    db = await openDatabase(database.url);
    const name = engine === 'mysql' ? '`first?`' : '"first?"';
    await db.run(
      `create table customers (id integer primary key, kind varchar(20), ${name} varchar(100), last varchar(100), born date,
         mail varchar(100), zip varchar(10), code ${engine === 'mysql' ? 'int(5) zerofill' : 'real'})`,
    );
    const add = async (...values: (string | number | null)[]): Promise<number> =>
      db.run('insert into customers values (?, ?, ?, ?, ?, ?, ?, ?)', values);
    await add(1, 'customer', 'Jürgen', 'Łukasiewicz 🙂', '1984-05-03', null, '01067', 1067);
    await add(2, 'staff', 'Nobody', 'Nowhere', null, null, null, null);
    await add(3, 'customer', null, null, null, null, null, null);
    await add(4, 'customer', separated, 'Vogel', '1990-01-02', 'a@b.example', '10115', 10115);
    for (let id = 5; id <= 1500; id += 1)
      await add(id, 'customer', id % 3 === 0 ? separated : 'Eva', `Roth${String(id)}`, null, '', '1', 12);
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  it('gives what reading the columns gives, of the customers only and of each once', async () => {
    const { read: found, byColumns, records } = await read('zip');
    expect(records).toBe(1499);
    expect(found).toHaveLength(1499);
    // Where each is read as one text, a separator in a cell becomes another sign that says as little.
    const sign = engine === 'sqlite' ? '\0' : '\u001f';
    const plain = byColumns.map((each) => ({ ...each, given: each.given.replaceAll('\u001f', sign) }));
    expect(found).toEqual(plain);
    expect(found[0]).toMatchObject({ given: 'Jürgen', family: 'Łukasiewicz 🙂', birthDate: '1984-05-03', emails: [] });
  });

  it('reads columns one by one that the engine would spell otherwise in a text', async () => {
    const { read: found, byColumns } = await read('code');
    expect(found.map(({ postalCode }) => postalCode)).toEqual(byColumns.map(({ postalCode }) => postalCode));
    expect(found[0]?.postalCode).toBe('1067');
  });
});
