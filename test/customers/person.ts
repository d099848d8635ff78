import type { Identifiers } from '../../src/customers/identifiers.js';

/** Identifiers with only what a test is about. */
export function identifiers(given: Partial<Identifiers>): Identifiers {
  return { numbers: [], emails: [], phones: [], names: [], birthDates: [], streets: [], ...given };
}
