import { parameter, quoteAt } from './parameters';

/* Signs that need a look around them. */

function isHex(lowered: i32): bool {
  return (lowered >= 0x30 && lowered <= 0x39) || (lowered >= 0x61 && lowered <= 0x66);
}

/** Whether the sign may begin an escape: `\u00fc`, `%40`, `&uuml;`. */
export function mayEscape(unit: i32, at: usize): bool {
  const next = (<i32>load<u8>(at + 1)) | 0x20;
  if (unit == 0x5c) return next == 0x75 || next == 0x6e || next == 0x72 || next == 0x74 || next == 0x62 || next == 0x66;
  if (unit == 0x25) return isHex(next) && isHex((<i32>load<u8>(at + 2)) | 0x20);
  return <i32>load<u8>(at + 1) == 0x23 || (next >= 0x61 && next <= 0x7a);
}

/** A quote that ends the key of a JSON object: a colon follows, perhaps behind blanks. */
export function endsJsonKey(at: usize): bool {
  let next = at + 1;
  while (next < at + 4 && load<u8>(next) == 0x20) next += 1;
  return load<u8>(next) == 0x3a;
}

/** Length of the sign of UTF-8 at `at` when it is one that divides words (`„`, `€`, an emoji), 0 when it needs a look. */
export function dividing(at: usize): i32 {
  const unit = load<u8>(at);
  const second = load<u8>(at + 1);
  const third = load<u8>(at + 2);
  if (unit == 0xc2) {
    // Not the soft hyphen, the acute accent as apostrophe, µ and the ordinal letters.
    return second == 0xad || second == 0xb4 || second == 0xb5 || second == 0xaa || second == 0xba ? 0 : 2;
  }
  if (unit == 0xe2) {
    if (second == 0x80) {
      const plain =
        (third >= 0x90 && third <= 0x97) ||
        third == 0x9a ||
        (third >= 0x9c && third <= 0x9e) ||
        third == 0xa2 ||
        third == 0xa6;
      return plain ? 3 : 0;
    }
    return (second == 0x82 && third == 0xac) || (second >= 0x98 && second <= 0x9e) ? 3 : 0;
  }
  return unit == 0xf0 && second == 0x9f ? 4 : 0;
}

// What becomes of a quote inside a quoted cell.
export const closes = 1;
export const doubled = 2;
export const literal = 3;
export const strayOpening = 4;
export const unknown = 5;

/** See `closingQuote` in src/backups/read-record.ts. `broken`: the cell has a line break before. */
export function judgeQuote(at: usize, limit: usize, complete: bool, broken: bool, delimiter: i32): i32 {
  if (at + 1 < limit && <i32>load<u8>(at + 1) == parameter(quoteAt)) return doubled;
  let next = at + 1;
  while (next < limit) {
    const unit = <i32>load<u8>(next);
    if (unit != 0x20 && (unit != 0x09 || delimiter == 0x09)) break;
    next += 1;
  }
  if (next >= limit) return complete ? closes : unknown;
  const unit = <i32>load<u8>(next);
  if (unit == delimiter || unit == 0x0a || unit == 0x0d) return closes;
  return broken ? strayOpening : literal;
}
