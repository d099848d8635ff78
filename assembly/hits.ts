import { digitHits, nameHits, numberHits } from './scratch';
import { dividing } from './signs';

// What a record may hold: see `Flag` in src/backups/wasm-scanner.ts.
export const nameFlag: i32 = 1;
export const oddFlag: i32 = 2;
export const emailFlag: i32 = 4;
export const digitsFlag: i32 = 8;
export const numberFlag: i32 = 16;

/** What the hits at a place of the chunk say of its record. */
export function hitsAt(index: usize): i32 {
  const block = (index >> 6) << 3;
  const shift = (<u64>index) & 63;
  const names = <i32>((load<u64>(nameHits() + block) >> shift) & 1);
  const digits = <i32>((load<u64>(digitHits() + block) >> shift) & 1);
  const numbers = <i32>((load<u64>(numberHits() + block) >> shift) & 1);
  return names * nameFlag + digits * digitsFlag + numbers * numberFlag;
}

/** Whether a byte beyond ASCII, which is no plain letter, needs the exact search. */
export function isOdd(unit: i32, place: usize, isUtf8: bool, specials: usize): bool {
  if (!isUtf8) return unit >= 0xc0 || load<u8>(specials + <usize>unit) != 0 || load<u8>(place - 1) >= 0xc2;
  if (unit < 0xc0) return load<u8>(place - 1) == 0xc3;
  if (unit <= 0xc5 && unit >= 0xc4) return load<u8>(place + 1) >> 6 != 2;
  return dividing(place) == 0;
}
