import type { Agreement, Level, MatchField } from '../agreement.js';
import { dateLevels } from '../compare-dates.js';
import { familyLevels, givenLevels } from '../compare-names.js';
import { evidence } from '../explanations.js';
import type { MatchRecord } from '../match-record.js';
import { reachedOf } from '../coincidence.js';
import { compareParts, isReached, scoreOf, type MatchModel, type Score } from '../score.js';

/** How a part of two records agrees. */
interface Found {
  readonly a: MatchRecord;
  readonly b: MatchRecord;
  readonly agreements: readonly Agreement[];
}

/** Whether one way to compare a part of two groups says more: of what the other one lacks nothing is known, be it for or against. */
function saysMore({ agreements }: Found, known: readonly Agreement[]): boolean {
  return agreements.length === known.length ? evidence(agreements) > evidence(known) : agreements.length > known.length;
}

/** Levels that a slip of the pen makes of one value. */
const nameSlips: ReadonlySet<string> = new Set(['typo', 'similar', 'distant']);
const dateSlips: ReadonlySet<string> = new Set(['swapped', 'digit', 'year_digit', 'part', 'digits', 'near']);

interface Value {
  readonly of: (record: MatchRecord) => string | number | undefined;
  readonly slips: ReadonlySet<string>;
  readonly different: Level;
}

/** What a person keeps, so that records of one person differ in it by slips. */
const kept: Readonly<Partial<Record<MatchField, Value>>> = {
  given_name: { of: ({ given }) => given?.plain, slips: nameSlips, different: givenLevels.different },
  family_name: { of: ({ family }) => family?.plain, slips: nameSlips, different: familyLevels.different },
  birth_date: { of: ({ birthDate }) => birthDate, slips: dateSlips, different: dateLevels.different },
};

/**
 * How likely slips explain that records of one group hold one value and those of the other group another one: each record was
 * written by itself, so that the smaller number of them has the same slip as often. No less likely than two values are.
 */
function asSlips(agreement: Agreement, times: number, { different }: Value): Agreement {
  const { m, u } = agreement;
  return times < 2 ? agreement : { ...agreement, m: Math.max(m ** times, (u * different.m) / different.u) };
}

/**
 * Compares two groups of records, each known to be one person's: of every part the best agreement counts that any two of them
 * have, for a person has had several names, addresses and phones, and not every record knows all of them. The names are those of
 * the same two records, and so is the address: a given name that stands in the wrong column of one record would count for both names.
 */
export function compareGroups(one: readonly MatchRecord[], other: readonly MatchRecord[], model: MatchModel): Score {
  const best: Found[] = [];
  for (const a of one) {
    for (const b of other) {
      compareParts(a, b, model).forEach((agreements, part) => {
        const found = { a, b, agreements };
        if (saysMore(found, best[part]?.agreements ?? [])) best[part] = found;
        else best[part] ??= found;
      });
    }
  }
  const all = best.flatMap(({ a, b, agreements }) =>
    agreements.map((agreement) => {
      const value = kept[agreement.field];
      if (value?.slips.has(agreement.level) !== true) return agreement;
      const holders = (record: MatchRecord, group: readonly MatchRecord[]): number =>
        group.filter((each) => value.of(each) === value.of(record)).length;
      return asSlips(agreement, Math.min(holders(a, one), holders(b, other)), value);
    }),
  );
  return scoreOf(all, model, reachedOf(one.some(isReached), other.some(isReached)));
}
