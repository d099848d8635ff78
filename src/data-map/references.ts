import { rowKey, type TableInfo } from '../database/catalogue.js';
import { ownTablePrefix } from '../database/own-tables.js';
import { actionOf, isForeign, isUpward } from './links.js';
import type { ResolvedMap } from './resolve.js';

/** Columns of a table that hold a key of another one, whether the database declares it or only the map knows. */
export interface Reference {
  readonly table: string;
  readonly columns: readonly string[];
  /** Columns referred to, in the same order; null when one column holds the whole key, joined. */
  readonly on: readonly string[] | null;
  /** Discriminator of a polymorphic reference. */
  readonly when: Readonly<Record<string, string | number>>;
  /** Whether the database sees to it, by its own rules, that it refers to a row that exists; else only the very same text does. */
  readonly enforced: boolean;
  /** Such rows stop an erasure, and a merge as well: the record is not just a customer's. */
  readonly blocks: boolean;
}

const idOf = ({ table, columns, when }: Reference): string => JSON.stringify([table, columns, when]);

function mappedReferences(resolved: ResolvedMap, to: string): Reference[] {
  const own = resolved.selfReferences === null ? [] : [resolved.selfReferences];
  const found: Reference[] = [];
  for (const table of [...resolved.tables, ...own]) {
    for (const link of table.links) {
      if (isForeign(link) && link.to === to) {
        const { columns, when = {} } = link;
        const on = link.on ?? null;
        const blocks = actionOf(link, table.mapped) === 'block';
        found.push({ table: table.name, columns, on, when, enforced: link.on_delete !== 'undeclared', blocks });
      } else if (isUpward(link) && table.name === to) {
        const { referenced_by, columns, on } = link;
        const enforced = link.on_delete !== 'undeclared';
        found.push({ table: referenced_by, columns, on: on ?? null, when: {}, enforced, blocks: false });
      }
    }
  }
  return found;
}

function declaredReferences(resolved: ResolvedMap, to: string): Reference[] {
  return [...resolved.catalogue.tables.values()].flatMap((table) =>
    table.name.startsWith(ownTablePrefix)
      ? []
      : table.foreignKeys
          .filter((key) => key.references.table === to)
          .map(({ columns, references }) => ({
            table: table.name,
            columns,
            on: references.columns,
            when: {},
            enforced: true,
            blocks: false,
          })),
  );
}

/** Requests and staff logins name a record as well; the map says where. */
function otherReferences(resolved: ResolvedMap): Reference[] {
  const { requests, subject } = resolved.map;
  const asked = requests === 'own' ? { table: 'belbo_erase_requests', customer: 'customer_key' } : requests;
  return [
    { table: asked.table, columns: [asked.customer], on: null, when: {}, enforced: false, blocks: false },
    ...subject.logins.flatMap((login) =>
      login.customer === undefined
        ? []
        : [
            {
              table: login.table,
              columns: [login.customer],
              on: subject.key,
              when: {},
              enforced: false,
              blocks: false,
            },
          ],
    ),
  ];
}

/** Everything that refers to rows of a table, each reference once. */
export function referencesTo(resolved: ResolvedMap, to: string): Reference[] {
  const found = new Map<string, Reference>();
  const all = [
    ...mappedReferences(resolved, to),
    ...declaredReferences(resolved, to),
    ...(to === resolved.subject.info.name ? otherReferences(resolved) : []),
  ];
  for (const reference of all) {
    const known = found.get(idOf(reference));
    if (known === undefined) found.set(idOf(reference), reference);
  }
  return [...found.values()];
}

/** What the live database says of a table, with the columns that tell its rows apart. */
export function tableOf(
  resolved: ResolvedMap,
  name: string,
): { readonly info: TableInfo; readonly key: readonly string[] } {
  const info = resolved.catalogue.tables.get(name);
  if (info === undefined) throw new RangeError(`no table ${name}`);
  if (name === resolved.subject.info.name) return { info, key: resolved.subject.key };
  return { info, key: resolved.tables.find((table) => table.name === name)?.key ?? rowKey(info) };
}
