import type { IdentifierColumns } from '../data-map/schema.js';
import type { Row } from '../database/database.js';

/** Who a letter goes to; every part may be missing. */
export interface Addressee {
  readonly name: string | null;
  readonly street: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly email: string | null;
}

/** The addressee that a customer's record holds. */
export function addresseeOf(row: Row, columns: IdentifierColumns): Addressee {
  const cell = (column: string | undefined): string | null => {
    const value = column === undefined ? null : (row[column] ?? null);
    const text = value === null ? '' : String(value).trim();
    return text === '' ? null : text;
  };
  const name = [cell(columns.given_name), cell(columns.family_name)].flatMap((part) => part ?? []).join(' ');
  const emails = (columns.emails ?? []).flatMap((column) => cell(column) ?? []);
  return {
    name: name === '' ? null : name,
    street: cell(columns.street),
    postalCode: cell(columns.postal_code),
    city: cell(columns.city),
    country: cell(columns.country),
    email: emails[0] ?? null,
  };
}
