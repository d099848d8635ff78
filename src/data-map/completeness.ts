import type { Catalogue } from '../database/catalogue.js';
import { ownTablePrefix } from '../database/own-tables.js';
import type { Finding } from '../errors.js';
import { isForeign, isUpward } from './links.js';
import { namedColumns } from './named-columns.js';
import type { DataMap } from './schema.js';

/** Kinds of column that can hold a person's name, e-mail or phone. Fixed lists (ENUM) and numbers cannot. */
const textual = new Set(['text', 'json', 'blob']);

const key = (table: string, column: string): string => `${table}.${column}`;

function unmappedColumns(map: DataMap, catalogue: Catalogue): Finding[] {
  const named = new Set(
    namedColumns(map).flatMap((each) => (each.column === null ? [] : [key(each.table, each.column)])),
  );
  const found: Finding[] = [];
  for (const table of catalogue.tables.values()) {
    if (table.name.startsWith(ownTablePrefix) || Object.hasOwn(map.ignored.tables, table.name)) continue;
    for (const column of table.columns.values()) {
      if (!textual.has(column.kind) || named.has(key(table.name, column.name))) continue;
      found.push({
        path: key(table.name, column.name),
        code: 'unmapped_column',
        params: { table: table.name, column: column.name, type: column.type },
      });
    }
  }
  return found;
}

function unmappedReferences(map: DataMap, catalogue: Catalogue): Finding[] {
  const reached = new Set([map.subject.table, ...Object.keys(map.tables)]);
  const covered = new Set<string>();
  const loginsOf = new Set<string>();
  for (const [table, mapped] of Object.entries(map.tables)) {
    for (const link of mapped.belongs_to) {
      // One that is followed for some of the rows only would leave the others to the database, uncounted.
      if (isForeign(link) && link.when === undefined) covered.add(`${table}(${link.columns.join()})${link.to}`);
      if (isUpward(link)) covered.add(`${link.referenced_by}(${link.columns.join()})${table}`);
    }
  }
  if (map.requests !== 'own') covered.add(`${map.requests.table}(${map.requests.customer})${map.subject.table}`);
  for (const login of map.subject.logins) {
    if (login.customer !== undefined) loginsOf.add(`${login.table}(${login.customer})${map.subject.table}`);
  }
  const found: Finding[] = [];
  for (const table of catalogue.tables.values()) {
    // Not even an ignored table: its rows would go by cascade, uncounted, or keep a row from being deleted.
    if (table.name.startsWith(ownTablePrefix)) continue;
    for (const foreign of table.foreignKeys) {
      const to = foreign.references.table;
      const id = `${table.name}(${foreign.columns.join()})${to}`;
      if (!reached.has(to) || covered.has(id)) continue;
      // A guard stops at logins that are active, or when not forced: those beyond it must not go by cascade.
      if (loginsOf.has(id) && foreign.onDelete !== 'cascade') continue;
      found.push({
        path: key(table.name, foreign.columns.join('+')),
        code: 'unmapped_reference',
        params: { table: table.name, columns: foreign.columns.join(', '), to, on_delete: foreign.onDelete },
      });
    }
  }
  return found;
}

/**
 * Foreign keys by which the engine would take rows along that the column does not show, or shows one as the customer's that is another's.
 */
function differentlyComparedKeys(map: DataMap, catalogue: Catalogue): Finding[] {
  const reached = new Set([map.subject.table, ...Object.keys(map.tables)]);
  return [...catalogue.tables.values()].flatMap((table) =>
    table.foreignKeys
      .filter(({ references, comparedDifferently }) => comparedDifferently && reached.has(references.table))
      .map(({ columns, references }) => ({
        path: key(table.name, columns.join('+')),
        code: 'key_compared_differently',
        params: { to: references.table, on: references.columns.join(', ') },
      })),
  );
}

/** Rows of another database are neither counted nor locked nor logged here, and would go or change with the customer's. */
function outsideReferences(map: DataMap, catalogue: Catalogue): Finding[] {
  const reached = [map.subject.table, ...Object.keys(map.tables)];
  return catalogue.outsideReferences
    .filter(({ to }) => reached.includes(to))
    .map(({ name, from, to, onDelete }) => ({
      path: `${from.database}.${from.table}`,
      code: 'outside_reference',
      params: { name, to, on_delete: onDelete },
    }));
}

/**
 * Fails closed: every foreign key into a table whose rows may go, and every text, JSON or blob column of the database, must
 * be mapped or ignored with a reason, and find the same rows for the engine as for us. One finding for each that is not.
 */
export function checkCompleteness(map: DataMap, catalogue: Catalogue): Finding[] {
  return [
    ...unmappedReferences(map, catalogue),
    ...differentlyComparedKeys(map, catalogue),
    ...outsideReferences(map, catalogue),
    ...unmappedColumns(map, catalogue),
  ];
}
