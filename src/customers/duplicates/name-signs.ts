import { isGivenName, nicknameGroups } from '../given-names.js';
import { hashNumber, hashText } from '../hashes.js';
import { nameOf } from './fact-records.js';
import { mayBeSlip, mostAlike, signTexts, type TextSigns } from './text-signs.js';
import { poolReader, sharedNumbers, type TextPool } from './text-pool.js';

/** Signs of names, by number of the name; see `TextSigns`. */
export interface NameSigns extends TextSigns {
  /** Hash of the Kölner Phonetik; of the name itself where it has none. */
  readonly code: Uint32Array;
  /** Hash of the sound (`soundOf`). */
  readonly sound: Uint32Array;
  /** A bit for each word and each group of nicknames of the name, some bits meaning several: without one in common no word is shared. */
  readonly kin: Uint32Array;
  /** 1 for a common given name. */
  readonly known: Uint8Array;
}

/** Makes the signs of all names. */
export function signNames(pool: TextPool): NameSigns {
  const read = poolReader(pool);
  const size = pool.ends.length;
  const signs = {
    ...signTexts(pool, (text) => nameOf(text).plain),
    code: sharedNumbers(size),
    sound: sharedNumbers(size),
    kin: sharedNumbers(size),
    known: new Uint8Array(new SharedArrayBuffer(size)),
  };
  for (let number = 1; number < size; number += 1) {
    const { words, plain, code, sound } = nameOf(read(number));
    signs.code[number] = hashText(code || plain);
    signs.sound[number] = hashText(sound);
    let kin = 0;
    for (const word of words) {
      kin |= 1 << (hashText(word) & 31);
      for (const group of nicknameGroups(word)) kin |= 1 << (hashNumber(group + 1) & 31);
    }
    signs.kin[number] = kin;
    signs.known[number] = Number(isGivenName(plain));
  }
  return signs;
}

/**
 * Whether two names of different plain forms have certainly nothing in common: `familyLevel` calls them different.
 * @param alikeFrom from which Jaro-Winkler similarity on names are more than different
 */
export function areUnlike(signs: NameSigns, a: number, b: number, alikeFrom: number): boolean {
  const { kin, length, sound, code } = signs;
  if (((kin[a] ?? 0) & (kin[b] ?? 0)) !== 0 || length[a] === 1 || length[b] === 1) return false;
  if (sound[a] === sound[b] || code[a] === code[b]) return false;
  return mostAlike(signs, a, b) < alikeFrom && !mayBeSlip(signs, a, b, 2);
}

/** Whether `givenLevel` certainly calls two names of different plain forms different. */
export function areOtherGiven(signs: NameSigns, a: number, b: number, alikeFrom: number): boolean {
  const { kin, length, known } = signs;
  // Two common names without a word or a nickname in common are two names, however near in spelling.
  if (known[a] === 1 && known[b] === 1)
    return ((kin[a] ?? 0) & (kin[b] ?? 0)) === 0 && length[a] !== 1 && length[b] !== 1;
  return areUnlike(signs, a, b, alikeFrom);
}
