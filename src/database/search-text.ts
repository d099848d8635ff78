import type { Engine, SearchedRows, TextFilter, TextSearch, Value } from './database.js';
import { concatText, quote } from './dialect.js';
import { BelboEraseError } from '../errors.js';

/** Stands between the cells of a row (and between its key and its text, on MySQL). */
const separator = 0x1f;

/** Name of the function by which SQLite asks whether a text is wanted. */
export const wantedFunction = 'belbo_erase_wanted';

function filled(engine: Engine, { columns }: TextSearch): string {
  return columns.map((column) => `${quote(engine, column.name)} is not null`).join(' or ');
}

/**
 * SQLite asks us of each row whether it is wanted, and hands out only those. A call from inside the engine costs a fraction of what a
 * row of a result does, so that the search is quicker than a plain SELECT.
 */
export function sqliteSearch(what: TextSearch): string {
  const text = concatText('sqlite', what.columns, separator);
  const key = what.key.map((column) => quote('sqlite', column.name));
  return `select ${[...key, text].join(', ')} from ${quote('sqlite', what.table)} where (${filled('sqlite', what)}) and ${wantedFunction}(${text})`;
}

/** How a row of the search on MySQL is read: ONE value, for each costs the driver as much as testing the text. */
export interface MysqlSearch {
  readonly sql: string;
  readonly read: (batch: readonly Value[][], filter: TextFilter) => SearchedRows;
}

/** CONCAT answers NULL for what is longer than the server sends: nothing of such a row would be found, so that it must not pass. */
function textOf([text]: readonly Value[], table: string): string {
  if (text === null || text === undefined) throw new BelboEraseError('ROW_TOO_LONG', { table });
  return String(text);
}

/** Integer keys stand in front of the text, others beside it: digits in front of a text make no name or number of it. */
export function mysqlSearch(what: TextSearch): MysqlSearch {
  // CONCAT with NULL is NULL.
  const inside = what.key.every((column) => column.kind === 'integer' && !column.nullable);
  const key = what.key.map((column) => quote('mysql', column.name));
  const text = concatText('mysql', what.columns, separator, inside ? key : []);
  const columns = inside ? [text] : [text, ...key];
  const width = inside ? key.length : 0;
  const split = (row: readonly Value[], hint: number): SearchedRows['wanted'][number] => {
    const all = textOf(row, what.table);
    let at = 0;
    const keys: string[] = [];
    for (let part = 0; part < width; part += 1) {
      const end = all.indexOf(String.fromCharCode(separator), at);
      // ZEROFILL: the key of row 0012 is 12.
      keys.push(all.slice(at, end).replace(/^0+(?=\d)/, ''));
      at = end + 1;
    }
    return { key: inside ? keys : row.slice(1).map(String), text: all.slice(at), hint };
  };
  return {
    sql: `select ${columns.join(', ')} from ${quote('mysql', what.table)} where ${filled('mysql', what)}`,
    read(batch, filter) {
      const wanted = filter.testAll(batch.map((row) => textOf(row, what.table)));
      return { read: batch.length, wanted: wanted.map(({ at, hint }) => split(batch[at] ?? [], hint)) };
    },
  };
}
