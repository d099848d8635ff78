/** What of two records is compared. */
export const matchFields = [
  'number',
  'given_name',
  'family_name',
  'birth_date',
  'email',
  'phone',
  'street',
  'place',
] as const;
export type MatchField = (typeof matchFields)[number];

/**
 * One comparison level of Fellegi and Sunter ("A Theory for Record Linkage", 1969) with its probabilities, of which the
 * weight of a field is made: log2(m / u).
 */
export interface Level {
  readonly level: string;
  /** How often two records of ONE person agree like this. */
  readonly m: number;
  /** How often two records of strangers do. For equal values it is the frequency of the value in the database. */
  readonly u: number;
  /** How often two records of different people of one household or family do: the third explanation of a likeness. */
  readonly h: number;
}

/** How two records agree in a field. */
export interface Agreement extends Level {
  readonly field: MatchField;
}

/** Fields whose values are counted. `birth_name` is counted with the family names. */
export type CountedField = Exclude<MatchField, 'number'> | 'city';

/** How often a value occurs among the records that are searched; 0 when nobody has it. */
export type CountOf = (field: CountedField, value: string) => number;

/**
 * What a database says of its customers as a whole: how often they live together, how often one is entered twice, and how carefully.
 */
export interface Population {
  /** Further records a customer has, on average. */
  readonly duplicates: number;
  /** Other customers that share a household with a customer, on average. */
  readonly relatives: number;
  /** Pairs of records of one person of which one was entered carelessly, to each that was not. */
  readonly careless: number;
}

/** What the whole set of records says about chance. */
export interface Chance {
  /** Customers in the database. */
  readonly records: number;
  readonly countOf: CountOf;
  readonly population: Population;
}

/**
 * How likely a value is before anything is counted: `base` is the share of a value nobody has met yet, `shape` how many
 * records one unseen value is worth. Names come from few, dates from some 25,000 days, addresses are nearly unique.
 */
interface Prior {
  readonly base: number;
  readonly shape: number;
  /** Records that may hold a value because they are one person's, or one household's; only the further ones make it common. */
  readonly own: number;
}

const priors: Readonly<Record<CountedField, Prior>> = {
  given_name: { base: 3e-4, shape: 0.5, own: 2 },
  family_name: { base: 1e-4, shape: 0.3, own: 2 },
  birth_date: { base: 4e-5, shape: 0.02, own: 2 },
  email: { base: 1e-6, shape: 0.02, own: 6 },
  phone: { base: 1e-6, shape: 0.02, own: 6 },
  street: { base: 2e-5, shape: 0.05, own: 3 },
  place: { base: 1e-4, shape: 0.3, own: 2 },
  city: { base: 1e-3, shape: 0.5, own: 2 },
};

/** A contact that more records hold is no sign of a person: the salon's own number, a company's e-mail. */
export const mostHolders = 20;

/** The contacts of a record that are not everybody's. */
export function ownContacts<T>(
  field: 'email' | 'phone',
  contacts: readonly T[],
  valueOf: (contact: T) => string,
  { countOf }: Chance,
): readonly T[] {
  return contacts.filter((contact) => countOf(field, valueOf(contact)) <= mostHolders);
}

/** Further records of a customer that `own` allows for. */
const usualDuplicates = 0.15;

/**
 * Probability that a stranger has this value, too. The records compared are taken out of the count, or a value that
 * only they have would look less rare in a small salon than in a big one.
 */
export function chanceOf(field: CountedField, value: string, chance: Chance): number {
  const { base, shape, own } = priors[field];
  // Where people have many records each, they have the same values in common that they have with themselves.
  const further = Math.max(0, chance.population.duplicates - usualDuplicates);
  const others = Math.max(0, chance.countOf(field, value) - own - further);
  return Math.min(1, (others + shape) / Math.max(1, chance.records) + base);
}
