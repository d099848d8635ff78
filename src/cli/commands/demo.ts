import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { configFileName } from '../../config.js';
import type { Database } from '../../database/database.js';
import { BelboEraseError, ExitCode } from '../../errors.js';
import type { Context } from '../context.js';
import type { CommandInput } from '../declarations.js';

const database = 'calendar.sqlite';
const keyFile = 'belbo-erase.key';
/** Where the salon keeps its exports. */
const exportsFolder = 'exports';
const decisionsFile = 'decisions.yaml';
/** What a demo folder holds; anything else there is somebody's, and the folder is left alone. */
const files = [
  database,
  `${database}-wal`,
  `${database}-shm`,
  `${database}-journal`,
  configFileName,
  keyFile,
  decisionsFile,
];

/** First line of the demo's configuration. A folder without it may hold a real calendar of the same name. */
const mark = '# The demo of belbo-erase. Everybody in it is invented.';

/** The story's main person: request 1 of the demo. */
const person = {
  request: '1',
  /** Nearly the same name, birth date and mobile, and yet somebody else: a person has to say so. */
  decisions: ['decisions:', '  - record: 23', '    decision: different', ''],
  texts: ['katharina.suessmilch@post.example', '0171 3920097', 'Katharina verträgt kein Ammoniak'],
};

function parse(context: Context, { options }: CommandInput): { folder: string; customers: number; seed: number } {
  const count = (name: string, fallback: number): number => {
    const given = options[name];
    const value = typeof given === 'string' ? given : String(fallback);
    if (!/^\d{1,7}$/.test(value))
      throw new BelboEraseError('INVALID_OPTION', { option: `--${name}`, valid: '0 … 1000000' });
    return Number(value);
  };
  const dir = options['dir'];
  return {
    folder: resolve(context.io.cwd, typeof dir === 'string' ? dir : 'demo'),
    customers: count('customers', 200),
    seed: count('seed', 1),
  };
}

async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const present = await readdir(folder);
  const config = await readFile(join(folder, configFileName), 'utf8').catch(() => '');
  const { backupNames } = await import('../../../fixtures/belbo/export-backups.js');
  const exported = await readdir(join(folder, exportsFolder)).catch(() => [] as string[]);
  const isDemo =
    config.startsWith(mark) &&
    present.every((name) => name === exportsFolder || files.includes(name)) &&
    exported.every((name) => backupNames.some((each) => each === name));
  if (present.length > 0 && !isDemo) throw new BelboEraseError('DEMO_FOLDER_NOT_EMPTY', { path: folder });
  for (const name of files) await rm(join(folder, name), { force: true });
  await rm(join(folder, exportsFolder), { recursive: true, force: true });
}

/** The exports of earlier years, with everybody still in them. */
async function writeExports(db: Database, folder: string): Promise<void> {
  const { exportBackups } = await import('../../../fixtures/belbo/export-backups.js');
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of await exportBackups(db)) await writeFile(join(folder, name), bytes);
}

async function fill(
  context: Context,
  folder: string,
  { customers, seed }: { customers: number; seed: number },
): Promise<void> {
  const [{ createCalendar }, { databaseSink }, { openDatabase }] = await Promise.all([
    import('../../../fixtures/belbo/calendar.js'),
    import('../../../fixtures/belbo/database-sink.js'),
    import('../../database/connect.js'),
  ]);
  const path = join(folder, database);
  await (await open(path, 'wx', 0o600)).close();
  const db = await openDatabase(`sqlite:${path}`);
  const { onProgress } = await context.openOptions();
  try {
    await createCalendar('sqlite', databaseSink(db), {
      customers,
      seed,
      referenceDate: await context.today(),
      onProgress: (done) => {
        onProgress({ stage: 'generate', done: done.customers, total: customers, unit: 'rows' });
      },
    });
    await writeExports(db, join(folder, exportsFolder));
  } finally {
    await db.close();
  }
  const { migrate } = await import('../../database/migrate.js');
  await migrate(`sqlite:${path}`);
  const { createKeyFile } = await import('../key-file.js');
  await createKeyFile(join(folder, keyFile));
  const config = [
    mark,
    `database: sqlite:${database}`,
    'map: belbo',
    `lang: ${context.language}`,
    'country: DE',
    // A request is done only when nothing of the person is left in them.
    `backups: [${exportsFolder}]`,
  ];
  await writeFile(join(folder, configFileName), `${config.join('\n')}\n`);
  await writeFile(join(folder, decisionsFile), person.decisions.join('\n'));
}

/** How often each of the person's texts stands in the database file and in the exports. */
async function countTexts(folder: string): Promise<number[]> {
  const exported = await readdir(join(folder, exportsFolder)).catch(() => [] as string[]);
  const paths = [database, ...exported.map((name) => join(exportsFolder, name))];
  const contents = await Promise.all(paths.map(async (path) => readFile(join(folder, path), 'latin1')));
  return person.texts.map((text) => contents.join('\n').split(Buffer.from(text).toString('latin1')).length - 1);
}

/** Runs the main job on the demo, each command as a person would type it. */
async function tour(context: Context, folder: string): Promise<ExitCode> {
  const { io, messages } = context;
  const config = join(folder, configFileName);
  const shown = relative(io.cwd, config) || basename(config);
  const before = await countTexts(folder);
  const { request } = person;
  const commands: [string, ...string[]][] = [
    ['list'],
    ['show', request],
    ['duplicates', request],
    ['merge', request, '--decisions', join(dirname(config), decisionsFile)],
    ['plan', request],
    ['erase', request, '--confirm', request, '--manual-done'],
    ['stubs', 'list'],
    ['stubs', 'show', '1', '--as', 'accountant'],
    ['scrub', '--dry-run'],
    ['scrub'],
    ['show', request],
  ];
  for (const command of commands) {
    io.stdout.write(
      `\n${messages.demo.step(command.map((word) => (word.startsWith('/') ? basename(word) : word)).join(' '))}\n\n`,
    );
    const code = await context.runCommand([...command, '--config', config, '--lang', context.language]);
    // After the erasure the backups are still to be done.
    const expected = command[0] === 'erase' ? ExitCode.incomplete : ExitCode.ok;
    if (code !== expected) return ExitCode.failed;
  }
  const after = await countTexts(folder);
  io.stdout.write(`\n${messages.demo.proof}\n\n`);
  person.texts.forEach((text, at) =>
    io.stdout.write(`${messages.demo.found(text, before[at] ?? 0, after[at] ?? 0)}\n`),
  );
  io.stdout.write(`\n${messages.demo.next(shown)}\n`);
  return after.every((count) => count === 0) && before.every((count) => count > 0)
    ? ExitCode.ok
    : ExitCode.verificationFailed;
}

/** Creates a demo calendar; with --run, does the main job on it. */
export async function demo(context: Context, input: CommandInput): Promise<ExitCode> {
  const { folder, customers, seed } = parse(context, input);
  const kept = input.options['keep'] === true && (await readdir(folder).catch(() => [] as string[])).includes(database);
  if (!kept) {
    await prepareFolder(folder);
    await fill(context, folder, { customers, seed });
  }
  context.note(context.messages.demo.created(folder, customers));
  return input.options['run'] === true ? tour(context, folder) : ExitCode.ok;
}
