import { chanceOf, type Agreement, type Chance, type Level } from './agreement.js';
import { editDistance, slips } from './edit-distance.js';
import { jaroWinkler } from './jaro-winkler.js';
import type { NameValue } from './name-value.js';
import type { StreetValue } from './street-value.js';

/** Where a record lives. */
export interface Address {
  readonly streets: readonly StreetValue[];
  /** Empty when there is none. */
  readonly postalCode: string;
  readonly city: NameValue | null;
}

type StreetLevel = 'exact' | 'typo' | 'house_slip' | 'street' | 'other_house' | 'street_typo' | 'house' | 'different';

/* People move, whole households do so together: a different address says little, the same one is a household's. */
const streetLevels: Readonly<Record<StreetLevel, Level>> = {
  exact: { level: 'exact', m: 0.6, u: 0, h: 0.75 },
  typo: { level: 'typo', m: 0.08, u: 5e-5, h: 0.06 },
  street: { level: 'street', m: 0.08, u: 0.002, h: 0.03 },
  house_slip: { level: 'house_slip', m: 0.03, u: 0.0004, h: 0.003 },
  other_house: { level: 'other_house', m: 0.025, u: 0.0016, h: 0.007 },
  street_typo: { level: 'street_typo', m: 0.02, u: 0.002, h: 0.01 },
  house: { level: 'house', m: 0.7, u: 0.03, h: 0.8 },
  different: { level: 'different', m: 0.2, u: 0.996, h: 0.15 },
};

type PlaceLevel = 'exact' | 'typo' | 'city' | 'city_typo' | 'different';

const placeLevels: Readonly<Record<PlaceLevel, Level>> = {
  exact: { level: 'exact', m: 0.72, u: 0, h: 0.85 },
  typo: { level: 'typo', m: 0.05, u: 0.003, h: 0.03 },
  city: { level: 'city', m: 0.06, u: 0, h: 0.03 },
  city_typo: { level: 'city_typo', m: 0.02, u: 0.003, h: 0.01 },
  different: { level: 'different', m: 0.15, u: 0.99, h: 0.1 },
};

const similarFrom = 0.92;

function isAlike(a: string, b: string): boolean {
  const limit = slips(Math.min(a.length, b.length));
  return editDistance(a, b, limit) <= limit || (a.length > 5 && jaroWinkler(a, b) >= similarFrom);
}

/** A bit for each letter, some meaning several. */
function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at += 1) letters |= 1 << (text.charCodeAt(at) & 31);
  return letters;
}

function bitsOf(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Longer texts are compared by their beginnings. */
const longestCompared = 64;

/**
 * Whether two texts may be alike, by the letters that only one of them has. A slip brings two of them at most. What is
 * similar by Jaro-Winkler from 0.92 on is so by Jaro from 0.866 on, which leaves few letters of either without a counterpart.
 */
function mayBeAlike(a: string, b: string): boolean {
  const [left, right] = [a.length, b.length];
  if (a === b || left > longestCompared || right > longestCompared) return true;
  const jaro = (similarFrom - 0.4) / 0.6;
  const alone = left + right - (2 * (3 * jaro - 1) * left * right) / (left + right);
  return bitsOf(lettersOf(a) ^ lettersOf(b)) <= Math.max(4, alone);
}

/** How two streets agree; null when they have no part in common that both know. */
export function streetLevel(a: StreetValue, b: StreetValue): StreetLevel | null {
  const bothHouses = a.house !== '' && b.house !== '';
  if (a.name === '' || b.name === '') {
    if (!bothHouses) return null;
    return a.house === b.house ? 'house' : null;
  }
  if (a.name === b.name) {
    if (!bothHouses) return 'street';
    if (a.house === b.house) return 'exact';
    return editDistance(a.house, b.house, 1) <= 1 ? 'house_slip' : 'other_house';
  }
  if (!isAlike(a.name, b.name)) return 'different';
  return a.house === b.house && bothHouses ? 'typo' : 'street_typo';
}

/** How often an address that agrees in one line does so in a further one as well, by chance. */
const secondLine = 0.1;

/** Whether two addresses have two lines in common: a street and a district, a company and a street. */
function agreeInSecond(a: readonly StreetValue[], b: readonly StreetValue[]): boolean {
  if (a.length < 2 || b.length < 2) return false;
  const shared = a.filter(({ name }) => name.length > 3 && b.some((other) => other.name === name));
  return new Set(shared.map(({ name }) => name)).size > 1;
}

const order: readonly StreetLevel[] = [
  'exact',
  'typo',
  'house_slip',
  'street',
  'other_house',
  'street_typo',
  'house',
  'different',
];

function compareStreets(a: Address, b: Address, chance: Chance): Agreement | null {
  let best: { readonly level: StreetLevel; readonly street: StreetValue } | null = null;
  for (const [line, street] of a.streets.entries()) {
    for (const [otherLine, other] of b.streets.entries()) {
      // The number of the house belongs to the first line: behind others, an equal district and number are no equal address.
      const level =
        line > 0 && otherLine > 0 ? streetLevel({ ...street, house: '' }, other) : streetLevel(street, other);
      if (level !== null && (best === null || order.indexOf(level) < order.indexOf(best.level)))
        best = { level, street };
    }
  }
  if (best === null) return null;
  const level = streetLevels[best.level];
  const value = `${best.street.name} ${best.street.house}`;
  return { ...level, field: 'street', u: level.u === 0 ? chanceOf('street', value, chance) : level.u };
}

/** One digit of a postal code wrong, or two swapped. */
function isCodeSlip(a: string, b: string): boolean {
  return a.length >= 4 && b.length >= 4 && editDistance(a, b, 1) <= 1;
}

function placeLevel(a: Address, b: Address): PlaceLevel | null {
  const bothCodes = a.postalCode !== '' && b.postalCode !== '';
  if (bothCodes && a.postalCode === b.postalCode) return 'exact';
  const cities =
    a.city === null || b.city === null
      ? null
      : a.city.plain === b.city.plain
        ? 'city'
        : isAlike(a.city.plain, b.city.plain)
          ? 'city_typo'
          : 'different';
  if (bothCodes && isCodeSlip(a.postalCode, b.postalCode) && cities !== 'different') return 'typo';
  if (cities !== null) return cities;
  return bothCodes ? 'different' : null;
}

function comparePlaces(a: Address, b: Address, chance: Chance): Agreement | null {
  const level = placeLevel(a, b);
  if (level === null) return null;
  const found = placeLevels[level];
  const sameCity = a.city !== null && a.city.plain === b.city?.plain ? chanceOf('city', a.city.plain, chance) : 1;
  const u =
    level === 'exact'
      ? chanceOf('place', a.postalCode, chance)
      : level === 'city'
        ? sameCity
        : level === 'typo'
          ? Math.min(found.u, sameCity)
          : found.u;
  return { ...found, field: 'place', u };
}

/*
 * How often strangers of one place live in one street, or in one house: a place has some fifty streets, and they go for the same
 * number of houses.
 */
const sameStreet = 0.01;
const sameHouse = 2e-4;
/** Of two house numbers of one street, so many are one digit apart. */
const slippedHouse = 0.2;

/** What a street proves beside an equal place: not every place has it. */
function withinPlace(street: Agreement): Agreement {
  switch (street.level) {
    case 'exact':
    case 'typo':
      return { ...street, u: Math.max(street.u, sameHouse) };
    case 'street':
    case 'street_typo':
      return { ...street, u: Math.max(street.u, sameStreet) };
    case 'house_slip':
      return { ...street, u: Math.max(street.u, sameStreet * slippedHouse) };
    case 'other_house':
      return { ...street, u: Math.max(street.u, sameStreet * (1 - slippedHouse)) };
    default:
      return street;
  }
}

/** How two addresses agree, as street and as place. */
export function compareAddresses(a: Address, b: Address, chance: Chance): readonly Agreement[] {
  const place = comparePlaces(a, b, chance);
  const street = compareStreets(a, b, chance);
  if (street === null || place === null) return [street, place].filter((each) => each !== null);
  if (place.level === 'different') return elsewhere(street, place);
  const within = withinPlace(street);
  return [agreeInSecond(a.streets, b.streets) ? { ...within, u: within.u * secondLine } : within, place];
}

/** The most that addresses say of which `mayShare` is false: a slip in the postal code. */
export const leastShared: Agreement = { ...placeLevels.typo, field: 'place' };

/** Whether two addresses may say more than `leastShared`: have a code or town in common, or streets that are alike. */
export function mayShare(a: Address, b: Address): boolean {
  if (a.postalCode !== '' && a.postalCode === b.postalCode) return true;
  if (a.city !== null && a.city.plain === b.city?.plain) return true;
  return a.streets.some(({ name }) =>
    b.streets.some((other) => name === '' || other.name === '' || mayBeAlike(name, other.name)),
  );
}

/** How often the place is wrong where street and house are right: nobody moves to the same house of another town. */
const wrongPlace = 0.05;

/** What a street proves beside a different place. */
function elsewhere(street: Agreement, place: Agreement): readonly Agreement[] {
  if (street.level === 'exact' || street.level === 'typo') return [street, { ...place, m: wrongPlace }];
  // A move changes both together: their probabilities must not be multiplied. Most towns have a street of one's name.
  return [place];
}

export { placeLevels, secondLine, similarFrom as placesAlikeFrom, streetLevels };
