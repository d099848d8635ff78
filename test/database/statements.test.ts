import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Engine } from '../../src/database/database.js';
import { castText, concatText, equalsExactly, keyValue, placeholders, quote } from '../../src/database/dialect.js';
import {
  bucket,
  deleteIn,
  insertInto,
  largestBucket,
  padKeys,
  selectIn,
  updateIn,
} from '../../src/database/statements.js';
import { forEachEngine, onMariadb, openFresh } from './harness.js';

const weird = 'we`ird "na.me';

function schema(engine: Engine): string {
  const name = quote(engine, weird);
  return `create table ${name} (a int, b varchar(20), ${quote(engine, 'select as x')} text, primary key (a, b));
    create table plain (id int primary key, note text);`;
}

forEachEngine('statements by key', (engine) => {
  let db: Database;
  let done: () => Promise<void>;
  beforeAll(async () => {
    ({ db, done } = await openFresh(engine, schema(engine)));
  });
  afterAll(() => done());

  it('insert, find, change and delete rows of the oddest table', async () => {
    for (let a = 1; a <= 5; a += 1) {
      const { sql, bindings } = insertInto(weird, { a, b: `k${String(a)}`, 'select as x': 'old' });
      expect(await db.run(sql, bindings)).toBe(1);
    }
    const update = updateIn(
      weird,
      { 'select as x': "new'" },
      ['a', 'b'],
      [
        [1, 'k1'],
        [2, 'k2'],
        [3, 'other'],
      ],
    );
    expect(await db.run(update.sql, update.bindings)).toBe(2);
    const select = selectIn(
      weird,
      ['a', 'select as x'],
      ['a', 'b'],
      [
        [1, 'k1'],
        [4, 'k4'],
        [5, 'k5'],
      ],
    );
    expect(await db.all(select.sql, select.bindings)).toEqual([
      { a: 1, 'select as x': "new'" },
      { a: 4, 'select as x': 'old' },
      { a: 5, 'select as x': 'old' },
    ]);
    const remove = deleteIn(weird, ['a'], [[1], [2], [3]]);
    expect(await db.run(remove.sql, remove.bindings)).toBe(3);
  });

  it('take the largest bucket of composite keys', async () => {
    const keys = Array.from({ length: largestBucket }, (_, at) => [at, 'k4'] as const);
    const { sql, bindings } = selectIn(weird, ['a'], ['a', 'b'], keys);
    expect(await db.all(sql, bindings)).toEqual([{ a: 4 }]);
  });

  it('have the same text for as many keys as fit their bucket', async () => {
    const three = selectIn('plain', ['id'], ['id'], [[1], [2], [3]]);
    const four = selectIn('plain', ['id'], ['id'], [[1], [2], [3], [4]]);
    expect(three.sql).toBe(four.sql);
    expect(three.bindings).toEqual([1, 2, 3, 3]);
  });
});

describe('buckets', () => {
  it('are powers of two', () => {
    expect([0, 1, 2, 3, 4, 5, 100, 512].map(bucket)).toEqual([1, 1, 2, 4, 4, 8, 128, 512]);
    expect(
      padKeys([
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ]),
    ).toEqual(['a', 1, 'b', 2, 'c', 3, 'c', 3]);
    expect(padKeys([])).toEqual([]);
  });
});

forEachEngine('the dialect', (engine) => {
  const q = (name: string): string => quote(engine, name);

  it('reads several columns as one text', async () => {
    const { db, done } = await openFresh(
      engine,
      `create table t (id int, a varchar(20), b text, c blob, d date, e decimal(8, 2));
       insert into t values (1, 'Grüße 🌸', null, X'4dc3bc', '2026-11-23', 1.5), (2, null, 'b', null, null, null);`,
    );
    const one = async (columns: Parameters<typeof concatText>[1]): Promise<unknown[]> =>
      (await db.all(`select ${concatText(engine, columns, 31)} as x from t order by id`)).map((row) => row['x']);
    expect(await one(['a', 'b'])).toEqual(['Grüße 🌸\u001f', '\u001fb']);
    const blob = { name: 'c', kind: 'blob', nullable: true, charset: null } as const;
    expect(await one(['a', blob, 'd'])).toEqual(['Grüße 🌸\u001fMü\u001f2026-11-23', '\u001f\u001f']);
    expect(await one([blob])).toEqual(['Mü', '']);
    expect((await db.all(`select ${castText(engine, q('e'))} as x from t where id = 1`))[0]?.['x']).toMatch(/^1\.50?$/);
    await done();
  });

  it('compares exactly where the collation would not', async () => {
    const collated = engine === 'mysql' ? 'character set utf8mb4 collate utf8mb4_general_ci' : 'collate nocase';
    const { db, done } = await openFresh(
      engine,
      `create table t (mail varchar(40) ${collated}); insert into t values ('muller@x'), ('MULLER@X'), ('müller@x'), ('muller@x ');`,
    );
    const exact = await db.all(`select mail from t where mail = ? and ${equalsExactly(engine, 'mail', '?')}`, [
      'muller@x',
      'muller@x',
    ]);
    expect(exact).toEqual([{ mail: 'muller@x' }]);
    await done();
  });

  it('quotes names and lists placeholders', () => {
    expect(q('a"`b')).toBe(engine === 'mysql' ? '`a"``b`' : '"a""`b"');
    expect(placeholders(3)).toBe('?, ?, ?');
    expect(placeholders(0)).toBe('');
  });
});

describe('a key', () => {
  it('is bound as what its column is', () => {
    expect(keyValue({ kind: 'integer' }, '12')).toBe(12);
    expect(keyValue({ kind: 'integer' }, '9223372036854775807')).toBe('9223372036854775807');
    expect(keyValue({ kind: 'text' }, '012')).toBe('012');
    expect(keyValue({ kind: 'blob' }, 'ff00')).toEqual(Buffer.from([255, 0]));
  });
});

onMariadb('text of columns in other character sets', () => {
  it('is joined, and bytes that are no text are no error', async () => {
    const { db, done } = await openFresh(
      'mysql',
      `create table t (a varchar(20) character set latin1, b varchar(20) character set latin2, c varchar(20) collate utf8mb4_bin, d varchar(20) collate utf8mb4_general_ci, e blob, f json, g int);
       insert into t values ('Grüße', 'Łódź', 'c🌸', 'd', concat(X'ff00', 'anna@example.org'), '{"a": "ü"}', 7);`,
    );
    const columns = [
      { name: 'a', kind: 'text', nullable: true, charset: 'latin1' },
      { name: 'b', kind: 'text', nullable: true, charset: 'latin2' },
      { name: 'c', kind: 'text', nullable: true, charset: 'utf8mb4' },
      { name: 'd', kind: 'text', nullable: true, charset: 'utf8mb4' },
      { name: 'e', kind: 'blob', nullable: true, charset: null },
      { name: 'f', kind: 'json', nullable: true, charset: 'utf8mb4' },
      { name: 'g', kind: 'integer', nullable: true, charset: null },
    ] as const;
    const [row] = await db.all(`select ${concatText('mysql', columns, 31)} as x from t`);
    const cells = String(row?.['x']).split('\u001f');
    expect(cells.toSpliced(4, 1)).toEqual(['Grüße', 'Łódź', 'c🌸', 'd', '{"a": "ü"}', '7']);
    expect(cells[4]).toContain('anna@example.org');
    const [bare] = await db.all(
      `select ${concatText(
        'mysql',
        columns.map((column) => column.name),
        31,
      )} as x from t`,
    );
    expect(String(bare?.['x']).split('\u001f').toSpliced(4, 1)).toEqual(cells.toSpliced(4, 1));
    await done();
  });
});
