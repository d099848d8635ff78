import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/connect.js';
import type { Database, Row } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { parseMap } from '../../src/data-map/parse-map.js';
import { executeErasure } from '../../src/erasure/execute-erasure.js';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { planErasures } from '../../src/erasure/plan-erasure.js';
import type { ErasureSession } from '../../src/erasure/session.js';
import { addRequest, findCustomer } from '../../src/requests/add-request.js';
import {
  createDatabase,
  forEachEngine,
  loadSql,
  mariadbMissing,
  runScript,
  type TestDatabase,
} from '../database/harness.js';
import { builtInMap, deskOf, sessionFor, snapshot } from './calendar.js';
import { chinookMap } from './chinook-map.js';

// Databases that no one here wrote; they are not part of the repository.
const shared = new URL('../../../shared/data/databases/', import.meta.url).pathname;
const absent = !existsSync(shared);

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function open(database: TestDatabase): Promise<Database> {
  await migrate(database.url);
  const db = await openDatabase(database.url);
  cleanUp.push(
    async () => database.drop(),
    async () => db.close(),
  );
  return db;
}

async function request(session: ErasureSession, customer: string): Promise<string> {
  const { id } = await addRequest(deskOf(session), {
    customerKey: await findCustomer(session.db, session.resolved.map, customer),
    channel: 'staff',
    receivedOn: '2026-11-20',
    receivedAt: null,
    verifiedBy: null,
  });
  return id;
}

describe.skipIf(absent || mariadbMissing !== null)(
  'Easy!Appointments on MariaDB (skipped without ../shared/data)',
  () => {
    async function load(): Promise<ErasureSession> {
      const database = await createDatabase('mysql');
      await loadSql(database, `${shared}easyappointments.mysql.sql.gz`);
      // Past appointments only: a future one rightly blocks.
      await runScript(
        database,
        "update ea_appointments set start_datetime = '2026-01-05 10:00:00', end_datetime = '2026-01-05 11:00:00' where start_datetime > '2026-11-01'",
      );
      return sessionFor(await open(database), await builtInMap('easyappointments'));
    }
    const one = async (session: ErasureSession, sql: string): Promise<Row> => {
      const [row] = await session.db.all(sql);
      if (row === undefined) throw new Error('no such row');
      return row;
    };

    it('erases a customer with consents, appointments, mentions and a household member of the same phone and e-mail', async () => {
      const session = await load();
      const household = await one(
        session,
        `select a.id as id, b.id as other, a.first_name, a.last_name, a.email, a.phone_number from ea_users a
       join ea_users b on b.email = a.email and b.phone_number = a.phone_number
       where (a.id, b.id) in (${householdPairs()
         .map(([a, b]) => `(${String(a)}, ${String(b)})`)
         .join(', ')})
         and exists (select 1 from ea_appointments p where p.id_users_customer = a.id)
         and exists (select 1 from ea_consents c where c.email = a.email and c.first_name = a.first_name) order by a.id limit 1`,
      );
      const id = Number(household['id']);
      const other = Number(household['other']);
      const theirs = async (): Promise<Row[]> => [
        ...(await session.db.all('select * from ea_users where id = ?', [other])),
        ...(await session.db.all('select * from ea_appointments where id_users_customer = ?', [other])),
        ...(await session.db.all('select * from ea_consents where id_users = ?', [other])),
      ];
      const before = await theirs();
      expect(before.length).toBeGreaterThan(1);
      const requestId = await request(session, String(id));
      const [prepared] = await planErasures(session, [requestId]);
      if (prepared === undefined) throw new Error('no plan');
      await executeErasure(session, prepared, { uncertainMentions: 'keep' });
      const [result] = await finishErasures(session, [requestId], { manualDone: true });
      expect(result?.residue.hits).toBe(0);
      expect(await session.db.all('select id from ea_users where id = ?', [id])).toEqual([]);
      expect(await session.db.all('select id from ea_appointments where id_users_customer = ?', [id])).toEqual([]);
      const consents = await session.db.all(
        'select id from ea_consents where first_name = ? and last_name = ? and email = ?',
        [household['first_name'] ?? null, household['last_name'] ?? null, household['email'] ?? null],
      );
      expect(consents).toEqual([]);
      expect(await theirs()).toEqual(before);
    });

    it('refuses a customer whose e-mail is a provider’s until the login is named, and leaves the provider every row', async () => {
      const session = await load();
      const provider = await one(
        session,
        'select id, email from ea_users where id_roles = 2 and id >= 10 order by id limit 1',
      );
      await session.db.run(
        "insert into ea_users (first_name, last_name, email, phone_number, id_roles) values ('Sabine', 'Kraus', upper(?), '030 23125999', 3)",
        [provider['email'] ?? null],
      );
      const customer = await one(session, "select id from ea_users where phone_number = '030 23125999'");
      const requestId = await request(session, String(customer['id']));
      const [prepared] = await planErasures(session, [requestId]);
      if (prepared === undefined) throw new Error('no plan');
      expect(prepared.logins).toEqual([{ login: String(provider['id']), reason: 'same_email', lastOwner: false }]);
      const before = await snapshot(session.db);
      await expect(executeErasure(session, prepared)).rejects.toMatchObject({ code: 'STAFF_LOGIN' });
      expect(await snapshot(session.db)).toEqual(before);
      await executeErasure(session, prepared, { forceLogin: String(provider['id']), uncertainMentions: 'keep' });
      const after = await snapshot(session.db);
      expect(after.get('ea_users')?.length).toBe((before.get('ea_users')?.length ?? 0) - 1);
      expect(after.get('ea_appointments')).toEqual(before.get('ea_appointments'));
      expect(after.get('ea_user_settings')).toEqual(before.get('ea_user_settings'));
    });

    it('does not take a member of staff for a customer', async () => {
      const session = await load();
      const provider = await one(
        session,
        'select id from ea_users where id_roles = 2 and id >= 10 order by id limit 1',
      );
      const requestId = await request(session, String(provider['id']));
      const [prepared] = await planErasures(session, [requestId]);
      expect(prepared?.plan.blockers.map((blocker) => blocker.code)).toContain('staff_login');
      expect(prepared?.plan.blockers.map((blocker) => blocker.code)).toContain('blocking_rows');
      if (prepared !== undefined) {
        await expect(
          executeErasure(session, prepared, { forceLogin: String(provider['id']), uncertainMentions: 'keep' }),
        ).rejects.toMatchObject({ code: 'BLOCKED' });
      }
    });
  },
);

describe.skipIf(absent)('Chinook (skipped without ../shared/data)', () => {
  forEachEngine('a customer is masked, invoices stay with country and totals', (engine) => {
    it('masks', async () => {
      const database = await createDatabase(engine);
      await loadSqlOrFile(database);
      const db = await open(database);
      const session = await sessionFor(db, await parseMap(chinookMap, 'chinook'));
      const invoices = await db.all(
        'select InvoiceId, InvoiceDate, BillingCountry, Total from Invoice order by InvoiceId',
      );
      const lines = await db.all('select * from InvoiceLine order by InvoiceLineId');
      const others = await db.all('select * from Customer where CustomerId <> 2 order by CustomerId');
      const requestId = await request(session, '2');
      const [prepared] = await planErasures(session, [requestId]);
      if (prepared === undefined) throw new Error('no plan');
      await executeErasure(session, prepared);
      const [result] = await finishErasures(session, [requestId], { manualDone: true });
      expect(result?.residue.hits).toBe(0);
      const [masked] = await db.all('select * from Customer where CustomerId = 2');
      expect(masked).toMatchObject({
        FirstName: 'gelöscht',
        Address: null,
        Phone: null,
        Country: 'Germany',
        SupportRepId: 5,
      });
      expect(String(masked?.['Email'])).toMatch(/^erased-[a-z0-9]{12}$/);
      expect(
        await db.all('select InvoiceId, InvoiceDate, BillingCountry, Total from Invoice order by InvoiceId'),
      ).toEqual(invoices);
      expect(
        await db.all(
          'select BillingAddress, BillingCity, BillingPostalCode from Invoice where CustomerId = 2 group by 1, 2, 3',
        ),
      ).toEqual([{ BillingAddress: null, BillingCity: null, BillingPostalCode: '70' }]);
      expect(await db.all('select * from InvoiceLine order by InvoiceLineId')).toEqual(lines);
      expect(await db.all('select * from Customer where CustomerId <> 2 order by CustomerId')).toEqual(others);
    });
  });
});

/** Customer ids of two people of one household, as the database's truth file tells. */
function householdPairs(): [number, number][] {
  const truth = JSON.parse(readFileSync(`${shared}easyappointments.truth.json`, 'utf8')) as {
    customers: Record<string, number[]>;
    notTheSame: { households_share_mail_and_phone: [number, number][] };
  };
  const ids = (person: number): number[] => truth.customers[String(person)] ?? [];
  return truth.notTheSame.households_share_mail_and_phone.flatMap(([a, b]) =>
    ids(a).flatMap((first) =>
      ids(b).flatMap((second): [number, number][] => [
        [first, second],
        [second, first],
      ]),
    ),
  );
}

async function loadSqlOrFile(database: TestDatabase): Promise<void> {
  if (database.engine === 'mysql') await loadSql(database, `${shared}chinook.mysql.sql.gz`);
  else writeFileSync(database.path, gunzipSync(readFileSync(`${shared}chinook.sqlite.gz`)));
}
