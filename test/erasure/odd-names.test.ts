import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { executeMerge } from '../../src/merge/execute-merge.js';
import { planMerge } from '../../src/merge/plan-merge.js';
import { undoMerge } from '../../src/merge/undo-merge.js';
import { quote } from '../../src/database/dialect.js';
import { finishErasures } from '../../src/erasure/finish-erasure.js';
import { forEachEngine } from '../database/harness.js';
import { run, type Outcome } from '../cli/run.js';
import { fileRequest, openSmallCalendar, wholeMap, type SmallCalendar } from './small-calendar.js';

/** Names as real schemas have them, and worse. */
const odd = {
  customers: 'Kunden & Gäste `v2`',
  visits: `or"der's`,
  id: 'Kunden.Nr?',
  given: 'Vor name',
  family: 'select',
  email: 'E-Mail as Adresse',
  ref: 'Gäste"Nr; -- ?',
  note: 'Be\u001b[31mmerkung\t*',
  addresses: '1. Straße ??',
};

forEachEngine('names of tables and columns that are odd', (engine) => {
  let calendar: SmallCalendar | null = null;
  afterEach(async () => {
    await calendar?.close();
    calendar = null;
  });

  const q = (name: string): string => quote(engine, name);
  const y = (name: string): string => JSON.stringify(name);
  const schema = `create table ${q(odd.addresses)} (${q(odd.id)} integer primary key, ${q(odd.note)} varchar(40));
       create table ${q(odd.customers)} (${q(odd.id)} integer primary key, ${q(odd.given)} varchar(40), ${q(odd.family)} varchar(40),
         ${q(odd.email)} varchar(80), ${q(odd.ref)} integer, foreign key (${q(odd.ref)}) references ${q(odd.addresses)} (${q(odd.id)}));
       create table ${q(odd.visits)} (${q(odd.id)} integer primary key, ${q(odd.ref)} integer, ${q(odd.note)} varchar(80), ${q(odd.given)} date,
         foreign key (${q(odd.ref)}) references ${q(odd.customers)} (${q(odd.id)}));
       insert into ${q(odd.addresses)} values (5, 'Gasse 5'), (6, 'Weg 6');
       insert into ${q(odd.customers)} values (1, 'Anna', 'Quast', 'anna@quast.example', 5), (2, 'Bert', 'Zorn', 'bert@zorn.example', 6),
         (3, 'Bert', 'Zorn', 'bert.zorn@zorn.example', 6);
       insert into ${q(odd.visits)} values (1, 1, 'alt', '2010-01-01'), (2, 2, 'neben Anna Quast', '2026-01-01'), (3, 1, 'mit Anna Quast', '2026-01-01');`;
  const map = `
subject:
  table: ${y(odd.customers)}
  key: ${y(odd.id)}
  filter: [{ column: ${y(odd.given)}, is_null: false }]
  identifiers: { given_name: ${y(odd.given)}, family_name: ${y(odd.family)}, emails: [${y(odd.email)}] }
  stub: [${y(odd.family)}]
tables:
  ${y(odd.addresses)}:
    belongs_to: [{ referenced_by: ${y(odd.customers)}, columns: ${y(odd.ref)}, on_delete: restrict }]
    rows: delete_if_orphan
    columns: { ${y(odd.note)}: delete }
  ${y(odd.visits)}:
    belongs_to: [{ columns: ${y(odd.ref)}, to: ${y(odd.customers)}, on_delete: restrict }]
    rows: delete
    columns: { ${y(odd.ref)}: null, ${y(odd.note)}: redact }
    retention: { class: receipt, date: { column: ${y(odd.given)}, encoding: date }, after: delete }
mentions: { ${y(odd.visits)}: [${y(odd.note)}] }
blockers:
  - { code: odd, table: ${y(odd.visits)}, where: [{ column: ${y(odd.note)}, equals: never }], text: { de: nie, en: never } }
`;
  const open = async (): Promise<SmallCalendar> => (calendar = await openSmallCalendar(engine, schema, map));

  it('are found, erased, kept, redacted and searched like others', async () => {
    const { erase, column, session } = await open();
    await erase('1');
    expect(await column(`select ${q(odd.id)} from ${q(odd.customers)} order by 1`)).toEqual(['2', '3']);
    expect(await column(`select ${q(odd.id)} from ${q(odd.addresses)}`)).toEqual(['6']);
    expect(await column(`select ${q(odd.id)} from ${q(odd.visits)} order by 1`)).toEqual(['2', '3']);
    const notes = await column(`select ${q(odd.note)} from ${q(odd.visits)} order by ${q(odd.id)}`);
    expect(notes.join()).toMatch(/^neben (?!Anna).*,mit (?!Anna)/);
    const [result] = await finishErasures(session, ['1']);
    expect(result).toMatchObject({ status: 'done', residue: { hits: 0 } });
  });

  it('bring no escape sequence to the terminal', async () => {
    const { database, db, session } = await open();
    const folder = await mkdtemp(join(tmpdir(), 'belbo-erase-names-'));
    try {
      await writeFile(join(folder, 'map.yaml'), wholeMap(map));
      const at = async (...argv: string[]): Promise<Outcome> =>
        run([...argv, '--database', database.url, '--map', 'map.yaml'], { cwd: folder, columns: 100 });
      await at('init');
      const id = await fileRequest(session, '1');
      const outcomes = [
        await at('doctor'),
        await at('plan', id),
        await at('erase', id, '--confirm', id),
        await at('show', id),
      ];
      await db.run(`alter table ${q(odd.visits)} add ${q('Neu\u001b]0;x\u0007')} varchar(20)`);
      outcomes.push(await at('doctor'), await at('plan', id));
      expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0, 0, 12, 12]);
      for (const { out, err } of outcomes) {
        // Progress moves the cursor itself.
        // eslint-disable-next-line no-control-regex -- control characters are what this is about
        expect(out + err.replaceAll('\r\u001b[K', '')).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
      }
      expect(outcomes.map(({ out }) => out).join()).toContain(String.raw`Be\u001b[31mmerkung`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('are merged and unmerged like others', async () => {
    const { column, session } = await open();
    const done = await executeMerge(session, await planMerge(session, ['3'], [['2']]), {}, null);
    const refs = `select ${q(odd.ref)} from ${q(odd.visits)} order by ${q(odd.id)}`;
    expect(await column(refs)).toEqual(['1', '3', '1']);
    await undoMerge(session, String(done.id));
    expect(await column(refs)).toEqual(['1', '2', '1']);
  });
});
