import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asMariadbRoot, createDatabase, forEachEngine, mariadbUrl, onMariadb, runScript } from '../database/harness.js';
import { snapshot } from '../erasure/calendar.js';
import { openLiveCalendar, writeConfig, type LiveCalendar } from './live-calendar.js';
import { runProgram, type Ending } from './program.js';

/** What a user reads of a refusal: what is wrong, where, and what to do. */
interface Refusal {
  readonly code: number;
  /** Of the message, and of every place named below it. */
  readonly says: readonly string[];
  readonly hint: string;
}

const erase = (id: string): string[] => ['erase', id, '--confirm', id];

/**
 * Runs a command that must be refused, in both languages, and proves that not a row of the database has changed. A process of its own
 * is needed only where the built-in map is told by its name.
 */
async function expectRefusal(
  calendar: LiveCalendar,
  argv: readonly string[],
  refusal: Refusal,
  english: 'run' | 'here' = 'here',
): Promise<void> {
  const before = await snapshot(calendar.db, 'own tables as well');
  const told = await calendar[english](...argv);
  const german = await calendar.here(...argv, '--lang', 'de');
  expect(await snapshot(calendar.db, 'own tables as well')).toEqual(before);
  expectTold(told, refusal);
  expect(german.code).toBe(refusal.code);
  expect(german.err).toMatch(/^Fehler: \S[^]*\nHinweis: \S/m);
  expect(german.err).not.toMatch(/\b(?:the|is|not|and|with)\b/);
}

function expectTold({ code, out, err }: Pick<Ending, 'code' | 'out' | 'err'>, refusal: Refusal): void {
  expect([code, err]).toEqual([refusal.code, expect.stringMatching(/^Error: \S[^]*\nHint: \S/m)]);
  for (const part of refusal.says) expect(err).toContain(part);
  expect(err).toContain(refusal.hint);
  expect(out).toBe('');
}

forEachEngine('the program refuses, and changes nothing', (engine) => {
  let calendar: LiveCalendar;
  beforeAll(async () => {
    calendar = await openLiveCalendar(engine);
  });
  afterAll(async () => {
    await calendar.close();
  });

  /** Changes the calendar's schema for one case. */
  const whileChanged = async (change: string, undo: string, work: () => Promise<void>): Promise<void> => {
    await runScript(calendar.database, change);
    try {
      await work();
    } finally {
      await runScript(calendar.database, undo);
    }
  };

  it('an unknown request', async () => {
    const unknown = { code: 2, says: ['There is no request 999999.'], hint: 'belbo-erase list --all' };
    await expectRefusal(calendar, erase('999999'), unknown);
    for (const argv of [
      ['plan', '999999'],
      ['show', '999999'],
      ['erase', '999999', '--dry-run'],
    ])
      expectTold(await calendar.here(...argv), unknown);
  });

  it('a number of a request that only looks like one', async () => {
    for (const id of ['1b', '01', '%', "1' or '1'='1"])
      expectTold(await calendar.here(...erase(id)), {
        code: 2,
        says: [`There is no request ${id}.`],
        hint: 'list --all',
      });
  });

  it('a request that is done', async () => {
    const done = { code: 2, says: ['Request 8 is done; nothing was changed.'], hint: 'belbo-erase show 8' };
    await expectRefusal(calendar, erase('8'), done, 'run');
  });

  it('a data map with errors, all of them at once', async () => {
    const source = await readFile(new URL('../../src/data-map/maps/belbo.yaml', import.meta.url), 'utf8');
    const broken = source
      .replace('  key: id\n', '  kee: id\n  key: id\n')
      .replace('ceiling: 20\n', 'ceiling: many\n')
      .replace('rows: delete_if_orphan', 'rows: destroy');
    const path = join(calendar.folder, 'broken.yaml');
    await writeFile(path, broken);
    await expectRefusal(calendar, [...erase('1'), '--map', path], {
      code: 12,
      says: [
        `The data map ${path} has 3 errors:`,
        'subject.kee: unknown key kee; did you mean key?',
        'tables.online_accounts.ceiling: must be number',
        'tables.addresses.rows: must be one of: delete',
      ],
      hint: 'nothing was changed',
    });
  });

  it('a data map that is not there', async () => {
    await expectRefusal(calendar, [...erase('1'), '--map', 'nowhere.yaml'], {
      code: 12,
      says: ['There is no data map', 'nowhere.yaml'],
      hint: 'belbo, easyappointments',
    });
  });

  it('a column that the map names and the database lacks', async () => {
    await whileChanged(
      'alter table documents rename column mime to mimes',
      'alter table documents rename column mimes to mime',
      async () => {
        const refusal = {
          code: 12,
          says: [
            'The data map belbo does not fit the database (2 errors):',
            'there is no column documents.mime; did you mean mimes?',
            'documents.mimes: text column (',
          ],
          hint: 'Nothing is erased while personal data may be overlooked',
        };
        await expectRefusal(calendar, erase('1'), refusal, 'run');
        const doctor = await calendar.here('doctor');
        expect([doctor.code, doctor.out]).toEqual([12, expect.stringContaining('documents.mimes')]);
      },
    );
  });

  it('a backup folder and a password file that are not there, which doctor names', async () => {
    const mail = [
      'mail:',
      '  host: mail.salon.example',
      '  user: office',
      '  from: office@salon.example',
      '  to: dpo@salon.example',
      '  password_file: smtp-word',
    ];
    await writeConfig(calendar.folder, calendar.database.url, ['backups: [exporte]', ...mail]);
    const { code, out } = await calendar.here('doctor');
    expect(code).toBe(12);
    expect(out).toContain(`warning\tbackup_missing\t\t{"path":"${join(calendar.folder, 'exporte')}"}`);
    expect(out).toContain(`error\tpassword_file_missing\t\t{"path":"${join(calendar.folder, 'smtp-word')}"}`);
    expect(out).toContain('ok\tcountry\t\t{"country":"DE"}');
    await writeConfig(calendar.folder, calendar.database.url);
    expect((await calendar.here('doctor')).code).toBe(0);
  });

  it('a new text column that nobody has mapped', async () => {
    await whileChanged(
      'alter table appointments add column internal_note text',
      'alter table appointments drop column internal_note',
      async () => {
        const refusal = {
          code: 12,
          says: ['appointments.internal_note: text column (', 'that the map does not know'],
          hint: 'Complete the map, or ignore what holds none, with a reason.',
        };
        await expectRefusal(calendar, erase('1'), refusal);
        expectTold(await calendar.here('plan', '1'), refusal);
      },
    );
  });

  it('a trigger, and a view, that the map does not acknowledge', async () => {
    const insert =
      "insert into change_log (table_name, row_key, changed_at) values ('customers', old.id, '2026-01-01')";
    const body = engine === 'mysql' ? insert : `begin ${insert}; end`;
    await whileChanged(
      `create trigger keep_old after delete on customers for each row ${body}; create view regulars as select last_name from customers;`,
      'drop trigger keep_old; drop view regulars;',
      async () => {
        await expectRefusal(calendar, erase('1'), {
          code: 12,
          says: ['customers: trigger keep_old may copy old values', 'regulars: is a view the map does not acknowledge'],
          hint: 'Complete the map',
        });
      },
    );
  });

  it('a database that has not been initialised', async () => {
    const fresh = await createDatabase(engine);
    try {
      await writeConfig(calendar.folder, fresh.url);
      for (const argv of [['list'], erase('1')])
        expectTold(await calendar.here(...argv), {
          code: 12,
          says: [engine === 'sqlite' ? fresh.path : fresh.name, 'has not been prepared'],
          hint: 'belbo-erase init',
        });
    } finally {
      await writeConfig(calendar.folder, calendar.database.url);
      await fresh.drop();
    }
  });

  it('a database that is not there', async () => {
    const nowhere = engine === 'sqlite' ? `sqlite:${calendar.folder}/nowhere.sqlite` : mariadbUrl('nowhere');
    expectTold(await calendar.here('list', '--database', nowhere), {
      code: 10,
      says: ['nowhere'],
      hint: 'Check',
    });
  });

  it('a key file that is missing, or that others may read', async () => {
    const path = join(calendar.folder, 'belbo-erase.key');
    await chmod(path, 0o644);
    await expectRefusal(calendar, erase('1'), {
      code: 12,
      says: [`Others may read the key file ${path} (mode 644).`],
      hint: `chmod 600 ${path}`,
    });
    const key = await readFile(path);
    await rm(path);
    await expectRefusal(calendar, erase('1'), { code: 12, says: [`${path} is missing`], hint: 'belbo-erase init' });
    await writeFile(path, key, { mode: 0o600 });
  });

  it('and then erases, once nothing is wrong any more', async () => {
    const ending = await calendar.here(...erase('1'), '--manual-done');
    expect([ending.code, ending.err]).toEqual([0, expect.not.stringContaining('Error')]);
  });
});

onMariadb('the program on MariaDB refuses, and changes nothing', () => {
  let calendar: LiveCalendar;
  beforeAll(async () => {
    calendar = await openLiveCalendar('mysql');
  });
  afterAll(async () => {
    await calendar.close();
  });

  it('a wrong password, which it does not repeat', async () => {
    const user = `clerk_${calendar.database.name}`;
    asMariadbRoot(
      `create user '${user}'@'localhost' identified by 'right'; grant all on ${calendar.database.name}.* to '${user}'@'localhost'`,
    );
    try {
      const url = mariadbUrl(calendar.database.name, user);
      const withPassword = async (password: string): Promise<Ending> =>
        runProgram([...erase('1'), '--database', url], {
          cwd: calendar.folder,
          env: { BELBO_ERASE_PASSWORD: password },
        });
      const before = await snapshot(calendar.db, 'own tables as well');
      const ending = await withPassword('wr0ng-secret');
      expectTold(ending, { code: 10, says: [`refuses the user ${user}`], hint: 'BELBO_ERASE_PASSWORD' });
      expect(ending.err).not.toContain('wr0ng-secret');
      expect(await snapshot(calendar.db, 'own tables as well')).toEqual(before);
      // Only the password was wrong.
      expect((await withPassword('right')).code).toBe(3);
    } finally {
      asMariadbRoot(`drop user '${user}'@'localhost'`);
    }
  });

  it('a table that cannot roll back', async () => {
    asMariadbRoot(
      'alter table waiting_list drop foreign key fk_waiting_list_location_id; alter table waiting_list engine = MyISAM',
      calendar.database.name,
    );
    await expectRefusal(calendar, erase('2'), {
      code: 12,
      says: ['waiting_list: is MyISAM, which cannot roll back'],
      hint: 'Complete the map',
    });
  });
});
