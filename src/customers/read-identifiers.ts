import type { Row, Value } from '../database/database.js';
import type { IdentifierColumns } from '../data-map/schema.js';
import type { Identifiers, PersonName } from './identifiers.js';
import { phoneCountry } from './match-record.js';
import { phonesIn, type PhoneCountry } from './normalise.js';

/** Text of a cell without the blanks around it; null when there is nothing. */
function textOf(value: Value | undefined): string | null {
  const text = value === undefined || value === null ? '' : String(value).trim();
  return text === '' ? null : text;
}

function distinct<T>(values: readonly T[]): T[] {
  const seen = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...seen.values()];
}

function namesOf(row: Row, columns: IdentifierColumns): PersonName[] {
  const cell = (column: string | undefined): string | null => (column === undefined ? null : textOf(row[column]));
  const given = cell(columns.given_name);
  if (given === null) return [];
  return [cell(columns.family_name), cell(columns.birth_name)].flatMap((family) =>
    family === null ? [] : [{ given, family }],
  );
}

/**
 * Phones of a row that says another country than the configured one, with their calling code: without one they would be read as
 * numbers of the configured country, and not be found where the code stands in front.
 */
function foreignPhones(row: Row, columns: IdentifierColumns, configured: PhoneCountry): string[] {
  if (columns.country === undefined) return [];
  const country = phoneCountry(textOf(row[columns.country]) ?? '', configured);
  if (country === configured) return [];
  return (columns.phones ?? []).flatMap((column) => {
    const text = textOf(row[column]) ?? '';
    const known = phonesIn(text, configured);
    return phonesIn(text, country).flatMap((number) => (known.includes(number) ? [] : [`+${number}`]));
  });
}

/**
 * The identifiers that rows hold in these columns, each spelling once.
 * @param country whose national numbers are written without a calling code; where a row's own country tells otherwise its numbers come
 *   with theirs, too. Without it only what is stored is given.
 */
export function identifiersOf(
  rows: readonly Row[],
  columns: IdentifierColumns,
  country: PhoneCountry | null = null,
): Identifiers {
  const cells = (names: readonly (string | undefined)[]): string[] =>
    distinct(rows.flatMap((row) => names.flatMap((name) => (name === undefined ? [] : (textOf(row[name]) ?? [])))));
  return {
    numbers: cells([columns.number]),
    emails: cells(columns.emails ?? []),
    phones: distinct([
      ...cells(columns.phones ?? []),
      ...(country === null ? [] : rows.flatMap((row) => foreignPhones(row, columns, country))),
    ]),
    names: distinct(rows.flatMap((row) => namesOf(row, columns))),
    birthDates: cells([columns.birth_date]),
    streets: cells([columns.street]),
  };
}

/** Both sets of identifiers, each once. */
export function joinIdentifiers(a: Identifiers, b: Identifiers): Identifiers {
  return {
    numbers: distinct([...a.numbers, ...b.numbers]),
    emails: distinct([...a.emails, ...b.emails]),
    phones: distinct([...a.phones, ...b.phones]),
    names: distinct([...a.names, ...b.names]),
    birthDates: distinct([...a.birthDates, ...b.birthDates]),
    streets: distinct([...a.streets, ...b.streets]),
  };
}
