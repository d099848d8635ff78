import { createHash } from 'node:crypto';
import { sameName, type PhoneCountry } from '../customers/normalise.js';
import { groupBy } from '../group-by.js';
import { isForeign, isSoft, owns } from '../data-map/links.js';
import type { ResolvedLink, ResolvedTable } from '../data-map/resolve.js';
import type { ForeignLink, SoftLink } from '../data-map/schema.js';
import type { Queries, Row, Value } from '../database/database.js';
import type { CollectedRow } from './collect.js';
import { identifierKey, type IdentifierKey } from './holders.js';
import { readRows } from '../database/read-rows.js';
import { isIdentifier } from './row-owners.js';
import type { ErasureSession } from './session.js';
import { joinKey, type Subject } from './subject.js';

/** Rows matched by value, after the question whose they are. */
export interface SettledRows {
  readonly accepted: readonly CollectedRow[];
  /** Left alone: the value is shared with somebody else, and nothing says whose row it is. */
  readonly shared: readonly CollectedRow[];
}

function keyOfValue(link: SoftLink, value: Value, subject: Subject, country: PhoneCountry): IdentifierKey | null {
  const list = {
    email: subject.identifiers.emails,
    phone: subject.identifiers.phones,
    number: subject.identifiers.numbers,
  }[link.match];
  const index = list.findIndex((each) => isIdentifier(link.match, value, each, country));
  return index === -1 ? null : identifierKey(subject.identifiers, { kind: link.match, value: index }, country);
}

function isOwnName(link: SoftLink, row: Row, subject: Subject): boolean {
  if (link.confirm === undefined) return false;
  const given = String(row[link.confirm.given_name] ?? '');
  const family = String(row[link.confirm.family_name] ?? '');
  return subject.identifiers.names.some((name) => sameName(name.given, given) && sameName(name.family, family));
}

/** A row that names another customer record as its owner is that customer's, whatever e-mail stands in it. */
function belongsToOther(owner: readonly ForeignLink[], row: Row, subject: Subject): boolean {
  return owner.some((link) => {
    const key = link.columns.map((column) => row[column] ?? null);
    return !key.includes(null) && !subject.records.some((record) => joinKey(record) === joinKey(key.map(String)));
  });
}

function linksOf({ table, links }: CollectedRow): ResolvedLink[] {
  return [...links].flatMap((index) => table.links[index] ?? []);
}

/** The column a period of retention runs from, when the table has one. */
export function dateColumn({ mapped: { retention } }: ResolvedTable): readonly string[] {
  return retention === undefined || 'inherit' in retention ? [] : [retention.date.column];
}

/**
 * Digest of what says that rows are the subject's which only the text search could find: their values, their owners, their date.
 * They are in no collection, so that they are looked at again before they are taken.
 */
export async function digestFound(queries: Queries, rows: readonly CollectedRow[]): Promise<string> {
  const hash = createHash('sha256');
  for (const table of new Set(rows.map((row) => row.table))) {
    const links = table.links.flatMap((link) => (isSoft(link) ? [link.column] : isForeign(link) ? link.columns : []));
    const columns = [...new Set([...table.key, ...links, ...dateColumn(table)])];
    const keys = rows.filter((row) => row.table === table).map(({ key }) => key);
    const stored = await readRows(queries, table.name, columns, table.key, keys);
    const lines = stored.map((row) => JSON.stringify(columns.map((column) => String(row[column] ?? null))));
    for (const line of lines.sort()) hash.update(`${table.name}\u001f${line}\u001e`);
  }
  return hash.digest('hex');
}

/**
 * Decides whose a row is that was matched by value. Compared exactly; a value that somebody else holds as well proves
 * nothing unless the row's own name columns say so (`confirm`).
 */
export async function settleSoftRows(
  session: ErasureSession,
  subject: Subject,
  rows: readonly CollectedRow[],
  shared: ReadonlySet<IdentifierKey>,
): Promise<SettledRows> {
  const left: CollectedRow[] = [];
  // A reference that is only let go, as of a voucher to its buyer, does not say whose the value beside it is.
  const isAsked = (row: CollectedRow): boolean => {
    const links = linksOf(row);
    return links.some(isSoft) && !links.some((link) => !isSoft(link) && owns(link, row.table.mapped));
  };
  const accepted = rows.filter((row) => !isAsked(row));
  for (const [table, some] of groupBy(rows.filter(isAsked), (row) => row.table)) {
    const owner = table.links
      .filter(isForeign)
      .filter(
        (link) => link.to === session.resolved.subject.info.name && link.when === undefined && owns(link, table.mapped),
      );
    const columns = table.links
      .filter(isSoft)
      .flatMap((link) => [
        link.column,
        ...(link.confirm === undefined ? [] : [link.confirm.given_name, link.confirm.family_name]),
      ]);
    const dated = dateColumn(table);
    const wanted = new Set([...table.key, ...columns, ...dated, ...owner.flatMap((link) => link.columns)]);
    const keys = some.map(({ key }) => key);
    const stored = new Map<string, Row>();
    for (const row of await readRows(session.db, table.name, [...wanted], table.key, keys))
      stored.set(joinKey(table.key.map((column) => String(row[column]))), row);
    for (const row of some) {
      const found = stored.get(joinKey(row.key));
      const hard = [...row.links].filter((index) => table.links[index] !== undefined && !isSoft(table.links[index]));
      if (found === undefined) continue;
      const matching = belongsToOther(owner, found, subject)
        ? []
        : linksOf(row)
            .filter(isSoft)
            .flatMap((link) => {
              const key = keyOfValue(link, found[link.column] ?? null, subject, session.country);
              return key === null ? [] : [{ link, key }];
            });
      const certain = matching.some(
        ({ link, key }) => !link.unless_shared || !shared.has(key) || isOwnName(link, found, subject),
      );
      const [date] = dated;
      if (certain) accepted.push(date === undefined ? row : { ...row, date: found[date] ?? null });
      else if (hard.length > 0) accepted.push({ ...row, links: new Set(hard) });
      else if (matching.length > 0) left.push(row);
    }
  }
  return { accepted, shared: left };
}

/** Identity of a collected row, for joining lists. */
export const rowId = (row: Pick<CollectedRow, 'table' | 'key'>): string => `${row.table.name}\u001f${joinKey(row.key)}`;
