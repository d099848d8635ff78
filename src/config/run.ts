import { defaultRunRules, type RunRules } from '../fulfilment/run-rules.js';
import { isObject, unknownKeys, wrongChoice, wrongTexts, wrongType, type Section } from './checks.js';

const flags = ['require_identity', 'trust_online'];
const keys = [...flags, 'cooling_off_hours', 'uncertain_mentions'];
const choices = ['ask', 'keep', 'redact'] as const;

/** `run:` what may be done without a person. */
export const runSection: Section<RunRules> = {
  check(value, path) {
    if (value === undefined) return [];
    if (!isObject(value)) return [wrongType(path, 'object')];
    const hours = value['cooling_off_hours'];
    return [
      ...unknownKeys(value, keys, `${path}.`),
      ...flags
        .filter((key) => value[key] !== undefined && typeof value[key] !== 'boolean')
        .map((key) => wrongType(`${path}.${key}`, 'true, false')),
      ...(hours === undefined || (typeof hours === 'number' && hours >= 0 && hours <= 720)
        ? []
        : [wrongType(`${path}.cooling_off_hours`, '0 - 720')]),
      ...wrongTexts(value, ['uncertain_mentions'], `${path}.`),
      ...wrongChoice(value['uncertain_mentions'], choices, `${path}.uncertain_mentions`),
    ];
  },
  read(value) {
    if (!isObject(value)) return defaultRunRules;
    const { require_identity: identity, trust_online: online, cooling_off_hours: hours } = value;
    return {
      requireIdentity: typeof identity === 'boolean' ? identity : defaultRunRules.requireIdentity,
      trustOnline: typeof online === 'boolean' ? online : defaultRunRules.trustOnline,
      coolingOffHours: typeof hours === 'number' ? hours : defaultRunRules.coolingOffHours,
      uncertainMentions: choices.find((each) => each === value['uncertain_mentions']) ?? 'ask',
    };
  },
};
