import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configFileName } from '../../config.js';
import { ExitCode } from '../../errors.js';
import type { Context } from '../context.js';
import { initialise } from '../setup.js';

/** Writes a configuration where there is none, from the flags given, so that the next command needs none. */
async function writeConfig(context: Context): Promise<string | null> {
  const config = await context.config();
  if (config.path !== null || config.database === null) return null;
  const path = join(context.io.cwd, configFileName);
  const lines = [
    `database: ${JSON.stringify(config.database)}`,
    `map: ${JSON.stringify(config.map)}`,
    `lang: ${context.language}`,
    `country: ${config.country}`,
    `time_zone: ${config.timeZone}`,
    '',
  ];
  await writeFile(path, lines.join('\n'), { flag: 'wx' });
  return path;
}

/** Creates the tool's own tables and its key file. Can be repeated. */
export async function init(context: Context): Promise<ExitCode> {
  const { messages } = context;
  const { keyFile, migrations } = await initialise(await context.openOptions());
  const config = await writeConfig(context);
  await context.print({
    json: { keyFile, migrations, config },
    tsv: {
      headers: ['what', 'path', 'created'],
      rows: [
        ['key_file', keyFile.path, String(keyFile.created)],
        ['tables', '', String(migrations.length > 0)],
      ],
    },
    terminal: async ({ chalk, sign }) =>
      [
        messages.init.tables(migrations.length),
        messages.init.keyFile(keyFile.path, keyFile.created),
        ...(config === null ? [] : [config]),
      ]
        .map((line) => `${chalk.green(sign.ok)} ${line}`)
        .join('\n'),
  });
  return ExitCode.ok;
}
