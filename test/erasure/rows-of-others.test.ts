import { afterEach, describe, expect, it } from 'vitest';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { forEachEngine } from '../database/harness.js';
import { decide } from './calendar.js';
import { openSmallCalendar, type SmallCalendar } from './small-calendar.js';

/* What stands in a row that is not only the customer's. */

const subject = (more = ''): string => `
subject:
  table: customers
  key: id
  identifiers: { given_name: first_name, family_name: last_name, emails: [email] }
  ${more}
`;
const person = 'first_name varchar(40), last_name varchar(40), email varchar(80)';

forEachEngine('a schema with rows of others', (engine) => {
  let calendar: SmallCalendar | null = null;
  const open = async (sql: string, map: string): Promise<SmallCalendar> =>
    (calendar = await openSmallCalendar(engine, sql, map));
  afterEach(async () => {
    await calendar?.close();
    calendar = null;
  });

  describe('of logins with notes', () => {
    const openStaff = async (): Promise<SmallCalendar> =>
      open(
        `create table customers (id integer primary key, ${person});
         create table staff (id integer primary key, login varchar(40), ${person}, notes varchar(80));
         create table rota (id integer primary key, note varchar(80));
         insert into customers values (1, 'Anna', 'Quast', 'anna@quast.example'), (2, 'Cleo', 'Ihle', 'cleo@ihle.example');
         insert into staff values (1, 'bert', 'Bert', 'Zorn', 'bert@zorn.example', 'Anna Quast nur bei ihm, ruft Cleo Ihle an'),
           (2, 'cleo', 'Cleo', 'Ihle', 'cleo@ihle.example', 'Cleo Ihle kommt erst um 10');
         insert into rota values (1, 'Cleo Ihle, dann Anna Quast');`,
        `${subject('logins: [{ table: staff, key: id, login: login, email: email }]')}
tables: {}
mentions: { staff: [notes], rota: [note] }
ignored: { tables: { staff: logins of staff } }
`,
      );
    const notes = 'select notes from staff order by id';

    it('mentions of a customer in them are redacted like any other, and residue when they are not', async () => {
      const { session, erase, column, db } = await openStaff();
      await erase('1');
      expect((await column(notes))[0]).toMatch(/^(?!.*Quast).* nur bei ihm, ruft Cleo Ihle an$/);
      expect(await column('select last_name from staff order by id')).toEqual(['Zorn', 'Ihle']);
      await db.run("update staff set notes = 'Anna Quast' where id = 1");
      const [result] = await finishErasures(session, ['1'], { manualDone: true });
      expect(result?.residue.places).toEqual([{ table: 'staff', column: 'notes', rows: 1, kinds: ['name'] }]);
    });

    it('those of a member of staff who is a customer as well are for a person to decide: the login stays', async () => {
      const { erase, column } = await openStaff();
      await expect(erase('2', { forceLogin: 'cleo' })).rejects.toMatchObject({ code: 'BLOCKED' });
      await calendar?.db.run("update belbo_erase_requests set status = 'withdrawn'");
      await erase('2', { forceLogin: 'cleo', uncertainMentions: 'redact' });
      const [first, second] = await column(notes);
      expect(`${String(first)} ${String(second)}`).not.toMatch(/Ihle/);
      expect(first).toMatch(/^Anna Quast nur/);
      expect(await column('select last_name from staff order by id')).toEqual(['Zorn', 'Ihle']);
      expect((await column('select note from rota'))[0]).toMatch(/dann Anna Quast$/);
    });

    it('what a person has decided to keep of them is told as uncertain, not as residue', async () => {
      const { session, erase, column } = await openStaff();
      await erase('2', { forceLogin: 'cleo', uncertainMentions: 'keep' });
      expect(await column('select note from rota')).toEqual(['Cleo Ihle, dann Anna Quast']);
      const [result] = await finishErasures(session, ['1'], { manualDone: true });
      expect(result?.residue).toMatchObject({ hits: 0, uncertain: 3 });
    });
  });

  it('of an address with a telephone number is refused where others may live there, too: the number would be erased as theirs', async () => {
    const sql = `
      create table addresses (id integer primary key, phone varchar(40));
      create table bells (id integer primary key, address_id integer, phone varchar(40));
      create table customers (id integer primary key, ${person}, address_id integer);`;
    const map = (onAddress: string, onBell: string): string => `${subject()}
tables:
  addresses:
    belongs_to: [{ referenced_by: customers, columns: address_id, on_delete: undeclared }]
    rows: delete_if_orphan
    columns: { phone: delete }
    ${onAddress}
  bells:
    belongs_to: [{ columns: address_id, to: addresses, on_delete: undeclared }]
    rows: delete
    columns: { phone: delete }
    ${onBell}
`;
    const phones = 'identifiers: { phones: [phone] }';
    for (const [given, path] of [
      [map(phones, ''), 'tables.addresses.identifiers'],
      [map('', phones), 'tables.bells.identifiers'],
    ] as const) {
      await expect(open(sql, given)).rejects.toMatchObject({
        code: 'MAP_INVALID',
        params: { findings: [{ path, code: 'identifiers_of_others' }] },
      });
    }
    await open(sql, map('', ''));
  });

  it('of rows that are found by a value, or let go, has no identifiers in them', async () => {
    const found = (links: string, rows: string): string => `${subject()}
tables:
  contacts:
    belongs_to: [${links}]
    rows: ${rows}
    columns: { email: null, phone: null }
    identifiers: { phones: [phone] }
`;
    const sql = `create table customers (id integer primary key, ${person});
      create table contacts (id integer primary key, customer_id integer, email varchar(80), phone varchar(40));
      create table notes (id integer primary key, note varchar(80));
      insert into customers values (1, 'Anna', 'Quast', 'familie@quast.example'), (2, 'Bert', 'Quast', 'familie@quast.example');
      insert into contacts values (1, 1, null, '030 1234567'), (2, null, 'familie@quast.example', '030 7654321');
      insert into notes values (1, 'Ruf 030 1234567'), (2, 'Ruf 030 7654321');`;
    const byValue = '{ match: email, column: email }';
    const byReference = '{ columns: customer_id, to: customers, on_delete: undeclared }';
    const refused = { code: 'MAP_INVALID', params: { findings: [{ code: 'identifiers_of_others' }] } };
    await expect(open(sql, found(byValue, 'delete'))).rejects.toMatchObject(refused);
    await expect(open(sql, found(byReference, 'detach'))).rejects.toMatchObject(refused);
    const both = `${found(`${byReference}, ${byValue}`, 'delete')}mentions: { notes: [note] }\n`;
    const { session, erase, column } = await open(sql, both);
    await decide(session, '1', '2', 'different');
    await erase('1');
    expect(await column('select id from contacts')).toEqual(['2']);
    const [own, others] = await column('select note from notes order by id');
    expect(own).not.toContain('1234567');
    expect(others).toBe('Ruf 030 7654321');
  });
});
