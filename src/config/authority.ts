import { isObject, unknownKeys, wrongChoice, wrongTexts, wrongType, type Section } from './checks.js';

/** Which supervisory authority letters name. */
export interface AuthorityConfig {
  /** German state, ISO 3166-2 without the country, e.g. `BY`. */
  readonly state: string | null;
  /** An authority that is in no table, or has moved. */
  readonly own: {
    readonly name: string;
    readonly address: string;
    readonly email: string | null;
    readonly web: string | null;
  } | null;
}

const states = ['BW', 'BY', 'BE', 'BB', 'HB', 'HH', 'HE', 'MV', 'NI', 'NW', 'RP', 'SL', 'SN', 'ST', 'SH', 'TH'];
const keys = ['state', 'name', 'address', 'email', 'web'];

/** `authority:` */
export const authoritySection: Section<AuthorityConfig> = {
  check(value, path) {
    if (value === undefined) return [];
    if (!isObject(value)) return [wrongType(path, 'object')];
    const given = (key: string): boolean => value[key] !== undefined;
    const incomplete = ['name', 'address'].filter((key) => !given(key));
    const own = ['name', 'address', 'email', 'web'].some(given);
    return [
      ...unknownKeys(value, keys, `${path}.`),
      ...wrongTexts(value, keys, `${path}.`),
      ...wrongChoice(value['state'], states, `${path}.state`),
      ...(own
        ? incomplete.map((key) => ({ path: `${path}.${key}`, code: 'missing_key', params: { expected: 'string' } }))
        : []),
    ];
  },
  read(value) {
    if (!isObject(value)) return { state: null, own: null };
    const text = (key: string): string | null => (typeof value[key] === 'string' ? value[key] : null);
    const [name, address] = [text('name'), text('address')];
    return {
      state: text('state'),
      own: name === null || address === null ? null : { name, address, email: text('email'), web: text('web') },
    };
  },
};
