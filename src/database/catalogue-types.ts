import type { Engine } from './database.js';

/** What a column's type means to a mask or a search, on either engine. */
export type ColumnKind =
  'text' | 'json' | 'blob' | 'integer' | 'decimal' | 'float' | 'date' | 'datetime' | 'time' | 'enum' | 'other';

export interface ColumnInfo {
  readonly name: string;
  /** As declared, in lower case, e.g. `varchar(100)`. */
  readonly type: string;
  readonly kind: ColumnKind;
  /** In characters; in bytes for blobs; null when there is no limit to respect. */
  readonly maxLength: number | null;
  readonly nullable: boolean;
  /** Computed by the database: cannot be written. */
  readonly generated: boolean;
  /** ON UPDATE CURRENT_TIMESTAMP: moves with every change of the row unless it is set as well. */
  readonly autoUpdate: boolean;
  readonly charset: string | null;
  /** On SQLite that of the index by which the column is a key; null for all others. */
  readonly collation: string | null;
}

export interface ForeignKey {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly references: { readonly table: string; readonly columns: readonly string[] };
  readonly onDelete: 'cascade' | 'set null' | 'restrict' | 'no action' | 'set default';
  /**
   * Whether the engine may find other rows by it than `=` on its columns does. SQLite goes by type and collation of the columns referred
   * to; MySQL has no keys between columns that differ in them.
   */
  readonly comparedDifferently: boolean;
}

export interface TableInfo {
  readonly name: string;
  /** `InnoDB`, `MyISAM`, ...; `sqlite`, or `virtual` and `shadow` (tables of a full-text index) there. */
  readonly storage: string;
  /** Whether a rollback undoes changes. */
  readonly transactional: boolean;
  /** MariaDB: WITH SYSTEM VERSIONING. Rows deleted or changed stay readable in the table's history. */
  readonly keepsHistory: boolean;
  /** Rough; null when unknown. */
  readonly rowEstimate: number | null;
  readonly columns: ReadonlyMap<string, ColumnInfo>;
  readonly primaryKey: readonly string[];
  /** Column sets declared unique, the primary key aside. */
  readonly uniques: readonly (readonly string[])[];
  /** Columns of all usable indexes in their order, primary key and unique ones included. */
  readonly indexes: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
}

export interface TriggerInfo {
  readonly name: string;
  readonly table: string;
  /** e.g. `AFTER DELETE`. */
  readonly event: string;
  /** Null when this user may not read it. */
  readonly body: string | null;
}

/** A foreign key of a table in another database of the same server, onto one of this database. */
interface OutsideReference {
  readonly name: string;
  readonly from: { readonly database: string; readonly table: string };
  readonly to: string;
  readonly onDelete: ForeignKey['onDelete'];
}

/** What the live database consists of. */
export interface Catalogue {
  readonly engine: Engine;
  /** By name, the tool's own tables included. */
  readonly tables: ReadonlyMap<string, TableInfo>;
  readonly views: readonly { readonly name: string }[];
  readonly triggers: readonly TriggerInfo[];
  /** As far as the user may see that other database; SQLite has none. */
  readonly outsideReferences: readonly OutsideReference[];
  /**
   * Rights on the whole database that the user lacks. Without them the catalogue may be incomplete: a server shows tables,
   * foreign keys and triggers only to whoever may do something with them.
   */
  readonly missingPrivileges: readonly string[];
}

/** Columns that tell a row from all others: the primary key, else columns declared unique that are never NULL; empty without either. */
export function rowKey(info: Pick<TableInfo, 'columns' | 'primaryKey' | 'uniques'>): readonly string[] {
  if (info.primaryKey.length > 0) return info.primaryKey;
  return info.uniques.find((unique) => unique.every((column) => info.columns.get(column)?.nullable === false)) ?? [];
}

/** Finds a table as a foreign key spells it: servers may keep another letter case there. */
export function actualName(names: Iterable<string>, spelled: string): string {
  let similar = spelled;
  for (const name of names) {
    if (name === spelled) return name;
    if (name.toLowerCase() === spelled.toLowerCase()) similar = name;
  }
  return similar;
}
