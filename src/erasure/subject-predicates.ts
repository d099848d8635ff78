import type { Engine, Value } from '../database/database.js';
import { whole, type SqlCompiler, type SqlQuery } from '../database/sql-compiler.js';
import { castLike } from '../database/dialect.js';
import type { ResolvedLink, ResolvedMap, ResolvedTable } from '../data-map/resolve.js';
import { isSoft, isUpward, owns } from '../data-map/links.js';
import type { Condition } from '../data-map/schema.js';
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

  private hangsOn(columns: readonly string[], parent: string, on: readonly string[]): Where {
    if (parent === this.resolved.subject.info.name) {
      const { key } = this.resolved.subject;
      if (on.every((each) => key.includes(each))) return this.refersToSubject(columns, on);
    }
    return (query, at) =>
      query.whereIn(columns.map((each) => column(at.alias, each)) as never, this.subquery(parent, on, columns, at));
  }

  /** Keys of the subject's rows of a table; as text where a text column refers to a number, for then no index is lost. */
  private subquery(table: string, on: readonly string[], referring: readonly string[], outer: At): SqlQuery {
    const alias = `${outer.alias}_`;
    const info = this.resolved.catalogue.tables.get(table);
    const from = this.resolved.catalogue.tables.get(outer.table);
    const query = this.sql.from({ [whole(alias)]: whole(table) });
    on.forEach((each, index) => {
      const outside = from?.columns.get(referring[index] ?? '');
      const mixed = outside?.kind === 'text' && info?.columns.get(each)?.kind !== 'text';
      const name = column(alias, each);
      void query.select(mixed ? this.sql.raw(castLike(this.engine, '??', outside), [name]) : name);
    });
    return this.belongsToSubject(table)(query, { table, alias });
  }

  /** Rows of `table` that belong to the subject by any owning link; for blockers, by any link at all. */
  belongsToSubject(table: string, byAnyLink = false): Where {
    if (table === this.resolved.subject.info.name)
      return this.refersToSubject(this.resolved.subject.key, this.resolved.subject.key);
    const resolved = this.tables.get(table);
    return (query, at) =>
      query.where((group) => {
        for (const link of resolved?.links ?? []) {
          if (resolved !== undefined && (byAnyLink || owns(link, resolved.mapped)))
            void group.orWhere((one) => void this.byLink(link)(one, at));
        }
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
    return (query, at) => {
      const { alias } = at;
      void hangs(query, at);
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
