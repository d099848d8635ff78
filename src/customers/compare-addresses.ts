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

type StreetLevel = 'exact' | 'typo' | 'street' | 'other_house' | 'street_typo' | 'house' | 'different';

/* People move, whole households do so together: a different address says little, the same one is a household's. */
const streetLevels: Readonly<Record<StreetLevel, Level>> = {
  exact: { level: 'exact', m: 0.6, u: 0, h: 0.75 },
  typo: { level: 'typo', m: 0.08, u: 5e-5, h: 0.06 },
  street: { level: 'street', m: 0.08, u: 0.002, h: 0.03 },
  other_house: { level: 'other_house', m: 0.05, u: 0.002, h: 0.01 },
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

/** How two streets agree; null when they have no part in common that both know. */
export function streetLevel(a: StreetValue, b: StreetValue): StreetLevel | null {
  const bothHouses = a.house !== '' && b.house !== '';
  if (a.name === '' || b.name === '') {
    if (!bothHouses) return null;
    return a.house === b.house ? 'house' : null;
  }
  if (a.name === b.name) return !bothHouses ? 'street' : a.house === b.house ? 'exact' : 'other_house';
  if (!isAlike(a.name, b.name)) return 'different';
  return a.house === b.house && bothHouses ? 'typo' : 'street_typo';
}

const order: readonly StreetLevel[] = ['exact', 'typo', 'street', 'other_house', 'street_typo', 'house', 'different'];

function compareStreets(a: Address, b: Address, chance: Chance): Agreement | null {
  let best: { readonly level: StreetLevel; readonly street: StreetValue } | null = null;
  for (const street of a.streets) {
    for (const other of b.streets) {
      const level = streetLevel(street, other);
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
  const u =
    level === 'exact'
      ? chanceOf('place', a.postalCode, chance)
      : level === 'city' && a.city !== null
        ? chanceOf('city', a.city.plain, chance)
        : found.u;
  return { ...found, field: 'place', u };
}

/** How two addresses agree, as street and as place. */
export function compareAddresses(a: Address, b: Address, chance: Chance): readonly Agreement[] {
  const street = compareStreets(a, b, chance);
  const place = comparePlaces(a, b, chance);
  // A move changes both together: their probabilities must not be multiplied.
  if (street?.level === 'different' && place?.level === 'different') return [place];
  return [street, place].filter((each) => each !== null);
}

export { placeLevels, similarFrom as placesAlikeFrom, streetLevels };
