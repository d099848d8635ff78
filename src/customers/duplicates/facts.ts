import type { Population } from '../agreement.js';
import type { TextPool } from './text-pool.js';

/** Where in the row of a record its facts stand. All but the birth date are numbers of values, 0 for none. */
export interface FactLayout {
  readonly stride: number;
  readonly number: number;
  readonly given: number;
  readonly family: number;
  readonly birth: number;
  /** YYYYMMDD. */
  readonly birthDate: number;
  readonly place: number;
  readonly city: number;
  readonly emails: readonly number[];
  readonly phones: readonly number[];
  readonly streets: readonly number[];
}

/** Which texts are numbered together: a city among the names, a street without its house number. */
export type Pool = 'number' | 'name' | 'place' | 'street' | 'house' | 'email' | 'phone';

/**
 * What is compared of all customers, in memory that threads share: one row of numbers a record, equal values having equal
 * numbers. It lives as long as the search and is nowhere written to.
 */
export interface Facts {
  readonly records: number;
  readonly layout: FactLayout;
  /** `records` rows of `layout.stride` numbers. */
  readonly rows: Uint32Array;
  /** Joined keys of the records, the first one's under 1. */
  readonly keys: TextPool;
  readonly texts: Readonly<Record<Pool, TextPool>>;
  /** Of each street with its house number the number of the one and the other. */
  readonly streets: { readonly names: Uint32Array; readonly houses: Uint32Array };
  /** How often each value occurs. Names are counted by their plain form (`plainOf`), once as given and once as family name. */
  readonly counts: Readonly<Record<'given' | 'family' | 'place' | 'city' | 'street' | 'email' | 'phone', Uint32Array>>;
  /** Number of the name that stands for all names of one plain form. */
  readonly plainOf: Uint32Array;
  /** How many records have each birth date, by date. */
  readonly birthDates: ReadonlyMap<number, number>;
  readonly population: Population;
}

/** Lays out a row for so many columns. */
export function layOutFacts(emails: number, phones: number, streets: number): FactLayout {
  let next = 7;
  const some = (count: number): number[] => Array.from({ length: count }, () => next++);
  const lists = { emails: some(emails), phones: some(phones), streets: some(streets) };
  return { number: 0, given: 1, family: 2, birth: 3, birthDate: 4, place: 5, city: 6, ...lists, stride: next };
}
