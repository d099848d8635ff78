import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/connect.js';
import { readCatalogue, type Catalogue, type ColumnInfo } from '../../src/database/catalogue.js';
import type { Database, Engine } from '../../src/database/database.js';
import { asMariadbRoot, createDatabase, forEachEngine, loadSql, mariadbUrl, onMariadb, openFresh } from './harness.js';

const portable = `
  create table salons (id integer primary key, name varchar(80) not null);
  create table customers (
    id integer primary key, salon_id integer not null, number varchar(20) not null, e_mail varchar(120), born date,
    created datetime, balance decimal(10, 2), score double, notes text, extra json, photo blob, active boolean not null,
    full_name varchar(200) generated always as (number) virtual,
    unique (salon_id, number), unique (e_mail),
    foreign key (salon_id) references salons (id) on delete restrict);
  create index customers_born on customers (born, number);
  create table stays (
    customer_id integer not null, no integer not null, at time, parent_customer integer, parent_no integer,
    primary key (customer_id, no),
    foreign key (customer_id) references customers (id) on delete cascade,
    foreign key (parent_customer, parent_no) references stays (customer_id, no) on delete set null);
  create view active_customers as select id from customers where active = 1;
  insert into salons values (1, 'Nord');
  insert into customers (id, salon_id, number, active) values (1, 1, 'a', 1), (2, 1, 'b', 1), (3, 1, 'c', 0);
`;

const trigger: Readonly<Record<Engine, string>> = {
  sqlite: 'create trigger keep_old after delete on customers begin insert into salons values (99, old.number); end;',
  mysql: 'create trigger keep_old after delete on customers for each row insert into salons values (99, old.number);',
};

forEachEngine('the catalogue', (engine) => {
  let catalogue: Catalogue;
  let done: () => Promise<void>;
  beforeAll(async () => {
    const fresh = await openFresh(engine, portable + trigger[engine]);
    done = () => fresh.done();
    catalogue = await readCatalogue(fresh.db);
  });
  afterAll(() => done());

  const column = (table: string, name: string): ColumnInfo | undefined =>
    catalogue.tables.get(table)?.columns.get(name);

  it('lists tables, views and triggers', () => {
    expect([...catalogue.tables.keys()].sort()).toEqual(['customers', 'salons', 'stays']);
    expect(catalogue.views).toEqual([{ name: 'active_customers' }]);
    expect(catalogue.triggers).toMatchObject([{ name: 'keep_old', table: 'customers', event: 'AFTER DELETE' }]);
    expect(catalogue.triggers[0]?.body).toMatch(/insert into salons/);
  });

  it('tells what each column is', () => {
    const kinds = Object.fromEntries(
      [...(catalogue.tables.get('customers')?.columns.values() ?? [])].map((each) => [each.name, each.kind]),
    );
    expect(kinds).toEqual({
      id: 'integer',
      salon_id: 'integer',
      number: 'text',
      e_mail: 'text',
      born: 'date',
      created: 'datetime',
      balance: 'decimal',
      score: 'float',
      notes: 'text',
      extra: 'json',
      photo: 'blob',
      active: 'integer',
      full_name: 'text',
    });
    expect(column('stays', 'at')?.kind).toBe('time');
    expect(column('customers', 'number')).toMatchObject({
      type: 'varchar(20)',
      maxLength: 20,
      nullable: false,
      generated: false,
      autoUpdate: false,
    });
    expect(column('customers', 'e_mail')).toMatchObject({ maxLength: 120, nullable: true });
    expect(column('customers', 'full_name')?.generated).toBe(true);
    expect(column('customers', 'id')?.nullable).toBe(false);
  });

  it('tells keys, unique columns and indexes', () => {
    const customers = catalogue.tables.get('customers');
    expect(customers?.primaryKey).toEqual(['id']);
    expect(catalogue.tables.get('stays')?.primaryKey).toEqual(['customer_id', 'no']);
    expect(customers?.uniques).toEqual(expect.arrayContaining([['salon_id', 'number'], ['e_mail']]));
    expect(customers?.uniques).toHaveLength(2);
    expect(customers?.indexes).toEqual(
      expect.arrayContaining([['id'], ['salon_id', 'number'], ['e_mail'], ['born', 'number']]),
    );
    expect(catalogue.tables.get('stays')?.indexes).toContainEqual(['customer_id', 'no']);
  });

  it('tells foreign keys with what happens on delete, composite ones too', () => {
    expect(catalogue.tables.get('customers')?.foreignKeys).toMatchObject([
      { columns: ['salon_id'], references: { table: 'salons', columns: ['id'] }, onDelete: 'restrict' },
    ]);
    const stays = catalogue.tables.get('stays')?.foreignKeys ?? [];
    expect(stays).toHaveLength(2);
    expect(stays).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ columns: ['customer_id'], onDelete: 'cascade' }),
        expect.objectContaining({
          columns: ['parent_customer', 'parent_no'],
          references: { table: 'stays', columns: ['customer_id', 'no'] },
          onDelete: 'set null',
        }),
      ]),
    );
  });

  it('tells storage, and how many rows there are roughly', () => {
    expect(catalogue.tables.get('customers')).toMatchObject({
      storage: engine === 'mysql' ? 'InnoDB' : 'sqlite',
      transactional: true,
      keepsHistory: false,
      rowEstimate: 3,
    });
  });
});

describe('the catalogue of a SQLite file', () => {
  it('knows the types in use there, and what is odd about them', async () => {
    const { db, done } = await openFresh(
      'sqlite',
      `create table Odd (a NVARCHAR(40), b, c NUMERIC(10,2), d TIMESTAMP, e "EMAIL ADDRESS", f TEXT check (json_valid("f")), g REAL, h CLOB);
       create table Child (x int references odd, y int references ODD (A), primary key (y, x)) without rowid;
       create table With_key (A text primary key);
       create table Refers (x text references with_KEY);
       create unique index partial on Odd (a) where a <> '';
       create index expression on Odd (g, lower(a));
       create virtual table search using fts5 (body);
       create table [quoted "name] (x int);
       create trigger [before] before update of a on Odd begin select 1; end;
       create trigger t2 delete on Odd begin select 1; end;`,
    );
    const { tables, triggers } = await readCatalogue(db);
    const kinds = [...(tables.get('Odd')?.columns.values() ?? [])].map((each) => each.kind);
    expect(kinds).toEqual(['text', 'blob', 'decimal', 'datetime', 'text', 'json', 'float', 'text']);
    expect(tables.get('Odd')).toMatchObject({ primaryKey: [], uniques: [], indexes: [['g']] });
    expect(tables.get('Child')?.primaryKey).toEqual(['y', 'x']);
    expect(tables.get('Child')?.foreignKeys.map((key) => key.references.table)).toEqual(['Odd', 'Odd']);
    expect(tables.get('Refers')?.foreignKeys).toMatchObject([{ references: { table: 'With_key', columns: ['A'] } }]);
    expect(tables.get('search')?.storage).toBe('virtual');
    expect(tables.get('search_content')?.storage).toBe('shadow');
    expect(tables.get('quoted "name')?.rowEstimate).toBe(0);
    expect(triggers.map((each) => each.event)).toEqual(['BEFORE UPDATE', 'BEFORE DELETE']);
    await done();
  });
});

onMariadb('the catalogue of a MariaDB database', () => {
  it('knows storage engines, character sets, columns that move by themselves, and history', async () => {
    const { db, done } = await openFresh(
      'mysql',
      `create table logs (id int primary key, line varchar(50) character set latin1, at timestamp default current_timestamp on update current_timestamp) engine=MyISAM;
       create table prices (id int primary key, amount int) with system versioning;
       create table kinds (id int primary key, a enum('x','y'), b tinytext, c varbinary(16), d year, e bit(1), f char(36) collate utf8mb4_bin, g text, \`we\`\`ird\` json);`,
    );
    const { tables } = await readCatalogue(db);
    expect(tables.get('logs')).toMatchObject({ storage: 'MyISAM', transactional: false });
    expect(tables.get('logs')?.columns.get('line')).toMatchObject({ charset: 'latin1', maxLength: 50 });
    expect(tables.get('logs')?.columns.get('at')).toMatchObject({ kind: 'datetime', autoUpdate: true });
    expect(tables.get('prices')?.keepsHistory).toBe(true);
    const kinds = [...(tables.get('kinds')?.columns.values() ?? [])];
    expect(kinds.map((each) => each.kind)).toEqual([
      'integer',
      'enum',
      'text',
      'blob',
      'integer',
      'other',
      'text',
      'text',
      'json',
    ]);
    expect(kinds[6]).toMatchObject({ collation: 'utf8mb4_bin', maxLength: 36 });
    // 255 and 65,535 bytes, of up to four a character.
    expect([kinds[2]?.maxLength, kinds[7]?.maxLength]).toEqual([63, 16_383]);
    await done();
  });

  it('lists triggers also where their body may not be read', async () => {
    const { database, done } = await openFresh('mysql', portable + trigger.mysql);
    asMariadbRoot(
      `create or replace user looker@localhost; grant select, delete, insert, update on ${database.name}.* to looker@localhost`,
    );
    const db = await openDatabase(mariadbUrl(database.name, 'looker'));
    const { triggers } = await readCatalogue(db);
    for (const each of triggers) expect(each.body).toBeNull();
    await db.close();
    await done();
  });

  it('is read by the same few statements, however many tables there are', async () => {
    const statements = async (tables: number): Promise<number> => {
      const many = Array.from(
        { length: tables },
        (_, at) => `create table t${String(at)} (id int primary key, a varchar(9), b text, c json, key (a));`,
      );
      const { db, done } = await openFresh('mysql', many.join(''));
      let count = 0;
      const all: Database['all'] = async (...query) => {
        count += 1;
        return db.all(...query);
      };
      const catalogue = await readCatalogue({ ...db, all });
      expect(catalogue.tables.size).toBe(tables);
      await done();
      return count;
    };
    const one = await statements(1);
    expect(one).toBeGreaterThan(0);
    expect(await statements(40)).toBe(one);
  });
});

const samples = new URL('../../../shared/data/databases/', import.meta.url).pathname;

describe.skipIf(!existsSync(`${samples}chinook.sqlite.gz`))('the catalogue of databases made by others', () => {
  forEachEngine('Chinook', (engine) => {
    it('has eleven tables and their foreign keys', async () => {
      const database = await createDatabase(engine);
      await loadSql(database, `${samples}chinook.${engine}${engine === 'mysql' ? '.sql' : ''}.gz`);
      const db = await openDatabase(database.url);
      const { tables } = await readCatalogue(db);
      expect(tables.size).toBe(11);
      expect([...tables.values()].flatMap((table) => table.foreignKeys)).toHaveLength(11);
      expect(tables.get('PlaylistTrack')?.primaryKey).toEqual(['PlaylistId', 'TrackId']);
      await db.close();
      await database.drop();
    });
  });
});
