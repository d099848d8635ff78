import type { Engine } from '../../src/database/database.js';
import { openSmallCalendar, type SmallCalendar } from './small-calendar.js';

/**
 * A calendar of invoices (kept for 8 years) and books (10), whose entries may belong to one of each.
 * @param rule what deleting a document does to its entries: `cascade`, `restrict` or `undeclared`
 */
export async function openDocuments(engine: Engine, rule: string, rows: string): Promise<SmallCalendar> {
  const declared = (column: string, to: string): string =>
    rule === 'undeclared' ? '' : `, foreign key (${column}) references ${to} (id) on delete ${rule}`;
  return openSmallCalendar(
    engine,
    `create table customers (id integer primary key, first_name varchar(40), last_name varchar(40), email varchar(80));
     create table invoices (id integer primary key, customer_id integer, issued date, foreign key (customer_id) references customers (id));
     create table books (id integer primary key, customer_id integer, made date, foreign key (customer_id) references customers (id));
     create table entries (id integer primary key, invoice_id integer, book_id integer, what varchar(40)
       ${declared('invoice_id', 'invoices')}${declared('book_id', 'books')});
     ${rows}`,
    `
subject:
  table: customers
  key: id
  identifiers: { given_name: first_name, family_name: last_name, emails: [email] }
  stub: [last_name]
tables:
  invoices:
    belongs_to: [{ columns: customer_id, to: customers, on_delete: restrict }]
    rows: delete
    columns: { customer_id: null }
    retention: { class: receipt, date: { column: issued, encoding: date }, after: delete }
  books:
    belongs_to: [{ columns: customer_id, to: customers, on_delete: restrict }]
    rows: delete
    columns: { customer_id: null }
    retention: { class: ledger, date: { column: made, encoding: date }, after: delete }
  entries:
    belongs_to:
      - { columns: invoice_id, to: invoices, on_delete: ${rule} }
      - { columns: book_id, to: books, on_delete: ${rule} }
    rows: delete
    retention: { inherit: true }
    columns: { what: keep }
`,
  );
}

/** The first letter of each document's or entry's table, and its id. */
export const documentRows =
  "select concat('i', id) from invoices union select concat('b', id) from books union select concat('e', id) from entries order by 1";
