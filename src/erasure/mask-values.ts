import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { Hit, Matcher } from '../customers/find-in-text.js';
import { redactMentions, type RedactOptions } from '../customers/redact.js';
import type { ColumnInfo, TableInfo } from '../database/catalogue.js';
import type { Value } from '../database/database.js';
import { tokenLength } from '../data-map/check-masks.js';
import type { ColumnAction } from '../data-map/schema.js';
import { changeAtPath, editTexts, isJsonDocument } from './json-text.js';

/** What a masked column is set to: one value for all rows, or one made from each row's own. */
export type Mask =
  | { readonly kind: 'constant'; readonly value: Value }
  | { readonly kind: 'derived'; readonly of: (stored: Value) => Value };

/** Random, so that nobody can guess it; lower-case base 36, so that it survives any collation and character set. */
function token(prefix: string): string {
  const digits = [...randomBytes(tokenLength)].map((byte) => (byte % 36).toString(36));
  return prefix + digits.join('');
}

function generalise(stored: Value, to: 'year' | 'postal_code', column: ColumnInfo): Value {
  if (stored === null) return null;
  const text = String(stored);
  if (to === 'postal_code') return text.slice(0, 2);
  const year = /\d{4}/.exec(text)?.[0];
  if (year === undefined || year === '0000') {
    // Without a year there is nothing to keep; only zero dates of a date column stay what they are.
    if (column.nullable) return null;
    return column.kind === 'date' || column.kind === 'datetime' ? text : '';
  }
  if (column.kind === 'date') return `${year}-01-01`;
  return column.kind === 'datetime' ? `${year}-01-01 00:00:00` : year;
}

/** Character sets of MySQL that have an ö and an ellipsis. */
const holdsUmlauts = /^(utf|ucs2|latin1)/;

/**
 * Replaces mentions of the matcher's subjects in one cell. The matcher is asked for only when there is text. Bytes that are no text,
 * such as a photo, stay: they would not survive it, and the search after the erasure tells of them.
 * @param wanted which of them; default all
 */
export function redactCell(
  stored: Value,
  matcher: () => Matcher,
  column: ColumnInfo,
  wanted: (hit: Hit) => boolean = () => true,
): Value {
  if (stored === null || stored === '' || (Buffer.isBuffer(stored) && !isUtf8(stored))) return stored;
  const text = String(stored);
  const ascii = column.charset !== null && !holdsUmlauts.test(column.charset);
  const redact = (part: string, limit: RedactOptions): string => {
    const hits = matcher().find(part, { acrossCells: true }).filter(wanted);
    return hits.length === 0 ? part : redactMentions(part, hits, { ...limit, ascii });
  };
  let redacted = redact(text, column.maxLength === null ? {} : { maxLength: column.maxLength });
  if (redacted === text) return stored;
  // A phone number may stand in JSON without quotes.
  if (isJsonDocument(text) && !isJsonDocument(redacted)) redacted = editTexts(text, (part) => redact(part, {}));
  return Buffer.isBuffer(stored) ? Buffer.from(redacted) : redacted;
}

/** Text that is no JSON is emptied: fail closed. */
function maskJson(
  stored: Value,
  paths: Readonly<Record<string, null | 'redact' | 'remove'>>,
  matcher: () => Matcher,
  column: ColumnInfo,
): Value {
  if (stored === null) return null;
  const redact = (text: string): string => String(redactCell(text, matcher, { ...column, maxLength: null }));
  let text = String(stored);
  try {
    for (const [path, action] of Object.entries(paths))
      text = changeAtPath(text, path, action === 'redact' ? redact : action);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return column.nullable ? null : '';
  }
  return Buffer.isBuffer(stored) ? Buffer.from(text) : text;
}

/** The mask a map's action asks for; null when the column stays as it is. */
function maskOf(action: ColumnAction, column: ColumnInfo, matcher: () => Matcher): Mask | null {
  if (action === 'keep' || action === 'delete') return null;
  if (action === null) return { kind: 'constant', value: null };
  if (action === 'empty') return { kind: 'constant', value: '' };
  if (action === 'redact') return { kind: 'derived', of: (stored) => redactCell(stored, matcher, column) };
  if ('constant' in action) return { kind: 'constant', value: action.constant };
  if ('token' in action) return { kind: 'derived', of: () => token(action.token) };
  if ('generalise' in action) return { kind: 'derived', of: (stored) => generalise(stored, action.generalise, column) };
  return { kind: 'derived', of: (stored) => maskJson(stored, action.json, matcher, column) };
}

/** Masks by column, with those columns held still that the engine would move on every UPDATE. */
export function masksOf(
  actions: Readonly<Record<string, ColumnAction>>,
  info: TableInfo,
  matcher: () => Matcher,
): ReadonlyMap<string, Mask> {
  const masks = new Map<string, Mask>();
  for (const [name, action] of Object.entries(actions)) {
    const column = info.columns.get(name);
    const mask = column === undefined ? null : maskOf(action, column, matcher);
    if (mask !== null) masks.set(name, mask);
  }
  return masks;
}
