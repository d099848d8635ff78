import { normaliseEmail } from './normalise.js';

/** An e-mail address ready to be compared. */
export interface EmailValue {
  /** As `normaliseEmail` writes it. */
  readonly address: string;
  /** What stands before the @, in ASCII, without a +tag. */
  readonly local: string;
  readonly domain: string;
}

/** RFC 5321: 254 characters. */
const longestAddress = 254;

/** An address that `normaliseEmail` has written, taken apart; null without an @ in its middle. */
export function splitEmail(address: string): EmailValue | null {
  const at = address.lastIndexOf('@');
  if (at < 1 || at === address.length - 1) return null;
  const tag = address.indexOf('+');
  return {
    address,
    local: address.slice(0, tag > 0 && tag < at ? tag : at),
    domain: address.slice(at + 1),
  };
}

/** Reads an e-mail column; null for what has no @ in its middle, and for `-`, `n/a` and the like. */
export function readEmail(text: string): EmailValue | null {
  return text.length > longestAddress + 30 ? null : splitEmail(normaliseEmail(text));
}
