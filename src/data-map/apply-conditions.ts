import { whole, type SqlQuery } from '../database/sql-compiler.js';
import type { Condition } from './schema.js';

/** How a condition's value becomes a binding: the value itself, or a stand-in while a statement is compiled once for many. */
export interface Bind {
  value(given: string | number): string | number;
  now(as: 'date' | 'datetime'): string;
  from(table: string): SqlQuery;
}

/**
 * Adds a map's conditions to a query; `column` says how a column is called at this place.
 * @param nullPasses whether NULL satisfies `not_in`: for guards, which must rather stop too much than too little. An appointment
 *   without a status is not a cancelled one.
 */
export function applyConditions(
  query: SqlQuery,
  conditions: readonly Condition[],
  bind: Bind,
  column: (name: string) => string = whole,
  nullPasses = false,
): SqlQuery {
  const value = (given: string | number): string | number => bind.value(given);
  for (const condition of conditions) {
    const name = column(condition.column);
    if (condition.equals !== undefined) void query.where(name, value(condition.equals));
    if (condition.in !== undefined) void query.whereIn(name, condition.in.map(value));
    const { not_in: excluded } = condition;
    if (excluded !== undefined)
      void query.where((either) => {
        void either.whereNotIn(name, excluded.map(value));
        if (nullPasses) void either.orWhereNull(name);
      });
    if (condition.is_null === true) void query.whereNull(name);
    if (condition.is_null === false) void query.whereNotNull(name);
    const above = condition.greater_than;
    if (above !== undefined)
      void query.where(name, '>', typeof above === 'object' ? bind.now(above.now) : value(above));
    const { lookup } = condition;
    if (lookup !== undefined)
      void query.whereIn(
        name,
        bind.from(lookup.table).select(whole(lookup.key)).whereIn(whole(lookup.column), lookup.in.map(value)),
      );
  }
  return query;
}
