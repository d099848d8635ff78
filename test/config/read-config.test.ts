import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkConfig, configFileName, readConfig, type Config, type ConfigOverrides } from '../../src/config.js';
import { BelboEraseError, type Finding } from '../../src/errors.js';

const none: ConfigOverrides = { config: null, database: null, map: null, passwordFile: null };
let folder: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'belbo-erase-config-')));
  await mkdir(join(folder, 'salon', 'deep'), { recursive: true });
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

/** Reads a configuration with this text, which lies in the folder `salon`. */
async function read(text: string, overrides: Partial<ConfigOverrides> = {}, cwd = 'salon'): Promise<Config> {
  await writeFile(join(folder, 'salon', configFileName), text);
  return readConfig({ ...none, ...overrides }, join(folder, cwd));
}

async function findingsOf(text: string, overrides: Partial<ConfigOverrides> = {}): Promise<readonly Finding[]> {
  const error: unknown = await read(text, overrides).then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof BelboEraseError) || error.code !== 'CONFIG_INVALID') throw new Error('was not refused');
  return (error.params as { findings: readonly Finding[] }).findings;
}

describe('configuration', () => {
  it('is found in a folder above; its paths are relative to it, not to where one stands', async () => {
    const config = await read(
      'database: sqlite:calendar.sqlite\nmap: maps/own.yaml\npassword_file: secret\n',
      {},
      'salon/deep',
    );
    expect(config).toMatchObject({
      path: join(folder, 'salon', configFileName),
      database: `sqlite:${join(folder, 'salon', 'calendar.sqlite')}`,
      map: join(folder, 'salon', 'maps', 'own.yaml'),
      keyFile: join(folder, 'salon', 'belbo-erase.key'),
      passwordFile: join(folder, 'salon', 'secret'),
    });
  });

  it('has defaults for all but the database', async () => {
    expect(await read('')).toMatchObject({
      database: null,
      map: 'belbo',
      lang: null,
      timeZone: 'Europe/Berlin',
      country: 'DE',
      controller: null,
    });
    const config = await read(
      'lang: de\ncountry: CH\ntime_zone: Europe/Zurich\ncontroller: {name: Salon Süß, email: dpo@salon.example}\n',
    );
    expect(config).toMatchObject({
      lang: 'de',
      country: 'CH',
      timeZone: 'Europe/Zurich',
      controller: { name: 'Salon Süß', address: null, email: 'dpo@salon.example' },
    });
  });

  it('gives way to flags, whose paths are relative to where one stands', async () => {
    const config = await read(
      'database: sqlite:a.sqlite\nmap: belbo\n',
      { database: 'sqlite:b.sqlite', map: './own.yml' },
      'salon/deep',
    );
    expect(config).toMatchObject({
      database: `sqlite:${join(folder, 'salon', 'deep', 'b.sqlite')}`,
      map: join(folder, 'salon', 'deep', 'own.yml'),
    });
    expect((await read('', { database: 'mysql://belbo@db.example/calendar' })).database).toBe(
      'mysql://belbo@db.example/calendar',
    );
  });

  it('tells all faults at once, each with its place', async () => {
    const found = await findingsOf(
      'databse: x\nlang: fr\ncountry: FR\ntime_zone: Mars/Base\nmap: 7\ncontroller: {adress: y}\n',
    );
    expect(found.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
      'controller.adress unknown_key',
      'controller.name missing_key',
      'country not_a_choice',
      'databse unknown_key',
      'lang not_a_choice',
      'map wrong_type',
      'time_zone unknown_time_zone',
    ]);
    expect(found.find(({ path }) => path === 'databse')?.params['nearest']).toBe('database');
    expect(found.find(({ path }) => path === 'controller.adress')?.params['nearest']).toBe('address');
  });

  it('refuses what is no list of keys', async () => {
    expect((await findingsOf('- a\n- b\n')).map(({ code }) => code)).toEqual(['wrong_type']);
  });

  it('must exist when it is named', async () => {
    await expect(readConfig({ ...none, config: 'nowhere.yaml' }, folder)).rejects.toMatchObject({
      code: 'CONFIG_NOT_FOUND',
      exitCode: 12,
    });
  });
});

describe('a password in the database address', () => {
  const addresses = [
    'mysql://belbo:geheim@db.example/calendar',
    'mysql://belbo:ge@heim@db.example/calendar',
    'mariadb://:geheim@db.example/calendar',
    'mysql://belbo@db.example/calendar?password=geheim',
  ];

  it.each(addresses)('is refused in the file and in the flag, and never repeated (%#)', async (address) => {
    for (const found of [await findingsOf(`database: ${address}\n`), await findingsOf('', { database: address })]) {
      expect(found.map(({ code }) => code)).toEqual(['password_in_url']);
      expect(JSON.stringify(found)).not.toContain('geheim');
    }
  });

  it('is not seen where there is none', () => {
    for (const database of [
      'mysql://belbo@db.example:3306/calendar',
      'mysql://db.example/calendar',
      'sqlite:/srv/a:b@c/calendar.sqlite',
      'C:\\salon\\calendar.sqlite',
    ]) {
      expect(checkConfig({ database }), database).toEqual([]);
    }
    expect(checkConfig({ database: 'postgres://x@y/z' }).map(({ code }) => code)).toEqual(['database_scheme']);
  });
});
