import type { Database } from '../database/database.js';
import { sqlCompiler, whole, type SqlCompiler, type SqlPart, type SqlQuery } from '../database/sql-compiler.js';
import { keyText } from '../database/dialect.js';
import type { ResolvedLink, ResolvedMap, ResolvedTable } from '../data-map/resolve.js';
import { isSoft, isUpward } from '../data-map/links.js';
import { column, SubjectPredicates, type At, type Slot, type Where, type Widths } from './subject-predicates.js';

/** What one branch of the statement looks for. Every row of the result says which branch found it. */
export type Branch =
  | { readonly kind: 'row'; readonly table: ResolvedTable; readonly link: ResolvedLink }
  /** A subject's own record, with what it refers to by an upward link. */
  | { readonly kind: 'reference'; readonly table: ResolvedTable; readonly link: ResolvedLink }
  | { readonly kind: 'blocker'; readonly code: string; readonly table: string }
  | { readonly kind: 'login'; readonly index: number; readonly by: 'record' | 'email' };

/**
 * The collection as one UNION ALL. Columns of its result: `b` (branch), `k0`..`kn` (key), `d` (date), `v` (what it is found by: the
 * key of the row it hangs on, joined, or the value matched), `l` (login's name), `o` (owner's login).
 */
export interface CollectionStatement {
  readonly sql: string;
  readonly slots: readonly Slot[];
  readonly branches: readonly Branch[];
  /** Of each branch the columns of the result in which its rows' key stands. */
  readonly keys: readonly (readonly string[])[];
}

/** Builds the branches for one map on one engine. */
class Compilation {
  readonly branches: Branch[] = [];
  readonly keys: string[][] = [];
  readonly queries: SqlQuery[] = [];
  private readonly predicates: SubjectPredicates;
  private readonly tables: ReadonlyMap<string, ResolvedTable>;
  private readonly keyWidth: number;

  constructor(
    private readonly sql: SqlCompiler,
    private readonly engine: Database['engine'],
    private readonly resolved: ResolvedMap,
    widths: Widths,
  ) {
    this.predicates = new SubjectPredicates(sql, engine, resolved, widths);
    this.tables = new Map(resolved.tables.map((table) => [table.name, table]));
    const all = [
      ...resolved.tables.map((table) => table.key.length),
      resolved.subject.key.length,
      ...resolved.map.subject.logins.map((login) => login.key.length),
    ];
    this.keyWidth = Math.max(...all);
  }

  private add(
    branch: Branch,
    table: string,
    key: readonly string[],
    extra: { d?: string; v?: readonly string[]; of?: At; l?: string; o?: Where },
    from: SqlQuery,
    ...where: Where[]
  ): void {
    const text = (columns: readonly string[], as: string, of: At = { table, alias: table }): SqlPart => {
      if (columns.length === 0) return this.sql.raw('null as ??', [as]);
      const infos = this.resolved.catalogue.tables.get(of.table)?.columns;
      const parts = columns.map((each) => keyText(this.engine, '??', infos?.get(each) ?? { type: '' }));
      const joined =
        parts.length === 1
          ? parts.join('')
          : this.engine === 'mysql'
            ? `concat_ws(char(31), ${parts.join(', ')})`
            : parts.join(' || char(31) || ');
      return this.sql.raw(`${joined} as ??`, [...columns.map((each) => column(of.alias, each)), as]);
    };
    let query: SqlQuery = from;
    void query.select(this.sql.raw(`${String(this.branches.length)} as ??`, ['b']));
    for (let index = 0; index < this.keyWidth; index += 1)
      void query.select(text(key.slice(index, index + 1), `k${String(index)}`));
    void query.select(
      text(extra.d === undefined ? [] : [extra.d], 'd'),
      text(extra.v ?? [], 'v', extra.of),
      text(extra.l === undefined ? [] : [extra.l], 'l'),
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
    this.keys.push(key.map((_, index) => `k${String(index)}`));
    this.queries.push(query);
  }

  private keyOf(table: string): readonly string[] {
    const { info, key } = this.resolved.subject;
    return table === info.name ? key : (this.tables.get(table)?.key ?? []);
  }

  addRows(table: ResolvedTable): void {
    const { retention } = table.mapped;
    const date = retention === undefined || 'inherit' in retention ? {} : { d: retention.date.column };
    for (const link of table.links) {
      const { query, parent } = this.predicates.rowsByLink(table.name, link);
      const own = isSoft(link) ? [link.column] : isUpward(link) ? link.on : link.columns;
      const by = parent === null || isUpward(link) ? { v: own } : { v: this.keyOf(parent.table), of: parent };
      this.add({ kind: 'row', table, link }, table.name, table.key, { ...date, ...by }, query);
    }
  }

  /** What the subjects' records refer to by upward links: without it nobody could say whose of them an address is. */
  addReferences(): void {
    const { info, key } = this.resolved.subject;
    for (const table of this.resolved.tables) {
      for (const link of table.links.filter(isUpward)) {
        if (link.referenced_by !== info.name) continue;
        const mine = this.predicates.refersToSubject(key, key);
        const from = this.sql.from(whole(info.name));
        this.add({ kind: 'reference', table, link }, info.name, key, { v: link.columns }, from, mine);
      }
    }
  }

  addBlockers(): void {
    for (const blocker of this.resolved.map.blockers) {
      this.add(
        { kind: 'blocker', code: blocker.code, table: blocker.table },
        blocker.table,
        this.keyOf(blocker.table),
        {},
        this.sql.from(whole(blocker.table)),
        this.predicates.belongsToSubject(blocker.table, true),
        this.predicates.satisfies(blocker.where),
      );
    }
  }

  addLogins(): void {
    this.resolved.map.subject.logins.forEach((login, index) => {
      const extra = {
        l: login.login,
        ...(login.owner === undefined ? {} : { o: this.predicates.satisfies([login.owner]) }),
      };
      const filter = this.predicates.satisfies(login.filter);
      const own = login.customer === undefined ? login.key : [login.customer];
      if (login.customer !== undefined || login.table === this.resolved.subject.info.name) {
        this.add(
          { kind: 'login', index, by: 'record' },
          login.table,
          login.key,
          { ...extra, v: own },
          this.sql.from(whole(login.table)),
          this.predicates.refersToSubject(own, this.resolved.subject.key),
          filter,
        );
      }
      const { email } = login;
      if (email !== undefined) {
        this.add(
          { kind: 'login', index, by: 'email' },
          login.table,
          login.key,
          { ...extra, v: [email] },
          this.sql.from(whole(login.table)),
          (query, { alias }) => query.where((either) => this.predicates.holdsEmail(either, column(alias, email))),
          filter,
        );
      }
    });
  }
}

/** Compiled statements by engine and shape; a map is resolved once a session, and compiling takes longer than running. */
const kept = new WeakMap<ResolvedMap, Map<string, CollectionStatement>>();

/**
 * What hangs on subjects, as ONE statement: over a socket a round trip costs more than the look-up, and one statement sees one
 * moment. Blockers and staff logins are branches of it, so that they are re-checked with the rest. Compiled once for each width
 * and kept.
 * @param several whether it is to say whose of several subjects each row is
 */
export async function collectionStatement(
  engine: Database['engine'],
  resolved: ResolvedMap,
  widths: Widths,
  several: boolean,
): Promise<CollectionStatement> {
  const ofMap = kept.get(resolved) ?? new Map<string, CollectionStatement>();
  kept.set(resolved, ofMap);
  const shape = JSON.stringify([engine, widths, several]);
  let statement = ofMap.get(shape);
  if (statement === undefined)
    ofMap.set(shape, (statement = compile(await sqlCompiler(engine), engine, resolved, widths, several)));
  return statement;
}

function compile(
  sql: SqlCompiler,
  engine: Database['engine'],
  resolved: ResolvedMap,
  widths: Widths,
  several: boolean,
): CollectionStatement {
  const compilation = new Compilation(sql, engine, resolved, widths);
  if (several) compilation.addReferences();
  const self = resolved.selfReferences === null ? [] : [resolved.selfReferences];
  for (const table of [...resolved.tables, ...self]) compilation.addRows(table);
  compilation.addBlockers();
  compilation.addLogins();
  const [first, ...rest] = compilation.queries;
  if (first === undefined) return { sql: '', slots: [], branches: [], keys: [] };
  const compiled = first.unionAll(rest, false).toSQL().toNative();
  return {
    sql: compiled.sql,
    slots: compiled.bindings.map((binding) => JSON.parse(binding as string) as Slot),
    branches: compilation.branches,
    keys: compilation.keys,
  };
}
