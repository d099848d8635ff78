import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultMatching } from '../../src/config/matching.js';
import { findCandidates, searchCandidates, type MatchSource } from '../../src/customers/find-candidates.js';
import type { MatchRecord } from '../../src/customers/match-record.js';
import { Pending, type Candidate } from '../../src/customers/pending-candidates.js';
import { readCustomers } from '../../src/customers/read-records.js';
import type { ProgressEvent } from '../../src/progress.js';
import { forEachEngine, mariadbMissing } from '../database/harness.js';
import { openCalendar, type TestCalendar } from '../erasure/calendar.js';
import { compareRecords } from '../../src/customers/score.js';
import { model, record } from './records.js';

function sourceOf({ session }: TestCalendar, onProgress?: (event: ProgressEvent) => void): MatchSource {
  const { db, resolved, country, today } = session;
  return { db, map: resolved, country, today, matching: defaultMatching, ...(onProgress ? { onProgress } : {}) };
}

const all = Array.from({ length: 300 }, (_, at) => [String(at + 1)]);
const found = new Map<string, readonly (readonly Candidate[])[]>();

forEachEngine('search for the candidates of a person', (engine) => {
  let calendar: TestCalendar;
  beforeAll(async () => {
    calendar = await openCalendar(engine, 300);
    found.set(engine, await findCandidates(sourceOf(calendar), all));
  });
  afterAll(async () => calendar.close());

  it('finds the second record of a customer, with the reasons, and no copy of the record itself', async () => {
    const [candidates] = await findCandidates(sourceOf(calendar), [['1']]);
    expect(candidates?.map(({ key }) => key)).toContain('23');
    expect(candidates?.map(({ key }) => key)).not.toContain('1');
    const best = candidates?.[0];
    expect(best?.reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(best?.score ?? NaN, 9);
  });

  it('gives each of many subjects in one pass what it gives one alone', async () => {
    for (const at of [0, 6, 41, 150]) {
      const [alone] = await findCandidates(sourceOf(calendar), [all[at] ?? []]);
      expect(found.get(engine)?.[at]).toEqual(alone);
    }
  });

  it('takes merged records for one subject, which is no candidate of itself', async () => {
    const [together] = await findCandidates(sourceOf(calendar), [['1', '23']]);
    expect(together?.filter(({ key }) => ['1', '23'].includes(key))).toEqual([]);
  });

  it('always shows who holds the same e-mail or phone', async () => {
    const source = sourceOf(calendar);
    const [first] = (await readCustomers(source, ['40'])).values();
    const shared = first?.phones[0] ?? first?.emails[0] ?? '';
    expect(shared).not.toBe('');
    await calendar.db.run('update customers set first_name = ?, last_name = ?, phone = ?, email = null where id = ?', [
      'Zoltan',
      'Xylander',
      shared,
      41,
    ]);
    const [candidates] = await findCandidates(source, [['40']]);
    expect(candidates?.find(({ key }) => key === '41')).toMatchObject({ shares: ['phone'] });
  });

  it('counts who holds a contact of many instead of listing them', async () => {
    const source = sourceOf(calendar);
    await calendar.db.run("update customers set phone = '+49 30 5551234', mobile = null where id between 60 and 130");
    const [result] = await searchCandidates(source, [['60']]);
    expect(result?.crowded).toEqual([{ field: 'phone', records: 70 }]);
    expect(result?.candidates.length).toBeLessThan(10);
  });

  it('has nothing to say of a record that is gone, and reads nothing without subjects', async () => {
    const events: ProgressEvent[] = [];
    const source = sourceOf(calendar, (event) => events.push(event));
    expect(await findCandidates(source, [])).toEqual([]);
    expect(events).toEqual([]);
    expect(await findCandidates(source, [['999999']])).toEqual([[]]);
    expect(events.at(-1)).toMatchObject({ stage: 'match', unit: 'rows' });
  });

  it('withstands names that are none', async () => {
    const long = 'ÄÖÜ-ß '.repeat(1700);
    const odd = ['', ' ', 'X', '.', '\u0000\u0007', '\u202eannA', 'מרים', '😀', "'); drop table customers; --"];
    for (const [at, name] of odd.entries()) {
      await calendar.db.run('update customers set first_name = ?, last_name = ?, birth_name = ? where id = ?', [
        name,
        name,
        name,
        140 + at,
      ]);
    }
    const wide = engine === 'sqlite' ? long : long.slice(0, 80);
    await calendar.db.run('update customers set first_name = ?, last_name = ? where id in (150, 151)', [wide, wide]);
    const keys = [...odd.map((_, at) => [String(140 + at)]), ['150']];
    const results = await findCandidates(sourceOf(calendar), keys);
    expect(results).toHaveLength(keys.length);
    expect(results.flat().every(({ score }) => Number.isFinite(score))).toBe(true);
  });
});

describe.skipIf(mariadbMissing !== null)('both engines', () => {
  it('find the same candidates with the same scores', () => {
    expect(found.get('sqlite')?.flat().length).toBeGreaterThan(20);
    expect(found.get('mysql')).toEqual(found.get('sqlite'));
  });
});

forEachEngine('a name that thousands have', (engine) => {
  it('proves nothing as soon as it is counted, takes no second pass, and hides nobody who is like the subject', async () => {
    const calendar = await openCalendar(engine, 300);
    const number = engine === 'sqlite' ? "'X-' || a.id || '-' || b.id" : "concat('X-', a.id, '-', b.id)";
    const add = async (from: string, birthDate: string): Promise<number> =>
      calendar.db.run(
        `insert into customers (country, customer_no, first_name, last_name, birth_date, status, marketing_consent, created_at, updated_at)
         select 'DE', ${number}, 'Test', 'Kundin', ${birthDate}, 'active', 0, '2026-01-01 10:00:00', '2026-01-01 10:00:00' from ${from}`,
      );
    await add('customers a, customers b where a.id <= 40 and b.id <= 230', 'null');
    await calendar.db.run(
      "update customers set first_name = 'Test', last_name = 'Kundin', birth_date = '1977-03-09', birth_name = null, email = 'test.kundin@mail.example', mobile = '0171 5550199', street = 'Hauptstr. 12', postal_code = '50667', city = 'Köln' where id in (60, 250)",
    );
    let rows = 0;
    let passes = 0;
    const source = sourceOf(calendar, ({ done }) => {
      if (done < rows) passes += 1;
      rows = done;
    });
    const [result, other] = await searchCandidates(source, [['60'], ['40']]);
    expect(passes).toBe(0);
    expect(result?.likely).toEqual(['250']);
    expect(result?.candidates[0]?.key).toBe('250');
    const [alone] = await searchCandidates(source, [['40']]);
    expect(other).toEqual(alone);
    await calendar.close();
  });
});

describe('records that come into question', () => {
  const own = [record({ key: 'own', given: 'Xenia', family: 'Przybylski', birthDate: '1984-05-03' })];
  const alike = (key: number, given = 'Xenia'): MatchRecord =>
    record({ key: String(key), given, family: 'Przybylski', birthDate: '1984-05-03' });
  const pending = (settled: readonly string[] = []): Pending =>
    new Pending({ own, settled: new Set(settled), most: 5 });

  it('are kept up to a limit, the most likely ones and those nobody has decided about; all are told by their keys', () => {
    const met = pending(['1']);
    for (let key = 1; key <= 64; key += 1) met.add(alike(key, key % 2 === 0 ? 'Xenia' : 'Xenja'), model());
    expect(met.overflowed).toBe(true);
    const { candidates, left, likely } = met.result(model());
    expect(candidates.map(({ key }) => key)).toEqual(['10', '12', '14', '16', '18']);
    expect(left).toBe(59);
    expect([...likely].sort()).toEqual(Array.from({ length: 64 }, (_, at) => String(at + 1)).sort());
  });

  it('are let go when what was counted meanwhile speaks against them, and are not left over then', () => {
    const met = pending();
    for (let key = 1; key <= 63; key += 1) met.add(alike(key), model());
    // Everybody has that name and that date.
    met.add(alike(64), model({ countOf: () => 2000 }));
    expect(met.overflowed).toBe(false);
    expect(met.result(model({ countOf: () => 2000 }))).toMatchObject({ candidates: [], left: 0, likely: [] });
  });

  it('are as like as the record of the subject they are likest to, by what it proves before its score', () => {
    const met = record({
      key: '7',
      given: 'Anna',
      family: 'Weber',
      birthDate: '1984-05-03',
      emails: ['anna.weber@mail.example'],
    });
    // A name and a birth date that ten have may be a coincidence, whatever they score; with an e-mail in common they are none.
    const namesake = record({ given: 'Anna', family: 'Weber', birthDate: '1984-05-03', emails: ['aw@post.example'] });
    const married = record({ given: 'Anna', family: 'Weber-Maier', emails: ['anna.weber@mail.example'] });
    const common = model({ countOf: (field) => (field === 'email' ? 2 : 10) });
    const [high, low] = [compareRecords(namesake, met, common), compareRecords(married, met, common)];
    expect([high.band, low.band, high.score > low.score]).toEqual(['possible', 'match', true]);
    for (const records of [
      [namesake, married],
      [married, namesake],
    ]) {
      const search = new Pending({ own: records, settled: new Set(), most: 5 });
      search.add(met, common);
      expect(search.result(common).candidates).toMatchObject([{ key: '7', band: 'match', score: low.score }]);
    }
    const search = new Pending({ own: [met], settled: new Set(), most: 5 });
    search.add({ ...namesake, key: '8' }, common);
    search.add({ ...married, key: '9' }, common);
    expect(search.result(common).candidates.map(({ key, band }) => [key, band])).toEqual([
      ['9', 'match'],
      ['8', 'possible'],
    ]);
  });
});
