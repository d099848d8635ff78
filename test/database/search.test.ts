import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCatalogue } from '../../src/database/catalogue.js';
import type { Database, TextFilter, TextSearch } from '../../src/database/database.js';
import { forEachEngine, openFresh } from './harness.js';

const tables = `
  create table notes (id int primary key, title varchar(40), body text);
  insert into notes with recursive n as (select 1 as i union all select i + 1 from n where i < 12000)
    select i, case when i % 3 = 0 then null else 'Titel' end, case when i % 4000 = 7 then 'Müller 🌸' when i % 5 = 0 then null else '' end from n;
  create table pairs (a int not null, b int not null, body text not null, primary key (a, b));
  insert into pairs values (1, 2, 'Müller'), (12, 3, 'Weber'), (-4, 0, 'Müller');
  create table named (name varchar(20) primary key, body text);
  insert into named values ('x', 'Müller'), ('y', null), ('z', 'Weber');
  create table loose (body text);
  insert into loose values ('Müller'), (null), ('Weber');`;

const filter: TextFilter = {
  test: (text) => text.includes('Müller'),
  testAll: (texts) => texts.flatMap((text, at) => (text.includes('Müller') ? [{ at, hint: 5 }] : [])),
};

forEachEngine('a search in the text of a table', (engine) => {
  let db: Database;
  let done: () => Promise<void>;
  beforeAll(async () => {
    const mariadb =
      'set max_recursive_iterations = 1000000; create table padded (id int zerofill primary key, body text);';
    const padded = "insert into padded values (7, 'Müller');";
    ({ db, done } = await openFresh(engine, engine === 'mysql' ? `${mariadb}${padded}${tables}` : tables));
  });
  afterAll(() => done());

  const searched = async (table: string): Promise<TextSearch> => {
    const info = (await readCatalogue(db)).tables.get(table);
    const columns = [...(info?.columns.values() ?? [])];
    const key = columns.filter((column) => info?.primaryKey.includes(column.name));
    return { table, key, columns: columns.filter((column) => column.kind === 'text' && !key.includes(column)) };
  };
  const search = async (table: string): Promise<{ read: number; wanted: unknown[] }> => {
    let read = 0;
    const wanted: unknown[] = [];
    for await (const some of db.search(await searched(table), filter)) {
      read += some.read;
      wanted.push(...some.wanted.map(({ key, text }) => ({ key, text })));
      // SQLite asks of each text alone.
      for (const { hint } of some.wanted) expect(hint).toBe(engine === 'mysql' ? 5 : 0);
    }
    return { read, wanted };
  };

  it('hands out the wanted rows and counts all that hold text', async () => {
    const text = (id: number): string => `${id % 3 === 0 ? '' : 'Titel'}\u001fMüller 🌸`;
    const wanted = [7, 4007, 8007].map((id) => ({ key: [String(id)], text: text(id) }));
    const empty = Math.floor(12_000 / 15);
    expect(await search('notes')).toEqual({ read: 12_000 - empty, wanted });
  });

  it('knows keys of several columns, of text, and none', async () => {
    const pairs = await search('pairs');
    expect(pairs.read).toBe(3);
    expect(pairs.wanted).toHaveLength(2);
    expect(pairs.wanted).toContainEqual({ key: ['1', '2'], text: 'Müller' });
    expect(pairs.wanted).toContainEqual({ key: ['-4', '0'], text: 'Müller' });
    expect((await search('named')).wanted).toEqual([{ key: ['x'], text: 'Müller' }]);
    expect((await search('loose')).wanted).toEqual([{ key: [], text: 'Müller' }]);
    if (engine === 'mysql') expect((await search('padded')).wanted).toEqual([{ key: ['7'], text: 'Müller' }]);
  });

  it('can be abandoned, and made again', async () => {
    for await (const some of db.search(await searched('notes'), filter)) {
      expect(some.read).toBeGreaterThan(0);
      break;
    }
    await db.run("update named set body = 'Müller' where name = 'z'");
    expect((await search('named')).wanted).toHaveLength(2);
  });

  it('lets out what goes wrong in the filter', async () => {
    const broken = (): never => {
      throw new RangeError('broken');
    };
    const failing = async (): Promise<void> => {
      for await (const some of db.search(await searched('named'), { test: broken, testAll: broken }))
        expect(some.read).toBeLessThan(0);
    };
    await expect(failing()).rejects.toThrow();
    expect((await search('loose')).wanted).toHaveLength(1);
  });

  it.runIf(engine === 'mysql')('does not pass over a row that is longer than the server sends', async () => {
    await db.run('create table long_rows (id int primary key, a longtext, b longtext)');
    await db.run("insert into long_rows values (1, concat('Müller', repeat('x', 9000000)), repeat('y', 9000000))");
    await expect(search('long_rows')).rejects.toMatchObject({ code: 'ROW_TOO_LONG', params: { table: 'long_rows' } });
    await db.run('drop table long_rows');
  });
});
