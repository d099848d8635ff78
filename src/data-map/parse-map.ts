import type { z } from 'zod';
import { BelboEraseError, type Finding } from '../errors.js';
import { parseYaml } from '../parse-yaml.js';
import { checkMap } from './check-map.js';
import { nearest } from './nearest.js';
import type { DataMap } from './schema.js';

type Issue = z.core.$ZodIssue;

function pathOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.') || '(top)';
}

/** Keys the schema knows at the place of an unknown key: read from the JSON Schema made of the same definition. */
function knownKeys(schema: unknown, path: readonly PropertyKey[]): string[] {
  const at = (node: unknown, key: string): unknown =>
    typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
  const branches = (node: unknown): unknown[] => {
    const anyOf = at(node, 'anyOf');
    return Array.isArray(anyOf) ? anyOf.flatMap(branches) : [node];
  };
  let nodes = branches(schema);
  for (const step of path) {
    nodes = nodes.flatMap((node) => {
      const property = at(at(node, 'properties'), String(step));
      const next = property ?? at(node, typeof step === 'number' ? 'items' : 'additionalProperties');
      return typeof next === 'object' && next !== null ? branches(next) : [];
    });
  }
  return nodes.flatMap((node) => Object.keys(at(node, 'properties') ?? {}));
}

/** A union's error names every branch; the branch that fits best (deepest, fewest issues) is what the author meant. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const depth = (branch: Issue[]): number => Math.max(0, ...branch.map((each) => each.path.length));
  const branches = issue.errors.map((branch) => branch.flatMap(flatten));
  const [best] = [...branches].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
  if (best === undefined || depth(best) === 0) {
    if (best === undefined || !best.some((each) => each.code === 'unrecognized_keys' || each.code === 'custom'))
      return [issue];
  }
  return best.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

function toFindings(issue: Issue, schema: unknown): Finding[] {
  if (issue.code === 'unrecognized_keys') {
    const valid = knownKeys(schema, issue.path);
    return issue.keys.map((key) => ({
      path: pathOf([...issue.path, key]),
      code: 'unknown_key',
      params: { key, nearest: nearest(key, valid) ?? '', valid: [...new Set(valid)].join(', ') },
    }));
  }
  const path = pathOf(issue.path);
  if (issue.code === 'invalid_type' && issue.input === undefined)
    return [{ path, code: 'missing_key', params: { expected: issue.expected } }];
  if (issue.code === 'invalid_type') return [{ path, code: 'wrong_type', params: { expected: issue.expected } }];
  if (issue.code === 'invalid_value')
    return [{ path, code: 'not_a_choice', params: { valid: issue.values.map(String).join(', ') } }];
  return [{ path, code: 'invalid_value', params: {} }];
}

/**
 * Reads a data map from YAML. All that is wrong is gathered into one `MAP_INVALID`: syntax, unknown keys with the nearest
 * valid one, wrong values, and contradictions inside the map.
 * @param source YAML text
 * @param path file name for messages
 */
export async function parseMap(source: string, path: string): Promise<DataMap> {
  const [{ dataMapSchema }, { z }] = await Promise.all([import('./schema.js'), import('zod')]);
  const yaml = await parseYaml(source);
  if (yaml.findings.length > 0) throw new BelboEraseError('MAP_INVALID', { path, findings: yaml.findings });
  const parsed = dataMapSchema.safeParse(yaml.value, { reportInput: true });
  if (!parsed.success) {
    const schema = z.toJSONSchema(dataMapSchema, { io: 'input', reused: 'inline' });
    const findings = parsed.error.issues.flatMap(flatten).flatMap((issue) => toFindings(issue, schema));
    throw new BelboEraseError('MAP_INVALID', { path, findings });
  }
  const findings = checkMap(parsed.data);
  if (findings.length > 0) throw new BelboEraseError('MAP_INVALID', { path, findings });
  return parsed.data;
}
