import type { Queries, Row, Value } from '../database/database.js';
import { foldKey, keyValue } from '../database/dialect.js';
import { readRows } from '../database/read-rows.js';
import { referencesTo, tableOf, type Reference } from '../data-map/references.js';
import { BelboEraseError } from '../errors.js';
import { cellText } from './choose-fields.js';
import type { RowKey } from './plan.js';
import { resolveCollision, type CollidingRow } from './resolve-collisions.js';
import type { MergeSession } from './session.js';
import type { Collision, MergeChoices, MergeStep } from './plan.js';

/** A row of any table, as it stands now and as it would stand. */
interface Touched {
  readonly table: string;
  readonly key: RowKey;
  readonly row: Row;
  readonly set: Record<string, Value>;
  dropped: boolean;
}

/** Two or more rows that are one from now on: whatever refers to the losers is to refer to the keeper. */
interface Absorption {
  readonly table: string;
  readonly keeper: Row;
  readonly losers: readonly Row[];
}

/** What re-pointing everything from the losers to the keeper comes to. */
export interface Moves {
  /** In the order in which they can be carried out: children before their parents are dropped. */
  readonly steps: readonly MergeStep[];
  readonly collisions: readonly Collision[];
  readonly undecided: readonly string[];
}

const joined = (key: RowKey): string => key.join('\u001f');

/** Finds, level by level, all rows that refer to what goes, and settles what a UNIQUE forbids. */
class Gathering {
  private readonly touched = new Map<string, Touched>();
  private readonly levels: MergeStep[][] = [];
  readonly collisions: Collision[] = [];
  readonly undecided = new Set<string>();

  constructor(
    private readonly session: MergeSession,
    private readonly queries: Queries,
    private readonly choices: MergeChoices,
  ) {}

  private async read(
    reference: Reference,
    to: string,
    columns: readonly string[],
    values: readonly (readonly Value[])[],
  ): Promise<Row[]> {
    const { table, enforced, on } = reference;
    const { info } = tableOf(this.session.resolved, table);
    const rows = await readRows(this.queries, table, [...info.columns.keys()], columns, values);
    // A foreign key finds K12 by k12 where the collation does, and would act on it.
    if (enforced) return rows;
    // A comparison may take 12b for 12: the very same text counts, or one that no other key can be.
    const referred = tableOf(this.session.resolved, to);
    const isKey = on === null || on.join() === referred.key.join();
    const fold = (value: Value | undefined, at: number): string => {
      const column =
        isKey && at < reference.columns.length ? referred.info.columns.get(referred.key[at] ?? '') : undefined;
      return column === undefined ? cellText(value) : foldKey(cellText(value), column);
    };
    const wanted = new Set(values.map((each) => joined(each.map(fold))));
    return rows.filter((row) => wanted.has(joined(columns.map((column, at) => fold(row[column], at)))));
  }

  private touch(table: string, row: Row): Touched {
    const key = tableOf(this.session.resolved, table).key.map((column) => cellText(row[column]));
    const id = `${table}\u001f${joined(key)}`;
    let known = this.touched.get(id);
    if (known === undefined) this.touched.set(id, (known = { table, key, row, set: {}, dropped: false }));
    return known;
  }

  /** Values a reference holds for a row of the table referred to. */
  private valuesOf(reference: Reference, to: string, row: Row): Value[] {
    const { info } = tableOf(this.session.resolved, reference.table);
    const parts = (reference.on ?? tableOf(this.session.resolved, to).key).map((column) => cellText(row[column]));
    const texts = reference.on === null ? [joined(parts)] : parts;
    return texts.map((text, index) => {
      const column = info.columns.get(reference.columns[index] ?? '');
      return column === undefined ? text : keyValue(column, text);
    });
  }

  private refuse(reason: string, table: string, rows: number): never {
    throw new BelboEraseError('MERGE_REFUSED', { reason, table, rows });
  }

  /** Rows that hang on a row's own key, when that key is about to change: nobody could follow. */
  private async expectNoFollowers(touched: Touched, columns: readonly string[]): Promise<void> {
    const { key } = tableOf(this.session.resolved, touched.table);
    if (!columns.some((column) => key.includes(column))) return;
    for (const reference of referencesTo(this.session.resolved, touched.table)) {
      if (reference.on !== null && !reference.on.some((column) => columns.includes(column))) continue;
      const when = Object.entries(reference.when);
      const names = [...reference.columns, ...when.map(([column]) => column)];
      const values = [...this.valuesOf(reference, touched.table, touched.row), ...when.map(([, value]) => value)];
      const rows = await this.read(reference, touched.table, names, [values]);
      if (rows.length > 0) this.refuse('key_moves', reference.table, rows.length);
    }
  }

  private async follow(absorption: Absorption, reference: Reference, level: number): Promise<void> {
    const { resolved } = this.session;
    const { table: to, keeper, losers } = absorption;
    const when = Object.entries(reference.when);
    const names = [...reference.columns, ...when.map(([column]) => column)];
    const values = losers.map((row) => [
      ...this.valuesOf(reference, to, row),
      ...when.map(([, value]) => value as Value),
    ]);
    const rows = await this.read(reference, to, names, values);
    if (rows.length > 0 && reference.blocks) this.refuse('blocking_rows', reference.table, rows.length);
    const { info, key } = tableOf(resolved, reference.table);
    const target = this.valuesOf(reference, to, keeper);
    const going = new Set([keeper, ...losers].map((row) => joined(key.map((column) => cellText(row[column])))));
    for (const row of rows) {
      const touched = this.touch(reference.table, row);
      const isSelf = reference.table === to && going.has(joined(touched.key));
      // A record that refers to what it takes over would refer to itself; what goes needs no reference any more.
      if (isSelf && joined(touched.key) !== joined(key.map((column) => cellText(keeper[column])))) continue;
      if (touched.dropped) continue;
      const set = Object.fromEntries(
        reference.columns.map((column, at) => [column, isSelf ? null : (target[at] ?? null)]),
      );
      if (isSelf && reference.columns.some((column) => info.columns.get(column)?.nullable !== true))
        this.refuse('refers_to_itself', reference.table, 1);
      await this.expectNoFollowers(touched, reference.columns);
      Object.assign(touched.set, set);
      const before = Object.fromEntries(reference.columns.map((column) => [column, row[column] ?? null]));
      (this.levels[level] ??= []).push({ kind: 'move', table: reference.table, key: touched.key, set, before });
    }
  }

  private after(touched: Touched): Row {
    return { ...touched.row, ...touched.set };
  }

  /** Rows that would stand where this one is to stand: other touched ones, and those of the database that stay. */
  private async rivals(touched: Touched, unique: readonly string[]): Promise<Touched[]> {
    const values = unique.map((column) => this.after(touched)[column] ?? null);
    if (values.includes(null)) return [];
    const wanted = joined(values.map(cellText));
    const { info } = tableOf(this.session.resolved, touched.table);
    const stored = await readRows(this.queries, touched.table, [...info.columns.keys()], unique, [values]);
    const found = new Set<Touched>();
    for (const row of stored) {
      const rival = this.touch(touched.table, row);
      // Moved away itself: it does not stand there any more.
      const away = unique.some(
        (column) => column in rival.set && cellText(rival.set[column]) !== cellText(row[column]),
      );
      if (rival !== touched && !rival.dropped && !away) found.add(rival);
    }
    for (const rival of this.touched.values()) {
      if (rival === touched || rival.dropped || rival.table !== touched.table) continue;
      if (joined(unique.map((column) => cellText(this.after(rival)[column]))) === wanted) found.add(rival);
    }
    return [...found];
  }

  private settle(
    touched: Touched,
    rivals: readonly Touched[],
    unique: readonly string[],
    level: number,
  ): Absorption | null {
    const mapped = this.session.resolved.map.tables[touched.table];
    // What the law makes one keep is not dropped because of a merge.
    if (mapped?.retention !== undefined) this.refuse('retained_row_collides', touched.table, rivals.length + 1);
    const rule = mapped?.merge ?? { collision: 'ask' as const, consent: {} };
    const group: (CollidingRow & { readonly touched: Touched })[] = [...rivals, touched].map((each) => ({
      id: joined(each.key),
      row: this.after(each),
      own: unique.every((column) => !(column in each.set)),
      touched: each,
    }));
    const outcome = resolveCollision(group, rule, this.choices.collisions?.[touched.table]);
    const columns = [...unique];
    if (outcome === null) {
      this.undecided.add(touched.table);
      this.collisions.push({ table: touched.table, columns, rule: rule.collision, kept: null, dropped: [] });
      // Counted as dropped, so that the same two rows are not asked about twice.
      touched.dropped = true;
      return null;
    }
    const touchedOf = (row: CollidingRow): Touched => group.find((each) => each === row)?.touched ?? touched;
    const kept = touchedOf(outcome.kept);
    const dropped = outcome.dropped.map(touchedOf);
    this.collisions.push({
      table: touched.table,
      columns,
      rule: rule.collision,
      kept: kept.key,
      dropped: dropped.map((each) => each.key),
    });
    for (const each of dropped) {
      each.dropped = true;
      (this.levels[level] ??= []).unshift({
        kind: 'drop',
        table: each.table,
        key: each.key,
        row: each.row,
        reason: 'collision',
      });
    }
    const set = outcome.change;
    if (Object.keys(set).length > 0) {
      const before = Object.fromEntries(Object.keys(set).map((column) => [column, kept.row[column] ?? null]));
      Object.assign(kept.set, set);
      (this.levels[level] ??= []).push({ kind: 'change', table: kept.table, key: kept.key, set, before });
    }
    return { table: touched.table, keeper: kept.row, losers: dropped.map((each) => each.row) };
  }

  private async collide(level: number): Promise<Absorption[]> {
    const absorptions: Absorption[] = [];
    for (const touched of [...this.touched.values()]) {
      const { info } = tableOf(this.session.resolved, touched.table);
      for (const unique of [info.primaryKey, ...info.uniques]) {
        if (touched.dropped || !unique.some((column) => column in touched.set)) continue;
        const rivals = await this.rivals(touched, unique);
        if (rivals.length === 0) continue;
        const absorption = this.settle(touched, rivals, unique, level);
        if (absorption !== null) absorptions.push(absorption);
      }
    }
    return absorptions;
  }

  async run(first: Absorption): Promise<void> {
    let waiting = [first];
    for (let level = 0; waiting.length > 0; level += 1) {
      for (const absorption of waiting) {
        for (const reference of referencesTo(this.session.resolved, absorption.table))
          await this.follow(absorption, reference, level);
      }
      waiting = await this.collide(level);
    }
  }

  /** The deepest level first: children leave a row before it is dropped, and it is dropped before another takes its place. */
  steps(): MergeStep[] {
    const isDropped = (step: MergeStep): boolean =>
      step.kind !== 'drop' && this.touched.get(`${step.table}\u001f${joined(step.key)}`)?.dropped === true;
    return [...this.levels].reverse().flatMap((level) => level.filter((step) => !isDropped(step)));
  }
}

/** Everything that refers to the losers, re-pointed to the keeper, collisions settled by the data map's rules. */
export async function gatherMoves(
  session: MergeSession,
  queries: Queries,
  records: { readonly keeper: Row; readonly losers: readonly Row[] },
  choices: MergeChoices,
): Promise<Moves> {
  const gathering = new Gathering(session, queries, choices);
  await gathering.run({ table: session.resolved.subject.info.name, ...records });
  return {
    steps: gathering.steps(),
    collisions: gathering.collisions,
    undecided: [...gathering.undecided],
  };
}
