import type { ColumnInfo } from './catalogue-types.js';
import type { Engine, SearchedColumn, Value } from './database.js';

/**
 * The one place for what SQLite and MySQL spell differently. What is returned are pieces of SQL text; values are always
 * bound.
 */

/** An identifier, safe whatever is in it. */
export function quote(engine: Engine, identifier: string): string {
  return engine === 'mysql' ? `\`${identifier.replaceAll('`', '``')}\`` : `"${identifier.replaceAll('"', '""')}"`;
}

/** `?, ?, ?` */
export function placeholders(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}

/** A join that is carried out from left to right, whatever the engine's statistics, which may be old, make it expect. */
export function orderedJoin(engine: Engine): string {
  return engine === 'mysql' ? 'straight_join' : 'cross join';
}

/** An expression as text. Numbers read as people write them; bytes of a blob are taken for UTF-8. */
export function castText(engine: Engine, expression: string): string {
  return engine === 'mysql' ? `cast(${expression} as char character set utf8mb4)` : `cast(${expression} as text)`;
}

/** The key in a column as text, the same that reading the column gives: without the zeros MySQL fills a number up with. */
export function keyText(engine: Engine, expression: string, { type }: Pick<ColumnInfo, 'type'>): string {
  return castText(engine, type.includes('zerofill') ? `${expression} + 0` : expression);
}

/**
 * Whether two texts are equal letter by letter. `=` goes by collation, where 'müller@x' = 'muller@x' and 'a ' = 'A'.
 * Uses no index: write it beside an `=` that does.
 */
export function equalsExactly(engine: Engine, left: string, right: string): string {
  if (engine === 'sqlite') return `${left} = ${right} collate binary`;
  return `cast(${castText(engine, left)} as binary) = cast(${castText(engine, right)} as binary)`;
}

/**
 * A number or text as text to compare with a text column: on MySQL in that column's character set and collation, without
 * which it refuses the comparison, or does it without the column's index.
 */
export function castLike(engine: Engine, expression: string, like: Pick<ColumnInfo, 'charset' | 'collation'>): string {
  const { charset, collation } = like;
  const plain = (name: string): boolean => /^\w+$/.test(name);
  if (engine !== 'mysql' || charset === null || collation === null || !plain(charset) || !plain(collation)) {
    return castText(engine, expression);
  }
  return `cast(${expression} as char character set ${charset}) collate ${collation}`;
}

/** A text with its ASCII letters in lower case. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * A key so that two are equal exactly when they cannot be keys of two rows: where the column's collation takes K12 for k12, both cannot be
 * there. Letters beyond ASCII are told apart, as NOCASE does.
 */
export function foldKey(text: string, { collation }: Pick<ColumnInfo, 'collation'>): string {
  return collation !== null && /^nocase$|_ci$/i.test(collation) ? lowerAscii(text) : text;
}

/** What of a column decides how its text is read. A bare name is taken for a text column that may be NULL. */
export type TextColumn = string | SearchedColumn;

function mysqlText(column: Exclude<TextColumn, string>): string {
  const name = quote('mysql', column.name);
  // MySQL 8 gives NULL for bytes that are no UTF-8 (MariaDB a '?' each): then each byte is read as one letter.
  if (column.kind === 'blob') return `coalesce(convert(${name} using utf8mb4), convert(${name} using latin1), '')`;
  const unicode = column.kind === 'text' && (column.charset === 'utf8mb4' || column.charset === 'utf8mb3');
  const text = unicode ? name : `convert(${name} using utf8mb4)`;
  return column.nullable ? `coalesce(${text}, '')` : text;
}

function sqliteText(column: Exclude<TextColumn, string>): string {
  const name = quote('sqlite', column.name);
  return column.nullable ? `coalesce(${name}, '')` : name;
}

/**
 * Several columns as one text, NULL as '', with the character of code `separator` in between: one string a row is read
 * much faster than many.
 * @param before expressions that are never NULL and stand in front, such as a key of numbers; MySQL only
 */
export function concatText(
  engine: Engine,
  columns: readonly TextColumn[],
  separator: number,
  before: readonly string[] = [],
): string {
  const full = columns.map((column) =>
    typeof column === 'string' ? { name: column, kind: 'text' as const, nullable: true, charset: null } : column,
  );
  if (engine === 'sqlite') {
    const parts = full.map(sqliteText);
    // A single blob stays one without the cast.
    return parts.length === 1 ? castText(engine, parts.join('')) : parts.join(` || char(${String(separator)}) || `);
  }
  // A literal: MariaDB evaluates `convert(char(31) using utf8mb4)` again for each row and cell, a third of all it does.
  const literal = `_utf8mb4 0x${separator.toString(16).padStart(2, '0')}`;
  return `concat(${[...before, ...full.map(mysqlText)].join(`, ${literal}, `)})`;
}

/**
 * Text form of a key as the value to bind for its column. A text column must not be compared with a number: on
 * MySQL '12', '012' and '12b' all equal 12, and no index is used.
 */
export function keyValue(column: Pick<ColumnInfo, 'kind'>, text: string): Value {
  if (column.kind === 'blob') return Buffer.from(text, 'hex');
  if (column.kind !== 'integer') return text;
  const value = Number(text);
  return Number.isSafeInteger(value) && String(value) === text ? value : text;
}
