import type { Dialect } from './types.js';

/** Writes one cell: a quoted one stays quoted and doubles its quotes, an unquoted one stays as bare as it was. */
export type CellWriter = (text: string, quoted: boolean, dialect: Dialect) => string;

/**
 * Loads csv-stringify, which writes the single cells that are changed. Never more: what it makes of a whole record is not what the
 * file had.
 */
export async function loadCellWriter(): Promise<CellWriter> {
  const { stringify } = await import('csv-stringify/sync');
  return (text, quoted, { delimiter, quote }) => {
    // A quote in the middle of a bare cell is text, and the cell has to stay bare.
    if (!quoted && text.includes(quote)) return text;
    return stringify([[text]], { delimiter, quote, escape: quote, quoted, quoted_empty: quoted, eof: false });
  };
}
