import { sameName } from '../customers/normalise.js';
import { isForeign, isSoft, owns } from '../data-map/links.js';
import type { ResolvedTable } from '../data-map/resolve.js';
import type { ForeignLink, SoftLink } from '../data-map/schema.js';
import type { Row, Value } from '../database/database.js';
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

function keyOfValue(link: SoftLink, value: Value, subject: Subject): IdentifierKey | null {
  const list = {
    email: subject.identifiers.emails,
    phone: subject.identifiers.phones,
    number: subject.identifiers.numbers,
  }[link.match];
  const index = list.findIndex((each) => isIdentifier(link.match, value, each));
  return index === -1 ? null : identifierKey(subject.identifiers, { kind: link.match, value: index });
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
  const accepted: CollectedRow[] = [];
  const left: CollectedRow[] = [];
  const asked = new Map<ResolvedTable, CollectedRow[]>();
  for (const row of rows) {
    if ([...row.links].every((index) => row.table.links[index] === undefined || isSoft(row.table.links[index]))) {
      const ofTable = asked.get(row.table);
      if (ofTable === undefined) asked.set(row.table, [row]);
      else ofTable.push(row);
    } else accepted.push(row);
  }
  for (const [table, some] of asked) {
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
    const wanted = new Set([...table.key, ...columns, ...owner.flatMap((link) => link.columns)]);
    const keys = some.map(({ key }) => key);
    const stored = new Map<string, Row>();
    for (const row of await readRows(session, session.db, table.name, [...wanted], table.key, keys))
      stored.set(joinKey(table.key.map((column) => String(row[column]))), row);
    for (const row of some) {
      const found = stored.get(joinKey(row.key));
      if (found === undefined || belongsToOther(owner, found, subject)) continue;
      const matching = [...row.links]
        .flatMap((index) => table.links[index] ?? [])
        .filter(isSoft)
        .flatMap((link) => {
          const key = keyOfValue(link, found[link.column] ?? null, subject);
          return key === null ? [] : [{ link, key }];
        });
      if (matching.length === 0) continue;
      const certain = matching.some(
        ({ link, key }) => !link.unless_shared || !shared.has(key) || isOwnName(link, found, subject),
      );
      (certain ? accepted : left).push(row);
    }
  }
  return { accepted, shared: left };
}

/** Identity of a collected row, for joining lists. */
export const rowId = (row: Pick<CollectedRow, 'table' | 'key'>): string => `${row.table.name}\u001f${joinKey(row.key)}`;
