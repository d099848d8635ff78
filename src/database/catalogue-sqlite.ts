import {
  actualName,
  type Catalogue,
  type ColumnInfo,
  type ColumnKind,
  type ForeignKey,
  type TableInfo,
  type TriggerInfo,
} from './catalogue-types.js';
import { groupBy } from '../group-by.js';
import type { Database, Row } from './database.js';
import { quote } from './dialect.js';
import { comparisonsOf, type Comparison } from './sqlite-comparisons.js';

/** By declared type, first match wins. SQLite lets any column hold any value: an unknown type may well hold text. */
const kinds: readonly (readonly [RegExp, ColumnKind])[] = [
  [/^$|blob|binary/, 'blob'],
  [/json/, 'json'],
  [/enum/, 'enum'],
  [/char|clob|text|string/, 'text'],
  [/datetime|timestamp/, 'datetime'],
  [/date/, 'date'],
  [/time/, 'time'],
  [/bool|int(?!erval)/, 'integer'],
  [/dec|numeric|number|money/, 'decimal'],
  [/real|floa|doub/, 'float'],
];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What is the same for all columns of a table. */
interface ColumnContext {
  readonly strict: boolean;
  readonly checkedAsJson: ReadonlySet<string>;
  readonly collations: ReadonlyMap<string, string>;
}

function columnOf(row: Row, { strict, checkedAsJson, collations }: ColumnContext): ColumnInfo {
  const name = text(row['name']);
  const stored = text(row['type']).toLowerCase();
  // In a STRICT table ANY is what no type is elsewhere; elsewhere it is a number (https://sqlite.org/stricttables.html).
  const type = strict && stored === 'any' ? '' : stored;
  const declared = kinds.find(([pattern]) => pattern.test(type))?.[1] ?? 'text';
  const kind = checkedAsJson.has(name.toLowerCase()) ? 'json' : declared;
  const length = kind === 'text' || kind === 'blob' ? /\((\d+)/.exec(type)?.[1] : undefined;
  return {
    name,
    type,
    kind,
    maxLength: length === undefined ? null : Number(length),
    nullable: row['notnull'] === 0 && row['pk'] === 0,
    // 1 is a hidden column of a virtual table, 2 and 3 are generated ones.
    generated: row['hidden'] !== 0,
    autoUpdate: false,
    charset: null,
    collation: collations.get(name) ?? null,
  };
}

/** Collations by which keys are unique: of the primary key, and of columns that are unique by themselves. */
function keyCollations(rows: readonly Row[]): ReadonlyMap<string, string> {
  const indexes = [...groupBy(rows, (row) => text(row['i'])).values()];
  const unique = indexes.filter(
    (parts) => parts[0]?.['u'] === 1 && parts[0]['p'] === 0 && (parts[0]['o'] === 'pk' || parts.length === 1),
  );
  return new Map(unique.flat().map((part) => [text(part['c']), text(part['coll'])]));
}

/** Foreign keys in order of declaration; an omitted target column means the other table's primary key. */
function foreignKeysOf(
  rows: readonly Row[],
  columns: ReadonlyMap<string, ReadonlyMap<string, ColumnInfo>>,
  keys: ReadonlyMap<string, readonly string[]>,
  comparison: Comparison,
): ForeignKey[] {
  return [...groupBy(rows, (row) => String(row['id'])).values()].map((parts) => {
    const first = parts[0];
    const table = actualName(columns.keys(), text(first?.['table']));
    const spelled = parts.map((part) => (part['to'] === null ? null : text(part['to'])));
    const targets = columns.get(table)?.keys() ?? [];
    const names = [...targets];
    const own = text(first?.['t']);
    const from = parts.map((part) => text(part['from']));
    const to = spelled.map((name, at) => (name === null ? (keys.get(table)?.[at] ?? '') : actualName(names, name)));
    return {
      name: null,
      columns: from,
      references: { table, columns: to },
      onDelete: text(first?.['on_delete']).toLowerCase() as ForeignKey['onDelete'],
      comparedDifferently: from.some((name, at) => comparison(own, name) !== comparison(table, to[at] ?? '')),
    };
  });
}

/** `max(rowid)` is read from the end of the table, not counted; deleted rows make it too large. */
async function estimateRows(db: Database, names: readonly string[]): Promise<Map<string, number>> {
  const estimates = new Map<string, number>();
  for (let at = 0; at < names.length; at += 100) {
    const some = names.slice(at, at + 100);
    const selects = some.map(
      (name, index) => `select ${String(index)} as n, max(rowid) as m from ${quote('sqlite', name)}`,
    );
    for (const row of await db.all(selects.join(' union all '))) {
      const name = some[Number(row['n'])];
      if (name !== undefined) estimates.set(name, typeof row['m'] === 'number' ? row['m'] : 0);
    }
  }
  return estimates;
}

/** Events and timing as MySQL's catalogue words them; SQLite keeps the statement only. */
function triggerOf(row: Row): TriggerInfo {
  const body = text(row['sql']);
  const found = /\b(before|after|instead\s+of)?\s+(delete|insert|update)\b/i.exec(body);
  const event = `${found?.[1] ?? 'before'} ${found?.[2] ?? ''}`.toUpperCase();
  return { name: text(row['name']), table: text(row['tbl_name']), event, body };
}

/** Columns that must hold JSON by a CHECK, as ORMs declare it on SQLite. */
function jsonChecks(createTable: string): Set<string> {
  return new Set(
    [...createTable.matchAll(/json_valid\s*\(\s*["`[]?([\w$ -]+?)["`\]]?\s*\)/gi)].map((match) =>
      (match[1] ?? '').toLowerCase(),
    ),
  );
}

/** Columns of an index up to the first expression in it, which has no name. */
function beforeExpression(parts: readonly Row[]): string[] {
  const expression = parts.findIndex((part) => part['c'] === null);
  return parts.slice(0, expression === -1 ? parts.length : expression).map((part) => text(part['c']));
}

async function readTables(db: Database): Promise<ReadonlyMap<string, TableInfo>> {
  const list = await db.all(
    "select l.name, l.type, l.wr, l.strict, m.sql from pragma_table_list l join sqlite_master m on m.name = l.name and m.type = 'table'" +
      " where l.schema = 'main' and l.type <> 'view' and l.name not like 'sqlite!_%' escape '!' order by m.rowid",
  );
  const of = (rows: readonly Row[]): Map<string, Row[]> => groupBy(rows, (row) => text(row['t']));
  const joined = "from sqlite_master m join %(m.name) x where m.type = 'table'";
  const columnRows = of(
    await db.all(`select m.name as t, x.* ${joined.replace('%', 'pragma_table_xinfo')} order by m.rowid, x.cid`),
  );
  const indexRows = of(
    await db.all(
      'select m.name as t, l.name as i, l."unique" as u, l.origin as o, l.partial as p, c.name as c, c.coll as coll from sqlite_master m' +
        " join pragma_index_list(m.name) l join pragma_index_xinfo(l.name) c where m.type = 'table' and c.key = 1 order by m.rowid, l.seq, c.seqno",
    ),
  );
  const keyRows = of(
    await db.all(
      `select m.name as t, x.* ${joined.replace('%', 'pragma_foreign_key_list')} order by m.rowid, x.id, x.seq`,
    ),
  );

  const columns = new Map(
    list.map((row) => {
      const context: ColumnContext = {
        strict: row['strict'] === 1,
        checkedAsJson: jsonChecks(text(row['sql'])),
        collations: keyCollations(indexRows.get(text(row['name'])) ?? []),
      };
      const infos = (columnRows.get(text(row['name'])) ?? []).map((column) => columnOf(column, context));
      return [text(row['name']), new Map(infos.map((info) => [info.name, info]))] as const;
    }),
  );
  const primaryKeys = new Map(
    [...columnRows].map(([table, rows]) => {
      const parts = rows.filter((row) => Number(row['pk']) > 0).sort((a, b) => Number(a['pk']) - Number(b['pk']));
      return [table, parts.map((row) => text(row['name']))] as const;
    }),
  );
  const comparison = await comparisonsOf(db, list, columns);
  const counted = list.filter((row) => row['type'] === 'table' && row['wr'] === 0).map((row) => text(row['name']));
  const estimates = await estimateRows(db, counted);

  return new Map(
    list.map((row) => {
      const name = text(row['name']);
      const primaryKey = primaryKeys.get(name) ?? [];
      const indexes = [...groupBy(indexRows.get(name) ?? [], (each) => text(each['i'])).values()]
        // Partial indexes serve some look-ups only; columns from an expression on are no help.
        .filter((parts) => parts[0]?.['p'] === 0)
        .map((parts) => ({
          names: beforeExpression(parts),
          whole: parts.every((part) => part['c'] !== null),
          unique: parts[0]?.['u'] === 1 && parts[0]['o'] !== 'pk',
        }))
        .filter((index) => index.names.length > 0);
      const others = indexes.map((index) => index.names);
      const declared = others.some((index) => index.join('\0') === primaryKey.join('\0'));
      const info: TableInfo = {
        name,
        storage: row['type'] === 'table' ? 'sqlite' : text(row['type']),
        transactional: true,
        keepsHistory: false,
        rowEstimate: estimates.get(name) ?? null,
        columns: columns.get(name) ?? new Map<string, ColumnInfo>(),
        primaryKey,
        uniques: indexes.filter((index) => index.unique && index.whole).map((index) => index.names),
        indexes: primaryKey.length === 0 || declared ? others : [primaryKey, ...others],
        foreignKeys: foreignKeysOf(keyRows.get(name) ?? [], columns, primaryKeys, comparison),
      };
      return [name, info] as const;
    }),
  );
}

/** The catalogue of a SQLite file. */
export async function readSqliteCatalogue(db: Database): Promise<Catalogue> {
  const tables = await readTables(db);
  const others = await db.all(
    "select type, name, tbl_name, sql from sqlite_master where type in ('view', 'trigger') order by rowid",
  );
  return {
    engine: 'sqlite',
    tables,
    views: others.filter((row) => row['type'] === 'view').map((row) => ({ name: text(row['name']) })),
    triggers: others.filter((row) => row['type'] === 'trigger').map(triggerOf),
    outsideReferences: [],
    missingPrivileges: [],
  };
}
