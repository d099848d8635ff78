import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultMatching } from '../../src/config/matching.js';
import { clusterRecords, type ClusterRules } from '../../src/customers/duplicates/cluster.js';
import {
  findDuplicates,
  type Duplicates,
  type DuplicateSource,
} from '../../src/customers/duplicates/find-duplicates.js';
import { findCandidates } from '../../src/customers/find-candidates.js';
import type { ProgressEvent } from '../../src/progress.js';
import { forEachEngine, mariadbMissing } from '../database/harness.js';
import { openCalendar, type TestCalendar } from '../erasure/calendar.js';

function sourceOf({ session }: TestCalendar, given: Partial<DuplicateSource> = {}): DuplicateSource {
  const { db, resolved, country, today } = session;
  return { db, map: resolved, country, today, matching: defaultMatching, same: [], different: [], ...given };
}

const found = new Map<string, Duplicates>();

forEachEngine('search of the whole database', (engine) => {
  let calendar: TestCalendar;
  beforeAll(async () => {
    calendar = await openCalendar(engine, 300);
    found.set(engine, await findDuplicates(sourceOf(calendar)));
  });
  afterAll(async () => calendar.close());

  const change = async (sql: string, ...values: (string | null)[]): Promise<void> => {
    await calendar.db.run(sql, values);
  };

  it('finds second records, with reasons that add up, best first', () => {
    const { records, pairs, clusters } = found.get(engine) ?? { records: 0, pairs: [], clusters: [] };
    expect(records).toBe(300);
    expect(clusters.length).toBeGreaterThan(3);
    for (const { a, b, score, reasons } of pairs) {
      expect(a < b).toBe(true);
      expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 9);
    }
    const places = pairs.map(({ band, score }) => [band === 'match' ? 0 : 1, -score] as const);
    expect(places).toEqual([...places].sort((x, y) => x[0] - y[0] || x[1] - y[1]));
    // Nobody is two persons.
    expect(new Set(clusters.flat()).size).toBe(clusters.flat().length);
  });

  it('says the same in a second run, and of a pair what the search for one of them says', async () => {
    const again = await findDuplicates(sourceOf(calendar));
    expect(again).toEqual(found.get(engine));
    for (const pair of again.pairs.slice(0, 5)) {
      const [candidates] = await findCandidates(sourceOf(calendar), [[pair.a]]);
      const other = candidates?.find(({ key }) => key === pair.b);
      expect(other?.score).toBeCloseTo(pair.score, 9);
      expect(other?.band).toBe(pair.band);
    }
  });

  it('honours what was decided', async () => {
    const [first] = found.get(engine)?.clusters ?? [];
    const [a = '', b = ''] = first ?? [];
    const parted = await findDuplicates(sourceOf(calendar, { different: [[b, a]] }));
    expect(parted.clusters.some((cluster) => cluster.includes(a) && cluster.includes(b))).toBe(false);
    const joined = await findDuplicates(sourceOf(calendar, { same: [['1', '200']] }));
    expect(joined.clusters.some((cluster) => cluster.includes('1') && cluster.includes('200'))).toBe(true);
  });

  it('does not compare the many who share a contact or a name for that alone, and says so', async () => {
    await change("update customers set email = 'info@firma.example' where id between 20 and 160");
    await change("update customers set first_name = 'Anna', last_name = 'Huber' where id between 161 and 299");
    const events: ProgressEvent[] = [];
    const { skipped, pairs } = await findDuplicates(sourceOf(calendar, { onProgress: (event) => events.push(event) }));
    expect(skipped).toContainEqual({ kind: 'email', blocks: 1, largest: 141 });
    expect(skipped.find(({ kind }) => kind === 'names')).toMatchObject({ largest: expect.any(Number) as number });
    expect(pairs.length).toBeLessThan(2000);
    expect(new Set(events.map(({ stage }) => stage))).toEqual(new Set(['match', 'compare']));
  });

  it('withstands names that are none', async () => {
    const odd = ['', ' ', 'X', '.', '\u0000\u0007', '\u202eannA', 'מרים', '😀', "'); drop table customers; --"];
    for (const [at, name] of odd.entries())
      await change(
        'update customers set first_name = ?, last_name = ?, birth_name = ? where id = ?',
        name,
        name,
        name,
        String(30 + at),
      );
    const long = 'ÄÖÜ-ß '.repeat(engine === 'sqlite' ? 1700 : 13);
    await change('update customers set first_name = ?, last_name = ? where id in (50, 51)', long, long);
    const { records, pairs } = await findDuplicates(sourceOf(calendar));
    expect(records).toBe(300);
    expect(pairs.every(({ score }) => Number.isFinite(score))).toBe(true);
  });
});

describe.skipIf(mariadbMissing !== null)('both engines', () => {
  it('give the same pairs, scores and clusters', () => {
    expect(found.get('sqlite')?.pairs.length).toBeGreaterThan(10);
    expect(found.get('mysql')).toEqual(found.get('sqlite'));
  });
});

describe('clusters', () => {
  const rules = (given: Partial<ClusterRules> = {}): ClusterRules => ({
    same: [],
    score: () => 5,
    isDifferent: () => false,
    isMatch: () => false,
    least: -3,
    ...given,
  });
  const chain = [1, 2, 3, 4].map((a) => ({ a, b: a + 1, score: 6 - a, match: true }));

  it('take no weak bridge: one edge does not join groups that do not agree', () => {
    const near = (a: number, b: number): number => (Math.abs(a - b) === 1 ? 5 : -30);
    const clusters = clusterRecords(chain, rules({ score: near }));
    expect(Math.max(...clusters.map(({ length }) => length))).toBe(2);
  });

  it('join a chain whose records all agree', () => {
    expect(clusterRecords(chain, rules())).toEqual([[1, 2, 3, 4, 5]]);
  });

  it('never hold two records that somebody told apart', () => {
    const clusters = clusterRecords(chain, rules({ isDifferent: (a, b) => a + b === 6 && a !== b }));
    for (const cluster of clusters) expect(cluster.includes(1) && cluster.includes(5)).toBe(false);
  });

  it('take an edge that is not enough by itself when all that is known of both persons is', () => {
    const edges = [
      { a: 1, b: 2, score: 9, match: true },
      { a: 2, b: 3, score: 1, match: false },
    ];
    expect(clusterRecords(edges, rules())).toEqual([[1, 2]]);
    expect(clusterRecords(edges, rules({ isMatch: () => true }))).toEqual([[1, 2, 3]]);
  });

  it('ask both persons as a whole when there are several records of each', () => {
    const twins = [
      { a: 1, b: 2, score: 9, match: true },
      { a: 3, b: 4, score: 8, match: true },
      { a: 2, b: 3, score: 5, match: true },
    ];
    expect(clusterRecords(twins, rules())).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(clusterRecords(twins, rules({ isMatch: () => true }))).toEqual([[1, 2, 3, 4]]);
  });

  it('are found in bounded time, and stay small, where everybody resembles everybody', () => {
    const records = 2000;
    let compared = 0;
    const count = <T>(pairs: number, result: T): T => {
      compared += pairs;
      return result;
    };
    const alike = Array.from({ length: records * 100 }, (_, at) => {
      const a = at % records;
      return { a, b: (a + 1 + Math.trunc(at / records)) % records, score: 5, match: at % 3 !== 0 };
    });
    for (const isMatch of [true, false]) {
      compared = 0;
      const clusters = clusterRecords(
        alike,
        rules({
          score: (a, b) => count(1, (a + b) % 7 === 0 ? 5 : -3.5),
          isMatch: (one, other) => count(one.length * other.length, isMatch && (one[0] ?? 0) % 5 !== 0),
        }),
      );
      expect(Math.max(...clusters.map(({ length }) => length))).toBeLessThanOrEqual(20);
      // Less than what each record may be refused, with six records on both sides.
      expect(compared / records).toBeLessThan(10 * 36);
    }
  });
});
