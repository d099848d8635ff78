import type { Agreement, Chance, MatchField } from './agreement.js';
import { coincidenceMargin, reachedOf, type Reached } from './coincidence.js';
import { compareAddresses, leastShared, mayShare } from './compare-addresses.js';
import { compareDates, weighDates } from './compare-dates.js';
import { compareEmails } from './compare-emails.js';
import { compareNames, weighNames } from './compare-names.js';
import { comparePhones } from './compare-phones.js';
import { areNamesakes, correctionsOf, evidence, MostOfScore, type Correction } from './explanations.js';
import type { MatchRecord } from './match-record.js';

/** What a score says of two records. */
export type Band = 'match' | 'possible' | 'different';

/** One part of a score: a field of the records, or one of the corrections. */
export interface Reason {
  readonly field: MatchField | Correction;
  readonly level: string;
  /** log2 of the Bayes factor; positive speaks for one person. The weights of all reasons add up to the score. */
  readonly weight: number;
}

/** A score with its parts. */
export interface Score {
  /** log2 of the odds that both records are one person: 0 is even, 4 is 16 to 1. */
  readonly score: number;
  readonly band: Band;
  readonly reasons: readonly Reason[];
}

/** What scores are made with. */
export interface MatchModel extends Chance {
  /** Score from which on two records are taken for one person. */
  readonly match: number;
  /** Score from which on a person has to look. */
  readonly possible: number;
  /** Fields that never make a match without names or birth date. */
  readonly neverMergeOn: ReadonlySet<MatchField>;
}

/** Fields that say who a person is, not where they are reached. */
const identity: ReadonlySet<MatchField> = new Set(['number', 'given_name', 'family_name', 'birth_date']);

/** Equal customer numbers: typed in twice on purpose. Different ones are what duplicates have. */
function compareNumbers(a: MatchRecord, b: MatchRecord): Agreement | null {
  if (a.number === '' || a.number !== b.number) return null;
  return { field: 'number', level: 'exact', m: 0.1, u: 1e-6, h: 1e-6 };
}

/** A given name of fewer letters (Anna) is in the addresses of too many. */
const longGiven = 5;

/** Names of a record that addresses are made of. */
const namesInAddresses = ({ given, family, birth }: MatchRecord): readonly string[] =>
  [family, birth, given !== null && given.plain.length >= longGiven ? given : null].flatMap(
    (name) => name?.plain ?? [],
  );

/** @param names how the names of both agree */
function compareMails(a: MatchRecord, b: MatchRecord, names: readonly Agreement[], chance: Chance): Agreement | null {
  const own = [...namesInAddresses(a), ...namesInAddresses(b)];
  return compareEmails(a.emails, b.emails, chance, own, areNamesakes(names));
}

/** Whether the given names are the same, be it that both names stand in each other's column. */
function areSameGiven(names: readonly Agreement[]): boolean {
  const level = names.find(({ field }) => field === 'given_name')?.level;
  return level === 'exact' || (level === 'swapped' && names.every((each) => each.level === 'swapped'));
}

/** How two records agree, in parts: what stands in one part belongs together, and means something else beside another record's. */
export function compareParts(a: MatchRecord, b: MatchRecord, chance: Chance): readonly (readonly Agreement[])[] {
  const names = compareNames(a, b, chance);
  const single = (found: Agreement | null): readonly Agreement[] => (found === null ? [] : [found]);
  return [
    single(compareNumbers(a, b)),
    names,
    single(compareDates(a.birthDate, b.birthDate, chance, areSameGiven(names))),
    single(compareMails(a, b, names, chance)),
    single(comparePhones(a.phones, b.phones, chance)),
    compareAddresses(a, b, chance),
  ];
}

/**
 * The band of a score. What the map never merges on (a phone, an address) makes no match by itself: a name, the birth date or
 * anything else has to agree, be it only more or less. What strangers have in common now and then takes more (`coincidenceMargin`).
 */
function bandOf(score: number, agreements: readonly Agreement[], model: MatchModel, reached: Reached): Band {
  if (score < model.possible) return 'different';
  if (score < model.match) return 'possible';
  if (score < model.match + coincidenceMargin(agreements, reached)) return 'possible';
  const own = agreements.filter(({ field }) => identity.has(field) || !model.neverMergeOn.has(field));
  return own.some(({ m, u }) => m >= u) ? 'match' : 'possible';
}

/**
 * Compares two records. Four explanations of a likeness compete: one person, two people of one household or family, two of one name,
 * two strangers. The score is the odds of the first against all others together, so that a shared phone and address prove little
 * when the given names differ, and twins, or father and son of one name, are no match.
 */
export function compareRecords(a: MatchRecord, b: MatchRecord, model: MatchModel): Score {
  return scoreOf(compareParts(a, b, model).flat(), model, reachedOf(isReached(a), isReached(b)));
}

/** The same weights added up in another order. */
const rounding = 1e-9;

/**
 * Whether two records may be more than `different`: never false where `compareRecords` says that they are, and told at less cost, for
 * nearly all that are met are not.
 */
export function mayBeOnePerson(a: MatchRecord, b: MatchRecord, model: MatchModel): boolean {
  const sum = new MostOfScore(model);
  const add = (found: Agreement | null): void => {
    if (found !== null) sum.add(Math.log2(found.m / found.u));
  };
  if (a.emails.length > 0 && b.emails.length > 0) {
    const names = compareNames(a, b, model);
    names.forEach(add);
    add(compareMails(a, b, names, model));
  } else {
    weighNames(a, b, model, sum.add);
  }
  sum.add(weighDates(a.birthDate, b.birthDate, model));
  add(compareNumbers(a, b));
  if (a.phones.length > 0 && b.phones.length > 0) add(comparePhones(a.phones, b.phones, model));
  if (mayShare(a, b)) compareAddresses(a, b, model).forEach(add);
  else add(leastShared);
  return sum.most + rounding >= model.possible;
}

/** Whether a record says where somebody lives or is reached. */
export function isReached({ emails, phones, streets, postalCode, city }: MatchRecord): boolean {
  return emails.length > 0 || phones.length > 0 || streets.length > 0 || postalCode !== '' || city !== null;
}

/**
 * The score of agreements, each of another field.
 * @param reached how many of both sides say where somebody lives or is reached
 */
export function scoreOf(agreements: readonly Agreement[], model: MatchModel, reached: Reached): Score {
  const corrections = correctionsOf(agreements, model);
  const score = evidence(agreements) + corrections.reduce((sum, { weight }) => sum + weight, 0);
  return {
    score,
    band: bandOf(score, agreements, model, reached),
    reasons: [
      ...agreements.map((each) => ({ field: each.field, level: each.level, weight: evidence([each]) })),
      ...corrections,
    ],
  };
}
