/** A person's name as one record spells it. */
export interface PersonName {
  readonly given: string;
  readonly family: string;
}

/**
 * Everything that finds one subject elsewhere, over all of the subject's records, old spellings included, as stored
 * (not normalised). The same identifiers drive the erasure, the residue scan and the scrub of backups.
 */
export interface Identifiers {
  /** Customer numbers, e.g. `K-100234`. */
  readonly numbers: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** Full names; a birth name appears as an entry of its own with the same given name. */
  readonly names: readonly PersonName[];
  /** ISO dates. */
  readonly birthDates: readonly string[];
  /** Street with house number, as stored. */
  readonly streets: readonly string[];
}

export type IdentifierKind = 'email' | 'phone' | 'name' | 'number';
