import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCatalogue } from '../../src/database/catalogue.js';
import type { Database, RowFilter, TextFilter, TextSearch } from '../../src/database/database.js';
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

/** Tests rows by their bytes; of every second one that may be wanted it leaves the last word to the text. */
function rowFilter(): RowFilter {
  let rows: Buffer[] = [];
  return {
    get count() {
      return rows.length;
    },
    get isFull() {
      return rows.length === 700;
    },
    add(bytes, start, end) {
      if (end - start > 1_000_000) return false;
      rows.push(Buffer.from(bytes.subarray(start, end)));
      return true;
    },
    test() {
      const found = rows.filter((row) => row.includes('ller')).map((row, at) => ({ row, hint: at % 2 === 0 ? 5 : 0 }));
      rows = [];
      return found;
    },
  };
}

const filter: TextFilter = {
  test: (text) => text.includes('Müller'),
  rows: async () => Promise.resolve(rowFilter()),
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
    await db.search(await searched(table), filter, (some) => {
      read += some.read;
      wanted.push(...some.wanted.map(({ key, text }) => ({ key, text })));
      // SQLite asks of each text alone.
      for (const { hint } of some.wanted) expect(engine === 'mysql' ? [0, 5] : [0]).toContain(hint);
    });
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
    const enough = new RangeError('enough');
    let visits = 0;
    const abandoned = db.search(await searched('notes'), filter, ({ read }) => {
      visits += 1;
      expect(read).toBeGreaterThan(0);
      throw enough;
    });
    await expect(abandoned).rejects.toBe(enough);
    expect(visits).toBe(1);
    await db.run("update named set body = 'Müller' where name = 'z'");
    expect((await search('named')).wanted).toHaveLength(2);
  });

  it('lets out what goes wrong in the filter', async () => {
    const broken = (): never => {
      throw new RangeError('broken');
    };
    let visits = 0;
    const failing = db.search(
      await searched('named'),
      { test: broken, rows: async () => Promise.resolve({ ...rowFilter(), isFull: true, test: broken }) },
      () => void (visits += 1),
    );
    await expect(failing).rejects.toThrow();
    expect(visits).toBe(0);
    expect((await search('loose')).wanted).toHaveLength(1);
  });

  it.runIf(engine === 'mysql')(
    'reads bytes that are no UTF-8 as one letter each, and a row longer than 16 MiB',
    async () => {
      await db.run(
        'create table long_rows (id int primary key, a longblob, b longtext, c varchar(9) character set latin1)',
      );
      await db.run(
        "insert into long_rows values (1, concat('M', 0xfc, 'ller'), null, 'Müller'), (2, 'Müller', '', null)",
      );
      await db.run(
        "insert into long_rows values (3, repeat('x', 9000000), concat(repeat('y', 9000000), 'Müller'), '')",
      );
      const info = (await readCatalogue(db)).tables.get('long_rows');
      const [key, ...columns] = [...(info?.columns.values() ?? [])];
      const wanted: string[] = [];
      const what = { table: 'long_rows', key: key === undefined ? [] : [key], columns };
      await db.search(what, filter, (some) => void wanted.push(...some.wanted.map(({ text }) => text)));
      expect(wanted.map((text) => text.replace(/x{9}|y{9}/g, ''))).toEqual([
        'Müller\u001f\u001fMüller',
        'Müller\u001f\u001f',
        '\u001fMüller\u001f',
      ]);
      expect(wanted[2]).toHaveLength(18_000_008);
      await db.run('drop table long_rows');
    },
  );

  it('reads bytes that are no UTF-8 as one letter each, cell by cell', async () => {
    const utf8 = '4dc3bc6c6c6572';
    const latin1 = '4dfc6c6c6572';
    await db.run('create table old_bytes (id int primary key, a blob, b blob)');
    await db.run(
      `insert into old_bytes values (1, x'${latin1}', null), (2, x'${utf8}', x'${latin1}'), (3, x'fc', x'${utf8}'), (4, x'fc', null), (5, x'efbfbd', x'41')`,
    );
    // A file of SQLite takes a text for what its program wrote.
    if (engine === 'sqlite')
      await db.run(`insert into old_bytes values (6, cast(x'${latin1}' as text), cast(x'41fc42' as text))`);
    const info = (await readCatalogue(db)).tables.get('old_bytes');
    const [key, ...columns] = [...(info?.columns.values() ?? [])];
    const found: unknown[] = [];
    await db.search({ table: 'old_bytes', key: key === undefined ? [] : [key], columns }, filter, ({ wanted }) => {
      for (const each of wanted) found.push([Number(each.key[0]), each.text]);
    });
    expect(found).toEqual([
      [1, 'Müller\u001f'],
      [2, 'Müller\u001fMüller'],
      [3, 'ü\u001fMüller'],
      ...(engine === 'sqlite' ? [[6, 'Müller\u001fAüB']] : []),
    ]);
    await db.run('drop table old_bytes');
  });
});
