import type { CountedField, CountOf } from './agreement.js';
import type { MatchRecord } from './match-record.js';
import type { StreetValue } from './street-value.js';

/** A street as it is counted: with its house number. */
export const streetText = (street: StreetValue): string => `${street.name} ${street.house}`;

/** Values of a record whose frequency decides what an agreement proves, each once. */
export function countedValues(record: MatchRecord): readonly (readonly [CountedField, string])[] {
  const values: (readonly [CountedField, string])[] = [];
  const { given, family, birth, birthDate, city } = record;
  for (const name of [given, family, birth]) {
    if (name === null) continue;
    // In both: names are compared crosswise as well.
    values.push(['given_name', name.plain], ['family_name', name.plain]);
  }
  if (birthDate !== 0) values.push(['birth_date', String(birthDate)]);
  for (const { address } of record.emails) values.push(['email', address]);
  for (const { number } of record.phones) values.push(['phone', number]);
  for (const street of record.streets) values.push(['street', streetText(street)]);
  if (record.postalCode !== '') values.push(['place', record.postalCode]);
  if (city !== null) values.push(['city', city.plain]);
  return values;
}

/** Counts how often chosen values occur; those nobody asked for are not kept. */
export class ValueCounts {
  private readonly numbers = new Map<CountedField, Map<string, number>>();
  private readonly counts: number[] = [];

  /** Asks for a value to be counted. */
  want(field: CountedField, value: string): void {
    let numbers = this.numbers.get(field);
    if (numbers === undefined) this.numbers.set(field, (numbers = new Map<string, number>()));
    if (!numbers.has(value)) numbers.set(value, this.counts.push(0) - 1);
  }

  /** The counter of a value; -1 when nobody asked for it. */
  counterOf(field: CountedField, value: string): number {
    return this.numbers.get(field)?.get(value) ?? -1;
  }

  /** Counts one occurrence. */
  add(counter: number): void {
    if (counter >= 0) this.counts[counter] = (this.counts[counter] ?? 0) + 1;
  }

  /** Occurrences so far. */
  readonly countOf: CountOf = (field, value) => this.counts[this.counterOf(field, value)] ?? 0;
}
