import { sealJson, unsealJson } from '../customers/seal.js';
import type { Queries, Row } from '../database/database.js';
import { insertInto } from '../database/statements.js';
import type { MergeRow } from './plan.js';
import type { MergeSession } from './session.js';
import type { MergeSnapshot } from './snapshot.js';

/** A merge as it is told about: no personal data. */
export interface MergeRecord {
  readonly id: number;
  readonly requestId: string | null;
  readonly survivor: string;
  readonly merged: readonly string[];
  /** Record that holds it all today. */
  readonly holder: string;
  readonly mergedAt: string;
  readonly who: string;
  readonly undoneAt: string | null;
  /** Given up: nothing that was sealed of it is left, and it cannot be undone. */
  readonly forgotten: boolean;
  /** Rows by table and what happened to them. */
  readonly rows: readonly { readonly table: string; readonly action: MergeRow['action']; readonly rows: number }[];
}

/** What binds sealed content to its row. */
const contextOf = (fingerprint: string): string => `merge:${fingerprint}`;

function toRecord(row: Row): MergeRecord {
  const text = (column: string): string | null =>
    row[column] === null || row[column] === undefined ? null : String(row[column]);
  return {
    id: Number(row['id']),
    requestId: text('request_id'),
    survivor: String(row['survivor_key']),
    // Written by this tool.
    merged: JSON.parse(String(row['merged_keys'])) as string[],
    holder: String(row['holder_key']),
    mergedAt: String(row['merged_at']),
    who: String(row['who']),
    undoneAt: text('undone_at'),
    forgotten: text('undone_at') === null && text('ciphertext') === null,
    rows: JSON.parse(String(row['report'])) as MergeRecord['rows'],
  };
}

/** All merges that were not forgotten with their person, the latest first. */
export async function listMerges(queries: Queries): Promise<MergeRecord[]> {
  return (await queries.all('select * from belbo_erase_merges order by id desc')).map(toRecord);
}

/** One merge with its snapshot; the snapshot is null when it is gone or the key file is another one. */
export async function readMerge(
  session: Pick<MergeSession, 'key'>,
  queries: Queries,
  id: string,
): Promise<{ readonly record: MergeRecord; readonly snapshot: MergeSnapshot | null } | null> {
  // '12b' is no number of a merge, whatever an engine takes it for.
  if (!/^\d{1,10}$/.test(id)) return null;
  const [row] = await queries.all('select * from belbo_erase_merges where id = ?', [Number(id)]);
  if (row === undefined) return null;
  const { nonce, tag, ciphertext, fingerprint } = row;
  if (typeof nonce !== 'string' || typeof tag !== 'string' || typeof ciphertext !== 'string')
    return { record: toRecord(row), snapshot: null };
  // What this tool sealed itself, authenticated: its shape is known.
  const snapshot = unsealJson(
    { nonce, tag, ciphertext },
    contextOf(String(fingerprint)),
    session.key,
  ) as MergeSnapshot | null;
  return { record: toRecord(row), snapshot };
}

/** Writes a merge's row, inside its transaction; returns its id. */
export async function writeMerge(
  session: MergeSession,
  trx: Queries,
  merge: {
    readonly requestId: string | null;
    readonly survivor: string;
    readonly merged: readonly string[];
    readonly fingerprint: string;
    readonly rows: MergeRecord['rows'];
    readonly snapshot: MergeSnapshot;
  },
): Promise<number> {
  const { sql, bindings } = insertInto('belbo_erase_merges', {
    request_id: merge.requestId,
    survivor_key: merge.survivor,
    holder_key: merge.survivor,
    merged_keys: JSON.stringify(merge.merged),
    fingerprint: merge.fingerprint,
    merged_at: session.now(),
    who: session.who,
    report: JSON.stringify(merge.rows),
    undone_at: null,
    ...sealJson(merge.snapshot, contextOf(merge.fingerprint), session.key),
  });
  return trx.insert(sql, bindings);
}
