import type { Catalogue, ColumnInfo, TableInfo } from '../database/catalogue.js';
import type { Finding } from '../errors.js';
import { actionOf, isForeign, isSoft } from './links.js';
import type { ColumnAction, DataMap, IdentifierColumns, RowAction } from './schema.js';

/** Characters a token needs behind its prefix so that it stays unique (base 36 of 60 random bits). */
export const tokenLength = 12;

/** Whether a constant is a value of the column's type. SQLite would take any, MySQL refuse it in the middle of the erasure. */
function suits(constant: string | number, { kind, type }: ColumnInfo): boolean {
  const text = String(constant);
  switch (kind) {
    case 'integer':
      return /^-?\d+$/.test(text);
    case 'decimal':
    case 'float':
      return text !== '' && Number.isFinite(Number(text));
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text);
    case 'datetime':
      return /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/.test(text);
    case 'time':
      return /^-?\d{2,3}:\d{2}(:\d{2})?$/.test(text);
    case 'enum':
      return type.includes(`'${text.replaceAll("'", "''").toLowerCase()}'`);
    case 'json':
      return typeof constant === 'string' && isJson(constant);
    case 'text':
    case 'blob':
      return typeof constant === 'string';
    case 'other':
      return true;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function fault(column: ColumnInfo, table: TableInfo, action: ColumnAction): string | null {
  if (action === 'keep' || action === 'delete') return null;
  if (column.generated) return 'mask_on_generated_column';
  const isText = column.kind === 'text' || column.kind === 'json' || column.kind === 'blob';
  const unique = table.uniques.some((index) => index.length === 1 && index[0] === column.name);
  if (action === null) return column.nullable ? null : 'null_in_not_null_column';
  if (action === 'empty' && column.kind === 'json') return 'not_json';
  if (action === 'empty') return !isText ? 'empty_in_non_text_column' : unique ? 'same_mask_in_unique_column' : null;
  if (action === 'redact') return isText ? null : 'redact_in_non_text_column';
  if ('token' in action) {
    if (!isText) return 'token_in_non_text_column';
    if (column.kind === 'json') return 'not_json';
    return column.maxLength !== null && column.maxLength < action.token.length + tokenLength ? 'mask_too_long' : null;
  }
  if ('constant' in action) {
    if (unique) return 'same_mask_in_unique_column';
    const { constant } = action;
    if (!suits(constant, column)) return column.kind === 'json' ? 'not_json' : 'constant_of_other_type';
    if (typeof constant !== 'string') return null;
    if (column.maxLength !== null && Array.from(constant).length > column.maxLength) return 'mask_too_long';
    // Latin-1 columns refuse, or silently turn into a question mark, what they cannot hold; utf8mb3 ends at U+FFFF.
    const limit =
      column.charset === 'latin1'
        ? 0xff
        : column.charset === 'ascii'
          ? 0x7f
          : column.charset === 'utf8mb3'
            ? 0xffff
            : 0x10ffff;
    return Array.from(constant).some((char) => (char.codePointAt(0) ?? 0) > limit) ? 'mask_outside_charset' : null;
  }
  if ('json' in action) return isText ? null : 'json_in_non_text_column';
  return action.generalise === 'year' && !isText && column.kind !== 'date' && column.kind !== 'datetime'
    ? 'year_in_non_date_column'
    : null;
}

function checkColumns(path: string, table: TableInfo, actions: Readonly<Record<string, ColumnAction>>): Finding[] {
  return Object.entries(actions).flatMap(([name, action]) => {
    const column = table.columns.get(name);
    const code = column === undefined ? null : fault(column, table, action);
    return code === null ? [] : [{ path: `${path}.${name}`, code, params: { table: table.name, column: name } }];
  });
}

function checkDetach(map: DataMap, table: TableInfo): Finding[] {
  const mapped = map.tables[table.name];
  if (mapped === undefined) return [];
  return mapped.belongs_to.flatMap((link, index) => {
    if (!isForeign(link) || actionOf(link, mapped) !== 'detach') return [];
    return link.columns
      .filter((column) => table.columns.get(column)?.nullable === false)
      .map((column) => ({
        path: `tables.${table.name}.belongs_to.${String(index)}`,
        code: 'null_in_not_null_column',
        params: { table: table.name, column },
      }));
  });
}

const isDeleting = (action: RowAction): boolean => action === 'delete' || action === 'delete_if_orphan';

/**
 * A row kept by law must let go of whatever above it is deleted: its link needs a mask, or the database refuses, or
 * cascades the kept row away.
 */
function checkKeptLinks(map: DataMap, table: TableInfo): Finding[] {
  const mapped = map.tables[table.name];
  if (mapped === undefined) return [];
  const { retention } = mapped;
  const inherits = retention !== undefined && 'inherit' in retention;
  const goes = (parent: string, action: RowAction): boolean => {
    if (parent === map.subject.table) return map.subject.rows === 'delete';
    // What inherits its period is kept only while a parent is that has one; what stays anyway is kept without.
    if (inherits && action !== 'keep' && map.tables[parent]?.retention !== undefined) return false;
    const above = map.tables[parent];
    return above?.belongs_to.some((link) => isDeleting(actionOf(link, above))) === true;
  };
  return mapped.belongs_to.flatMap((link, index) => {
    if (!isForeign(link)) return [];
    const action = actionOf(link, mapped);
    if (!goes(link.to, action)) return [];
    if (action !== 'keep' && (retention === undefined || !isDeleting(action))) return [];
    // The masks of a table are those of its own action: a row kept by this link alone is not masked.
    const masked = action !== 'keep' || mapped.rows === 'keep';
    return link.columns
      .filter((column) => !masked || !Object.hasOwn(mapped.columns, column) || mapped.columns[column] === 'keep')
      .map((column) => ({
        path: `tables.${table.name}.belongs_to.${String(index)}`,
        code: 'kept_row_keeps_link',
        params: { table: table.name, column },
      }));
  });
}

/** What identifies the person and stands in a row that may stay needs a mask, or the word of the map that it is kept. */
function checkIdentifiers(map: DataMap, catalogue: Catalogue): Finding[] {
  const unmasked = (
    path: string,
    table: string,
    identifying: readonly string[],
    actions: Readonly<Record<string, ColumnAction>>,
  ): Finding[] =>
    catalogue.tables.has(table)
      ? [...new Set(identifying)]
          .filter((column) => !Object.hasOwn(actions, column))
          .map((column) => ({ path, code: 'identifier_not_masked', params: { table, column } }))
      : [];
  const { subject, requests } = map;
  // A country alone tells nothing of anybody.
  const columnsOf = (identifiers: IdentifierColumns): string[] =>
    Object.entries(identifiers).flatMap(([kind, value]) => (kind === 'country' ? [] : (value ?? [])));
  const found =
    subject.rows === 'mask'
      ? unmasked('subject.columns', subject.table, columnsOf(subject.identifiers), subject.columns)
      : [];
  for (const [name, table] of Object.entries(map.tables)) {
    if (table.retention === undefined && table.rows !== 'keep') continue;
    const matched = table.belongs_to.flatMap((link) => (isSoft(link) ? [link.column] : []));
    const identifying = [...columnsOf(table.identifiers ?? {}), ...matched];
    found.push(...unmasked(`tables.${name}.columns`, name, identifying, table.columns));
  }
  if (requests === 'own') return found;
  const named = subject.rows === 'delete' ? [requests.customer] : [];
  const identifying = [...named, ...columnsOf(requests.identifiers ?? {})];
  return [...found, ...unmasked('requests.minimise', requests.table, identifying, requests.minimise)];
}

/** Whether every mask fits its column: type, length, NOT NULL, character set, UNIQUE. Checked before anything is written. */
export function checkMasks(map: DataMap, catalogue: Catalogue): Finding[] {
  const found: Finding[] = [];
  const check = (path: string, table: string, actions: Readonly<Record<string, ColumnAction>>): void => {
    const info = catalogue.tables.get(table);
    if (info !== undefined) found.push(...checkColumns(path, info, actions));
  };
  if (map.subject.rows === 'mask') check('subject.columns', map.subject.table, map.subject.columns);
  for (const [name, mapped] of Object.entries(map.tables)) {
    check(`tables.${name}.columns`, name, mapped.columns);
    if (mapped.retention !== undefined && 'class' in mapped.retention) {
      check(`tables.${name}.retention.after_columns`, name, mapped.retention.after_columns);
    }
    const info = catalogue.tables.get(name);
    if (info !== undefined) found.push(...checkDetach(map, info), ...checkKeptLinks(map, info));
  }
  if (map.requests !== 'own') check('requests.minimise', map.requests.table, map.requests.minimise);
  return [...found, ...checkIdentifiers(map, catalogue)];
}
