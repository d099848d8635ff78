import type { Catalogue, TableInfo } from '../database/catalogue.js';
import type { Finding } from '../errors.js';
import type { DataMap } from './schema.js';

/** In which order rows can go without a declared foreign key objecting. */
export interface DeletionOrder {
  /** Tables, referencing before referenced; the subject's table among them. */
  readonly tables: readonly string[];
  /** Foreign keys that close a circle: their columns are set to NULL, in the rows that go, before anything is deleted. */
  readonly cut: readonly { readonly table: string; readonly columns: readonly string[] }[];
}

interface Edge {
  /** Table the key stands in. */
  readonly table: string;
  readonly to: string;
  readonly columns: readonly string[];
  /** Whether all its columns may be NULL, so that the edge can be cut. */
  readonly nullable: boolean;
}

function edgesAmong(tables: readonly TableInfo[]): Edge[] {
  const names = new Set(tables.map((table) => table.name));
  return tables.flatMap((table) =>
    table.foreignKeys
      .filter((key) => names.has(key.references.table))
      .map((key) => ({
        table: table.name,
        to: key.references.table,
        columns: key.columns,
        nullable: key.columns.every((column) => table.columns.get(column)?.nullable === true),
      })),
  );
}

/**
 * Orders tables by the live catalogue's foreign keys. A circle, or a table that refers to itself, is cut at a nullable
 * reference; without one it is a finding, for then no order of DELETE statements works.
 */
export function deletionOrder(
  map: DataMap,
  mapped: readonly { readonly info: TableInfo }[],
  catalogue: Catalogue,
): { readonly order: DeletionOrder; readonly findings: readonly Finding[] } {
  const subject = catalogue.tables.get(map.subject.table);
  const tables = [...mapped.map((table) => table.info), ...(subject === undefined ? [] : [subject])];
  const cut: Edge[] = [];
  let edges = edgesAmong(tables).filter((edge) => {
    if (edge.table !== edge.to) return true;
    if (edge.nullable) cut.push(edge);
    return false;
  });
  const order: string[] = [];
  let waiting = tables.map((table) => table.name);
  while (waiting.length > 0) {
    const free = waiting.filter((name) => !edges.some((edge) => edge.to === name));
    if (free.length === 0) {
      const weak = edges.find((edge) => edge.nullable);
      if (weak === undefined) {
        const circle = waiting.join(', ');
        return {
          order: { tables: [...order, ...waiting], cut },
          findings: [{ path: 'tables', code: 'foreign_key_circle', params: { tables: circle } }],
        };
      }
      cut.push(weak);
      edges = edges.filter((edge) => edge !== weak);
      continue;
    }
    order.push(...free);
    edges = edges.filter((edge) => !free.includes(edge.table));
    waiting = waiting.filter((name) => !free.includes(name));
  }
  return { order: { tables: order, cut }, findings: [] };
}
