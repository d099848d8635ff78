import { isObject, unknownKeys, wrongTexts, wrongType, type Section } from './checks.js';

/** Who answers for the data (Art. 4(7) GDPR); named in letters. */
export interface Controller {
  readonly name: string;
  readonly address: string | null;
  readonly email: string | null;
}

const keys = ['name', 'address', 'email'];

/** `controller:` */
export const controllerSection: Section<Controller | null> = {
  check(value, path) {
    if (value === undefined) return [];
    if (!isObject(value)) return [wrongType(path, 'object')];
    const missing =
      value['name'] === undefined
        ? [{ path: `${path}.name`, code: 'missing_key', params: { expected: 'string' } }]
        : [];
    return [...unknownKeys(value, keys, `${path}.`), ...wrongTexts(value, keys, `${path}.`), ...missing];
  },
  read(value) {
    if (!isObject(value)) return null;
    const text = (key: string): string | null => (typeof value[key] === 'string' ? value[key] : null);
    return { name: text('name') ?? '', address: text('address'), email: text('email') };
  },
};
