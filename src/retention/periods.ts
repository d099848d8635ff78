import type { RetentionClass } from '../data-map/schema.js';

/** A statutory retention period, as data, with its citation. */
export interface Period {
  /** ISO 3166 country the law is of. */
  readonly country: 'DE' | 'AT' | 'CH';
  /** Class a data map names, e.g. `receipt`. */
  readonly retentionClass: RetentionClass;
  /** Full calendar years, counted from the end of the calendar year of the document. */
  readonly years: number;
  /** Citation in the law's own language, as a DPO would quote it. */
  readonly basis: string;
}

export const retentionCountries = ['DE', 'AT', 'CH'] as const;
export type RetentionCountry = (typeof retentionCountries)[number];

/**
 * Periods in force. `receipt`: invoices and receipts (Buchungsbelege); `ledger`: books and annual accounts;
 * `business_letter`: letters sent and received.
 */
const periods: readonly Period[] = [
  // Eight instead of ten years since 1 January 2025, by the Viertes Bürokratieentlastungsgesetz (BEG IV, BGBl. 2024 I Nr. 323).
  { country: 'DE', retentionClass: 'receipt', years: 8, basis: '§ 147 Abs. 3 AO, § 257 Abs. 4 HGB' },
  { country: 'DE', retentionClass: 'ledger', years: 10, basis: '§ 147 Abs. 3 AO, § 257 Abs. 4 HGB' },
  { country: 'DE', retentionClass: 'business_letter', years: 6, basis: '§ 147 Abs. 3 AO, § 257 Abs. 4 HGB' },
  { country: 'AT', retentionClass: 'receipt', years: 7, basis: '§ 132 BAO' },
  { country: 'AT', retentionClass: 'ledger', years: 7, basis: '§ 132 BAO' },
  { country: 'AT', retentionClass: 'business_letter', years: 7, basis: '§ 132 BAO' },
  { country: 'CH', retentionClass: 'receipt', years: 10, basis: 'Art. 958f OR' },
  { country: 'CH', retentionClass: 'ledger', years: 10, basis: 'Art. 958f OR' },
  { country: 'CH', retentionClass: 'business_letter', years: 10, basis: 'Art. 958f OR' },
];

/** The period of a class in a country. Every class exists in every country; a test holds that. */
export function findPeriod(country: RetentionCountry, retentionClass: RetentionClass): Period {
  const period = periods.find((each) => each.country === country && each.retentionClass === retentionClass);
  if (period === undefined) throw new RangeError(`no retention period for ${country} ${retentionClass}`);
  return period;
}
