import { afterEach, expect, it } from 'vitest';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import { readRequests } from '../../src/requests/store.js';
import { forEachEngine } from '../database/harness.js';
import { openSmallCalendar, type SmallCalendar } from './small-calendar.js';

/** Requests in the calendar's own table, three of them of customer k2. */
const schema = (key: string, reference: string, declared: boolean): string => `
  create table customers (id ${key} primary key, first_name varchar(40), last_name varchar(40), email varchar(80));
  create table wishes (id integer primary key, customer ${reference}, channel varchar(9), received date, status varchar(9)
    ${declared ? ', foreign key (customer) references customers (id) on delete set null' : ''});
  insert into customers values ('k2', 'Anna', 'Quast', 'anna@quast.example'), ('k3', 'Bert', 'Zorn', 'bert@zorn.example');
  insert into wishes values (1, 'K2', 'staff', '2026-11-20', 'new'), (2, 'k2', 'staff', '2026-11-20', 'new'),
    (3, 'K2', 'staff', '2026-11-20', 'old'), (4, 'K3', 'staff', '2026-11-20', 'new');`;
const map = (declared: boolean): string => `
subject:
  table: customers
  key: id
  identifiers: { given_name: first_name, family_name: last_name, emails: [email] }
requests:
  table: wishes
  key: id
  customer: customer
  on_delete: ${declared ? 'set_null' : 'undeclared'}
  channel: { column: channel, online: [online], staff: [staff] }
  received: { column: received, encoding: date }
  status:
    column: status
    values: { open: [new], in_progress: [work], erased: [gone], done: [done], rejected: [no], withdrawn: [old] }
  minimise: { customer: null }
tables: {}
`;

forEachEngine('a request that spells the key of its customer in other letters', (engine) => {
  let calendar: SmallCalendar | null = null;
  afterEach(async () => {
    await calendar?.close();
    calendar = null;
  });
  const open = async (key: string, reference: string, declared: boolean): Promise<SmallCalendar> =>
    (calendar = await openSmallCalendar(engine, schema(key, reference, declared), map(declared)));
  const folding = engine === 'mysql' ? 'varchar(20)' : 'varchar(20) collate nocase';
  const telling = engine === 'mysql' ? 'varchar(20) collate utf8mb4_bin' : 'varchar(20)';
  const wishes = "select concat(id, ' ', coalesce(customer, ''), ' ', status) from wishes order by id";

  it.each([true, false])('is theirs where the database takes it for theirs (declared: %s)', async (declared) => {
    const { session, column } = await open(folding, folding, declared);
    const { db, resolved, timeZone } = session;
    const [stored] = await readRequests(db, resolved.map, timeZone, { ids: ['1'] });
    expect(stored).toMatchObject({ request: { customerKey: 'k2' }, customer: { key: 'k2', name: 'Anna Quast' } });
    const plans = await planErasures(session, ['1', '4']);
    expect(plans.map(({ plan }) => plan.records)).toEqual([['k2'], ['k3']]);
    for (const each of plans) await executeErasure(session, each);
    expect(await column('select id from customers')).toEqual([]);
    expect(await column(wishes)).toEqual(['1  gone', '2  done', '3  old', '4  gone']);
  });

  it.each([
    ['key', telling, folding],
    ['reference', folding, telling],
    ['key and reference', telling, telling],
  ])('is nobody’s where the letters of the %s tell', async (_, key, reference) => {
    const { session, column } = await open(key, reference, false);
    await expect(planErasures(session, ['1'])).rejects.toMatchObject({ code: 'SUBJECT_GONE' });
    const [prepared] = await planErasures(session, ['2']);
    if (prepared === undefined) throw new Error('no plan');
    await executeErasure(session, prepared);
    expect(await column('select id from customers')).toEqual(['k3']);
    expect(await column(wishes)).toEqual(['1 K2 new', '2  gone', '3 K2 old', '4 K3 new']);
  });
});
