import type { Row, Value } from '../database/database.js';
import { sqlCompiler, whole } from '../database/sql-compiler.js';
import { applyConditions, type Bind } from '../data-map/apply-conditions.js';
import type { Condition } from '../data-map/schema.js';
import type { RowKey } from './plan.js';
import type { ErasureSession } from './session.js';

/** Keys of the rows of a table that satisfy conditions; of one row only, when its key is given. */
export async function selectWhere(
  session: ErasureSession,
  table: string,
  key: readonly string[],
  conditions: readonly Condition[],
  only?: RowKey,
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
  return session.db.all(sql, bindings as readonly Value[]);
}
