import { isUtf8 } from 'node:buffer';
import type { Engine, TextSearch } from './database.js';
import { concatText, quote } from './dialect.js';

/** Stands between the cells of a row. */
export const betweenCells = '\u001f';

/** Text of bytes as somebody wrote them: what is no UTF-8 is taken for windows-1252's letters, as old programs write them. */
export function textOf(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}

/** Name of the function by which SQLite asks whether a text is wanted. */
export const wantedFunction = 'belbo_erase_wanted';

/** Whether a row has any text in the columns searched. */
export function filledIn(engine: Engine, { columns }: TextSearch): string {
  return columns.map((column) => `${quote(engine, column.name)} is not null`).join(' or ');
}

/**
 * SQLite asks us of each row whether it is wanted, and hands out only those. A call from inside the engine costs a fraction of what a
 * row of a result does, so that the search is quicker than a plain SELECT. The last two columns are the text, and its bytes.
 */
export function sqliteSearch(what: TextSearch): string {
  const text = concatText('sqlite', what.columns, betweenCells.charCodeAt(0));
  const key = what.key.map((column) => quote('sqlite', column.name));
  return `select ${[...key, text, `cast(${text} as blob)`].join(', ')} from ${quote('sqlite', what.table)} where (${filledIn('sqlite', what)}) and ${wantedFunction}(${text})`;
}
