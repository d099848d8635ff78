import { chanceOf, type Agreement, type Chance, type CountedField, type Level } from './agreement.js';
import { editDistance, slips } from './edit-distance.js';
import { isFrequentFamilyName } from './family-names.js';
import { areNicknames, isGivenName } from './given-names.js';
import { jaroWinkler } from './jaro-winkler.js';
import type { NameValue } from './name-value.js';

/** The names of a record. */
export interface Names {
  readonly given: NameValue | null;
  readonly family: NameValue | null;
  readonly birth: NameValue | null;
}

type NameLevel = 'exact' | 'nickname' | 'part' | 'initial' | 'typo' | 'sound' | 'similar' | 'distant' | 'different';

/** Names that begin and run alike (Jaro-Winkler) without being a slip of each other. */
const similarFrom = 0.9;
/** Names that have so much in common that a badly written one may still be the other. */
const distantFrom = 0.8;
const soundsAlikeFrom = 0.75;

function isSlip(a: NameValue, b: NameValue): boolean {
  const limit = slips(Math.min(a.plain.length, b.plain.length) + 1);
  return limit > 0 && editDistance(a.plain, b.plain, limit) <= limit;
}

function sharesWord(a: NameValue, b: NameValue): boolean {
  if (a.words.length === 1 && b.words.length === 1) return false;
  return a.words.some((word) => word.length > 2 && b.words.includes(word));
}

function isInitial(a: NameValue, b: NameValue): boolean {
  const [short, long] = a.plain.length < b.plain.length ? [a, b] : [b, a];
  return short.plain.length === 1 && long.plain.startsWith(short.plain);
}

function soundsAlike(a: NameValue, b: NameValue): boolean {
  if (a.sound === b.sound) return true;
  return a.code.length > 1 && a.code === b.code && jaroWinkler(a.plain, b.plain) >= soundsAlikeFrom;
}

function nearness(a: NameValue, b: NameValue): NameLevel {
  if (isSlip(a, b)) return 'typo';
  if (soundsAlike(a, b)) return 'sound';
  const likeness = jaroWinkler(a.plain, b.plain);
  if (likeness >= similarFrom) return 'similar';
  // Of three letters two alike are soon found.
  if (a.plain.length < 4 || b.plain.length < 4) return 'different';
  return likeness >= distantFrom || editDistance(a.plain, b.plain, 2) <= 2 ? 'distant' : 'different';
}

/** How the words of two given names agree: all of them in one way or another, none of them, or some and some not. */
function wordsAgree(a: NameValue, b: NameValue): 'nickname' | 'part' | 'contradict' | null {
  const [few, many] = a.words.length < b.words.length ? [a.words, b.words] : [b.words, a.words];
  const equal = few.filter((word) => word.length > 2 && many.includes(word)).length;
  const alike = few.filter((word) => many.some((other) => word === other || areNicknames(word, other))).length;
  if (alike === 0) return null;
  // Of Marie-Luise and Eva-Maria, or Anna-Lena and Anna-Sophie, the other half says that they are two.
  if (few.length > 1 && alike < few.length) return 'contradict';
  // Anna-Lena may be called Lena, hardly Magdalena.
  if (equal === 0 && few.length < many.length) return 'contradict';
  return equal === few.length && few.length < many.length && !areNicknames(few[0] ?? '', many[0] ?? '')
    ? 'part'
    : 'nickname';
}

/** How two given names agree. Two common names (Lena, Lea) are different, however near in spelling. */
export function givenLevel(a: NameValue, b: NameValue): NameLevel {
  if (a.plain === b.plain) return 'exact';
  const words = wordsAgree(a, b);
  if (words === 'contradict') return isSlip(a, b) ? 'typo' : 'different';
  if (words !== null) return words;
  if (isInitial(a, b)) return 'initial';
  if (isGivenName(a.plain) && isGivenName(b.plain)) return 'different';
  return nearness(a, b);
}

/**
 * How two family names agree; one part of a double name is enough for `part`. Two that very many bear (Weber, Meier) are different,
 * however near in spelling, unless they sound alike (Meier, Meyer): those are taken for each other on the telephone.
 */
export function familyLevel(a: NameValue, b: NameValue): NameLevel {
  if (a.plain === b.plain) return 'exact';
  if (sharesWord(a, b)) return 'part';
  if (isInitial(a, b)) return 'initial';
  if (isFrequentFamilyName(a.plain) && isFrequentFamilyName(b.plain) && !soundsAlike(a, b)) return 'different';
  return nearness(a, b);
}

/** Whether a name in one of the columns, that of given names or another, is more than `different` from one of a record's names. */
export function isNearOne({ given, family, birth }: Names, name: NameValue, isGiven: boolean): boolean {
  const isNear = (own: NameValue | null, level: typeof givenLevel): boolean =>
    own !== null && level(own, name) !== 'different';
  return isNear(given, isGiven ? givenLevel : familyLevel) || isNear(family, familyLevel) || isNear(birth, familyLevel);
}

/*
 * m: one person's given name is the same in most records; short forms and slips make up the rest. u: measured over random
 * pairs of German names weighted by their frequency, and rounded up for names from elsewhere. h: in a family the given names are
 * told apart on purpose; father and son of one name are rare, and so are names one slip apart. Where one is an initial only, it fits
 * the other name of the same person for certain.
 */
const givenLevels: Readonly<Record<NameLevel, Level>> = {
  exact: { level: 'exact', m: 0.82, u: 0, h: 0.01 },
  nickname: { level: 'nickname', m: 0.05, u: 0.005, h: 0.012 },
  part: { level: 'part', m: 0.03, u: 0.004, h: 0.01 },
  initial: { level: 'initial', m: 0.9, u: 0.07, h: 0.1 },
  typo: { level: 'typo', m: 0.05, u: 0.001, h: 0.006 },
  sound: { level: 'sound', m: 0.01, u: 0.001, h: 0.006 },
  similar: { level: 'similar', m: 0.012, u: 0.0005, h: 0.01 },
  distant: { level: 'distant', m: 0.008, u: 0.008, h: 0.03 },
  different: { level: 'different', m: 0.01, u: 0.98, h: 0.95 },
};

/* A family name changes with a marriage, which the birth name tells (`birth_name`) or does not (`different`). */
const familyLevels: Readonly<Record<NameLevel, Level>> = {
  exact: { level: 'exact', m: 0.82, u: 0, h: 0.75 },
  nickname: { level: 'nickname', m: 0.01, u: 0.01, h: 0.01 },
  part: { level: 'part', m: 0.03, u: 0.002, h: 0.04 },
  initial: { level: 'initial', m: 0.9, u: 0.07, h: 0.8 },
  typo: { level: 'typo', m: 0.06, u: 0.003, h: 0.03 },
  sound: { level: 'sound', m: 0.01, u: 0.001, h: 0.01 },
  similar: { level: 'similar', m: 0.015, u: 0.001, h: 0.01 },
  distant: { level: 'distant', m: 0.012, u: 0.012, h: 0.02 },
  different: { level: 'different', m: 0.035, u: 0.98, h: 0.2 },
};

const birthName: Level = { level: 'birth_name', m: 0.03, u: 0, h: 0.02 };
/** Each name in the other's column: how often that happens to one person, and to two of a household. */
const swapped = { level: 'swapped', m: 0.03, h: 0.001 } as const;

function withChance(
  level: Level,
  field: 'given_name' | 'family_name',
  value: NameValue,
  chance: Chance,
  counted: CountedField = field,
): Agreement {
  return { ...level, field, u: level.u === 0 ? chanceOf(counted, value.plain, chance) : level.u };
}

const sum = (agreements: readonly Agreement[]): number => agreements.reduce((all, each) => all + weigh(each), 0);

/** Levels at which a name in the other's column is still recognised as the same. */
const recognised: ReadonlySet<NameLevel> = new Set(['exact', 'typo', 'sound', 'similar']);

/** One name in the other's column. */
function across(one: NameValue, level: NameLevel, chance: Chance): Agreement {
  const { m, u, h } = familyLevels[level];
  // A stranger has the name in this column because it is hers, or because hers are swapped.
  const chances = (): number =>
    chanceOf('family_name', one.plain, chance) + swapped.m * chanceOf('given_name', one.plain, chance);
  return { field: 'family_name', level, m, u: u === 0 ? Math.min(1, chances()) : u, h };
}

/** That they are swapped is one slip for both names, counted once: with the one by which it is told. */
const countSwap = (found: Agreement): Agreement => ({
  ...found,
  level: swapped.level,
  m: found.m * swapped.m,
  h: found.h * swapped.h,
});

/** The only name of a record in the other column of the second one. */
function compareSingle(a: Names, b: Names, chance: Chance): readonly Agreement[] | null {
  const only = a.given ?? a.family;
  const opposite = a.given === null ? b.given : b.family;
  if (only === null || opposite === null || (a.given !== null && a.family !== null)) return null;
  const level = familyLevel(only, opposite);
  return recognised.has(level) ? [countSwap(across(only, level, chance))] : null;
}

/** The names crosswise, each in the other's column; null when they are not met again there. */
function compareSwapped(a: Names, b: Names, chance: Chance): readonly Agreement[] | null {
  if (a.given === null || a.family === null) return compareSingle(a, b, chance);
  if (b.given === null || b.family === null) return compareSingle(b, a, chance);
  if (a.given.plain === b.given.plain || a.family.plain === b.family.plain) return null;
  const [first, second] = [familyLevel(a.given, b.family), familyLevel(a.family, b.given)];
  const both = recognised.has(first) && recognised.has(second);
  if (!both && first !== 'exact' && second !== 'exact') return null;
  const [given, family] = [across(a.given, first, chance), across(a.family, second, chance)];
  const isByGiven = weigh(given) > weigh(family) || (weigh(given) === weigh(family) && a.given.plain < a.family.plain);
  return [
    { ...(isByGiven ? countSwap(given) : given), field: 'given_name', ...(both ? { level: swapped.level } : {}) },
    { ...(isByGiven ? family : countSwap(family)), ...(both ? { level: swapped.level } : {}) },
  ];
}

function compareFamily(a: Names, b: Names, chance: Chance): Agreement | null {
  if (a.family === null || b.family === null) return null;
  const level = familyLevel(a.family, b.family);
  if (level === 'exact') return withChance(familyLevels.exact, 'family_name', a.family, chance);
  for (const [married, born] of [
    [a, b],
    [b, a],
  ] as const) {
    if (married.birth === null || born.family === null) continue;
    if (married.birth.plain === born.family.plain || isSlip(married.birth, born.family))
      return withChance(birthName, 'family_name', married.birth, chance);
  }
  return { ...familyLevels[level], field: 'family_name' };
}

const weigh = ({ m, u }: Level): number => Math.log2(m / u);

/** Weight of two given names that are not equal. */
export const givenWeight = (a: NameValue, b: NameValue): number => weigh(givenLevels[givenLevel(a, b)]);

/** Weight of two family names that are not equal, birth names left aside. */
export const familyWeight = (a: NameValue, b: NameValue): number => weigh(familyLevels[familyLevel(a, b)]);

const weights = (levels: Readonly<Record<NameLevel, Level>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(levels).map(([name, level]) => [name, weigh(level)]));
const givenWeights = weights(givenLevels);
const familyWeights = weights(familyLevels);

/** Hands the weights of what `compareNames` gives to `add`, which costs less than making it. */
export function weighNames(a: Names, b: Names, chance: Chance, add: (weight: number) => void): void {
  // In each other's column, or one a birth name: seldom.
  if (a.birth !== null || b.birth !== null || compareSwapped(a, b, chance) !== null) {
    for (const each of compareNames(a, b, chance)) add(weigh(each));
    return;
  }
  if (a.given !== null && b.given !== null) {
    const level = givenLevel(a.given, b.given);
    add(
      level === 'exact'
        ? Math.log2(givenLevels.exact.m / chanceOf('given_name', a.given.plain, chance))
        : (givenWeights[level] ?? 0),
    );
  }
  if (a.family !== null && b.family !== null) {
    const level = familyLevel(a.family, b.family);
    add(
      level === 'exact'
        ? Math.log2(familyLevels.exact.m / chanceOf('family_name', a.family.plain, chance))
        : (familyWeights[level] ?? 0),
    );
  }
}

/** How the names of two records agree; nothing for what one of them lacks. */
export function compareNames(a: Names, b: Names, chance: Chance): readonly Agreement[] {
  const straight = compareStraight(a, b, chance);
  const crossed = compareSwapped(a, b, chance);
  return crossed !== null && sum(crossed) > sum(straight) ? crossed : straight;
}

function compareStraight(a: Names, b: Names, chance: Chance): readonly Agreement[] {
  const agreements: Agreement[] = [];
  if (a.given !== null && b.given !== null) {
    const level = givenLevels[givenLevel(a.given, b.given)];
    agreements.push(withChance(level, 'given_name', a.given, chance));
  }
  const family = compareFamily(a, b, chance);
  if (family !== null) agreements.push(family);
  return agreements;
}

export {
  birthName as birthNameLevel,
  distantFrom as namesAlikeFrom,
  familyLevels,
  givenLevels,
  swapped as swappedLevel,
};
