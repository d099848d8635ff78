import type { Database, Value } from '../database/database.js';
import { sqlCompiler, whole, type SqlCompiler, type SqlPart, type SqlQuery } from '../database/sql-compiler.js';
import { castLike, castText } from '../database/dialect.js';
import type { ResolvedLink, ResolvedMap, ResolvedTable } from '../data-map/resolve.js';
import { isForeign, isSoft, isUpward, owns } from '../data-map/links.js';
import type { Condition } from '../data-map/schema.js';
import { applyConditions, type Bind } from '../data-map/apply-conditions.js';

/** What one branch of the statement looks for. Every row of the result says which branch found it. */
export type Branch =
  | { readonly kind: 'row'; readonly table: ResolvedTable; readonly link: ResolvedLink; readonly parent: string | null }
  | { readonly kind: 'blocker'; readonly code: string; readonly table: string }
  | { readonly kind: 'login'; readonly index: number; readonly by: 'record' | 'email' };

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

/** The collection as one UNION ALL. Columns of its result: `b` (branch), `k0`..`kn` (key), `d` (date), `v`, `w`, `o`. */
export interface CollectionStatement {
  readonly sql: string;
  readonly slots: readonly Slot[];
  readonly branches: readonly Branch[];
  readonly keyWidth: number;
}

/** A table under the name it goes by at this place of the statement. */
interface At {
  readonly table: string;
  readonly alias: string;
}

/** A stand-in as knex accepts it: a text. The compiled statement's bindings are read back into slots. */
const slotText = (slot: Slot): string => JSON.stringify(slot);

type Where = (query: SqlQuery, at: At) => SqlQuery;

/** A column of the table that goes by this name, safe whatever characters are in them. */
const column = (alias: string, name: string): string => `${whole(alias)}.${whole(name)}`;

/** Builds the predicates and branches for one map on one engine. */
class Compilation {
  readonly branches: Branch[] = [];
  readonly queries: SqlQuery[] = [];
  private readonly tables: ReadonlyMap<string, ResolvedTable>;
  readonly keyWidth: number;

  constructor(
    private readonly sql: SqlCompiler,
    private readonly db: Database,
    private readonly resolved: ResolvedMap,
    private readonly widths: Widths,
  ) {
    this.tables = new Map(resolved.tables.map((table) => [table.name, table]));
    const all = [
      ...resolved.tables.map((table) => table.key.length),
      resolved.subject.key.length,
      ...resolved.map.subject.logins.map((login) => login.key.length),
    ];
    this.keyWidth = Math.max(...all);
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
  private holdsEmail(query: SqlQuery, name: string): void {
    const folded = this.sql.raw('lower(trim(??))', [name]);
    void query.whereIn(folded as never, this.slots('folded_email'));
    void query.orWhere(folded as never, 'like', slotText({ slot: 'value', value: '%@g%mail.com' }));
  }

  /** `columns` refer to the subject's records. */
  private refersToSubject(columns: readonly string[], on: readonly string[]): Where {
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
      void query.select(mixed ? this.sql.raw(castLike(this.db.engine, '??', outside), [name]) : name);
    });
    return this.belongsToSubject(table)(query, { table, alias });
  }

  /** Rows of `table` that belong to the subject by any owning link; for blockers, by any link at all. */
  private belongsToSubject(table: string, byAnyLink = false): Where {
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

  private byLink(link: ResolvedLink): Where {
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

  private satisfies(conditions: readonly Condition[]): Where {
    const bind: Bind = {
      value: (value) => slotText({ slot: 'value', value }),
      now: (as) => slotText({ slot: 'now', as }),
      from: (table) => this.sql.from(whole(table)),
    };
    return (query, { alias }) => applyConditions(query, conditions, bind, (name) => column(alias, name), true);
  }

  private add(
    branch: Branch,
    table: string,
    key: readonly string[],
    extra: { d?: string; v?: readonly string[]; w?: string; o?: Where },
    ...where: Where[]
  ): void {
    const text = (columns: readonly string[], as: string): SqlPart => {
      if (columns.length === 0) return this.sql.raw('null as ??', [as]);
      const parts = columns.map(() => castText(this.db.engine, '??'));
      const joined =
        parts.length === 1
          ? parts.join('')
          : this.db.engine === 'mysql'
            ? `concat_ws(char(31), ${parts.join(', ')})`
            : parts.join(' || char(31) || ');
      return this.sql.raw(`${joined} as ??`, [...columns.map((each) => column(table, each)), as]);
    };
    let query: SqlQuery = this.sql
      .from(whole(table))
      .select(this.sql.raw(`${String(this.branches.length)} as ??`, ['b']));
    for (let index = 0; index < this.keyWidth; index += 1)
      void query.select(text(key.slice(index, index + 1), `k${String(index)}`));
    void query.select(
      text(extra.d === undefined ? [] : [extra.d], 'd'),
      text(extra.v ?? [], 'v'),
      text(extra.w === undefined ? [] : [extra.w], 'w'),
    );
    if (extra.o === undefined) void query.select(this.sql.raw('null as ??', ['o']));
    else {
      const owners = extra.o(this.sql.from({ owner: whole(table) }).select(this.sql.raw("'1'")), {
        table,
        alias: 'owner',
      });
      for (const each of key) void owners.where(column('owner', each), this.sql.ref(column(table, each)));
      void query.select(owners.as('o'));
    }
    for (const each of where) query = each(query, { table, alias: table });
    this.branches.push(branch);
    this.queries.push(query);
  }

  addRows(table: ResolvedTable): void {
    const { retention } = table.mapped;
    const inherits = retention !== undefined && 'inherit' in retention;
    const date = retention === undefined || 'inherit' in retention ? {} : { d: retention.date.column };
    for (const link of table.links) {
      if (isSoft(link)) {
        this.add(
          { kind: 'row', table, link, parent: null },
          table.name,
          table.key,
          { ...date, v: [link.column] },
          this.byLink(link),
        );
      } else {
        const parent = inherits && isForeign(link) && link.to !== this.resolved.subject.info.name ? link.to : null;
        const v = parent !== null && isForeign(link) ? { v: link.columns } : {};
        this.add({ kind: 'row', table, link, parent }, table.name, table.key, { ...date, ...v }, this.byLink(link));
      }
    }
  }

  addBlockers(): void {
    for (const blocker of this.resolved.map.blockers) {
      const key =
        blocker.table === this.resolved.subject.info.name
          ? this.resolved.subject.key
          : (this.tables.get(blocker.table)?.key ?? []);
      this.add(
        { kind: 'blocker', code: blocker.code, table: blocker.table },
        blocker.table,
        key,
        {},
        this.belongsToSubject(blocker.table, true),
        this.satisfies(blocker.where),
      );
    }
  }

  addLogins(): void {
    this.resolved.map.subject.logins.forEach((login, index) => {
      const extra = {
        v: [login.login],
        ...(login.email === undefined ? {} : { w: login.email }),
        ...(login.owner === undefined ? {} : { o: this.satisfies([login.owner]) }),
      };
      const filter = this.satisfies(login.filter);
      if (login.customer !== undefined) {
        this.add(
          { kind: 'login', index, by: 'record' },
          login.table,
          login.key,
          extra,
          this.refersToSubject([login.customer], this.resolved.subject.key),
          filter,
        );
      } else if (login.table === this.resolved.subject.info.name) {
        this.add(
          { kind: 'login', index, by: 'record' },
          login.table,
          login.key,
          extra,
          this.refersToSubject(login.key, this.resolved.subject.key),
          filter,
        );
      }
      const { email } = login;
      if (email !== undefined) {
        this.add(
          { kind: 'login', index, by: 'email' },
          login.table,
          login.key,
          extra,
          (query, { alias }) => query.where((either) => this.holdsEmail(either, column(alias, email))),
          filter,
        );
      }
    });
  }
}

/**
 * Compiles what hangs on a subject into ONE statement: over a socket a round trip costs more than the look-up, and one
 * statement sees one moment. Blockers and staff logins are branches of it, so that they are re-checked with the rest.
 */
export async function compileCollection(
  db: Database,
  resolved: ResolvedMap,
  widths: Widths,
): Promise<CollectionStatement> {
  const sql = await sqlCompiler(db.engine);
  const compilation = new Compilation(sql, db, resolved, widths);
  const self = resolved.selfReferences === null ? [] : [resolved.selfReferences];
  for (const table of [...resolved.tables, ...self]) compilation.addRows(table);
  compilation.addBlockers();
  compilation.addLogins();
  const [first, ...rest] = compilation.queries;
  if (first === undefined) return { sql: '', slots: [], branches: [], keyWidth: compilation.keyWidth };
  const compiled = first.unionAll(rest, false).toSQL().toNative();
  return {
    sql: compiled.sql,
    slots: compiled.bindings.map((binding) => JSON.parse(binding as string) as Slot),
    branches: compilation.branches,
    keyWidth: compilation.keyWidth,
  };
}
