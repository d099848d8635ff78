import type { Engine, Value } from '../database/database.js';
import { whole, type SqlCompiler, type SqlPart, type SqlQuery } from '../database/sql-compiler.js';
import { castLike, orderedJoin } from '../database/dialect.js';
import type { ResolvedLink, ResolvedMap, ResolvedTable } from '../data-map/resolve.js';
import { isSoft, isUpward, owns } from '../data-map/links.js';
import type { Condition, ForeignLink } from '../data-map/schema.js';
import { applyConditions, type Bind } from '../data-map/apply-conditions.js';

/** Stands for a value in the compiled text until the subject is known. */
export type Slot =
  | { readonly slot: 'record'; readonly part: number; readonly at: number }
  | { readonly slot: 'email' | 'folded_email' | 'phone' | 'number'; readonly at: number }
  | { readonly slot: 'now'; readonly as: 'date' | 'datetime' }
  | { readonly slot: 'value'; readonly value: Value };

/** How many of each a compiled statement has room for. */
export interface Widths {
  readonly record: number;
  readonly email: number;
  readonly phone: number;
  readonly number: number;
}

/** A table under the name it goes by at this place of the statement. */
export interface At {
  readonly table: string;
  readonly alias: string;
}

/** A stand-in as knex accepts it: a text. The compiled statement's bindings are read back into slots. */
const slotText = (slot: Slot): string => JSON.stringify(slot);

export type Where = (query: SqlQuery, at: At) => SqlQuery;

/** A column of the table that goes by this name, safe whatever characters are in them. */
export const column = (alias: string, name: string): string => `${whole(alias)}.${whole(name)}`;

/** Says of a table's rows, in SQL, which are the subjects': the predicates of the collection, for one map on one engine. */
export class SubjectPredicates {
  private readonly tables: ReadonlyMap<string, ResolvedTable>;

  constructor(
    private readonly sql: SqlCompiler,
    private readonly engine: Engine,
    private readonly resolved: ResolvedMap,
    private readonly widths: Widths,
  ) {
    this.tables = new Map(resolved.tables.map((table) => [table.name, table]));
  }

  private slots(kind: 'email' | 'folded_email' | 'phone' | 'number'): string[] {
    return Array.from({ length: this.widths[kind === 'folded_email' ? 'email' : kind] }, (_, at) =>
      slotText({ slot: kind, at }),
    );
  }

  /**
   * An e-mail that may be one of the subject's; compared exactly afterwards. Tables of logins are small: no index is needed, and
   * none would find `Anna@Salon.de` by `anna@salon.de`, nor a Gmail address with dots in it by one without.
   */
  holdsEmail(query: SqlQuery, name: string): void {
    const folded = this.sql.raw('lower(trim(??))', [name]);
    void query.whereIn(folded as never, this.slots('folded_email'));
    void query.orWhere(folded as never, 'like', slotText({ slot: 'value', value: '%@g%mail.com' }));
    // lower() of SQLite knows ASCII only: ÜMIT@salon.de stays what it is.
    if (this.engine === 'sqlite') void query.orWhere(this.sql.raw("?? glob '*[^ -~]*'", [name]) as never);
  }

  /** `columns` refer to the subject's records. */
  refersToSubject(columns: readonly string[], on: readonly string[]): Where {
    const { key } = this.resolved.subject;
    return (query, { alias }) =>
      query.where((group) => {
        const [only] = columns;
        if (columns.length === 1 && only !== undefined) {
          const part = key.indexOf(on[0] ?? '');
          const slots = Array.from({ length: this.widths.record }, (_, at) => slotText({ slot: 'record', part, at }));
          void group.whereIn(column(alias, only), slots);
          return;
        }
        for (let at = 0; at < this.widths.record; at += 1) {
          void group.orWhere((one) => {
            columns.forEach((each, index) => {
              void one.where(column(alias, each), slotText({ slot: 'record', part: key.indexOf(on[index] ?? ''), at }));
            });
          });
        }
      });
  }

  /** Whether these columns are the subject's key, so that the subject's own table need not be asked. */
  private isOwnKey(parent: string, on: readonly string[]): boolean {
    const { info, key } = this.resolved.subject;
    return parent === info.name && on.every((each) => key.includes(each));
  }

  private hangsOn(columns: readonly string[], parent: string, on: readonly string[]): Where {
    if (this.isOwnKey(parent, on)) return this.refersToSubject(columns, on);
    return (query, at) =>
      query.whereIn(columns.map((each) => column(at.alias, each)) as never, this.subquery(parent, on, columns, at));
  }

  /** Columns of a parent as they are compared with what refers to them: as text where a text column refers to a number, for then no index is lost. */
  private referred(parent: At, on: readonly string[], referring: readonly string[], child: string): SqlPart[] {
    const info = this.resolved.catalogue.tables.get(parent.table);
    const from = this.resolved.catalogue.tables.get(child);
    return on.map((each, index) => {
      const outside = from?.columns.get(referring[index] ?? '');
      const mixed = outside?.kind === 'text' && info?.columns.get(each)?.kind !== 'text';
      const name = column(parent.alias, each);
      return this.sql.raw(mixed ? castLike(this.engine, '??', outside) : '??', [name]);
    });
  }

  /** Keys of the subject's rows of a table. */
  private subquery(table: string, on: readonly string[], referring: readonly string[], outer: At): SqlQuery {
    const at = { table, alias: `${outer.alias}_` };
    const query = this.sql.from({ [whole(at.alias)]: whole(table) });
    void query.select(this.referred(at, on, referring, outer.table));
    return this.belongsToSubject(table)(query, at);
  }

  /**
   * The rows of a table that a link finds, without columns yet. What hangs on another table than the subject's is looked up from that
   * table's few rows, the `parent`: left to itself, an engine with old statistics reads all of the table instead.
   */
  rowsByLink(table: string, link: ResolvedLink): { readonly query: SqlQuery; readonly parent: At | null } {
    const at = { table, alias: table };
    const plain = this.sql.from(whole(table));
    if (isSoft(link)) return { query: this.byLink(link)(plain, at), parent: null };
    const [parent, on, columns] = isUpward(link)
      ? [link.referenced_by, link.columns, link.on]
      : [link.to, link.on, link.columns];
    if (!isUpward(link) && this.isOwnKey(parent, on)) return { query: this.byLink(link)(plain, at), parent: null };
    const from = { table: parent, alias: `${table}_` };
    const query = this.sql.from({ [whole(from.alias)]: whole(parent) });
    const referred = this.referred(from, on, columns, table);
    const equal = columns.map(() => '?? = ?').join(' and ');
    const bindings = columns.flatMap((each, index) => [column(table, each), referred[index] ?? '']);
    void query.joinRaw(`${orderedJoin(this.engine)} ?? on ${equal}`, [whole(table), ...bindings] as never);
    void this.belongsToSubject(parent)(query, from);
    return { query: isUpward(link) ? query : this.when(link)(query, at), parent: from };
  }

  /** Rows of `table` that belong to the subject by any owning link; for blockers, by any link at all. */
  belongsToSubject(table: string, byAnyLink = false): Where {
    if (table === this.resolved.subject.info.name)
      return this.refersToSubject(this.resolved.subject.key, this.resolved.subject.key);
    const resolved = this.tables.get(table);
    const links = (resolved?.links ?? []).filter(
      (link) => byAnyLink || (resolved !== undefined && owns(link, resolved.mapped)),
    );
    return (query, at) =>
      query.where((group) => {
        for (const link of links) void group.orWhere((one) => void this.byLink(link)(one, at));
        // A group without conditions would be all rows; beside others the condition would keep SQLite from its indexes.
        if (links.length === 0) void group.whereRaw('1 = 0');
      });
  }

  byLink(link: ResolvedLink): Where {
    if (isSoft(link)) return (query, { alias }) => query.whereIn(column(alias, link.column), this.slots(link.match));
    if (isUpward(link)) {
      return (query, at) =>
        query.whereIn(
          link.on.map((each) => column(at.alias, each)) as never,
          this.subquery(link.referenced_by, link.columns, link.on, at),
        );
    }
    const hangs = this.hangsOn(link.columns, link.to, link.on);
    return (query, at) => this.when(link)(hangs(query, at), at);
  }

  /** The link's discriminator, where one column refers to rows of several tables. */
  private when(link: ForeignLink): Where {
    return (query, { alias }) => {
      for (const [name, value] of Object.entries(link.when ?? {}))
        void query.where(column(alias, name), slotText({ slot: 'value', value }));
      return query;
    };
  }

  satisfies(conditions: readonly Condition[]): Where {
    const bind: Bind = {
      value: (value) => slotText({ slot: 'value', value }),
      now: (as) => slotText({ slot: 'now', as }),
      from: (table) => this.sql.from(whole(table)),
    };
    return (query, { alias }) => applyConditions(query, conditions, bind, (name) => column(alias, name), true);
  }
}
