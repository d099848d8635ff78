import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../src/database/catalogue.js';
import type { Finding } from '../../src/errors.js';
import { isBelboEraseError } from '../../src/errors.js';
import { builtInMaps, loadMap } from '../../src/data-map/load-map.js';
import { nearest } from '../../src/data-map/nearest.js';
import { parseMap } from '../../src/data-map/parse-map.js';
import { resolveMap } from '../../src/data-map/resolve.js';
import type { DataMap } from '../../src/data-map/schema.js';
import { asMariadbRoot, createMariadbDatabase, forEachEngine, onMariadb, runScript } from '../database/harness.js';
import { builtInMap, openCalendar, type TestCalendar } from '../erasure/calendar.js';

const belboYaml = readFileSync(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url), 'utf8');

async function findingsOf(work: Promise<unknown>): Promise<readonly Finding[]> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isBelboEraseError(error)) throw error instanceof Error ? error : new Error('no error');
  return (error.params as { findings: readonly Finding[] }).findings;
}

describe('a data map', () => {
  it.each(builtInMaps)('that is built in (%s) is valid', async (name) => {
    expect((await builtInMap(name)).name).toBe(name);
  });

  it('is refused with all its errors at once, each with path, and the nearest key', async () => {
    const source = belboYaml
      .replace('  key: id\n', '  kee: id\n  key: id\n')
      .replace('ceiling: 20\n', 'ceiling: many\n')
      .replace('rows: delete_if_orphan', 'rows: destroy');
    const found = await findingsOf(parseMap(source, 'map.yaml'));
    const byPath = Object.fromEntries(found.map((each) => [each.path, each]));
    expect(byPath['subject.kee']).toMatchObject({ code: 'unknown_key', params: { nearest: 'key' } });
    expect(byPath['tables.online_accounts.ceiling']).toMatchObject({ code: 'wrong_type' });
    expect(byPath['tables.addresses.rows']).toMatchObject({ code: 'not_a_choice' });
  });

  it('is refused for what contradicts itself', async () => {
    const circle = `
version: 1
name: circle
title: { de: Kreis, en: Circle }
subject: { table: people, key: id, identifiers: { emails: [email] } }
tables:
  a: { belongs_to: [{ columns: b_id, to: b, on_delete: cascade }], rows: delete }
  b: { belongs_to: [{ columns: a_id, to: a, on_delete: cascade }], rows: delete }
requests: own
`;
    expect((await findingsOf(parseMap(circle, 'x'))).map((each) => each.code)).toEqual(['ownership_circle']);
    const stray = circle.replace('to: b,', 'to: bb,');
    expect((await findingsOf(parseMap(stray, 'x'))).map((each) => each.code)).toContain('link_to_unmapped_table');
  });

  it('tells the line of a syntax error, not its text', async () => {
    const found = await findingsOf(parseMap('version: 1\nname: [geheim', 'x'));
    expect(found[0]).toMatchObject({ code: 'yaml_syntax' });
    expect(JSON.stringify(found)).not.toContain('geheim');
  });

  it('that is not there is told, with those that are', async () => {
    await expect(loadMap('/nowhere/map.yaml')).rejects.toMatchObject({
      code: 'MAP_NOT_FOUND',
      params: { builtIn: 'belbo, easyappointments' },
    });
  });
});

describe('nearest', () => {
  it.each([
    ['custmers', 'customers'],
    ['emial', 'email'],
    ['xyz', null],
  ])('finds what was meant by %s', (word, meant) => {
    expect(nearest(word, ['customers', 'email', 'phones'])).toBe(meant);
  });
});

forEachEngine('a map against the live database', (engine) => {
  const withCalendar = async (work: (calendar: TestCalendar) => Promise<void>): Promise<void> => {
    const calendar = await openCalendar(engine, 30);
    try {
      await work(calendar);
    } finally {
      await calendar.close();
    }
  };
  const codesAfter = async (sql: string, change: (map: DataMap) => void = () => undefined): Promise<string[]> => {
    const codes: string[] = [];
    await withCalendar(async (calendar) => {
      if (sql !== '') await runScript(calendar.database, sql);
      const map = structuredClone(calendar.session.resolved.map);
      change(map);
      const catalogue = await readCatalogue(calendar.db);
      const found = await findingsOf((async () => resolveMap(map, catalogue))());
      codes.push(...found.map((each) => `${each.code} ${each.path}`));
    });
    return codes;
  };
  const change =
    (edit: (tables: DataMap['tables']) => void) =>
    (map: DataMap): void => {
      edit(map.tables);
    };

  it('fits, and finds an index for every look-up', async () => {
    await withCalendar(async ({ session }) => {
      expect(session.resolved.missingIndexes).toEqual([]);
      const { tables } = session.resolved.deletion;
      expect(tables.indexOf('appointment_services')).toBeLessThan(tables.indexOf('appointments'));
      expect(tables.indexOf('receipts')).toBeLessThan(tables.indexOf('customers'));
    });
  });

  it('refuses a column that is missing, with the nearest one', async () => {
    const codes = await codesAfter(
      '',
      change((tables) => {
        const { documents } = tables;
        if (documents !== undefined) documents.columns['pahts'] = 'delete';
      }),
    );
    expect(codes).toEqual(['column_missing tables.documents.columns']);
  });

  it('refuses a new text column that nobody has mapped, and a new table that refers to customers', async () => {
    const sql =
      'alter table appointments add column internal_note text; create table allergies (id integer primary key, customer_id integer references customers (id) on delete cascade, name varchar(80));';
    const mysql =
      'alter table appointments add column internal_note text; create table allergies (id integer primary key, customer_id integer, name varchar(80), foreign key (customer_id) references customers (id) on delete cascade);';
    const codes = await codesAfter(engine === 'mysql' ? mysql : sql);
    expect(codes.sort()).toEqual([
      'unmapped_column allergies.name',
      'unmapped_column appointments.internal_note',
      'unmapped_reference allergies.customer_id',
    ]);
  });

  it('refuses a trigger it does not acknowledge', async () => {
    const body =
      "create trigger keep_old after delete on customers for each row insert into change_log (table_name, row_key, changed_at) values ('customers', old.id, '2026-01-01')";
    const codes = await codesAfter(
      engine === 'mysql' ? `${body};` : body.replace(' insert', ' begin insert').concat('; end;'),
    );
    expect(codes).toEqual(['unacknowledged_trigger customers']);
  });

  it('refuses a foreign key that acts otherwise than expected', async () => {
    const codes = await codesAfter(
      '',
      change((tables) => {
        const link = tables['documents']?.belongs_to[0];
        if (link !== undefined && 'to' in link) link.on_delete = 'cascade';
      }),
    );
    expect(codes).toEqual(['on_delete_differs tables.documents.belongs_to.0.on_delete']);
  });

  it.each([
    ['null_in_not_null_column', 'number', null],
    ['same_mask_in_unique_column', 'number', { constant: 'x' }],
    ['mask_too_long', 'billing_postal_code', { constant: '12345678901' }],
    ['empty_in_non_text_column', 'issued_at', 'empty'],
    ['mask_too_long', 'number', { token: 'erased-person-' }],
    ['token_in_non_text_column', 'total', { token: 'x' }],
    ['constant_of_other_type', 'total', { constant: 'none' }],
    ['constant_of_other_type', 'issued_at', { constant: 'some day' }],
  ] as const)('refuses a mask that does not fit: %s', async (code, column, action) => {
    const codes = await codesAfter(
      '',
      change((tables) => {
        const { receipts } = tables;
        if (receipts !== undefined) receipts.columns[column] = action;
      }),
    );
    expect(codes).toEqual([`${code} tables.receipts.columns.${column}`]);
  });

  it('refuses a row kept by one link alone, which nothing would let go of the deleted record', async () => {
    const codes = await codesAfter(
      '',
      change((tables) => {
        const link = tables['bonus_cards']?.belongs_to[0];
        if (link !== undefined && 'to' in link) link.rows = 'keep';
      }),
    );
    expect(codes).toEqual(['kept_row_keeps_link tables.bonus_cards.belongs_to.0']);
  });

  it('refuses a reference to customers also from a table it ignores: its rows would go by cascade, uncounted', async () => {
    const codes = await codesAfter(
      'create table badges (id integer primary key, customer_id integer, foreign key (customer_id) references customers (id) on delete cascade);',
      (map) => {
        map.ignored.tables['badges'] = 'Nothing personal';
      },
    );
    expect(codes).toEqual(['unmapped_reference badges.customer_id']);
  });

  it('refuses a row that others may use to be found by anything but its key', async () => {
    const codes = await codesAfter(
      '',
      change((tables) => {
        const link = tables['addresses']?.belongs_to[0];
        if (link !== undefined && 'referenced_by' in link) link.on = ['street'];
      }),
    );
    expect(codes).toEqual(['upward_not_by_key tables.addresses.belongs_to.0.on_delete']);
  });

  it('refuses a request that would keep what identifies the person, or go with the record', async () => {
    const found = await codesAfter('', ({ requests }) => {
      if (requests === 'own') return;
      requests.on_delete = 'cascade';
      delete requests.minimise['customer_id'];
      delete requests.minimise['customer_email'];
    });
    expect(found).toEqual([
      'on_delete_differs requests.on_delete',
      'identifier_not_masked requests.minimise',
      'identifier_not_masked requests.minimise',
    ]);
  });

  it('refuses a kept row that would hold on to the deleted record', async () => {
    const codes = await codesAfter(
      '',
      change((tables) => {
        const { receipts } = tables;
        if (receipts !== undefined) delete receipts.columns['customer_id'];
      }),
    );
    expect(codes).toEqual(['kept_row_keeps_link tables.receipts.belongs_to.0']);
  });
});

onMariadb('what only MariaDB has', () => {
  it('refuses MyISAM, which cannot roll back', async () => {
    const calendar = await openCalendar('mysql', 30);
    try {
      asMariadbRoot(
        'alter table waiting_list drop foreign key fk_waiting_list_location_id; alter table waiting_list engine = MyISAM',
        calendar.database.name,
      );
      const catalogue = await readCatalogue(calendar.db);
      const map = await builtInMap('belbo');
      const found = await findingsOf((async () => resolveMap(map, catalogue))());
      expect(found).toMatchObject([{ code: 'not_transactional', path: 'waiting_list' }]);
      map.acknowledged.non_transactional['waiting_list'] = 'old table, converted next month';
      expect(resolveMap(map, catalogue).tables.map((each) => each.name)).toContain('waiting_list');
    } finally {
      await calendar.close();
    }
  });

  it('refuses a foreign key from another database onto a table whose rows may go', async () => {
    const calendar = await openCalendar('mysql', 30);
    const other = await createMariadbDatabase();
    const { name } = calendar.database;
    try {
      asMariadbRoot(
        `create table ${name}.postcodes (code int primary key);
         create table loyalty (id int primary key, customer int not null, code int,
           constraint outside foreign key (customer) references ${name}.customers (id) on delete cascade);
         create table towns (id int primary key, code int, foreign key (code) references ${name}.postcodes (code));`,
        other.name,
      );
      const catalogue = await readCatalogue(calendar.db);
      const map = await builtInMap('belbo');
      const found = await findingsOf((async () => resolveMap(map, catalogue))());
      expect(found).toEqual([
        {
          path: `${other.name}.loyalty`,
          code: 'outside_reference',
          params: { name: 'outside', to: 'customers', on_delete: 'cascade' },
        },
      ]);
      asMariadbRoot('drop table loyalty', other.name);
      expect(resolveMap(map, await readCatalogue(calendar.db)).map.name).toBe('belbo');
    } finally {
      await other.drop();
      await calendar.close();
    }
  });

  it('refuses a table that keeps the history of its rows', async () => {
    const calendar = await openCalendar('mysql', 30);
    try {
      asMariadbRoot('alter table waiting_list add system versioning', calendar.database.name);
      const catalogue = await readCatalogue(calendar.db);
      const map = await builtInMap('belbo');
      const found = await findingsOf((async () => resolveMap(map, catalogue))());
      expect(found).toMatchObject([{ code: 'keeps_history', path: 'waiting_list' }]);
    } finally {
      await calendar.close();
    }
  });
});
