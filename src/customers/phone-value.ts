import { phonesIn, type PhoneCountry } from './normalise.js';

export type PhoneKind = 'mobile' | 'landline' | 'unknown';

/** A telephone number ready to be compared. */
export interface PhoneValue {
  /** E.164 without plus. */
  readonly number: string;
  readonly kind: PhoneKind;
}

/**
 * Mobile ranges of the number plans: Bundesnetzagentur (015, 016, 017), RTR (0650 to 0699 but 0662, which is Salzburg),
 * BAKOM (075 to 079). `phone-value.test.ts` holds them against libphonenumber's.
 */
const mobile = /^(?:491[567]|436(?:5[0-9]|6[013-9]|[789]\d)|417[5-9])/;
const known = /^4[139]/;

/** Whether a number (E.164 digits) is a mobile one; `unknown` outside of DE, AT and CH. */
export function phoneKind(number: string): PhoneKind {
  if (!known.test(number)) return 'unknown';
  return mobile.test(number) ? 'mobile' : 'landline';
}

/** The longest cell that is read as numbers: two of them with a remark. */
const longestCell = 120;
/** 000000, 0123456 and 11111 are typed to get past a required field. */
const filler = /^\d{2}0*(?:(\d)\1{5,}|123456\d*)$/;

/** All numbers of a phone column, E.164, fillers left out. */
export function readPhones(text: string, country: PhoneCountry): readonly PhoneValue[] {
  if (text.length > longestCell) return [];
  return phonesIn(text, country)
    .filter((number) => !filler.test(number))
    .map((number) => ({ number, kind: phoneKind(number) }));
}
