import { BelboEraseError } from '../../errors.js';
import { escapeJson } from './escape.js';

/** Version of all JSON documents: fields may be added to them, never renamed. */
export const schemaVersion = 1;

/**
 * One JSON document. `fields` choose among the keys of the document, or of each entry of its list `list`.
 * @throws BelboEraseError `UNKNOWN_FIELD`
 */
export function renderJson(
  document: Readonly<Record<string, unknown>>,
  fields: readonly string[],
  list?: { readonly key: string; readonly fields: readonly string[] },
): string {
  const valid = list?.fields ?? Object.keys(document);
  for (const field of fields)
    if (!valid.includes(field)) throw new BelboEraseError('UNKNOWN_FIELD', { field, valid: valid.join(', ') });
  const choose = (entry: unknown): unknown =>
    fields.length === 0 || typeof entry !== 'object' || entry === null
      ? entry
      : Object.fromEntries(fields.map((field) => [field, Reflect.get(entry, field) as unknown]));
  const entries: unknown = list === undefined ? null : document[list.key];
  const chosen =
    list === undefined
      ? choose(document)
      : { ...document, [list.key]: Array.isArray(entries) ? entries.map(choose) : entries };
  return `${escapeJson(JSON.stringify({ schemaVersion, ...(chosen as object) }, null, 2))}\n`;
}
