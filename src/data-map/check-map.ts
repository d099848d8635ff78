import type { Finding } from '../errors.js';
import { isForeign, isSoft, isUpward, ownershipOrder, owns, parentOf, shareableTables } from './links.js';
import { nearest } from './nearest.js';
import type { DataMap, MappedTable } from './schema.js';

function finding(path: string, code: string, params: Finding['params'] = {}): Finding {
  return { path, code, params };
}

function checkTable(map: DataMap, name: string, table: MappedTable): Finding[] {
  const path = `tables.${name}`;
  const found: Finding[] = [];
  const known = [map.subject.table, ...Object.keys(map.tables)];
  table.belongs_to.forEach((link, index) => {
    const parent = parentOf(link);
    const at = `${path}.belongs_to.${String(index)}`;
    if (parent !== null && !known.includes(parent)) {
      found.push(finding(at, 'link_to_unmapped_table', { table: parent, nearest: nearest(parent, known) ?? '' }));
    }
    if (isForeign(link) && link.on !== undefined && link.on.length !== link.columns.length) {
      found.push(finding(at, 'column_counts_differ', { left: link.columns.length, right: link.on.length }));
    }
    // Whose a row matched by value is shows only when all is known; what hangs on it would have been taken along by then.
    const matched = isForeign(link) ? map.tables[link.to]?.belongs_to.some(isSoft) === true : false;
    if (matched && isForeign(link)) found.push(finding(at, 'hangs_on_soft', { table: link.to }));
    if (isForeign(link) && link.rows === 'delete' && table.belongs_to.some(isUpward))
      found.push(finding(at, 'others_may_use', { table: name }));
    if (isUpward(link) && table.rows === 'delete') found.push(finding(at, 'others_may_use', { table: name }));
    if (isSoft(link) && link.rows === 'detach') found.push(finding(at, 'soft_link_cannot_detach'));
  });
  const keeps = table.retention !== undefined || table.rows === 'keep';
  if (!keeps) return found;
  for (const [column, action] of Object.entries(table.columns)) {
    if (action === 'delete') found.push(finding(`${path}.columns.${column}`, 'delete_in_kept_row', { column }));
  }
  if (
    table.retention !== undefined &&
    'inherit' in table.retention &&
    !table.belongs_to.some((link) => isForeign(link) && link.to !== map.subject.table)
  ) {
    found.push(finding(`${path}.retention`, 'nothing_to_inherit'));
  }
  return found;
}

/** What stands in a row is taken for the subject's own only if the row is: not shared, and found by a reference that owns it. */
function checkFurtherIdentifiers(map: DataMap, order: readonly string[]): Finding[] {
  const shareable = shareableTables(map);
  return order.flatMap((name) => {
    const table = map.tables[name];
    if (table?.identifiers === undefined) return [];
    const isOwn = !shareable.has(name) && table.belongs_to.some((link) => isForeign(link) && owns(link, table));
    return isOwn ? [] : [finding(`tables.${name}.identifiers`, 'identifiers_of_others', { table: name })];
  });
}

/** Contradictions inside a map that its shape alone does not show. Empty when there are none. */
export function checkMap(map: DataMap): Finding[] {
  const found = Object.entries(map.tables).flatMap(([name, table]) => checkTable(map, name, table));
  if (Object.hasOwn(map.tables, map.subject.table)) {
    const table = map.tables[map.subject.table];
    if (
      table?.belongs_to.some(
        (link) =>
          parentOf(link) !== map.subject.table ||
          (!isSoft(link) && (isForeign(link) ? (link.rows ?? table.rows) : table.rows) !== 'detach'),
      ) === true
    ) {
      found.push(finding(`tables.${map.subject.table}`, 'subject_may_only_detach_itself'));
    }
  }
  const order = ownershipOrder(map);
  if (order !== null) found.push(...checkFurtherIdentifiers(map, order));
  else if (found.length === 0) found.push(finding('tables', 'ownership_circle'));
  for (const blocker of map.blockers) {
    if (blocker.table !== map.subject.table && !Object.hasOwn(map.tables, blocker.table)) {
      found.push(
        finding(`blockers.${blocker.code}`, 'link_to_unmapped_table', {
          table: blocker.table,
          nearest: nearest(blocker.table, Object.keys(map.tables)) ?? '',
        }),
      );
    }
  }
  if (map.subject.rows === 'mask' && map.requests !== 'own' && map.subject.stub.length > 0) {
    // A masked record keeps its key; a stub beside it would hold the base data twice.
    found.push(finding('subject.stub', 'stub_beside_masked_record'));
  }
  return found;
}
