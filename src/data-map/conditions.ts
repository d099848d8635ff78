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

/** Keys of the rows of a table that satisfy conditions; of one row only, when its key is given. */
export async function selectWhere(
  session: ConditionSession,
  table: string,
  key: readonly string[],
  conditions: readonly Condition[],
  only?: readonly string[],
  queries: Queries = session.db,
): Promise<Row[]> {
  const compiler = await sqlCompiler(session.db.engine);
  const bind: Bind = {
    value: (value) => value,
    now: (as) => (as === 'date' ? session.today : session.localNow),
    from: (from) => compiler.from(whole(from)),
  };
  const query = applyConditions(compiler.from(whole(table)).select(key.map(whole)), conditions, bind);
  if (only !== undefined) key.forEach((column, index) => void query.where(whole(column), only[index] ?? null));
  const { sql, bindings } = query.toSQL().toNative();
  return queries.all(sql, bindings as readonly Value[]);
}
