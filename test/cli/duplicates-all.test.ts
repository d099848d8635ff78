import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../fixtures/belbo/random.js';
import type { Duplicates } from '../../src/customers/duplicates/find-duplicates.js';
import { openDatabase } from '../../src/database/connect.js';
import { benchMap, fillCustomers, type BenchCustomer } from '../bench/match-database.js';
import { createDatabase, forEachEngine, mariadbMissing, type TestDatabase } from '../database/harness.js';
import { run, type Outcome } from './run.js';

const letters = 'abdefgiklmnorstu'.split('');
const pad = (value: number): string => String(value).padStart(2, '0');

/** Strangers with names, birth dates and addresses of their own. */
function strangers(size: number, shared: Partial<BenchCustomer> = {}): BenchCustomer[] {
  const random = createRandom(17);
  const word = (): string => Array.from({ length: 8 }, () => random.pick(letters)).join('');
  return Array.from({ length: size }, (_, at) => ({
    id: String(at + 1),
    cluster: '',
    given: word(),
    family: word(),
    birthDate: `${String(1940 + random.int(70))}-${pad(1 + random.int(12))}-${pad(1 + random.int(28))}`,
    street: `${word()}weg ${String(1 + random.int(90))}`,
    postalCode: String(10000 + random.int(80000)),
    city: word(),
    ...shared,
  }));
}

/** Further records of some of them: written the same way, with a slip, moved, and their twins. */
function withSecondRecords(customers: readonly BenchCustomer[]): BenchCustomer[] {
  const [first, second, third, fourth] = customers;
  const extra = [
    { ...first, id: 'a1' },
    { ...first, id: 'a2', family: `${first?.family ?? ''}x` },
    { ...second, id: 'b1', street: 'Gartenstraße 5', postalCode: '80331', city: 'München' },
    { ...third, id: 'c1', given: 'Mechthild-\u001b[31mRoswitha' },
    { ...fourth, id: 'd1', given: 'Anneliese', family: 'Schmidt-Hohenlohe von der Ostertag' },
  ];
  return [...customers, ...extra.map((each) => ({ cluster: '', ...each }))];
}

interface Opened {
  readonly all: (argv?: readonly string[], columns?: number) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

/** A database of these customers with a folder that is set up for it. */
async function open(database: TestDatabase, customers: readonly BenchCustomer[]): Promise<Opened> {
  const db = await openDatabase(database.url);
  await fillCustomers(db, customers);
  await db.close();
  const folder = await mkdtemp(join(tmpdir(), 'belbo-erase-all-'));
  await writeFile(join(folder, 'map.yaml'), benchMap);
  const config = [`database: ${JSON.stringify(database.url)}`, 'map: ./map.yaml', 'country: DE', ''];
  await writeFile(join(folder, 'belbo-erase.yaml'), config.join('\n'));
  const { code, err } = await run(['init'], { cwd: folder });
  if (code !== 0) throw new Error(err);
  return {
    all: async (argv = [], columns) =>
      run(['duplicates', '--all', ...argv], { cwd: folder, ...(columns === undefined ? {} : { columns }) }),
    async close() {
      await rm(folder, { recursive: true, force: true });
      await database.drop();
    },
  };
}

const printed = new Map<string, string>();

forEachEngine('duplicates --all', (engine) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open(await createDatabase(engine), withSecondRecords(strangers(150)));
  });
  afterAll(async () => opened.close());

  it('prints one JSON document with pairs, their reasons, and who is one person', async () => {
    const { code, out } = await opened.all(['--json']);
    expect(code).toBe(0);
    const found = JSON.parse(out) as Duplicates & { schemaVersion: number };
    printed.set(engine, out);
    expect(found.schemaVersion).toBe(1);
    expect(found.records).toBe(155);
    expect(found.clusters).toEqual([
      ['1', 'a1', 'a2'],
      ['2', 'b1'],
    ]);
    for (const { score, reasons } of found.pairs)
      expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 9);
    // The twin has another name, and is for a person to look at at most.
    expect(found.pairs.filter(({ band }) => band === 'match').flatMap(({ a, b }) => [a, b])).not.toContain('c1');
    expect(found.skipped).toEqual([]);
  });

  it('prints lines of columns into a pipe, the same in every language', async () => {
    const { code, out } = await opened.all();
    expect(code).toBe(0);
    const [head = '', ...lines] = out.trimEnd().split('\n');
    expect(head.split('\t')).toEqual(['a', 'b', 'score', 'band', 'cluster', 'reasons']);
    const rows = lines.map((line) => line.split('\t'));
    expect(rows.find(([a, b]) => a === '1' && b === 'a1')?.slice(3, 5)).toEqual(['match', '1']);
    expect(rows.find(([a, b]) => a === '1' && b === 'a1')?.[5]).toMatch(/(?:^| )family_name:exact:\d+\.\d\d /);
    expect((await opened.all(['--lang', 'de'])).out).toBe(out);
  });

  it.each([
    [80, 'en'],
    [120, 'en'],
    [80, 'de'],
    [120, 'de'],
  ] as const)('draws a table that fits into %i columns (%s)', async (columns, lang) => {
    const { code, out } = await opened.all(['--lang', lang], columns);
    expect(code).toBe(0);
    expect(out).toContain(
      lang === 'de' ? '155 Akten verglichen: 2 Personen sind mehrfach erfasst' : '155 records compared: 2 persons are',
    );
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    expect(out).not.toContain('\u001b');
    for (const key of ['a1', 'a2', 'b1']) expect(out).toMatch(new RegExp(`\\b${key}\\b`));
  });

  it('says the same in a second run', async () => {
    expect((await opened.all(['--json'])).out).toBe(printed.get(engine));
  });
});

describe.skipIf(mariadbMissing !== null)('both engines', () => {
  it('print the same', () => expect(printed.get('mysql')).toBe(printed.get('sqlite')));
});

forEachEngine('thousands of customers of one e-mail', (engine) => {
  let opened: Opened;
  beforeAll(async () => {
    const customers = strangers(3_000, { email: 'info@firma.example' });
    opened = await open(await createDatabase(engine), withSecondRecords(customers));
  });
  afterAll(async () => opened.close());

  it('are not compared for it alone, which is said; second records among them are found all the same', async () => {
    const found = JSON.parse((await opened.all(['--json'])).out) as Duplicates;
    expect(found.skipped).toContainEqual({ kind: 'email', blocks: 1, largest: 3_005 });
    expect(found.clusters).toEqual(expect.arrayContaining([['1', 'a1', 'a2'], expect.arrayContaining(['b1'])]));
    expect(found.pairs.length).toBeLessThan(1000);
    // The e-mail of all of them is no reason for or against anybody.
    expect(found.pairs.flatMap(({ reasons }) => reasons).some(({ field }) => field === 'email')).toBe(false);
    const { out } = await opened.all(['--lang', 'de'], 80);
    expect(out).toContain('bis zu 3005');
  });
});
