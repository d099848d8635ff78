import type { Agreement, Chance, MatchField } from './agreement.js';
import { compareAddresses } from './compare-addresses.js';
import { compareDates } from './compare-dates.js';
import { compareEmails } from './compare-emails.js';
import { compareNames } from './compare-names.js';
import { comparePhones } from './compare-phones.js';
import type { MatchRecord } from './match-record.js';
import type { Population } from './population.js';

/** What a score says of two records. */
export type Band = 'match' | 'possible' | 'different';

/** One part of a score: a field of the records, or one of the two corrections. */
export interface Reason {
  /** `rarity`: how unlikely it is beforehand that two records are one person; `household`: how well a family explains the likeness. */
  readonly field: MatchField | 'rarity' | 'household';
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
  readonly population: Population;
  /** Score from which on two records are taken for one person. */
  readonly match: number;
  /** Score from which on a person has to look. */
  readonly possible: number;
  /** Fields that never make a match without names or birth date. */
  readonly neverMergeOn: ReadonlySet<MatchField>;
}

const { log2 } = Math;

/** Fields that say who a person is, not where they are reached. */
const identity: ReadonlySet<MatchField> = new Set(['number', 'given_name', 'family_name', 'birth_date']);
const names: ReadonlySet<MatchField> = new Set(['given_name', 'family_name']);
/** Evidence beside the names without which a match stays a possible one: a birth date with one wrong digit is enough. */
const leastBeside = 5.5;
/** What a town adds to it at most. */
const mostOfPlace = 5;
/** Evidence by identity fields without which a match on reachability stays a possible one: 8 to 1. */
const leastIdentity = 3;

/** Equal customer numbers: typed in twice on purpose. Different ones are what duplicates have. */
function compareNumbers(a: MatchRecord, b: MatchRecord): Agreement | null {
  if (a.number === '' || a.number !== b.number) return null;
  return { field: 'number', level: 'exact', m: 0.1, u: 1e-6, h: 1e-6 };
}

const familyNames = ({ family, birth }: MatchRecord): readonly string[] =>
  [family, birth].flatMap((name) => name?.plain ?? []);

function compareFields(a: MatchRecord, b: MatchRecord, chance: Chance): readonly Agreement[] {
  return [
    compareNumbers(a, b),
    ...compareNames(a, b, chance),
    compareDates(a.birthDate, b.birthDate, chance),
    compareEmails(a.emails, b.emails, chance, [...familyNames(a), ...familyNames(b)]),
    comparePhones(a.phones, b.phones, chance),
    ...compareAddresses(a, b, chance),
  ].filter((each) => each !== null);
}

const evidence = (agreements: readonly Agreement[]): number =>
  agreements.reduce((sum, { m, u }) => sum + log2(m / u), 0);

function bandOf(score: number, agreements: readonly Agreement[], model: MatchModel): Band {
  if (score < model.possible) return 'different';
  if (score < model.match) return 'possible';
  // One name in one town is not enough, nor is it in one street: there are namesakes.
  const beside = agreements.filter(({ field, level }) => !names.has(field) && level !== 'other_house');
  const place = evidence(beside.filter(({ field }) => field === 'place'));
  if (evidence(beside) - Math.max(0, place - mostOfPlace) < leastBeside) return 'possible';
  const own = agreements.filter(({ field }) => identity.has(field) || !model.neverMergeOn.has(field));
  return evidence(own) >= leastIdentity ? 'match' : 'possible';
}

/** log2 of how likely it is beforehand that two records are one person. */
export function rarityOf({ records, population }: Pick<MatchModel, 'records' | 'population'>): number {
  return log2(Math.min(0.5, population.duplicates / Math.max(1, records - 1)));
}

/**
 * Compares two records. Three explanations of a likeness compete: one person, two people of one household or family, two
 * strangers. The score is the odds of the first against both others together, so that a shared phone and address prove little
 * when the given names differ, and twins, or father and son of one name, are no match.
 */
export function compareRecords(a: MatchRecord, b: MatchRecord, model: MatchModel): Score {
  return scoreOf(compareFields(a, b, model), model);
}

/**
 * Compares two groups of records, each known to be one person's: of every field the best agreement counts that any two of them
 * have, for a person has had several names, addresses and phones, and not every record knows all of them.
 */
export function compareGroups(one: readonly MatchRecord[], other: readonly MatchRecord[], model: MatchModel): Score {
  const best = new Map<MatchField, Agreement>();
  for (const a of one) {
    for (const b of other) {
      for (const found of compareFields(a, b, model)) {
        const known = best.get(found.field);
        if (known === undefined || found.m / found.u > known.m / known.u) best.set(found.field, found);
      }
    }
  }
  return scoreOf([...best.values()], model);
}

function scoreOf(agreements: readonly Agreement[], model: MatchModel): Score {
  const others = Math.max(1, model.records - 1);
  const rarity = rarityOf(model);
  const relatives = log2(Math.min(0.5, model.population.relatives / others));
  let same = rarity;
  let strangers = 0;
  let household = relatives;
  for (const { m, u, h } of agreements) {
    same += log2(m);
    strangers += log2(u);
    household += log2(h);
  }
  const doubt = log2(1 + 2 ** Math.min(household - strangers, 1000));
  const score = same - strangers - doubt;
  return {
    score,
    band: bandOf(score, agreements, model),
    reasons: [
      ...agreements.map(({ field, level, m, u }) => ({ field, level, weight: log2(m / u) })),
      { field: 'household', level: doubt > 1 ? 'likely' : 'unlikely', weight: -doubt },
      { field: 'rarity', level: 'records', weight: rarity },
    ],
  };
}
