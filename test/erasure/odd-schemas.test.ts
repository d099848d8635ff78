import { afterEach, describe, expect, it } from 'vitest';
import { executePurge } from '../../src/erasure/execute-purge.js';
import { planPurge } from '../../src/erasure/plan-purge.js';
import { forEachEngine } from '../database/harness.js';
import { documentRows, openDocuments } from './documents.js';
import { openSmallCalendar, type SmallCalendar } from './small-calendar.js';

const subject = (more = ''): string => `
subject:
  table: customers
  key: id
  identifiers: { given_name: first_name, family_name: last_name, emails: [email] }
  ${more}
`;
const person = 'first_name varchar(40), last_name varchar(40), email varchar(80)';

forEachEngine('a schema that is odd', (engine) => {
  let calendar: SmallCalendar | null = null;
  const open = async (sql: string, map: string): Promise<SmallCalendar> =>
    (calendar = await openSmallCalendar(engine, sql, map));
  afterEach(async () => {
    await calendar?.close();
    calendar = null;
  });

  const shared = (onDelete: string): string => `
    create table addresses (id integer primary key, street varchar(80));
    create table address_hints (id integer primary key, address_id integer not null, hint varchar(80),
      foreign key (address_id) references addresses (id) on delete cascade);
    create table customers (id integer primary key, ${person}, address_id integer,
      foreign key (address_id) references addresses (id) on delete ${onDelete});
    insert into addresses values (5, 'Gasse 5'), (6, 'Weg 6');
    insert into address_hints values (1, 5, 'Klingel defekt'), (2, 6, 'Hinterhof');
    insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example', 5), (2, 'Bert', 'Zorn', 'bert@zorn.example', 5),
      (3, 'Cleo', 'Ihle', 'cleo@ihle.example', 6);`;
  const sharedMap = (onDelete: string, rows: string): string => `${subject()}
tables:
  addresses:
    belongs_to: [{ referenced_by: customers, columns: address_id, on_delete: ${onDelete} }]
    rows: ${rows}
    columns: { street: delete }
  address_hints:
    belongs_to: [{ columns: address_id, to: addresses, on_delete: cascade }]
    rows: delete
    columns: { hint: delete }
`;

  it('of rows that hang on an address others use, too: they stay with it', async () => {
    const { erase, column } = await open(shared('restrict'), sharedMap('restrict', 'delete_if_orphan'));
    await erase('1');
    expect(await column('select id from addresses order by id')).toEqual(['5', '6']);
    expect(await column('select id from address_hints order by id')).toEqual(['1', '2']);
    await erase('3');
    expect(await column('select id from addresses')).toEqual(['5']);
    expect(await column('select id from address_hints')).toEqual(['1']);
  });

  it('of an address that would take whoever lives there along is refused, unless it goes only when nobody else uses it', async () => {
    await expect(open(shared('cascade'), sharedMap('cascade', 'delete'))).rejects.toMatchObject({
      code: 'MAP_INVALID',
    });
    const { erase, column } = await open(shared('cascade'), sharedMap('cascade', 'delete_if_orphan'));
    await erase('1');
    await erase('3');
    expect(await column('select id from customers')).toEqual(['2']);
  });

  it('of a record and an address that refer to each other: the record lets go first', async () => {
    const circle = (table: string): string =>
      engine === 'mysql' ? '' : `, foreign key (${table}_id) references ${table} (id)`;
    const { erase, column } = await open(
      `create table customers (id integer primary key, ${person}, addresses_id integer${circle('addresses')});
       create table addresses (id integer primary key, customer_id integer not null, street varchar(80),
         foreign key (customer_id) references customers (id));
       ${engine === 'mysql' ? 'alter table customers add foreign key (addresses_id) references addresses (id);' : ''}
       insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example', null), (2, 'Bert', 'Zorn', 'bert@zorn.example', null);
       insert into addresses values (5, 1, 'Gasse 5'), (6, 2, 'Weg 6'), (7, 1, 'Allee 7');
       update customers set addresses_id = id + 4;`,
      `${subject()}
tables:
  addresses:
    belongs_to:
      - { columns: customer_id, to: customers, on_delete: restrict }
      - { referenced_by: customers, columns: addresses_id, on_delete: restrict }
    rows: delete_if_orphan
    columns: { street: delete }
`,
    );
    await erase('1');
    expect(await column('select id from customers')).toEqual(['2']);
    expect(await column('select id from addresses')).toEqual(['6']);
  });

  it('of rows that inherit a period by another column than the key of what they hang on: they stay with it', async () => {
    const { erase, column } = await open(
      `create table customers (id integer primary key, ${person});
       create table invoices (id integer primary key, number varchar(20) not null unique, customer_id integer, issued date,
         foreign key (customer_id) references customers (id));
       create table invoice_items (id integer primary key, invoice varchar(20) not null, what varchar(80),
         foreign key (invoice) references invoices (number) on delete cascade);
       insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example');
       insert into invoices values (50, 'R-50', 1, '2026-01-05'), (51, 'R-51', 1, '2010-01-05');
       insert into invoice_items values (1, 'R-50', 'Schnitt'), (2, 'R-51', 'Farbe');`,
      `${subject('stub: [last_name]')}
tables:
  invoices:
    belongs_to: [{ columns: customer_id, to: customers, on_delete: restrict }]
    rows: delete
    columns: { customer_id: null, number: keep }
    retention: { class: receipt, date: { column: issued, encoding: date }, after: delete }
  invoice_items:
    belongs_to: [{ columns: invoice, to: invoices, on: number, on_delete: cascade }]
    rows: delete
    retention: { inherit: true }
    columns: { what: keep }
`,
    );
    await erase('1');
    expect(await column('select id from invoices')).toEqual(['50']);
    expect(await column('select id from invoice_items')).toEqual(['1']);
  });

  describe.each(['cascade', 'restrict'])('of an entry that belongs to two documents (ON DELETE %s)', (rule) => {
    const documents = async (): Promise<SmallCalendar> =>
      (calendar = await openDocuments(
        engine,
        rule,
        `insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example');
         insert into invoices values (1, 1, '2026-01-05'), (2, 1, '2010-01-05'), (3, 1, '2010-01-05'), (4, 1, '2026-01-05');
         insert into books values (1, 1, '2026-02-01'), (2, 1, '2020-02-01');
         insert into entries values (1, 1, 1, 'both run'), (2, 2, 2, 'one runs'), (3, 3, null, 'over'), (4, 4, null, 'alone');`,
      ));

    it('keeps it and both for the longer of the two periods, and they go together', async () => {
      const { session, erase, column } = await documents();
      await erase('1');
      const until = "select concat(table_name, row_key, ' ', retained_until) from belbo_erase_stub_rows order by 1";
      expect(await column(until)).toEqual([
        'books1 2036-12-31',
        'books2 2030-12-31',
        'entries1 2036-12-31',
        'entries2 2030-12-31',
        'entries4 2034-12-31',
        'invoices1 2036-12-31',
        'invoices2 2030-12-31',
        'invoices4 2034-12-31',
      ]);
      expect(await column(documentRows)).toEqual(['b1', 'b2', 'e1', 'e2', 'e4', 'i1', 'i2', 'i4']);
      for (const [today, left] of [
        ['2031-01-01', ['b1', 'e1', 'e4', 'i1', 'i4']],
        ['2035-01-01', ['b1', 'e1', 'i1']],
        ['2037-01-01', []],
      ] as const) {
        const then = { ...session, today };
        await executePurge(then, await planPurge(then));
        expect(await column(documentRows), today).toEqual(left);
      }
    });
  });

  it('of an entry that is kept and hangs on a book that stays whatever its age: the plan is made', async () => {
    const { erase, column } = await open(
      `create table customers (id integer primary key, ${person});
       create table invoices (id integer primary key, customer_id integer, issued date, foreign key (customer_id) references customers (id));
       create table books (id integer primary key, reader_id integer, made date, foreign key (reader_id) references customers (id));
       create table entries (id integer primary key, invoice_id integer, book_id integer,
         foreign key (invoice_id) references invoices (id), foreign key (book_id) references books (id));
       insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example');
       insert into invoices values (1, 1, '2026-01-05');
       insert into books values (1, 1, '2026-02-01');
       insert into entries values (1, 1, 1);`,
      `${subject('stub: [last_name]')}
tables:
  invoices:
    belongs_to: [{ columns: customer_id, to: customers, on_delete: restrict }]
    rows: delete
    columns: { customer_id: null }
    retention: { class: receipt, date: { column: issued, encoding: date }, after: delete }
  books:
    belongs_to: [{ columns: reader_id, to: customers, on_delete: restrict }]
    rows: keep
    columns: { reader_id: null }
    retention: { class: ledger, date: { column: made, encoding: date }, after: delete }
  entries:
    belongs_to:
      - { columns: invoice_id, to: invoices, on_delete: restrict }
      - { columns: book_id, to: books, on_delete: restrict }
    rows: delete
    retention: { inherit: true }
`,
    );
    await erase('1');
    expect(await column('select id from books')).toEqual(['1']);
    expect(await column('select id from entries')).toEqual(['1']);
  });

  it('of logins that go by cascade with the customer: they are refused where the map guards some of them only', async () => {
    const sql = `
      create table customers (id integer primary key, ${person});
      create table staff (id integer primary key, login varchar(40), active integer not null, customer_id integer,
        foreign key (customer_id) references customers (id) on delete cascade);
      insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example');
      insert into staff values (1, 'anna', 0, 1);`;
    const map = `${subject('logins: [{ table: staff, key: id, login: login, customer: customer_id, filter: [{ column: active, equals: 1 }] }]')}
tables: {}
`;
    await expect(open(sql, map)).rejects.toMatchObject({ code: 'MAP_MISMATCH' });
    const { erase, column } = await open(sql.replace('on delete cascade', 'on delete set null'), map);
    await erase('1');
    expect(await column('select id from staff')).toEqual(['1']);
  });

  it('of a declared foreign key that the map follows for one kind of row only is refused: the others would go unseen', async () => {
    const sql = `
      create table customers (id integer primary key, ${person});
      create table papers (id integer primary key, kind varchar(10) not null, customer_id integer,
        foreign key (customer_id) references customers (id) on delete cascade);`;
    const map = `${subject()}
tables:
  papers:
    belongs_to: [{ columns: customer_id, to: customers, when: { kind: letter }, on_delete: cascade }]
    rows: delete
`;
    await expect(open(sql, map)).rejects.toMatchObject({ code: 'MAP_MISMATCH' });
  });

  it('of a record that is masked is refused while something that identifies the person is not masked', async () => {
    const sql = `create table customers (id integer primary key, ${person});`;
    const map = (columns: string): string => `${subject(`rows: mask\n  columns: { ${columns} }`)}
tables: {}
`;
    await expect(open(sql, map('first_name: null, last_name: null'))).rejects.toMatchObject({
      code: 'MAP_MISMATCH',
      params: { findings: [{ code: 'identifier_not_masked', params: { column: 'email' } }] },
    });
    await open(sql, map('first_name: null, last_name: null, email: null'));
  });
});
