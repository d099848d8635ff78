import {
  actualName,
  type Catalogue,
  type ColumnInfo,
  type ColumnKind,
  type ForeignKey,
  type TableInfo,
} from './catalogue-types.js';
import { groupBy } from '../group-by.js';
import type { Database, Row } from './database.js';
import { missingPrivileges } from './mysql-privileges.js';

/*
 * Read from information_schema, restricted to the current database. Every column gets an alias: MySQL 8 names them in
 * upper case, MariaDB as they are written.
 */

const tablesSql = `select t.TABLE_NAME as name, t.TABLE_TYPE as type, t.ENGINE as storage, t.TABLE_ROWS as estimate,
  e.TRANSACTIONS as transactions
  from information_schema.TABLES t left join information_schema.ENGINES e on e.ENGINE = t.ENGINE
  where t.TABLE_SCHEMA = database() order by t.TABLE_NAME`;

const columnsSql = `select TABLE_NAME as t, COLUMN_NAME as name, DATA_TYPE as data_type, COLUMN_TYPE as type,
  CHARACTER_MAXIMUM_LENGTH as length, IS_NULLABLE as nullable, EXTRA as extra, CHARACTER_SET_NAME as charset,
  COLLATION_NAME as collation
  from information_schema.COLUMNS where TABLE_SCHEMA = database() order by TABLE_NAME, ORDINAL_POSITION`;

const indexesSql = `select TABLE_NAME as t, INDEX_NAME as i, NON_UNIQUE as non_unique, COLUMN_NAME as c, SUB_PART as part
  from information_schema.STATISTICS where TABLE_SCHEMA = database() order by TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`;

const foreignKeysSql = `select k.TABLE_NAME as t, k.CONSTRAINT_NAME as name, k.COLUMN_NAME as c,
  k.REFERENCED_TABLE_NAME as rt, k.REFERENCED_COLUMN_NAME as rc, r.DELETE_RULE as rule
  from information_schema.KEY_COLUMN_USAGE k join information_schema.REFERENTIAL_CONSTRAINTS r
    on r.CONSTRAINT_SCHEMA = database() and r.CONSTRAINT_NAME = k.CONSTRAINT_NAME and r.TABLE_NAME = k.TABLE_NAME
  where k.TABLE_SCHEMA = database() and k.REFERENCED_TABLE_SCHEMA = database()
  order by k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION`;

/** InnoDB carries out ON DELETE in other databases as well. */
const outsideSql = `select CONSTRAINT_SCHEMA as s, TABLE_NAME as t, CONSTRAINT_NAME as name, REFERENCED_TABLE_NAME as rt,
  DELETE_RULE as rule from information_schema.REFERENTIAL_CONSTRAINTS
  where UNIQUE_CONSTRAINT_SCHEMA = database() and CONSTRAINT_SCHEMA <> database()
  order by CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME`;

const triggersSql = `select TRIGGER_NAME as name, EVENT_OBJECT_TABLE as t, ACTION_TIMING as timing, EVENT_MANIPULATION as event,
  ACTION_STATEMENT as body from information_schema.TRIGGERS where TRIGGER_SCHEMA = database() order by TRIGGER_NAME`;

/** MariaDB's JSON is longtext with this check; MySQL has the type, and no TABLE_NAME here. */
const checksSql = `select TABLE_NAME as t, CHECK_CLAUSE as clause from information_schema.CHECK_CONSTRAINTS
  where CONSTRAINT_SCHEMA = database() and CHECK_CLAUSE like '%json!_valid%' escape '!'`;

const kinds: Readonly<Record<string, ColumnKind>> = {
  char: 'text',
  varchar: 'text',
  tinytext: 'text',
  text: 'text',
  mediumtext: 'text',
  longtext: 'text',
  uuid: 'text',
  inet4: 'text',
  inet6: 'text',
  json: 'json',
  binary: 'blob',
  varbinary: 'blob',
  tinyblob: 'blob',
  blob: 'blob',
  mediumblob: 'blob',
  longblob: 'blob',
  tinyint: 'integer',
  smallint: 'integer',
  mediumint: 'integer',
  int: 'integer',
  bigint: 'integer',
  year: 'integer',
  decimal: 'decimal',
  float: 'float',
  double: 'float',
  date: 'date',
  datetime: 'datetime',
  timestamp: 'datetime',
  time: 'time',
  enum: 'enum',
  set: 'enum',
};

const text = (value: unknown): string =>
  Buffer.isBuffer(value) ? value.toString() : typeof value === 'string' ? value : '';
const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : text(value));

function columnOf(row: Row, isJson: boolean): ColumnInfo {
  const type = text(row['type']).toLowerCase();
  const kind = isJson ? 'json' : (kinds[text(row['data_type']).toLowerCase()] ?? 'other');
  const extra = text(row['extra']).toLowerCase();
  // In characters for text, in bytes for blobs; TEXT is limited in bytes, which the catalogue gives as characters.
  const bytesPerCharacter = /^(tiny|medium|long)?text/.test(type) && text(row['charset']) === 'utf8mb4' ? 4 : 1;
  const length = kind === 'text' || kind === 'json' || kind === 'blob' ? row['length'] : null;
  return {
    name: text(row['name']),
    type,
    kind,
    maxLength: length === null || length === undefined ? null : Math.floor(Number(length) / bytesPerCharacter),
    nullable: row['nullable'] === 'YES',
    // DEFAULT_GENERATED of MySQL 8 only means that the default is an expression.
    generated: /\b(virtual|stored|persistent) generated\b|^(virtual|persistent)$/.test(extra),
    autoUpdate: extra.includes('on update'),
    charset: textOrNull(row['charset']),
    collation: textOrNull(row['collation']),
  };
}

async function jsonColumns(db: Database, isMariaDb: boolean): Promise<Set<string>> {
  if (!isMariaDb) return new Set();
  const rows = await db.all(checksSql);
  return new Set(
    rows.flatMap((row) => {
      const column = /json_valid\(`((?:[^`]|``)+)`\)/i.exec(text(row['clause']))?.[1];
      return column === undefined ? [] : [`${text(row['t'])}\0${column.replaceAll('``', '`')}`];
    }),
  );
}

function onDeleteOf(row: Row | undefined): ForeignKey['onDelete'] {
  return text(row?.['rule']).toLowerCase() as ForeignKey['onDelete'];
}

function foreignKeysOf(rows: readonly Row[], names: readonly string[]): ForeignKey[] {
  return [...groupBy(rows, (row) => text(row['name'])).values()].map((parts) => ({
    name: text(parts[0]?.['name']),
    columns: parts.map((part) => text(part['c'])),
    references: { table: actualName(names, text(parts[0]?.['rt'])), columns: parts.map((part) => text(part['rc'])) },
    onDelete: onDeleteOf(parts[0]),
    comparedDifferently: false,
  }));
}

/** The catalogue of the current database of a MySQL or MariaDB server. */
export async function readMysqlCatalogue(db: Database): Promise<Catalogue> {
  const version = text((await db.all('select version() as v'))[0]?.['v']);
  const all = await db.all(tablesSql);
  const json = await jsonColumns(db, version.toLowerCase().includes('mariadb'));
  const of = (rows: readonly Row[]): Map<string, Row[]> => groupBy(rows, (row) => text(row['t']));
  const columns = of(await db.all(columnsSql));
  const indexes = of(await db.all(indexesSql));
  const foreignKeys = of(await db.all(foreignKeysSql));
  const outside = await db.all(outsideSql);
  const triggers = await db.all(triggersSql);
  const missing = await missingPrivileges(db);

  const tables = all.filter((row) => row['type'] === 'BASE TABLE' || row['type'] === 'SYSTEM VERSIONED');
  const names = tables.map((row) => text(row['name']));
  return {
    engine: 'mysql',
    tables: new Map(
      tables.map((row) => {
        const name = text(row['name']);
        const grouped = [...groupBy(indexes.get(name) ?? [], (each) => text(each['i'])).entries()]
          // MySQL 8 indexes of expressions have no column here.
          .filter(([, parts]) => parts.every((part) => part['c'] !== null))
          .map(([index, parts]) => ({
            index,
            names: parts.map((part) => text(part['c'])),
            unique: Number(parts[0]?.['non_unique']) === 0,
          }));
        const infos = (columns.get(name) ?? []).map((each) =>
          columnOf(each, json.has(`${name}\0${text(each['name'])}`)),
        );
        const info: TableInfo = {
          name,
          storage: text(row['storage']),
          transactional: row['transactions'] === 'YES',
          keepsHistory: row['type'] === 'SYSTEM VERSIONED',
          rowEstimate: row['estimate'] === null ? null : Number(row['estimate']),
          columns: new Map(infos.map((each) => [each.name, each])),
          primaryKey: grouped.find((each) => each.index === 'PRIMARY')?.names ?? [],
          uniques: grouped.filter((each) => each.unique && each.index !== 'PRIMARY').map((each) => each.names),
          indexes: grouped.map((each) => each.names),
          foreignKeys: foreignKeysOf(foreignKeys.get(name) ?? [], names),
        };
        return [name, info] as const;
      }),
    ),
    views: all.filter((row) => row['type'] === 'VIEW').map((row) => ({ name: text(row['name']) })),
    triggers: triggers.map((row) => {
      const body = textOrNull(row['body']);
      return {
        name: text(row['name']),
        table: text(row['t']),
        event: `${text(row['timing'])} ${text(row['event'])}`,
        body: body === '' ? null : body,
      };
    }),
    outsideReferences: outside.map((row) => ({
      name: text(row['name']),
      from: { database: text(row['s']), table: text(row['t']) },
      to: actualName(names, text(row['rt'])),
      onDelete: onDeleteOf(row),
    })),
    missingPrivileges: missing,
  };
}
