import { isObject, unknownKeys, wrongType, type Section } from './checks.js';

/** What the mails to the data-protection officer say, and when. */
export interface NotifyConfig {
  /** Days before a deadline at which to warn, each once. */
  readonly dueSoon: readonly number[];
  /** Whether customer numbers and names stand in the mail. */
  readonly includeCustomer: boolean;
}

const defaults: NotifyConfig = { dueSoon: [14, 7, 3, 1], includeCustomer: false };

const isDays = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((each) => Number.isInteger(each) && Number(each) >= 0 && Number(each) <= 92);

/** `notify:` */
export const notifySection: Section<NotifyConfig> = {
  check(value, path) {
    if (value === undefined) return [];
    if (!isObject(value)) return [wrongType(path, 'object')];
    const { due_soon: dueSoon, include_customer: includeCustomer } = value;
    return [
      ...unknownKeys(value, ['due_soon', 'include_customer'], `${path}.`),
      ...(dueSoon === undefined || isDays(dueSoon) ? [] : [wrongType(`${path}.due_soon`, '[14, 7, 3, 1]')]),
      ...(includeCustomer === undefined || typeof includeCustomer === 'boolean'
        ? []
        : [wrongType(`${path}.include_customer`, 'true, false')]),
    ];
  },
  read(value) {
    if (!isObject(value)) return defaults;
    const { due_soon: dueSoon, include_customer: includeCustomer } = value;
    return {
      dueSoon: isDays(dueSoon) ? dueSoon : defaults.dueSoon,
      includeCustomer: includeCustomer === true,
    };
  },
};
