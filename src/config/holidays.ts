import { holidayStates, type HolidayPlace } from '../requests/holidays.js';
import { isObject, unknownKeys, wrongChoice, wrongTexts, wrongType, type Section } from './checks.js';

const keys = ['country', 'state'];
const countries = ['DE', 'AT', 'CH'] as const;

/** `holidays:` whose public holidays move a deadline; null when the file does not say. */
export const holidaysSection: Section<HolidayPlace | null> = {
  check(value, path) {
    if (value === undefined) return [];
    if (!isObject(value)) return [wrongType(path, 'object')];
    const country = countries.find((each) => each === value['country']);
    const missing =
      value['country'] === undefined
        ? [{ path: `${path}.country`, code: 'missing_key', params: { expected: countries.join(', ') } }]
        : [];
    return [
      ...unknownKeys(value, keys, `${path}.`),
      ...wrongTexts(value, keys, `${path}.`),
      ...missing,
      ...wrongChoice(value['country'], countries, `${path}.country`),
      ...(country === undefined ? [] : wrongChoice(value['state'], holidayStates(country), `${path}.state`)),
    ];
  },
  read(value) {
    if (!isObject(value)) return null;
    const { state } = value;
    const country = countries.find((each) => each === value['country']) ?? 'DE';
    return { country, state: typeof state === 'string' ? state : null };
  },
};
