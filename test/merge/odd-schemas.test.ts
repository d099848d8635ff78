import { afterEach, expect, it } from 'vitest';
import { executeMerge } from '../../src/merge/execute-merge.js';
import { planMerge } from '../../src/merge/plan-merge.js';
import { undoMerge } from '../../src/merge/undo-merge.js';
import { forEachEngine } from '../database/harness.js';
import { openSmallCalendar, type SmallCalendar } from '../erasure/small-calendar.js';

forEachEngine('merging in a schema that is odd', (engine) => {
  let calendar: SmallCalendar | null = null;
  afterEach(async () => {
    await calendar?.close();
    calendar = null;
  });
  const person = 'first_name varchar(40), last_name varchar(40), email varchar(80)';

  it.each(['cascade', 'undeclared'])(
    'takes along what names the record in other letters, as the database lets it (%s)',
    async (rule) => {
      const key = engine === 'mysql' ? 'varchar(20)' : 'varchar(20) collate nocase';
      const declared = rule === 'cascade' ? ', foreign key (customer) references customers (id) on delete cascade' : '';
      calendar = await openSmallCalendar(
        engine,
        `create table customers (id ${key} primary key, ${person});
       create table visits (id integer primary key, customer ${key}, note varchar(40)${declared});
       insert into customers values ('k1', 'Anna', 'Quast', 'anna@quast.example'), ('k2', 'Anna', 'Quast', 'anna2@quast.example');
       insert into visits values (1, 'k1', 'a'), (2, 'K2', 'b');`,
        `
subject:
  table: customers
  key: id
  identifiers: { given_name: first_name, family_name: last_name, emails: [email] }
tables:
  visits: { belongs_to: [{ columns: customer, to: customers, on_delete: ${rule} }], rows: delete, columns: { note: delete, customer: delete } }
`,
      );
      const { session, column } = calendar;
      await executeMerge(session, await planMerge(session, ['k1'], [['k2']]), {}, null);
      expect(await column('select note from visits order by id')).toEqual(['a', 'b']);
      expect(await column('select customer from visits')).toEqual(['k1', 'k1']);
      expect(await column('select id from customers')).toEqual(['k1']);
    },
  );

  it('leaves an address that the surviving record still uses for something else', async () => {
    calendar = await openSmallCalendar(
      engine,
      `create table addresses (id integer primary key, street varchar(40));
       create table customers (id integer primary key, ${person}, home integer, billing integer,
         foreign key (home) references addresses (id) on delete set null, foreign key (billing) references addresses (id) on delete set null);
       insert into addresses values (5, 'Gasse 5'), (6, 'Weg 6'), (7, 'Allee 7');
       insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example', 5, 6), (2, 'Anna', 'Quast', 'anna@quast.example', 6, 6),
         (3, 'Anna', 'Quast', 'anna@quast.example', 7, 7);`,
      `
subject:
  table: customers
  key: id
  identifiers: { given_name: first_name, family_name: last_name, emails: [email] }
tables:
  addresses:
    belongs_to:
      - { referenced_by: customers, columns: home, on_delete: set_null }
      - { referenced_by: customers, columns: billing, on_delete: set_null }
    rows: delete_if_orphan
    columns: { street: delete }
`,
    );
    const { session, column } = calendar;
    await executeMerge(session, await planMerge(session, ['1'], [['2'], ['3']]), {}, null);
    expect(await column('select id from addresses order by id')).toEqual(['5', '6']);
    expect(await column('select billing from customers')).toEqual(['6']);
  });

  it('is undone when a duplicate had recommended the record it was merged into, or another duplicate', async () => {
    calendar = await openSmallCalendar(
      engine,
      `create table customers (id integer primary key, ${person}, recommended_by integer,
         foreign key (recommended_by) references customers (id) on delete set null);
       insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example', null), (2, 'Anna', 'Quast', 'anna@quast.example', 1),
         (3, 'Anna', 'Quast', 'anna@quast.example', 2), (4, 'Bert', 'Zorn', 'bert@zorn.example', 3);
       update customers set recommended_by = 3 where id = 1;`,
      `
subject:
  table: customers
  key: id
  identifiers: { given_name: first_name, family_name: last_name, emails: [email] }
tables:
  customers: { belongs_to: [{ columns: recommended_by, to: customers, on_delete: set_null }], rows: detach }
`,
    );
    const { session, column } = calendar;
    const links = "select concat(id, ' ', coalesce(recommended_by, '-')) from customers order by id";
    const { id } = await executeMerge(session, await planMerge(session, ['1'], [['2'], ['3']]), {}, null);
    expect(await column(links)).toEqual(['1 -', '4 1']);
    await undoMerge(session, String(id));
    expect(await column(links)).toEqual(['1 3', '2 1', '3 2', '4 3']);
  });

  it('is refused where no erasure would find any more what hangs on the address that is given up', async () => {
    calendar = await openSmallCalendar(
      engine,
      `create table addresses (id integer primary key, street varchar(40));
       create table customers (id integer primary key, ${person}, home integer, foreign key (home) references addresses (id) on delete set null);
       create table hints (id integer primary key, address_id integer, hint varchar(40), foreign key (address_id) references addresses (id) on delete cascade);
       insert into addresses values (5, 'Gasse 5'), (6, 'Weg 6');
       insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example', 5), (2, 'Anna', 'Quast', 'anna@quast.example', 6);
       insert into hints values (1, 6, 'Hinterhof');`,
      `
subject:
  table: customers
  key: id
  identifiers: { given_name: first_name, family_name: last_name, emails: [email] }
tables:
  addresses:
    belongs_to: [{ referenced_by: customers, columns: home, on_delete: set_null }]
    rows: delete_if_orphan
    columns: { street: delete }
  hints:
    belongs_to: [{ columns: address_id, to: addresses, on_delete: cascade }]
    rows: delete
    columns: { hint: delete }
`,
    );
    const { session, column } = calendar;
    await expect(planMerge(session, ['1'], [['2']])).rejects.toMatchObject({
      code: 'MERGE_REFUSED',
      params: { reason: 'left_behind', table: 'hints', rows: 1 },
    });
    await executeMerge(session, await planMerge(session, ['2'], [['1']]), {}, null);
    expect(await column('select id from addresses')).toEqual(['6']);
  });
});
