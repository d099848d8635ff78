import type { Agreement, Chance } from './agreement.js';
import type { Population } from './population.js';

/**
 * What a score is corrected by, beside the fields. `rarity`: how unlikely it is beforehand that two records are one person. `care`:
 * records in which much is wrong at once. `household` and `namesake`: how well a family, or people of one name, explain the likeness.
 */
export type Correction = 'rarity' | 'care' | 'household' | 'namesake';

/** What the explanations are made with. */
interface Customers extends Pick<Chance, 'records'> {
  readonly population: Population;
}

const { log2, max, min } = Math;

/** log2 of the Bayes factor of agreements that have nothing to do with each other. */
export const evidence = (agreements: readonly Agreement[]): number =>
  agreements.reduce((sum, { m, u }) => sum + log2(m / u), 0);

/**
 * Slips do not come alone: a record typed in haste, read off a bad scan or long out of date has several wrong fields at once, each of
 * them anything at all, as a stranger's would be, in so many cases.
 */
const wrong = Number(process.env['EPS'] ?? 0.3);

/** What is added for the possibility that one of the records was entered carelessly: much, where fields contradict that otherwise would not. */
export function careOf(agreements: readonly Agreement[], { careless }: Population): number {
  const gain = agreements.reduce((sum, { m, u }) => sum + log2(1 - wrong + (wrong * u) / m), 0);
  return log2(1 + Number(process.env['PI'] ?? careless) * 2 ** min(gain, 1000));
}

/** log2 of how likely it is beforehand that two records are one person. */
export function rarityOf({ records, population }: Customers): number {
  return log2(min(0.5, population.duplicates / max(1, records - 1)));
}

/**
 * People of one name that chance does not account for, whom a customer meets among the others: names run in families and regions. One
 * in so many of them lives in the same place.
 */
const namesakes = { each: Number(process.env['NS'] ?? 0.02), samePlace: 0.15 } as const;

/** How likely two namesakes agree like this in a field that says where they are found. */
function ofNamesakes({ field, level, u }: Agreement): number {
  if (field !== 'place') return u;
  return level === 'different' ? 1 - namesakes.samePlace : max(u, namesakes.samePlace);
}

const isName = ({ field }: Agreement): boolean => field === 'given_name' || field === 'family_name';
const isEqualName = (agreement: Agreement): boolean =>
  isName(agreement) && (agreement.level === 'exact' || agreement.level === 'swapped');

/** How much likelier two namesakes agree like this than strangers; 0 unless they are some. */
function namesakeOdds(agreements: readonly Agreement[], others: number): number {
  if (agreements.filter(isEqualName).length < 2) return 0;
  const likelier = agreements.reduce(
    (sum, each) => sum + (isName(each) ? -log2(each.u) : log2(ofNamesakes(each) / each.u)),
    0,
  );
  return (min(0.5, namesakes.each / others)) * 2 ** min(likelier, 1000);
}

/** How much likelier two people of a household or family agree like this than strangers. */
function householdOdds(agreements: readonly Agreement[], relatives: number, others: number): number {
  const likelier = agreements.reduce((sum, { h, u }) => sum + log2(h / u), 0);
  return min(0.5, relatives / others) * 2 ** min(likelier, 1000);
}

/** What the score is more, or less, than the evidence of its fields. */
export function correctionsOf(
  agreements: readonly Agreement[],
  customers: Customers,
): { readonly field: Correction; readonly level: string; readonly weight: number }[] {
  const others = max(1, customers.records - 1);
  const household = log2(1 + householdOdds(agreements, customers.population.relatives, others));
  const namesake = log2(1 + namesakeOdds(agreements, others) / 2 ** household);
  const care = careOf(agreements, customers.population);
  return [
    { field: 'care', level: care > 1 ? 'careless' : 'careful', weight: care },
    { field: 'household', level: household > 1 ? 'likely' : 'unlikely', weight: -household },
    { field: 'namesake', level: namesake > 1 ? 'namesakes' : 'no_namesakes', weight: -namesake },
    { field: 'rarity', level: 'records', weight: rarityOf(customers) },
  ];
}
