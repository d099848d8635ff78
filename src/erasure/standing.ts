import type { Queries, Row } from '../database/database.js';
import { placeholders } from '../database/dialect.js';

/** What the tool's own tables say of a person, by what it is of. */
export interface Standing {
  /** Requests something was done to besides erasing, and of these the ones on hold. */
  readonly handled: ReadonlySet<string>;
  readonly held: ReadonlySet<string>;
  /** Records that decisions name. */
  readonly decided: ReadonlySet<string>;
  /** Records that others were merged into. */
  readonly merged: ReadonlySet<string>;
}

/**
 * Reads it in one statement: most people have none of it, and need not be asked about again. Inside a transaction nothing can be
 * added to it until the end (the absence is locked, too).
 */
export async function readStanding(
  queries: Queries,
  requestIds: readonly string[],
  recordKeys: readonly string[],
): Promise<Standing> {
  const requests = placeholders(Math.max(1, requestIds.length));
  const records = placeholders(Math.max(1, recordKeys.length));
  const sql = [
    `select 'handled' as kind, request_id as id, held_at as held from belbo_erase_handling where request_id in (${requests})`,
    `select 'decided', key_a, null from belbo_erase_decisions where key_a in (${records})`,
    `select 'decided', key_b, null from belbo_erase_decisions where key_b in (${records})`,
    `select 'merged', holder_key, null from belbo_erase_merges where holder_key in (${records})`,
  ].join(' union all ');
  const orNone = (values: readonly string[]): readonly (string | null)[] => (values.length === 0 ? [null] : values);
  const [ids, keys] = [orNone(requestIds), orNone(recordKeys)];
  const rows = await queries.all(sql, [...ids, ...keys, ...keys, ...keys]);
  const of = (kind: string, wanted: (row: Row) => boolean = () => true): ReadonlySet<string> =>
    new Set(rows.filter((row) => row['kind'] === kind && wanted(row)).map((row) => String(row['id'])));
  return {
    handled: of('handled'),
    held: of('handled', (row) => row['held'] !== null),
    decided: of('decided'),
    merged: of('merged'),
  };
}
