import type { Finding } from '../errors.js';
import type { Recipient } from '../notify/compose-recipient-message.js';
import { isObject, unknownKeys, wrongTexts, wrongType, type Section, type Settings } from './checks.js';
import { isAddress } from './mail.js';

const keys = ['name', 'kind', 'email', 'purpose'];
/** As long as the column that holds it. */
const longestName = 100;

function checkOne(value: unknown, path: string): Finding[] {
  if (!isObject(value)) return [wrongType(path, 'object')];
  const { name, email } = value;
  return [
    ...unknownKeys(value, keys, `${path}.`),
    ...wrongTexts(value, keys, `${path}.`),
    ...(name === undefined ? [{ path: `${path}.name`, code: 'missing_key', params: { expected: 'string' } }] : []),
    ...(typeof name === 'string' && name.length > longestName
      ? [wrongType(`${path}.name`, `<= ${String(longestName)}`)]
      : []),
    ...(email === undefined || isAddress(email) ? [] : [{ path: `${path}.email`, code: 'not_an_address', params: {} }]),
  ];
}

const text = (value: Settings, key: string): string | null => (typeof value[key] === 'string' ? value[key] : null);

/** `recipients:`, those whom customers' data was disclosed to (Art. 19 GDPR). */
export const recipientsSection: Section<readonly Recipient[]> = {
  check(value, path) {
    if (value === undefined) return [];
    if (!Array.isArray(value)) return [wrongType(path, 'list')];
    const names = value.map((each: unknown) => (isObject(each) ? each['name'] : undefined));
    const twice = names.findIndex((name, at) => name !== undefined && names.indexOf(name) !== at);
    return [
      ...value.flatMap((each: unknown, at) => checkOne(each, `${path}.${String(at)}`)),
      ...(twice === -1 ? [] : [{ path: `${path}.${String(twice)}.name`, code: 'name_taken', params: {} }]),
    ];
  },
  read(value) {
    if (!Array.isArray(value)) return [];
    return value.filter(isObject).map((each) => ({
      name: text(each, 'name') ?? '',
      kind: text(each, 'kind'),
      email: text(each, 'email'),
      purpose: text(each, 'purpose'),
    }));
  },
};
