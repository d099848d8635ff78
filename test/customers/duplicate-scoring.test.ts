import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FactRecords } from '../../src/customers/duplicates/fact-records.js';
import type { Facts } from '../../src/customers/duplicates/facts.js';
import {
  findDuplicates,
  type Duplicates,
  type DuplicateSource,
} from '../../src/customers/duplicates/find-duplicates.js';
import { signNames } from '../../src/customers/duplicates/name-signs.js';
import { createPairFilter } from '../../src/customers/duplicates/pair-filter.js';
import { readFacts } from '../../src/customers/duplicates/read-facts.js';
import { comparePair, modelOf } from '../../src/customers/duplicates/score-pairs.js';
import { neverMergeOn } from '../../src/customers/find-candidates.js';
import { readRecord, type MatchRecord } from '../../src/customers/match-record.js';
import { readCustomers } from '../../src/customers/read-records.js';
import { openDatabase } from '../../src/database/connect.js';
import { fillCustomers, openSource, type BenchCustomer } from '../bench/match-database.js';
import { createDatabase, forEachEngine, mariadbMissing, type TestDatabase } from '../database/harness.js';
import { noisyCustomers } from './noisy-customers.js';

async function sourceWith(database: TestDatabase, customers: readonly BenchCustomer[]): Promise<DuplicateSource> {
  const db = await openDatabase(database.url);
  await fillCustomers(db, customers);
  await db.close();
  return openSource(database.url);
}

/** A contact that stands in two columns is one. */
function withoutRepeats(record: MatchRecord): MatchRecord {
  const once = <T>(list: readonly T[], text: (value: T) => string): T[] =>
    list.filter((value, at) => list.findIndex((other) => text(other) === text(value)) === at);
  return {
    ...record,
    emails: once(record.emails, ({ address }) => address),
    phones: once(record.phones, ({ number }) => number),
    streets: once(record.streets, ({ name, house }) => `${name} ${house}`),
  };
}

const seeds = [1, 2, 3, 4];

describe.each(seeds)('customers written badly (%i)', (seed) => {
  let database: TestDatabase;
  let source: DuplicateSource;
  let facts: Facts;
  beforeAll(async () => {
    database = await createDatabase('sqlite');
    source = await sourceWith(database, noisyCustomers(150, seed));
    facts = await readFacts(source);
  });
  afterAll(async () => {
    await source.db.close();
    await database.drop();
  });

  it('are put together from numbers as they are read from their rows', async () => {
    const records = new FactRecords(facts);
    const raw = await readCustomers(
      source,
      [...Array(150).keys()].map((at) => String(at + 1)),
    );
    for (let at = 0; at < facts.records; at += 1) {
      const record = records.record(at);
      const row = raw.get(record.key);
      expect(row).toBeDefined();
      if (row !== undefined) expect(record).toEqual(withoutRepeats(readRecord(row, source.country)));
    }
  });

  it('are sifted without the loss of a pair that the comparison takes, and most others are let go', () => {
    const records = new FactRecords(facts);
    const signs = signNames(facts.texts.name);
    const model = modelOf(
      { facts, signs, model: { ...source.matching, neverMergeOn: neverMergeOn(source.map) } },
      records,
    );
    const filter = createPairFilter(facts, signs, records, model);
    const mayReach = (a: number, b: number, score: number): boolean =>
      filter.isNear(a, b, score) && filter.mayReach(a, b, score);
    const refused: string[] = [];
    let [taken, passed, pairs] = [0, 0, 0];
    for (let a = 0; a < facts.records; a += 1) {
      for (let b = a + 1; b < facts.records; b += 1) {
        const { score } = comparePair(records, model, a, b);
        // Whatever the threshold is: it is a setting.
        for (const least of [score - 1e-12, model.possible]) {
          if (score >= least && !mayReach(a, b, least)) refused.push(`${records.key(a)} ${records.key(b)}`);
        }
        pairs += 1;
        taken += Number(score >= model.possible);
        passed += Number(mayReach(a, b, model.possible));
      }
    }
    expect(refused).toEqual([]);
    expect(taken).toBeGreaterThan(100);
    expect(passed - taken).toBeLessThan(pairs / 4);
  });
});

const found = new Map<string, Duplicates>();
/** Thousands of lines: a comparison of them would be unreadable, and take minutes. */
const digest = (duplicates: Duplicates | undefined): string =>
  createHash('sha256').update(JSON.stringify(duplicates)).digest('hex');

forEachEngine('hundreds of customers', (engine) => {
  let database: TestDatabase;
  let source: DuplicateSource;
  beforeAll(async () => {
    database = await createDatabase(engine);
    source = await sourceWith(database, noisyCustomers(450, 7));
    found.set(engine, await findDuplicates(source));
  });
  afterAll(async () => {
    await source.db.close();
    await database.drop();
  });

  // By then the records are read: nothing of the engine is left in them.
  it.each(engine === 'sqlite' ? [1, 2, 3] : [3])('have the same duplicates with %i threads', async (threads) => {
    // As it is shipped: threads load JavaScript.
    const shipped = (await import(
      new URL('../../dist/src/customers/duplicates/find-duplicates.js', import.meta.url).href
    )) as { findDuplicates: typeof findDuplicates };
    expect(digest(await shipped.findDuplicates({ ...source, threads }))).toBe(digest(found.get(engine)));
  });

  it('says of every kind of key which blocks were too large to be compared', () => {
    const { skipped = [], pairs = [] } = found.get(engine) ?? {};
    expect(pairs.length).toBeGreaterThan(100);
    expect(skipped.find(({ kind }) => kind === 'email')).toMatchObject({ kind: 'email' });
    for (const { kind, blocks, largest } of skipped) {
      expect(blocks, kind).toBeGreaterThan(0);
      expect(largest, kind).toBeGreaterThan(60);
    }
  });
});

describe.skipIf(mariadbMissing !== null)('both engines', () => {
  it('give the same duplicates', () => {
    expect(digest(found.get('mysql'))).toBe(digest(found.get('sqlite')));
  });
});
