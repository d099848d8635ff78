import { afterEach, expect, it } from 'vitest';
import { forEachEngine } from '../database/harness.js';
import { openSmallCalendar, type SmallCalendar } from './small-calendar.js';

const subject = `
subject:
  table: customers
  key: id
  identifiers: { given_name: first_name, family_name: last_name, emails: [email] }
  stub: [last_name]
`;
const person = 'first_name varchar(40), last_name varchar(40), email varchar(80)';
const people = `insert into customers (id, first_name, last_name, email) values (1, 'Anna', 'Quast', 'anna@quast.example'),
  (2, 'Bert', 'Zorn', 'bert@zorn.example');`;
const address = (rest: string): string => `
  create table addresses (id integer primary key, street varchar(80));
  insert into addresses values (5, 'Gasse 5');
  create table customers (id integer primary key, ${person}, address_id integer,
    foreign key (address_id) references addresses (id) on delete set null);
  ${people}
  update customers set address_id = 5 where id = 1;
  ${rest}`;
const addressMap = `
  addresses:
    belongs_to: [{ referenced_by: customers, columns: address_id, on_delete: set_null }]
    rows: delete_if_orphan
    columns: { street: delete }
`;

forEachEngine('references of rows', (engine) => {
  let calendar: SmallCalendar | null = null;
  const open = async (sql: string, map: string): Promise<SmallCalendar> =>
    (calendar = await openSmallCalendar(engine, sql, subject + map));
  afterEach(async () => {
    await calendar?.close();
    calendar = null;
  });

  it('to one that only lets go of the customer leave it alone: it is nobody’s', async () => {
    const { erase, column } = await open(
      `create table customers (id integer primary key, ${person});
       create table visits (id integer primary key, customer_id integer, foreign key (customer_id) references customers (id) on delete set null);
       create table visit_services (id integer primary key, visit_id integer, foreign key (visit_id) references visits (id) on delete cascade);
       ${people}
       insert into visits values (1, 1), (2, 2), (3, null);
       insert into visit_services values (1, 1), (2, 2), (3, 3);`,
      `
tables:
  visits:
    belongs_to: [{ columns: customer_id, to: customers, on_delete: set_null }]
    rows: detach
  visit_services:
    belongs_to: [{ columns: visit_id, to: visits, on_delete: cascade }]
    rows: delete
`,
    );
    await erase('1');
    expect(await column('select id from visit_services order by id')).toEqual(['1', '2', '3']);
    expect(await column('select id from visits where customer_id is null order by id')).toEqual(['1', '3']);
  });

  it('to somebody else stay where a row is kept: it is theirs as well', async () => {
    const { erase, column } = await open(
      `create table customers (id integer primary key, ${person});
       create table invoices (id integer primary key, customer_id integer, payer_id integer, issued date, total integer,
         foreign key (customer_id) references customers (id), foreign key (payer_id) references customers (id));
       ${people}
       insert into invoices values (1, 1, 2, '2026-01-05', 40), (2, 2, 1, '2026-01-05', 60), (3, 1, 1, '2026-01-05', 80);`,
      `
tables:
  invoices:
    belongs_to:
      - { columns: customer_id, to: customers, on_delete: restrict }
      - { columns: payer_id, to: customers, on_delete: restrict }
    rows: delete
    columns: { customer_id: null, payer_id: null, total: keep }
    retention: { class: receipt, date: { column: issued, encoding: date }, after: delete }
`,
    );
    const links =
      "select concat(id, ': ', coalesce(customer_id, '-'), ' ', coalesce(payer_id, '-')) from invoices order by id";
    await erase('1');
    expect(await column(links)).toEqual(['1: - 2', '2: 2 -', '3: - -']);
    await erase('2');
    expect(await column(links)).toEqual(['1: - -', '2: - -', '3: - -']);
    const keepers = 'select count(*) from belbo_erase_stub_rows group by stub_id order by stub_id';
    expect(await column(keepers)).toEqual(['3', '2']);
  });

  it.each(['keep', 'delete'])(
    'of a row that stays to one that goes by a link of its own are refused (rows: %s)',
    async (rows) => {
      const sql = `
      create table customers (id integer primary key, ${person});
      create table cards (id integer primary key, customer_id integer, foreign key (customer_id) references customers (id) on delete cascade);
      create table stamps (id integer primary key, card_id integer, foreign key (card_id) references cards (id) on delete cascade);`;
      const map = (kept: string): string => `
tables:
  cards:
    belongs_to: [{ columns: customer_id, to: customers, on_delete: cascade, rows: delete }]
    rows: ${rows}
    columns: { customer_id: null }
    ${rows === 'delete' ? 'retention: { class: receipt, date: { column: id, encoding: unix }, after: delete }' : ''}
  stamps:
    belongs_to: [{ columns: card_id, to: cards, on_delete: cascade }]
    rows: keep
    columns: { card_id: ${kept} }
    ${rows === 'delete' ? 'retention: { inherit: true }' : ''}
`;
      await expect(open(sql, map('keep'))).rejects.toMatchObject({
        code: 'MAP_MISMATCH',
        params: { findings: [{ code: 'kept_row_keeps_link', params: { table: 'stamps', column: 'card_id' } }] },
      });
      await open(sql, map('null'));
    },
  );

  it('to an address do not hold it when the row lets go of it', async () => {
    const { erase, column } = await open(
      address(`
        create table invoices (id integer primary key, address_id integer, issued date, foreign key (address_id) references addresses (id));
        create table tours (id integer primary key, address_id integer, foreign key (address_id) references addresses (id));
        insert into invoices values (1, 5, '2026-01-05');
        insert into tours values (1, 5);`),
      `
tables:
${addressMap}
  invoices:
    belongs_to: [{ columns: address_id, to: addresses, on_delete: restrict }]
    rows: delete
    columns: { address_id: null }
    retention: { class: receipt, date: { column: issued, encoding: date }, after: delete }
  tours:
    belongs_to: [{ columns: address_id, to: addresses, on_delete: restrict }]
    rows: detach
`,
    );
    await erase('1');
    expect(await column('select id from addresses')).toEqual([]);
    expect(await column('select id from invoices where address_id is null')).toEqual(['1']);
    expect(await column('select id from tours where address_id is null')).toEqual(['1']);
    expect(await column('select table_name from belbo_erase_stub_rows')).toEqual(['invoices']);
  });

  it('to what hangs on an address that stays for others are kept, whatever order the map has the tables in', async () => {
    const { erase, column } = await open(
      address(`
        update customers set address_id = 5;
        create table keys_given (id integer primary key, address_id integer, foreign key (address_id) references addresses (id) on delete cascade);
        create table remarks (id integer primary key, key_id integer, foreign key (key_id) references keys_given (id) on delete set null);
        insert into keys_given values (1, 5);
        insert into remarks values (1, 1);`),
      `
tables:
  remarks:
    belongs_to: [{ columns: key_id, to: keys_given, on_delete: set_null }]
    rows: detach
  keys_given:
    belongs_to: [{ columns: address_id, to: addresses, on_delete: cascade }]
    rows: delete
${addressMap}`,
    );
    await erase('1');
    expect(await column('select key_id from remarks')).toEqual(['1']);
    await erase('2');
    expect(await column('select id from keys_given')).toEqual([]);
    expect(await column('select id from remarks where key_id is null')).toEqual(['1']);
  });
});
