import type { Database, Queries, Row, Value } from '../database/database.js';
import { placeholders } from '../database/dialect.js';
import { readRows } from '../database/read-rows.js';
import { insertInto } from '../database/statements.js';
import type { ResolvedMap } from '../data-map/resolve.js';
import { keyedDigest } from './seal.js';

/** What a person said of two records. `same`: one person, to be erased together even without a merge. */
export const verdicts = ['same', 'different', 'undecided'] as const;
export type Verdict = (typeof verdicts)[number];

/** A remembered decision about two records, by their keys as text. */
export interface Decision {
  readonly a: string;
  readonly b: string;
  readonly verdict: Verdict;
  /** Whether both records still hold the values it was made on; `stale` ones are asked again, `gone` ones have lost a record. */
  readonly state: 'valid' | 'stale' | 'gone';
  readonly decidedAt: string;
  readonly who: string;
}

/** What decisions need to know. */
export interface DecisionSource {
  readonly db: Database;
  readonly resolved: ResolvedMap;
  readonly key: Buffer;
  readonly now: () => string;
  readonly who: string;
}

/** A decision's row, as a merge puts it aside and gives it back. */
export interface StoredDecision {
  readonly key_a: string;
  readonly key_b: string;
  readonly verdict: string;
  readonly digest: string;
  readonly decided_at: string;
  readonly who: string;
}

const ordered = (a: string, b: string): readonly [string, string] => (a < b ? [a, b] : [b, a]);

/** Columns two records are compared on; the customer number says nothing of who somebody is. */
function comparedColumns({ resolved }: DecisionSource): string[] {
  const { number, ...identifiers } = resolved.map.subject.identifiers;
  const columns = Object.values(identifiers).flatMap((value) => value ?? []);
  return [...new Set(columns)].filter((column) => column !== number);
}

const cell = (value: Value | undefined): string =>
  value === undefined || value === null ? '' : Buffer.isBuffer(value) ? value.toString('hex') : String(value);

/**
 * Digests of the values by which records are compared, by key. A record that is not there (any more) has none.
 */
export async function comparedDigests(
  source: DecisionSource,
  queries: Queries,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const { info, key } = source.resolved.subject;
  const columns = comparedColumns(source);
  const wanted = new Set(keys);
  const split = [...wanted].map((each) => each.split('\u001f'));
  const rows = await readRows(queries, info.name, [...new Set([...key, ...columns])], key, split);
  const digests = new Map<string, string>();
  for (const row of rows) {
    const id = key.map((column) => cell(row[column])).join('\u001f');
    if (wanted.has(id))
      digests.set(
        id,
        keyedDigest(
          columns.map((column) => cell(row[column])),
          source.key,
        ),
      );
  }
  return digests;
}

function pairDigest(digests: ReadonlyMap<string, string>, a: string, b: string, key: Buffer): string | null {
  const [first, second] = ordered(a, b).map((each) => digests.get(each));
  return first === undefined || second === undefined ? null : keyedDigest([first, second], key);
}

/** Which of these records any decision names. */
export async function decidedAmong(queries: Queries, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const named = new Set((await storedFor(queries, keys)).flatMap((each) => [each.key_a, each.key_b]));
  return new Set(keys.filter((key) => named.has(key)));
}

async function storedFor(queries: Queries, keys: readonly string[]): Promise<StoredDecision[]> {
  const found = new Map<string, StoredDecision>();
  for (let at = 0; at < keys.length; at += 200) {
    const some = keys.slice(at, at + 200);
    const list = placeholders(some.length);
    const sql = `select key_a, key_b, verdict, digest, decided_at, who from belbo_erase_decisions where key_a in (${list}) or key_b in (${list})`;
    for (const row of await queries.all(sql, [...some, ...some])) {
      const decision = row as Row & StoredDecision;
      found.set(`${decision.key_a}\u001e${decision.key_b}`, { ...decision });
    }
  }
  return [...found.values()];
}

/** All decisions that name one of these records, each with whether it still holds. */
export async function readDecisions(
  source: DecisionSource,
  queries: Queries,
  keys: readonly string[],
): Promise<Decision[]> {
  return judgeStored(source, queries, await storedFor(queries, keys));
}

/** All decisions there are, each with whether it still holds. */
export async function readAllDecisions(source: DecisionSource, queries: Queries): Promise<Decision[]> {
  const sql = 'select key_a, key_b, verdict, digest, decided_at, who from belbo_erase_decisions order by key_a, key_b';
  return judgeStored(source, queries, (await queries.all(sql)) as (Row & StoredDecision)[]);
}

async function judgeStored(
  source: DecisionSource,
  queries: Queries,
  stored: readonly StoredDecision[],
): Promise<Decision[]> {
  if (stored.length === 0) return [];
  const digests = await comparedDigests(
    source,
    queries,
    stored.flatMap((each) => [each.key_a, each.key_b]),
  );
  return stored.map((each) => {
    const digest = pairDigest(digests, each.key_a, each.key_b, source.key);
    return {
      a: each.key_a,
      b: each.key_b,
      verdict: each.verdict as Verdict,
      state: digest === null ? 'gone' : digest === each.digest ? 'valid' : 'stale',
      decidedAt: each.decided_at,
      who: each.who,
    };
  });
}

async function write(trx: Queries, row: StoredDecision): Promise<void> {
  await trx.run('delete from belbo_erase_decisions where key_a = ? and key_b = ?', [row.key_a, row.key_b]);
  const { sql, bindings } = insertInto('belbo_erase_decisions', { ...row });
  await trx.run(sql, bindings);
}

/**
 * Remembers a decision on the values that whoever decided has seen.
 * @param seen digests of both records as they were shown (`comparedDigests`)
 * @returns false, and remembers nothing, when a record has changed or gone since: it is to be asked again
 */
export async function recordDecision(
  source: DecisionSource,
  pair: readonly [string, string],
  verdict: Verdict,
  seen: ReadonlyMap<string, string>,
): Promise<boolean> {
  const [a, b] = ordered(...pair);
  return source.db.transaction(async (trx) => {
    const now = await comparedDigests(source, trx, [a, b]);
    const digest = pairDigest(now, a, b, source.key);
    if (digest === null || digest !== pairDigest(seen, a, b, source.key)) return false;
    await write(trx, { key_a: a, key_b: b, verdict, digest, decided_at: source.now(), who: source.who });
    return true;
  });
}

/** Forgets all decisions that name one of these records. */
export async function forgetDecisions(queries: Queries, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const list = placeholders(keys.length);
  const sql = `delete from belbo_erase_decisions where key_a in (${list}) or key_b in (${list})`;
  await queries.run(sql, [...keys, ...keys]);
}

/** What a merge did to decisions, so that it can be undone. */
export interface MovedDecisions {
  readonly removed: readonly StoredDecision[];
  readonly added: readonly (readonly [string, string])[];
}

/**
 * Decisions about records that are merged away go; that another record is the same person is passed on to the survivor,
 * to be confirmed there, so that it is not lost to an erasure.
 */
export async function moveDecisions(
  trx: Queries,
  merged: readonly string[],
  survivor: string,
): Promise<MovedDecisions> {
  const removed = await storedFor(trx, merged);
  await forgetDecisions(trx, merged);
  const present = await storedFor(trx, [survivor]);
  const added: (readonly [string, string])[] = [];
  for (const row of removed) {
    const other = merged.includes(row.key_a) ? row.key_b : row.key_a;
    if (row.verdict !== 'same' || other === survivor || merged.includes(other)) continue;
    const [a, b] = ordered(survivor, other);
    if (
      [...present, ...added.map(([key_a, key_b]) => ({ key_a, key_b }))].some(
        (each) => each.key_a === a && each.key_b === b,
      )
    )
      continue;
    await write(trx, { ...row, key_a: a, key_b: b });
    added.push([a, b]);
  }
  return { removed, added };
}

/** Takes `moveDecisions` back. */
export async function restoreDecisions(trx: Queries, moved: MovedDecisions): Promise<void> {
  for (const [a, b] of moved.added)
    await trx.run('delete from belbo_erase_decisions where key_a = ? and key_b = ?', [a, b]);
  for (const row of moved.removed) await write(trx, row);
}
