import { readFile } from 'node:fs/promises';
import { isObject, unknownKeys, wrongChoice, wrongType, type Settings } from '../../config/checks.js';
import { BelboEraseError, type Finding } from '../../errors.js';
import type { FieldChoice, MergeChoices } from '../../merge/plan.js';
import { parseYaml } from '../../parse-yaml.js';

/** What a script has decided of one record. */
export interface FiledDecision {
  readonly record: string;
  readonly decision: 'merge' | 'same' | 'different' | 'undecided';
  /** Record it is merged into, or compared with; null for the request's own. */
  readonly into: string | null;
  readonly choices: MergeChoices;
}

const decisions = ['merge', 'same', 'different', 'undecided'] as const;
const keys = ['record', 'decision', 'into', 'fields', 'collisions'];

const isKey = (value: unknown): value is string | number =>
  (typeof value === 'string' && value !== '') || typeof value === 'number';

function checkFields(fields: unknown, path: string): Finding[] {
  if (fields === undefined) return [];
  if (!isObject(fields)) return [wrongType(path, 'object')];
  return Object.entries(fields).flatMap(([column, choice]) => {
    if (isObject(choice)) {
      const { value } = choice;
      const fits = value === null || typeof value === 'string' || typeof value === 'number';
      return [
        ...unknownKeys(choice, ['value'], `${path}.${column}.`),
        ...(fits ? [] : [wrongType(`${path}.${column}.value`, 'string')]),
      ];
    }
    return choice === 'survivor' || choice === 'duplicate'
      ? []
      : [wrongChoiceOrType(choice, ['survivor', 'duplicate'], `${path}.${column}`)].flat();
  });
}

function wrongChoiceOrType(value: unknown, valid: readonly string[], path: string): Finding[] {
  return typeof value === 'string' && value !== ''
    ? wrongChoice(value, valid, path)
    : [wrongType(path, valid.join(', '))];
}

function checkEntry(entry: unknown, path: string): Finding[] {
  if (!isObject(entry)) return [wrongType(path, 'object')];
  const { record, decision, into, fields, collisions } = entry;
  const wrongKeys = [
    ...(isKey(record) ? [] : [wrongType(`${path}.record`, 'string')]),
    ...(into === undefined || isKey(into) ? [] : [wrongType(`${path}.into`, 'string')]),
  ];
  // A record is not its own duplicate.
  const self = isKey(record) && isKey(into) && String(record) === String(into);
  const collided = isObject(collisions)
    ? Object.entries(collisions).flatMap(([table, choice]) =>
        wrongChoiceOrType(choice, ['survivor', 'duplicate'], `${path}.collisions.${table}`),
      )
    : collisions === undefined
      ? []
      : [wrongType(`${path}.collisions`, 'object')];
  return [
    ...unknownKeys(entry, keys, `${path}.`),
    ...wrongKeys,
    ...wrongChoiceOrType(decision, decisions, `${path}.decision`),
    ...checkFields(fields, `${path}.fields`),
    ...collided,
    ...(self ? [{ path: `${path}.into`, code: 'self_pair', params: {} }] : []),
  ];
}

function fieldChoice(choice: unknown, record: string): FieldChoice {
  if (isObject(choice)) {
    const { value } = choice;
    return { from: 'typed', value: typeof value === 'string' || typeof value === 'number' ? String(value) : null };
  }
  return choice === 'duplicate' ? { from: 'duplicate', record } : { from: 'survivor' };
}

function readEntry(entry: Settings): FiledDecision {
  const record = String(entry['record']);
  const fields = isObject(entry['fields']) ? entry['fields'] : {};
  const collisions = isObject(entry['collisions']) ? entry['collisions'] : {};
  return {
    record,
    decision: entry['decision'] as FiledDecision['decision'],
    into: isKey(entry['into']) ? String(entry['into']) : null,
    choices: {
      fields: Object.fromEntries(
        Object.entries(fields).map(([column, choice]) => [column, fieldChoice(choice, record)]),
      ),
      collisions: Object.fromEntries(
        Object.entries(collisions).map(([table, choice]) => [table, choice === 'duplicate' ? 'duplicate' : 'survivor']),
      ),
    },
  };
}

/**
 * Puts merges into an order in which each record is complete before it goes: what is merged into a record comes before that
 * record is merged itself (C into B, then B into A). Null when they run in a circle.
 */
function orderMerges(entries: readonly FiledDecision[], own: string): FiledDecision[] | null {
  const merges = entries.filter(({ decision }) => decision === 'merge');
  const ordered: FiledDecision[] = [];
  let waiting = merges;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ record }) => !waiting.some((each) => (each.into ?? own) === record));
    if (ready.length === 0) return null;
    ordered.push(...ready);
    waiting = waiting.filter((each) => !ready.includes(each));
  }
  // The request's record stays: it is what the request is about.
  return ordered.some(({ record }) => record === own)
    ? null
    : [...entries.filter(({ decision }) => decision !== 'merge'), ...ordered];
}

/** Contradictions between entries that are right each by itself. */
function checkTogether(entries: readonly FiledDecision[], own: string): Finding[] {
  const records = entries.map(({ record }) => record);
  const twice = records.filter((record, at) => records.indexOf(record) !== at);
  const found = [...new Set(twice)].map((record) => ({ path: 'decisions', code: 'decided_twice', params: { record } }));
  return orderMerges(entries, own) === null
    ? [...found, { path: 'decisions', code: 'merge_circle', params: {} }]
    : found;
}

/**
 * Reads decisions from a JSON or YAML file (`decisions: [{ record, decision, into?, fields?, collisions? }]`), in an order in
 * which they can be carried out.
 * @param own key of the request's record
 * @throws BelboEraseError `DECISIONS_INVALID` with all that is wrong, self-pairs and circles included
 */
export async function readDecisionsFile(path: string, own: string): Promise<readonly FiledDecision[]> {
  const fail = (findings: readonly Finding[]): never => {
    throw new BelboEraseError('DECISIONS_INVALID', { path, findings });
  };
  const source = await readFile(path, 'utf8').catch(() => null);
  if (source === null) return fail([{ path, code: 'unreadable_file', params: {} }]);
  const yaml = await parseYaml(source);
  if (yaml.findings.length > 0) return fail(yaml.findings);
  const { value } = yaml;
  if (!isObject(value) || !Array.isArray(value['decisions'])) return fail([wrongType('decisions', 'list')]);
  const list: readonly unknown[] = value['decisions'];
  const wrong = [
    ...unknownKeys(value, ['decisions'], ''),
    ...list.flatMap((entry, at) => checkEntry(entry, `decisions.${String(at)}`)),
  ];
  if (wrong.length > 0) return fail(wrong);
  const entries = list.filter(isObject).map(readEntry);
  const contradictions = checkTogether(entries, own);
  if (contradictions.length > 0) return fail(contradictions);
  return orderMerges(entries, own) ?? [];
}
