import { afterEach, describe, expect, it } from 'vitest';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import { forEachEngine, onMariadb } from '../database/harness.js';
import { decide } from './calendar.js';
import { fileRequest, openSmallCalendar, type SmallCalendar } from './small-calendar.js';

const person = 'first_name varchar(40), last_name varchar(40), email varchar(80)';
const subject = (more = ''): string => `
subject:
  table: customers
  key: id
  identifiers: { given_name: first_name, family_name: last_name, emails: [email] }
  ${more}
`;

let calendar: SmallCalendar | null = null;
afterEach(async () => {
  await calendar?.close();
  calendar = null;
});

forEachEngine('values that are odd', (engine) => {
  const open = async (sql: string, map: string): Promise<SmallCalendar> =>
    (calendar = await openSmallCalendar(engine, sql, map));

  it('such as keys beyond 2^53 are told apart', async () => {
    const { erase, column } = await open(
      `create table customers (id bigint primary key, ${person});
       create table visits (id bigint primary key, customer_id bigint not null, note varchar(40),
         foreign key (customer_id) references customers (id) on delete cascade);
       create table remarks (id bigint primary key, customer_id bigint, note varchar(40));
       insert into customers values (9007199254740992, 'Anna', 'Quast', 'anna@quast.example'),
         (9007199254740993, 'Bert', 'Zorn', 'bert@zorn.example'), (9007199254740994, 'Cleo', 'Ihle', 'cleo@ihle.example');
       insert into visits values (9007199254740992, 9007199254740993, 'b'), (9007199254740993, 9007199254740992, 'a'),
         (9007199254740994, 9007199254740993, 'b'), (9007199254740995, 9007199254740994, 'c');
       insert into remarks select * from visits;`,
      `${subject()}
tables:
  visits: { belongs_to: [{ columns: customer_id, to: customers, on_delete: cascade }], rows: delete, columns: { note: delete } }
  remarks: { belongs_to: [{ columns: customer_id, to: customers, on_delete: undeclared }], rows: delete, columns: { note: delete } }
`,
    );
    await erase('9007199254740993');
    expect(await column('select first_name from customers order by id')).toEqual(['Anna', 'Cleo']);
    expect(await column('select note from visits order by id')).toEqual(['a', 'c']);
    expect(await column('select note from remarks order by id')).toEqual(['a', 'c']);
  });

  describe.each(['undeclared', 'restrict', 'cascade'])('such as a key in other letters (ON DELETE %s)', (rule) => {
    const visits = (key: string, reference: string): string => {
      const declared =
        rule === 'undeclared' ? '' : `, foreign key (customer) references customers (id) on delete ${rule}`;
      return `create table customers (id ${key} primary key, ${person});
       create table visits (id integer primary key, customer ${reference}, note varchar(40)${declared});
       insert into customers values ('k2', 'Anna', 'Quast', 'anna@quast.example'), ('k3', 'Bert', 'Zorn', 'bert@zorn.example'),
         ('c4', 'Cleo', 'Ihle', 'cleo@ihle.example');
       insert into visits values (1, 'k2', 'a'), (2, 'K2', 'a'), (3, 'K3', 'b'), (4, 'k3', 'b'), (5, 'c4', 'c');`;
    };
    const map = `${subject()}
tables:
  visits: { belongs_to: [{ columns: customer, to: customers, on_delete: ${rule} }], rows: delete, columns: { note: delete, customer: delete } }
`;
    const folding = engine === 'mysql' ? 'varchar(20)' : 'varchar(20) collate nocase';

    it('is the same where no other customer could have it', async () => {
      const { erase, column } = await open(visits(folding, folding), map);
      await erase('k2');
      expect(await column('select id from customers order by id')).toEqual(['c4', 'k3']);
      expect(await column('select id from visits order by id')).toEqual(['3', '4', '5']);
    });

    it('is the same for several who are erased together', async () => {
      const { session, column } = await open(visits(folding, folding), map);
      const ids = [await fileRequest(session, 'k2'), await fileRequest(session, 'k3')];
      for (const each of await planErasures(session, ids)) await executeErasure(session, each);
      expect(await column('select id from visits order by id')).toEqual(['5']);
    });

    it.runIf(rule === 'undeclared')('is another one where another customer could have it', async () => {
      const telling = engine === 'mysql' ? 'varchar(20) collate utf8mb4_bin' : 'varchar(20)';
      const sql = `${visits(telling, folding)} insert into customers values ('K2', 'Dora', 'Ude', 'dora@ude.example');`;
      const { erase, column } = await open(sql, map);
      await erase('k2');
      expect(await column('select id from visits order by id')).toEqual(['2', '3', '4', '5']);
    });
  });

  it('such as dates without a four-digit year are not left where only the year may stay', async () => {
    const { erase, column } = await open(
      `create table customers (id integer primary key, ${person}, born varchar(20) not null);
       insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example', '24.5.81'), (2, 'Bert', 'Zorn', 'bert@zorn.example', '1.2.80');`,
      `${subject(`rows: mask
  columns: { first_name: null, last_name: null, email: null, born: { generalise: year } }`)}
tables: {}
`,
    );
    await erase('1');
    expect(await column('select born from customers order by id')).toEqual(['', '1.2.80']);
  });

  it('such as a file of somebody else that mentions the person is not destroyed', async () => {
    const file = 'ff00fe80416e6e61205175617374c328';
    const { erase, column } = await open(
      `create table customers (id integer primary key, ${person});
       create table files (id integer primary key, content blob);
       insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example'), (2, 'Bert', 'Zorn', 'bert@zorn.example');
       insert into files values (1, x'${file}'), (2, x'4be472616e6e61'), (3, x'${Buffer.from('für Anna Quast').toString('hex')}');`,
      `${subject()}
tables: {}
mentions: { files: [content] }
`,
    );
    await erase('1');
    const left = (await column('select hex(content) from files order by id')).map((hex) => hex.toLowerCase());
    expect(left.slice(0, 2)).toEqual([file, '4be472616e6e61']);
    expect(Buffer.from(left[2] ?? '', 'hex').toString()).toMatch(/^für (?!Anna)/);
  });

  it('such as JSON stays JSON, with every digit of its numbers', async () => {
    const json = engine === 'mysql' ? 'json' : 'json check (json_valid(data))';
    const { erase, column } = await open(
      `create table customers (id integer primary key, ${person}, phone varchar(30));
       create table log (id integer primary key, customer_id integer, data ${json});
       insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example', '+49 30 1234567'), (2, 'Bert', 'Zorn', 'bert@zorn.example', null);
       insert into log values (1, 1, '{"who": "Anna Quast", "no": 12345678901234567890, "sum": 1.10}'),
         (2, 2, '{"phone": 49301234567, "no": 12345678901234567890, "text": "mit Anna Quast"}');`,
      `${subject().replace('emails: [email]', 'emails: [email], phones: [phone]')}
tables:
  log:
    belongs_to: [{ columns: customer_id, to: customers, on_delete: undeclared }]
    rows: keep
    columns: { customer_id: null, data: { json: { $.who: remove } } }
mentions: { log: [data] }
`,
    );
    await erase('1');
    const [own = '', other = ''] = await column('select data from log order by id');
    expect(own.replaceAll(' ', '')).toBe('{"no":12345678901234567890,"sum":1.10}');
    expect(other).toContain('12345678901234567890');
    expect(other).not.toContain('Quast');
    expect(JSON.parse(other)).toMatchObject({ text: expect.stringMatching(/^mit /) as string });
  });

  it('such as a note about a supplier with the number of a customer is nobody’s but the supplier’s', async () => {
    const { session, erase, column } = await open(
      `create table customers (id integer primary key, ${person});
       create table remarks (id integer primary key, about varchar(20), about_id integer, remark varchar(80));
       insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example'), (2, 'Anna', 'Quast', 'zweite@quast.example');
       insert into remarks values (1, 'supplier', 1, 'Anna Quast fragen'), (2, 'customer', 1, 'Anna Quast kommt');`,
      `${subject()}
tables:
  remarks:
    belongs_to: [{ columns: about_id, to: customers, when: { about: customer }, on_delete: undeclared }]
    rows: delete
    columns: { about: delete }
mentions: { remarks: [remark] }
`,
    );
    await decide(session, '1', '2', 'different');
    await erase('1', { uncertainMentions: 'keep' });
    expect(await column('select remark from remarks order by id')).toEqual(['Anna Quast fragen']);
  });
});

onMariadb('values that only a server has', () => {
  const open = async (sql: string, map: string): Promise<SmallCalendar> =>
    (calendar = await openSmallCalendar('mysql', sql, map));

  it('such as numbers filled up with zeros are still keys', async () => {
    const { erase, column } = await open(
      `create table customers (id int(6) zerofill primary key, ${person});
       create table visits (id int(6) zerofill primary key, customer_id int(6) zerofill, note varchar(40));
       create table contacts (id int(6) zerofill primary key, email varchar(80));
       create table receipts (id int(6) zerofill primary key, customer_id int(6) zerofill, note varchar(40), issued date,
         foreign key (customer_id) references customers (id));
       insert into customers values (12, 'Anna', 'Quast', 'anna@quast.example'), (13, 'Bert', 'Zorn', 'bert@zorn.example');
       insert into visits values (7, 12, 'a'), (8, 13, 'b');
       insert into contacts values (7, 'anna@quast.example'), (8, 'bert@zorn.example');
       insert into receipts values (7, 12, 'für Anna Quast', '2026-01-05');`,
      `${subject('stub: [last_name]')}
tables:
  visits: { belongs_to: [{ columns: customer_id, to: customers, on_delete: undeclared }], rows: delete, columns: { note: delete } }
  contacts: { belongs_to: [{ match: email, column: email }], rows: delete }
  receipts:
    belongs_to: [{ columns: customer_id, to: customers, on_delete: restrict }]
    rows: delete
    columns: { customer_id: null, note: redact }
    retention: { class: receipt, date: { column: issued, encoding: date }, after: delete }
`,
    );
    await erase('12');
    expect(await column('select first_name from customers')).toEqual(['Bert']);
    expect(await column('select note from visits')).toEqual(['b']);
    expect(await column('select email from contacts')).toEqual(['bert@zorn.example']);
    expect((await column('select note from receipts'))[0]).toMatch(/^für (?!Anna)/);
  });

  it('such as binary keys are refused before anything is planned', async () => {
    await expect(
      open(
        `create table customers (id int primary key, ${person});
         create table visits (id binary(16) primary key, customer_id int, foreign key (customer_id) references customers (id));`,
        `${subject()}
tables:
  visits: { belongs_to: [{ columns: customer_id, to: customers, on_delete: restrict }], rows: delete, columns: { id: keep } }
`,
      ),
    ).rejects.toMatchObject({ code: 'MAP_MISMATCH', params: { findings: [{ code: 'binary_key' }] } });
  });
});
