import type { Database, Queries, Row, Value } from '../database/database.js';
import { sqlCompiler, whole } from '../database/sql-compiler.js';
import { applyConditions, type Bind } from './apply-conditions.js';
import type { Condition } from './schema.js';

/** What conditions are evaluated with. */
export interface ConditionSession {
  readonly db: Database;
  /** Today in the controller's time zone, `YYYY-MM-DD`. */
  readonly today: string;
  /** Now as the calendar stores local time, `YYYY-MM-DD HH:MM:SS`. */
  readonly localNow: string;
}

export interface WhereOptions {
  /** Among these rows only; a few hundred at most. */
  readonly keys?: readonly (readonly string[])[];
  /** See `applyConditions`. */
  readonly nullPasses?: boolean;
}

/** Keys of the rows of a table that satisfy conditions. */
export async function selectWhere(
  session: ConditionSession,
  table: string,
  key: readonly string[],
  conditions: readonly Condition[],
  { keys, nullPasses = false }: WhereOptions = {},
  queries: Queries = session.db,
): Promise<Row[]> {
  const compiler = await sqlCompiler(session.db.engine);
  const bind: Bind = {
    value: (value) => value,
    now: (as) => (as === 'date' ? session.today : session.localNow),
    from: (from) => compiler.from(whole(from)),
  };
  const query = applyConditions(
    compiler.from(whole(table)).select(key.map(whole)),
    conditions,
    bind,
    whole,
    nullPasses,
  );
  if (keys !== undefined)
    void query.where((either) => {
      for (const each of keys)
        void either.orWhere((one) => {
          key.forEach((column, index) => void one.where(whole(column), each[index] ?? null));
        });
    });
  const { sql, bindings } = query.toSQL().toNative();
  return queries.all(sql, bindings as readonly Value[]);
}
