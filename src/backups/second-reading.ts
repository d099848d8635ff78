import type { parse as Parse } from 'csv-parse/sync';
import { cellEncoding, decode, unitSize } from './encodings.js';
import type { Dialect } from './types.js';

/** The cells of a record as csv-parse reads them; null where it finds it ill-formed, such as for a stray quote. */
export type SecondReading = (bytes: Uint8Array, dialect: Dialect) => readonly string[] | null;

/** Any of these ends a record: left to choose one itself, csv-parse would join records of files that mix them. */
const breaks = ['\r\n', '\n', '\r'];

function parseCells(parse: typeof Parse, text: string, { delimiter, quote }: Dialect): readonly string[] | null {
  let records: readonly (readonly string[])[];
  try {
    records = parse(text, {
      delimiter,
      quote,
      escape: quote,
      record_delimiter: breaks,
      relax_column_count: true,
      skip_empty_lines: false,
    });
  } catch {
    return null;
  }
  const [cells] = records;
  return records.length === 1 && cells !== undefined ? cells : null;
}

/**
 * Loads csv-parse. It reads single records, those that take a closer look, with their ends known already: over a whole file it
 * merges records at a stray quote, or ends at one, and its idea of a record must not decide which bytes go.
 */
export async function loadSecondReading(): Promise<SecondReading> {
  const { parse } = await import('csv-parse/sync');
  return (bytes, dialect) => {
    const { encoding } = dialect;
    if (unitSize(encoding) > 1) return parseCells(parse, decode(bytes, encoding), dialect);
    // Byte by byte: what divides cells is ASCII, and each cell may be in an encoding of its own.
    const read = parseCells(parse, Buffer.from(bytes).toString('latin1'), dialect);
    return (
      read?.map((cell) => {
        const content = Buffer.from(cell, 'latin1');
        return decode(content, cellEncoding(content, encoding));
      }) ?? null
    );
  };
}
