import { afterEach, describe, expect, it } from 'vitest';
import { onMariadb } from '../database/harness.js';
import { openSmallCalendar, type SmallCalendar } from './small-calendar.js';

/* Whose row it is by the engine's own comparison of a declared foreign key, where that is not the comparison of its column. */

const person = 'first_name varchar(40), last_name varchar(40), email varchar(80)';
const schema = (key: string, reference: string, rule: string): string => `
  create table customers (id ${key} primary key, ${person});
  create table visits (id integer primary key, customer ${reference}, note varchar(40),
    foreign key (customer) references customers (id) on delete ${rule.replace('_', ' ')});`;
const map = (rule: string): string => `
subject:
  table: customers
  key: id
  identifiers: { given_name: first_name, family_name: last_name, emails: [email] }
tables:
  visits: { belongs_to: [{ columns: customer, to: customers, on_delete: ${rule} }], rows: delete, columns: { note: delete, customer: delete } }
`;

let calendar: SmallCalendar | null = null;
afterEach(async () => {
  await calendar?.close();
  calendar = null;
});

describe('a declared key that the database compares in its own way (SQLite)', () => {
  const open = async (key: string, reference: string, rule = 'cascade', rows = ''): Promise<SmallCalendar> =>
    (calendar = await openSmallCalendar('sqlite', schema(key, reference, rule) + rows, map(rule)));
  const refused = {
    code: 'MAP_MISMATCH',
    params: { findings: [{ path: 'visits.customer', code: 'key_compared_differently' }] },
  };

  describe.each(['cascade', 'set_null', 'restrict'])('(ON DELETE %s)', (rule) => {
    it.each([
      ['varchar(20) collate nocase', 'varchar(20)'],
      ['varchar(20)', 'varchar(20) collate nocase'],
      ['varchar(20) collate rtrim', 'varchar(20)'],
      ['integer', 'varchar(20)'],
      ['varchar(20)', 'integer'],
      ['integer', ''],
    ])('is refused: %s, referred to by %s', async (key, reference) => {
      await expect(open(key, reference, rule)).rejects.toMatchObject(refused);
    });
  });

  it.each([
    ['varchar(20) collate nocase', 'text collate NOCASE'],
    ['integer', 'bigint'],
    ['numeric', 'real'],
    ['varchar(20) collate binary', 'varchar(9)'],
  ])('is taken as ever where both compare alike: %s, referred to by %s', async (key, reference) => {
    const rows = `insert into customers values ('7', 'Anna', 'Quast', 'anna@quast.example'), ('8', 'Bert', 'Zorn', 'bert@zorn.example');
      insert into visits values (1, '7', 'a'), (2, '8', 'b');`;
    const { erase, column } = await open(key, reference, 'cascade', rows);
    await erase('7');
    expect(await column('select note from visits')).toEqual(['b']);
  });

  describe('between columns of type ANY, which compares as a number, but as it is in a STRICT table', () => {
    const tables = (strict: string, key: string, reference: string): string => `
      create table customers (id ${key} primary key, first_name text, last_name text, email text) ${strict};
      create table visits (id integer primary key, customer ${reference}, note text,
        foreign key (customer) references customers (id) on delete cascade) ${strict};`;
    const opened = async (sql: string): Promise<SmallCalendar> =>
      (calendar = await openSmallCalendar('sqlite', sql, map('cascade')));

    it('is refused there: a reference to 7 by a text would go unseen by the cascade', async () => {
      await expect(opened(tables('strict', 'integer', 'any'))).rejects.toMatchObject(refused);
    });

    it('is no key there: 7 and the text 7 are two customers', async () => {
      await expect(opened(tables('strict', 'any', 'any'))).rejects.toMatchObject({ code: 'MAP_MISMATCH' });
    });

    it('is taken elsewhere', async () => {
      const rows = `insert into customers values (7, 'Anna', 'Quast', 'anna@quast.example'), (8, 'Bert', 'Zorn', 'bert@zorn.example');
        insert into visits values (1, '7', 'a'), (2, '8', 'b');`;
      const { erase, column } = await opened(tables('', 'integer', 'any') + rows);
      await erase('7');
      expect(await column('select note from visits')).toEqual(['b']);
    });
  });
});

onMariadb('a declared key between columns of different collations (MariaDB)', () => {
  it('cannot be there: the server refuses it', async () => {
    const [folding, telling] = ['varchar(20) collate utf8mb4_general_ci', 'varchar(20) collate utf8mb4_bin'];
    for (const [key, reference] of [
      [folding, telling],
      [telling, folding],
      ['integer', 'varchar(20)'],
    ] as const) {
      const opened = openSmallCalendar('mysql', schema(key, reference, 'cascade'), map('cascade'));
      await expect(opened).rejects.toThrow('Foreign key constraint is incorrectly formed');
    }
  });
});
