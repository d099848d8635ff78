import type { Agreement, MatchField } from './agreement.js';
import { areNamesakes } from './explanations.js';

/*
 * Among N customers there are N²/2 pairs of strangers, and some of these have one name and one birth date, or one name and one town, by
 * mere chance. Nothing tells them from second records with a new phone and address but the score, whose odds are to be
 * taken at their word: of such pairs at 4 to 1 one in five is wrong. Where more agrees, the rival of a match is the household, which is taken
 * to be likelier than it is: there the score is an understatement.
 */

/**
 * How much more than `match` it takes to rule a coincidence out (log2). One name and birth date: with the default of 2 that makes odds
 * of 500 to 1. One name and town, or the name alone: 16 to 1, for people of one name in one town have been counted against it already. The
 * same where the birth dates are no more than alike and one of the records says nothing else.
 */
const margins = { birthDate: 7, town: 2, nearDate: 2 } as const;

/** Levels of a street, in one town, that mean one house. */
const sameHouse: ReadonlySet<string> = new Set(['exact', 'typo', 'house_slip']);

/** How many of two records say where somebody lives or is reached. */
export type Reached = 0 | 1 | 2;

export const reachedOf = (one: boolean, other: boolean): Reached => (one && other ? 2 : one || other ? 1 : 0);

/**
 * By how much a score has to exceed `match` because all that two records have in common is what strangers have in common now and then:
 * both names, and beside them the birth date or the town, but not both, no house, and nothing by which somebody is reached. 0 for
 * all others.
 * @param reached without it on both sides, nothing of the kind could be in common
 */
export function coincidenceMargin(agreements: readonly Agreement[], reached: Reached): number {
  const of = (field: MatchField): Agreement | undefined => agreements.find((each) => each.field === field);
  const agrees = (field: MatchField): boolean => agreements.some((each) => each.field === field && each.m > each.u);
  if (!areNamesakes(agreements) || agrees('number') || agrees('phone')) return 0;
  if (agrees('email') && of('email')?.level !== 'by_name') return 0;
  const [street, place] = [of('street'), of('place')];
  if (street !== undefined && sameHouse.has(street.level) && place?.level !== 'different') return 0;
  if (of('birth_date') === undefined) return margins.town;
  if (!agrees('birth_date') || agrees('street') || agrees('place')) return 0;
  if (reached === 2) return margins.birthDate;
  // A calendar of names and dates alone has nothing else to tell by.
  return reached === 1 && of('birth_date')?.level !== 'exact' ? margins.nearDate : 0;
}
