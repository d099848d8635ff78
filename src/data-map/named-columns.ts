import { isForeign, isSoft, isUpward } from './links.js';
import type { Condition, DataMap, IdentifierColumns, Link, MappedTable } from './schema.js';

/** A place in the map that names a table, or a column of it. */
export interface NamedColumn {
  readonly path: string;
  readonly table: string;
  readonly column: string | null;
}

const at = (path: string, table: string, columns: Iterable<string>): NamedColumn[] =>
  [...columns].map((column) => ({ path, table, column }));

function ofConditions(path: string, table: string, conditions: readonly Condition[]): NamedColumn[] {
  return conditions.flatMap((condition) => [
    ...at(path, table, [condition.column]),
    ...(condition.lookup === undefined
      ? []
      : at(`${path}.lookup`, condition.lookup.table, [condition.lookup.key, condition.lookup.column])),
  ]);
}

function ofLink(path: string, table: string, link: Link): NamedColumn[] {
  if (isSoft(link)) {
    const confirm = link.confirm === undefined ? [] : [link.confirm.given_name, link.confirm.family_name];
    return at(path, table, [link.column, ...confirm]);
  }
  if (isUpward(link)) return [...at(path, link.referenced_by, link.columns), ...at(path, table, link.on ?? [])];
  return [
    ...at(path, table, [...link.columns, ...Object.keys(link.when ?? {})]),
    ...(isForeign(link) ? at(path, link.to, link.on ?? []) : []),
  ];
}

function ofIdentifiers(path: string, table: string, identifiers: IdentifierColumns): NamedColumn[] {
  const names = Object.values(identifiers).flatMap((value) => value ?? []);
  return at(path, table, names);
}

function ofTableMerge(path: string, table: string, { merge }: MappedTable): NamedColumn[] {
  if (merge === undefined) return [];
  const own = merge.collision === 'newest' ? [merge.column] : merge.collision === 'sum' ? merge.columns : [];
  return at(path, table, [...own, ...Object.keys(merge.consent)]);
}

function ofSubjectMerge({ subject: { table, merge } }: DataMap): NamedColumn[] {
  const { consent, newest, show, last_visit: visit } = merge;
  return [
    ...at('subject.merge', table, [...Object.keys(consent), ...(newest === undefined ? [] : [newest])]),
    ...show.map((each) => ({ path: 'subject.merge.show', table: each, column: null })),
    ...(visit === undefined ? [] : at('subject.merge.last_visit', visit.table, [visit.column])),
  ];
}

function ofTables(map: DataMap): NamedColumn[] {
  return Object.entries(map.tables).flatMap(([table, mapped]) => {
    const path = `tables.${table}`;
    const { retention } = mapped;
    return [
      { path, table, column: null },
      ...mapped.belongs_to.flatMap((link, index) => ofLink(`${path}.belongs_to.${String(index)}`, table, link)),
      ...at(`${path}.columns`, table, Object.keys(mapped.columns)),
      ...ofIdentifiers(`${path}.identifiers`, table, mapped.identifiers ?? {}),
      ...ofTableMerge(`${path}.merge`, table, mapped),
      ...(retention === undefined || 'inherit' in retention
        ? []
        : at(`${path}.retention`, table, [retention.date.column, ...Object.keys(retention.after_columns)])),
    ];
  });
}

function ofRequests(map: DataMap): NamedColumn[] {
  if (map.requests === 'own') return [];
  const { table, key, customer, channel, received, status, minimise, identifiers } = map.requests;
  const extra = [...(identifiers?.emails ?? []), ...(identifiers?.phones ?? [])];
  return at('requests', table, [
    key,
    customer,
    channel.column,
    received.column,
    status.column,
    ...Object.keys(minimise),
    ...extra,
  ]);
}

/** Every table and column the map names, with the place that names it. */
export function namedColumns(map: DataMap): NamedColumn[] {
  const { subject } = map;
  return [
    { path: 'subject.table', table: subject.table, column: null },
    ...at('subject', subject.table, [...subject.key, ...Object.keys(subject.columns), ...subject.stub]),
    ...ofIdentifiers('subject.identifiers', subject.table, subject.identifiers),
    ...ofConditions('subject.filter', subject.table, subject.filter),
    ...ofSubjectMerge(map),
    ...subject.logins.flatMap((login, index) => {
      const named = [...login.key, login.login, login.email, login.customer].flatMap((each) => each ?? []);
      const path = `subject.logins.${String(index)}`;
      return [
        ...at(path, login.table, named),
        ...ofConditions(path, login.table, [...login.filter, ...(login.owner ? [login.owner] : [])]),
      ];
    }),
    ...ofIdentifiers('matching.columns', subject.table, map.matching.columns ?? {}),
    ...ofTables(map),
    ...Object.entries(map.mentions).flatMap(([table, columns]) => at(`mentions.${table}`, table, columns)),
    ...map.blockers.flatMap((blocker) => ofConditions(`blockers.${blocker.code}`, blocker.table, blocker.where)),
    ...map.manual.flatMap((step) =>
      step.table === undefined
        ? []
        : at(`manual.${step.code}`, step.table, step.column === undefined ? [] : [step.column]),
    ),
    ...ofRequests(map),
    ...map.ignored.columns.flatMap((group) =>
      group.columns.map((qualified) => {
        const dot = qualified.indexOf('.');
        return { path: 'ignored.columns', table: qualified.slice(0, dot), column: qualified.slice(dot + 1) };
      }),
    ),
    ...Object.keys(map.ignored.tables).map((table) => ({ path: 'ignored.tables', table, column: null })),
  ];
}
