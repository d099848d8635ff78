import type { Agreement, Chance, Population } from './agreement.js';
import { carelessWeight, wrongFields } from './carelessness.js';

/**
 * What a score is corrected by, beside the fields. `rarity`: how unlikely it is beforehand that two records are one person. `care`:
 * records in which much is wrong at once. `household` and `namesake`: how well a family, or people of one name, explain the likeness.
 */
export type Correction = 'rarity' | 'care' | 'household' | 'namesake';

/** What the explanations are made with. */
type Customers = Pick<Chance, 'records' | 'population'>;

const { log2, max, min } = Math;

/** log2 of the Bayes factor of agreements that have nothing to do with each other. */
export const evidence = (agreements: readonly Agreement[]): number =>
  agreements.reduce((sum, { m, u }) => sum + log2(m / u), 0);

/**
 * What is added for the possibility that one of the records was entered carelessly: much where several fields contradict what the
 * others say, next to nothing for a single one.
 */
function careOf(agreements: readonly Agreement[], { careless }: Population): number {
  const gain = agreements.reduce((sum, { m, u }) => sum + log2(1 - wrongFields + (wrongFields * u) / m), 0);
  return log2(1 + careless * 2 ** min(gain, 1000));
}

/** log2 of how likely it is beforehand that two records are one person. */
export function rarityOf({ records, population }: Customers): number {
  return log2(min(0.5, population.duplicates / max(1, records - 1)));
}

/**
 * People of one name that chance does not account for, whom a customer meets among the others: names run in families and regions. One
 * in so many of them lives in the same place. Their names stand in each other's column as seldom as anybody's.
 */
const namesakes = { each: 0.015, samePlace: 0.15, swapped: 0.03 } as const;

const isName = ({ field }: Agreement): boolean => field === 'given_name' || field === 'family_name';

/** How much likelier two namesakes agree like this in a field than strangers. */
function likelierForNamesakes(agreement: Agreement): number {
  const { field, level, u } = agreement;
  if (isName(agreement)) return -log2(u);
  if (field !== 'place') return 0;
  return log2((level === 'different' ? 1 - namesakes.samePlace : max(u, namesakes.samePlace)) / u);
}

/** Whether both names are the same, be it that each stands in the other's column. */
export function areNamesakes(agreements: readonly Agreement[]): boolean {
  const names = agreements.filter(isName);
  return names.length > 1 && names.every(({ level }) => level === 'exact' || level === 'swapped');
}

/** How likely two namesakes are, beside strangers, to agree like this; 0 unless both names are the same. */
function namesakeOdds(agreements: readonly Agreement[], others: number): number {
  if (!areNamesakes(agreements)) return 0;
  const isSwapped = agreements.filter(isName).some(({ level }) => level === 'swapped');
  const likelier = agreements.reduce((sum, each) => sum + likelierForNamesakes(each), 0);
  return min(0.5, namesakes.each / others) * (isSwapped ? namesakes.swapped : 1) * 2 ** min(likelier, 1000);
}

/** How likely two people of a household or family are, beside strangers, to agree like this. */
function householdOdds(agreements: readonly Agreement[], relatives: number, others: number): number {
  const likelier = agreements.reduce((sum, { h, u }) => sum + log2(h / u), 0);
  return min(0.5, relatives / others) * 2 ** min(likelier, 1000);
}

/**
 * Adds up the most a score may be, from the weights of the agreements: households and namesakes, which are not looked at here, speak
 * against one person only.
 */
export class MostOfScore {
  private sum = 0;
  private careless = 0;

  constructor(private readonly customers: Customers) {}

  readonly add = (weight: number): void => {
    this.sum += weight;
    this.careless += carelessWeight(weight);
  };

  get most(): number {
    const care = log2(1 + this.customers.population.careless * 2 ** min(this.careless - this.sum, 1000));
    return this.sum + care + rarityOf(this.customers);
  }
}

/** What the score is more, or less, than the evidence of its fields. */
export function correctionsOf(
  agreements: readonly Agreement[],
  customers: Customers,
): { readonly field: Correction; readonly level: string; readonly weight: number }[] {
  const others = max(1, customers.records - 1);
  const care = careOf(agreements, customers.population);
  const household = log2(1 + householdOdds(agreements, customers.population.relatives, others));
  const namesake = log2(1 + namesakeOdds(agreements, others) / 2 ** household);
  return [
    { field: 'care', level: care > 1 ? 'careless' : 'careful', weight: care },
    { field: 'household', level: household > 1 ? 'likely' : 'unlikely', weight: -household },
    { field: 'namesake', level: namesake > 1 ? 'namesakes' : 'no_namesakes', weight: -namesake },
    { field: 'rarity', level: 'records', weight: rarityOf(customers) },
  ];
}
