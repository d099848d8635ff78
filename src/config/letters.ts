import { isObject, unknownKeys, wrongType, type Section } from './checks.js';

/** How customers are answered. */
export interface LettersConfig {
  /** Whether a request stays open until the customer was answered; null: when there is a controller to sign. */
  readonly required: boolean | null;
}

/** `letters:` */
export const lettersSection: Section<LettersConfig> = {
  check(value, path) {
    if (value === undefined) return [];
    if (!isObject(value)) return [wrongType(path, 'object')];
    const { required } = value;
    return [
      ...unknownKeys(value, ['required'], `${path}.`),
      ...(required === undefined || typeof required === 'boolean'
        ? []
        : [wrongType(`${path}.required`, 'true, false')]),
    ];
  },
  read(value) {
    const required = isObject(value) ? value['required'] : undefined;
    return { required: typeof required === 'boolean' ? required : null };
  },
};
