import { describe, expect, it } from 'vitest';
import { compareGroups } from '../../src/customers/duplicates/compare-groups.js';
import type { RawRecord } from '../../src/customers/match-record.js';
import type { Score } from '../../src/customers/score.js';
import { model, record } from './records.js';

type Group = readonly Partial<RawRecord>[];

/** A large database, in which name and birth date alone have to be right. */
function compare(one: Group, other: Group): Score {
  const read = (group: Group, from: string) =>
    group.map((each, at) => record({ key: `${from}${String(at)}`, ...each }));
  return compareGroups(read(one, 'a'), read(other, 'b'), model({ records: 4_000_000 }));
}

const clara = { given: 'Clara', family: 'Linde', birthDate: '2006-12-26' };
const turned = { ...clara, given: 'Linde', family: 'Clara' };

describe('two groups of records', () => {
  it('are one person when each part agrees in some two of their records', () => {
    const moved = { ...clara, birthDate: '', streets: ['Am Hof 65'], postalCode: '84103' };
    expect(compare([clara, { ...moved, postalCode: '' }], [{ ...moved, family: '' }, clara]).band).toBe('match');
  });

  it('are none because a given name that stands in the wrong column once agrees twice', () => {
    const other = { ...clara, family: 'Stegmaier' };
    const score = compare([clara, turned], [other]);
    expect(score.band).toBe('different');
    expect(score.reasons.filter(({ field }) => field === 'family_name')).toMatchObject([{ level: 'different' }]);
    expect(compare([clara, turned], [other, { ...turned, given: 'Stegmaier' }]).band).toBe('different');
    expect(compare([clara, turned], [turned, clara]).band).toBe('match');
  });

  it('are none because a family name that stands in the wrong column once makes up for two given names', () => {
    const lars = { ...clara, given: 'Lars' };
    expect(compare([clara, turned], [lars, { ...lars, given: 'Linde', family: 'Lars' }]).band).not.toBe('match');
  });

  it('are none by the same slip in several records: it is less likely than two namesakes', () => {
    const eva = { given: 'Eva', family: 'Hüttner', birthDate: '1955-12-02' };
    const other = { ...eva, family: 'Bittner' };
    const weightOf = (found: Score, field: string): number =>
      found.reasons.find((each) => each.field === field)?.weight ?? Number.NaN;
    const once = compare([eva, eva], [other]);
    const twice = compare([eva, eva], [other, other]);
    expect(once.band).toBe('match');
    expect(twice.band).not.toBe('match');
    expect(weightOf(twice, 'family_name')).toBeLessThan(weightOf(once, 'family_name') - 3);
    // No less likely than two names that have nothing in common.
    const many = compare(Array<typeof eva>(5).fill(eva), Array<typeof eva>(5).fill(other));
    const none = compare([eva], [{ ...eva, family: 'Wagenknecht' }]);
    expect(weightOf(many, 'family_name')).toBeCloseTo(weightOf(none, 'family_name'), 9);
    // Where one record has it right, nothing was a slip.
    expect(compare([eva, eva], [other, other, eva]).band).toBe('match');
  });

  it('are none by a slip in the birth date that all records of each have', () => {
    const one = { ...clara, birthDate: '1950-09-05' };
    const other = { ...clara, birthDate: '1950-05-05' };
    expect(compare([one, one], [other]).score).toBeGreaterThan(compare([one, one], [other, other]).score + 3);
  });
});
