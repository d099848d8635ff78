import { openDatabase } from '../../src/database/connect.js';
import type { Engine } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { parseMap } from '../../src/data-map/parse-map.js';
import { createDatabase, runScript } from '../database/harness.js';
import { sessionFor, type TestCalendar } from './calendar.js';

/*
 * A calendar of several branches, made for what the reference calendar has not: keys of two columns, a polymorphic reference with
 * such a key and one to a table further down, three hops, a circle of foreign keys, a unique key that holds the reference itself, and
 * columns that move with every UPDATE.
 */

const moves = (engine: Engine): string =>
  engine === 'mysql'
    ? 'timestamp not null default current_timestamp on update current_timestamp'
    : "datetime not null default '2020-01-01 00:00:00'";

const schema = (engine: Engine): string => `
create table guests (
  branch integer not null, no integer not null, guest_no varchar(20) not null unique, first_name varchar(50), last_name varchar(50),
  birth_date date, email varchar(100), notes text, sent_branch integer, sent_no integer,
  changed_at ${moves(engine)}, primary key (branch, no));
create table visits (
  id integer primary key, branch integer not null, guest integer not null, starts_at datetime not null, notes text, best_item integer,
  changed_at ${moves(engine)},
  foreign key (branch, guest) references guests (branch, no) on delete cascade);
create table visit_items (
  id integer primary key, visit_id integer not null, what varchar(100), foreign key (visit_id) references visits (id) on delete cascade);
create table item_photos (
  id integer primary key, item_id integer not null, path varchar(200), foreign key (item_id) references visit_items (id) on delete cascade);
create table remarks (
  id integer primary key, about varchar(10) not null, branch integer, no integer not null, remark text);
create table cards (
  branch integer not null, guest integer not null, kind varchar(10) not null, stamps integer not null, primary key (branch, guest, kind),
  foreign key (branch, guest) references guests (branch, no));
create table newsletter (id integer primary key, email varchar(100) not null unique);
`;

/** The circle and the references of a guest to others; SQLite takes them with the tables only. */
const circle = (engine: Engine): string =>
  engine === 'mysql'
    ? `alter table visits add foreign key (best_item) references visit_items (id);
       alter table guests add foreign key (sent_branch, sent_no) references guests (branch, no) on delete set null;`
    : '';
const withCircle = (sql: string, engine: Engine): string =>
  engine === 'mysql'
    ? sql
    : sql
        .replace(
          'primary key (branch, no));',
          'primary key (branch, no), foreign key (sent_branch, sent_no) references guests (branch, no) on delete set null);',
        )
        .replace(
          'references guests (branch, no) on delete cascade);',
          'references guests (branch, no) on delete cascade, foreign key (best_item) references visit_items (id));',
        );

/** Two records of one guest, 1/10 and 2/5, and a stranger with the same number in another branch, 2/10. */
const rows = `
insert into guests (branch, no, guest_no, first_name, last_name, birth_date, email, notes, sent_branch, sent_no) values
  (1, 10, 'G-110', 'Nadja', 'Brückner-Ott', '1980-04-05', 'nadja.ott@mail.example', 'VIP', null, null),
  (2, 5, 'G-205', 'Nadja', 'Ott', '1980-04-05', 'nadja@firma.example', null, 1, 10),
  (2, 10, 'G-210', 'Bernd', 'Zander', '1971-01-02', 'bernd.zander@mail.example', 'Nachbar von Nadja Brückner-Ott', 2, 5);
insert into visits (id, branch, guest, starts_at, notes) values
  (1, 1, 10, '2026-01-05 10:00:00', null), (2, 2, 5, '2026-02-05 10:00:00', null), (3, 2, 10, '2026-03-05 10:00:00', 'neben Nadja Brückner-Ott');
insert into visit_items values (1, 1, 'Schnitt'), (2, 2, 'Farbe'), (3, 3, 'Bart');
insert into item_photos values (1, 1, 'a.jpg'), (2, 2, 'b.jpg'), (3, 3, 'c.jpg');
insert into remarks values (1, 'guest', 1, 10, 'mag Kaffee'), (2, 'guest', 2, 5, 'mag Tee'), (3, 'guest', 2, 10, 'kommt spät'),
  (4, 'visit', null, 2, 'war zufrieden'), (5, 'visit', null, 3, 'war laut'), (6, 'staff', 1, 10, 'Frühschicht');
insert into cards values (1, 10, 'cut', 3), (2, 5, 'cut', 4), (2, 5, 'tan', 1), (2, 10, 'cut', 7);
insert into newsletter values (1, 'nadja.ott@mail.example'), (2, 'nadja@firma.example'), (3, 'bernd.zander@mail.example');
update visits set best_item = id;
`;

const past = `update guests set changed_at = '2020-01-01 00:00:00'; update visits set changed_at = '2020-01-01 00:00:00';`;

const map = `
version: 1
name: branches
title: { de: Filialen, en: Branches }
subject:
  table: guests
  key: [branch, no]
  identifiers: { number: guest_no, given_name: first_name, family_name: last_name, birth_date: birth_date, emails: [email] }
  columns: { notes: delete }
  merge: { show: [visits], last_visit: { table: visits, column: starts_at } }
tables:
  guests:
    belongs_to: [{ columns: [sent_branch, sent_no], to: guests, on_delete: set_null }]
    rows: detach
  visits:
    belongs_to:
      - { columns: [branch, guest], to: guests, on_delete: cascade }
      - { columns: best_item, to: visit_items, on_delete: restrict, rows: detach }
    rows: delete
  visit_items:
    belongs_to: [{ columns: visit_id, to: visits, on_delete: cascade }]
    rows: delete
    columns: { what: delete }
  item_photos:
    belongs_to: [{ columns: item_id, to: visit_items, on_delete: cascade }]
    rows: delete
    columns: { path: delete }
  remarks:
    belongs_to:
      - { columns: [branch, no], to: guests, when: { about: guest }, on_delete: undeclared }
      - { columns: no, to: visits, when: { about: visit }, on_delete: undeclared }
    rows: delete
    columns: { about: delete }
  cards:
    belongs_to: [{ columns: [branch, guest], to: guests, on_delete: restrict }]
    rows: delete
    columns: { kind: delete }
    merge: { collision: sum, columns: [stamps] }
  newsletter:
    belongs_to: [{ match: email, column: email }]
    rows: delete
mentions: { guests: [notes], visits: [notes], remarks: [remark] }
requests: own
ignored:
  columns: [{ reason: A date, columns: [guests.changed_at, visits.changed_at] }]
`;

/** Opens that calendar, with a request on file for the guest 1/10; its id is 1. */
export async function openBranchCalendar(engine: Engine): Promise<TestCalendar> {
  const database = await createDatabase(engine);
  await runScript(database, withCircle(schema(engine), engine) + circle(engine) + rows + past);
  await migrate(database.url);
  const db = await openDatabase(database.url);
  const parsed = await parseMap(map, 'branches');
  const session = await sessionFor(db, parsed);
  await db.run(
    "insert into belbo_erase_requests (id, customer_key, channel, received_on, status, created_at) values (1, ?, 'staff', '2026-11-20', 'open', '2026-11-20T10:00:00.000Z')",
    ['1\u001f10'],
  );
  return {
    database,
    db,
    session,
    again: async (other = parsed) => sessionFor(db, other),
    async close() {
      await db.close();
      await database.drop();
    },
  };
}
