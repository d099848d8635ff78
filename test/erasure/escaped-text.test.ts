import { afterEach, expect, it } from 'vitest';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { forEachEngine, onMariadb } from '../database/harness.js';
import { openSmallCalendar, type SmallCalendar } from './small-calendar.js';

/** What PHP's json_encode makes of a value: all that is not ASCII is escaped, and every slash. */
function phpJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/');
}

const subject = `
subject:
  table: customers
  key: id
  identifiers: { given_name: first_name, family_name: last_name, emails: [email], phones: [phone] }
`;
const customers = `create table customers (id integer primary key, first_name varchar(40), last_name varchar(40), email varchar(80), phone varchar(40));
  insert into customers values (1, 'Jürgen', 'Żółć', 'j/ürgen@quast.example', '0171/3920058'), (2, 'Bert', 'Zorn', 'bert@zorn.example', null);`;

let calendar: SmallCalendar | null = null;
afterEach(async () => {
  await calendar?.close();
  calendar = null;
});

forEachEngine('text that PHP has escaped', (engine) => {
  const open = async (sql: string, map: string): Promise<SmallCalendar> =>
    (calendar = await openSmallCalendar(engine, sql, map));
  /** A text as a literal of SQL. */
  const sql = (text: string): string =>
    `'${(engine === 'mysql' ? text.replaceAll('\\', '\\\\') : text).replaceAll("'", "''")}'`;

  const said = ['Frau Żółć-Maier', 'Jürgen Żółć', 'j/ürgen@quast.example', '0171/3920058', 'Żółć, Jürgen', 'ä/ö'];
  const left = phpJson({ url: 'https://x.example/ü', said: ['Frau Żółć-Maier', '#', '#', '#', '#', 'ä/ö'], n: 1.1 });

  it('is searched for mentions, and redacted without a change of the rest', async () => {
    const json = engine === 'mysql' ? 'json' : 'json check (json_valid(data))';
    const stored = phpJson({ url: 'https://x.example/ü', said, n: 1.1 }).replace('1.1', '1.10');
    const { erase, column } = await open(
      `${customers}
       create table log (id integer primary key, data text);
       create table json_log (id integer primary key, data ${json});
       insert into log values (1, ${sql(stored)}), (2, ${sql(phpJson('Bert für \\Jürgen\\n'))}), (3, ${sql(phpJson(stored))});
       insert into json_log values (1, ${sql(stored)});`,
      `${subject}
tables: {}
mentions: { log: [data], json_log: [data] }
`,
    );
    await erase('1');
    const kept = left.replace('1.1', '1.10');
    const [first, second, third] = await column('select data from log order by id');
    expect(first?.replace(/\[gel.{1,6}scht\]/g, '#')).toBe(kept);
    expect(second).toBe(phpJson('Bert für \\Jürgen\\n'));
    expect(third?.replace(/\[gel.{1,6}scht\]/g, '#')).toBe(phpJson(kept));
    const [json1] = await column('select data from json_log');
    expect(json1?.replace(/\[gel.{1,6}scht\]/g, '#')).toBe(kept);
  });

  it('is residue where nothing was to be done with it', async () => {
    const { session, erase } = await open(
      `${customers}
       create table log (id integer primary key, data text);
       insert into log values ${said.map((text, at) => `(${String(at)}, ${sql(phpJson({ text }))})`).join()};`,
      `${subject}
tables: {}
ignored: { tables: { log: no customers in it } }
`,
    );
    await erase('1');
    const [result] = await finishErasures(session, ['1'], { manualDone: true });
    expect(result?.residue.places).toEqual([
      { table: 'log', column: 'data', rows: 4, kinds: ['email', 'name', 'phone'] },
    ]);
  });

  it('of which only some paths are masked keeps all others as they were', async () => {
    // Not all of it could be stored unescaped.
    const text = engine === 'mysql' ? 'text character set latin1' : 'text';
    const stored = `{ "a": "\\u017b\\/", "who": "J\\u00fcrgen \\u017b\\u00f3\\u0142\\u0107", "who" : 1,
      "list": [{"who":"x","b":1e2},{"c":"mit J\\u00fcrgen \\u017b\\u00f3\\u0142\\u0107 \\u0141\\/", "d": "\\u0141"}], "mail": null }`;
    const { erase, column } = await open(
      `${customers}
       create table log (id integer primary key, customer_id integer, data ${text});
       insert into log values (1, 1, ${sql(stored)}), (2, 1, ${sql('{"who":1}')}), (3, 1, ${sql('[]')});`,
      `${subject}
tables:
  log:
    belongs_to: [{ columns: customer_id, to: customers, on_delete: undeclared }]
    rows: keep
    columns: { customer_id: null, data: { json: { $.who: remove, $.list.who: remove, $.list.c: redact, $.mail: null, $.a: null, $.none.x: remove } } }
`,
    );
    await erase('1');
    const [first, ...others] = await column('select data from log order by id');
    expect(first?.replace(/\[gel.{1,6}scht\]/, '#')).toBe(
      `{ "a": null, "list": [{"b":1e2},{"c":"mit # \\u0141\\/", "d": "\\u0141"}], "mail": null }`,
    );
    expect(others).toEqual(['{}', '[]']);
  });
});

onMariadb('a column of ASCII only', () => {
  it('is redacted with signs that it can hold', async () => {
    calendar = await openSmallCalendar(
      'mysql',
      `${customers}
       create table log (id integer primary key, data text character set ascii, note varchar(20) character set ascii);
       insert into log values (1, '{"an":"bert","von":"Jo Ban"}', 'mit Jo Ban gesagt');
       insert into customers values (3, 'Jo', 'Ban', null, null);`,
      `${subject}
tables: {}
mentions: { log: [data, note] }
`,
    );
    await calendar.erase('3');
    const [data] = await calendar.column('select data from log');
    const [note] = await calendar.column('select note from log');
    expect([data, note]).toEqual([
      expect.stringMatching(/^\{"an":"bert","von":"[ -~]*"\}$/),
      expect.stringMatching(/^mit [ -~]* gesagt$/),
    ]);
    expect(`${String(data)}${String(note)}`).not.toMatch(/Ban/);
  });
});
