import { createHash } from 'node:crypto';
import { rowKey, type Catalogue, type ForeignKey, type TableInfo } from '../database/catalogue.js';
import { BelboEraseError, type Finding } from '../errors.js';
import { checkMasks } from './check-masks.js';
import { checkCompleteness } from './completeness.js';
import { deletionOrder, type DeletionOrder } from './deletion-order.js';
import { isForeign, isUpward, ownershipOrder } from './links.js';
import { nearest } from './nearest.js';
import { namedColumns } from './named-columns.js';
import type { DataMap, ForeignLink, Link, MappedTable, OnDelete, SoftLink, UpwardLink } from './schema.js';

/** A link with the columns it refers to filled in. */
export type ResolvedLink =
  (ForeignLink & { readonly on: string[] }) | (UpwardLink & { readonly on: string[] }) | SoftLink;

/** A mapped table joined with what the live database says of it. */
export interface ResolvedTable {
  readonly name: string;
  readonly key: readonly string[];
  readonly info: TableInfo;
  readonly mapped: MappedTable;
  readonly links: readonly ResolvedLink[];
  readonly ceiling: number;
}

/** A data map that fits the live database: every name exists, every mask fits, nothing personal is left unmapped. */
export interface ResolvedMap {
  readonly map: DataMap;
  readonly catalogue: Catalogue;
  readonly subject: { readonly info: TableInfo; readonly key: readonly string[] };
  /** In order of ownership: each table after those it hangs on. The subject's own table is not among them. */
  readonly tables: readonly ResolvedTable[];
  /** The subject table's references to itself, which are detached. */
  readonly selfReferences: ResolvedTable | null;
  readonly deletion: DeletionOrder;
  /** Look-ups no index serves, as `table.column`. */
  readonly missingIndexes: readonly string[];
  /** SHA-256 of the map: a plan made with another one is another plan. */
  readonly digest: string;
}

function finding(path: string, code: string, params: Finding['params'] = {}): Finding {
  return { path, code, params };
}

function checkNames(map: DataMap, catalogue: Catalogue): Finding[] {
  const found: Finding[] = [];
  const missing = new Set<string>();
  for (const { path, table, column } of namedColumns(map)) {
    const info = catalogue.tables.get(table);
    if (info === undefined) {
      if (!missing.has(table))
        found.push(finding(path, 'table_missing', { table, nearest: nearest(table, catalogue.tables.keys()) ?? '' }));
      missing.add(table);
    } else if (column !== null && !info.columns.has(column)) {
      found.push(
        finding(path, 'column_missing', { table, column, nearest: nearest(column, info.columns.keys()) ?? '' }),
      );
    }
  }
  return found;
}

const sameColumns = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((column, index) => column === b[index]);

/** The live foreign key behind a reference, if one is declared. */
function foreignKeyOf(from: TableInfo, columns: readonly string[], to: string): ForeignKey | undefined {
  return from.foreignKeys.find((key) => key.references.table === to && sameColumns(key.columns, columns));
}

/** RESTRICT and NO ACTION refuse alike on both engines (SQLite at the latest at commit), so a map may say either. */
function asMapped(rule: ForeignKey['onDelete'] | undefined): OnDelete | 'set_default' {
  if (rule === undefined) return 'undeclared';
  if (rule === 'restrict' || rule === 'no action') return 'restrict';
  return rule === 'cascade' ? 'cascade' : rule === 'set null' ? 'set_null' : 'set_default';
}

function checkOnDelete(
  path: string,
  expected: OnDelete,
  from: TableInfo,
  columns: readonly string[],
  to: string,
): Finding[] {
  const live = asMapped(foreignKeyOf(from, columns, to)?.onDelete);
  const wanted = expected === 'no_action' ? 'restrict' : expected;
  if (live === wanted) return [];
  return [
    finding(path, 'on_delete_differs', { table: from.name, columns: columns.join(', '), expected: wanted, live }),
  ];
}

function resolveLink(link: Link, map: DataMap, catalogue: Catalogue, own: TableInfo): ResolvedLink {
  const keyFor = (table: string): string[] => {
    if (table === map.subject.table) return map.subject.key;
    const info = catalogue.tables.get(table);
    return info === undefined ? [] : [...rowKey(info)];
  };
  if (isForeign(link)) return { ...link, on: link.on ?? keyFor(link.to) };
  return isUpward(link) ? { ...link, on: link.on ?? [...rowKey(own)] } : link;
}

/** Rows are told apart by the text of their key, which bytes do not have; nor have columns of SQLite that hold 7 beside the text 7. */
function checkKey(path: string, info: TableInfo, key: readonly string[]): Finding[] {
  if (key.length === 0) return [finding(path, 'no_key', { table: info.name })];
  return key
    .filter((column) => info.columns.get(column)?.kind === 'blob')
    .map((column) => finding(path, 'binary_key', { table: info.name, column }));
}

function resolveTable(name: string, map: DataMap, catalogue: Catalogue, found: Finding[]): ResolvedTable | null {
  const info = catalogue.tables.get(name);
  const mapped = map.tables[name];
  if (info === undefined || mapped === undefined) return null;
  const key = name === map.subject.table ? map.subject.key : rowKey(info);
  found.push(...checkKey(`tables.${name}`, info, key));
  const links = mapped.belongs_to.map((link) => resolveLink(link, map, catalogue, info));
  links.forEach((link, index) => {
    const path = `tables.${name}.belongs_to.${String(index)}.on_delete`;
    if (isForeign(link)) found.push(...checkOnDelete(path, link.on_delete, info, link.columns, link.to));
    if (isUpward(link)) {
      const from = catalogue.tables.get(link.referenced_by);
      if (from !== undefined) found.push(...checkOnDelete(path, link.on_delete, from, link.columns, name));
      // Who else uses the row is asked by its key.
      if (!sameColumns(link.on ?? [], key))
        found.push(finding(path, 'upward_not_by_key', { table: name, key: key.join(', ') }));
    }
  });
  return { name, key, info, mapped, links, ceiling: mapped.ceiling ?? map.ceilings.default };
}

function indexed(info: TableInfo, columns: readonly string[]): boolean {
  return info.indexes.some((index) => index[0] !== undefined && columns.includes(index[0]));
}

function findMissingIndexes(tables: readonly ResolvedTable[], catalogue: Catalogue): string[] {
  const missing = tables.flatMap((table) =>
    table.links.flatMap((link) => {
      const [from, columns] = isUpward(link)
        ? [catalogue.tables.get(link.referenced_by), link.columns]
        : [table.info, isForeign(link) ? [...link.columns, ...Object.keys(link.when ?? {})] : [link.column]];
      return from === undefined || indexed(from, columns) ? [] : [`${from.name}.${columns.join('+')}`];
    }),
  );
  return [...new Set(missing)];
}

/** A request must outlive its customer: what the database does with it then is what the map expects. */
function checkRequests({ requests, subject }: DataMap, catalogue: Catalogue): Finding[] {
  const from = requests === 'own' ? undefined : catalogue.tables.get(requests.table);
  if (requests === 'own' || from === undefined) return [];
  return checkOnDelete('requests.on_delete', requests.on_delete, from, [requests.customer], subject.table);
}

/** A mention is redacted in one row, which must be told from all others. */
function checkMentions(map: DataMap, catalogue: Catalogue): Finding[] {
  return Object.keys(map.mentions).flatMap((table) => {
    const info = catalogue.tables.get(table);
    const isChecked = info === undefined || table === map.subject.table || Object.hasOwn(map.tables, table);
    return isChecked ? [] : checkKey(`mentions.${table}`, info, rowKey(info));
  });
}

function checkEngine(map: DataMap, catalogue: Catalogue): Finding[] {
  const touched = new Set([map.subject.table, ...Object.keys(map.tables), ...Object.keys(map.mentions)]);
  const found: Finding[] = [];
  for (const table of touched) {
    const info = catalogue.tables.get(table);
    if (info !== undefined && !info.transactional && !Object.hasOwn(map.acknowledged.non_transactional, table)) {
      found.push(finding(table, 'not_transactional', { table, storage: info.storage }));
    }
  }
  for (const info of catalogue.tables.values()) {
    // A deleted row would live on among the old versions, where no DELETE of ours reaches it.
    if (info.keepsHistory && touched.has(info.name))
      found.push(finding(info.name, 'keeps_history', { table: info.name }));
  }
  for (const trigger of catalogue.triggers) {
    if (Object.hasOwn(map.acknowledged.triggers, trigger.name)) continue;
    found.push(finding(trigger.table, 'unacknowledged_trigger', { trigger: trigger.name, table: trigger.table }));
  }
  for (const view of catalogue.views) {
    if (Object.hasOwn(map.acknowledged.views, view.name) || Object.hasOwn(map.ignored.tables, view.name)) continue;
    found.push(finding(view.name, 'unacknowledged_view', { view: view.name }));
  }
  return found;
}

/**
 * Joins a map with the live database.
 * @throws BelboEraseError `PRIVILEGES_MISSING` when the catalogue may be incomplete; `MAP_MISMATCH` with every finding: names that do not exist, foreign keys that act differently,
 *   masks that do not fit, triggers, views and engines not acknowledged, personal columns nobody mapped (fail closed).
 */
export function resolveMap(map: DataMap, catalogue: Catalogue): ResolvedMap {
  const { missingPrivileges } = catalogue;
  // What the server does not show would be called complete.
  if (missingPrivileges.length > 0)
    throw new BelboEraseError('PRIVILEGES_MISSING', { privileges: missingPrivileges.join(', ') });
  const found = checkNames(map, catalogue);
  const subjectInfo = catalogue.tables.get(map.subject.table);
  const tables = (ownershipOrder(map) ?? []).flatMap((name) => resolveTable(name, map, catalogue, found) ?? []);
  const others = tables.filter((table) => table.name !== map.subject.table);
  found.push(
    ...(subjectInfo === undefined ? [] : checkKey('subject.key', subjectInfo, map.subject.key)),
    ...checkMentions(map, catalogue),
    ...checkRequests(map, catalogue),
    ...checkEngine(map, catalogue),
    ...checkMasks(map, catalogue),
    ...checkCompleteness(map, catalogue),
  );
  const ordered = deletionOrder(map, others, catalogue);
  found.push(...ordered.findings);
  if (found.length > 0 || subjectInfo === undefined)
    throw new BelboEraseError('MAP_MISMATCH', { map: map.name, findings: found });
  return {
    map,
    catalogue,
    subject: { info: subjectInfo, key: map.subject.key },
    tables: others,
    selfReferences: tables.find((table) => table.name === map.subject.table) ?? null,
    deletion: ordered.order,
    missingIndexes: findMissingIndexes(tables, catalogue),
    digest: createHash('sha256').update(JSON.stringify(map)).digest('hex'),
  };
}
