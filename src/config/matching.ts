import { isObject, unknownKeys, wrongType, type Section } from './checks.js';

/** From which score on two records are taken for one person, or have to be looked at; log2 of the odds. */
export interface Matching {
  /** 4 to 1 by default; more where chance explains all that agrees (`coincidenceMargin`). */
  readonly match: number;
  /** 1 to 8 by default. */
  readonly possible: number;
}

/**
 * Chosen on the labelled sets that `npm run bench -- match` reports: at 2 the match band holds next to no pair of different
 * people, and below -3 hardly a true one is left.
 */
export const defaultMatching: Matching = { match: 2, possible: -3 };

const keys = ['match', 'possible'] as const;

/** `matching:` */
export const matchingSection: Section<Matching> = {
  check(value, path) {
    if (value === undefined) return [];
    if (!isObject(value)) return [wrongType(path, 'object')];
    const wrong = keys
      .filter((key) => value[key] !== undefined && (typeof value[key] !== 'number' || !Number.isFinite(value[key])))
      .map((key) => wrongType(`${path}.${key}`, 'number'));
    const read = matchingSection.read(value, '');
    // Nothing could be possible that is not a match.
    const crossed =
      wrong.length === 0 && read.possible > read.match
        ? [{ path: `${path}.possible`, code: 'above_match', params: { match: read.match } }]
        : [];
    return [...unknownKeys(value, keys, `${path}.`), ...wrong, ...crossed];
  },
  read(value) {
    const number = (key: keyof Matching): number => {
      const given = isObject(value) ? value[key] : undefined;
      return typeof given === 'number' ? given : defaultMatching[key];
    };
    return { match: number('match'), possible: number('possible') };
  },
};
